//! Deferrals: asked for in time, decided by the issuer, capped.
use super::*;
use crate::domain::outcome::RefusalCode as Code;

fn requested() -> Desk {
    let mut desk = ordered(as_general());
    desk.does(&safety_officer(), "request_deferral", later()).unwrap();
    desk
}

#[test]
fn a_granted_deferral_moves_the_deadline_and_a_refused_one_does_not() {
    let mut desk = requested();
    assert_eq!(desk.record::<Hazard>().deadline, "2026-12-01".parse().ok(), "not before it is decided");
    let facets = desk.does(&officer(), "decide_deferral", granted()).unwrap();
    assert_eq!(facets.due_on, "2026-12-20".parse().ok());
    let mut desk = requested();
    let facets = desk.does(&officer(), "decide_deferral", json!({"is_granted": false, "opinion": "不同意"})).unwrap();
    assert_eq!(facets.due_on, "2026-12-01".parse().ok());
    let hazard: Hazard = desk.record();
    assert!(hazard.deferral_request.is_none() && hazard.deferrals[0].until.is_none());
}

#[test]
fn a_deferral_is_asked_for_three_working_days_before_the_deadline() {
    // 1 December 2026 is a Tuesday: three working days before it is Thursday, 26 November.
    let at = |day: &str| {
        let mut desk = ordered(as_general());
        desk.at = format!("2026-11-{day}T09:00:00+08:00").parse().unwrap();
        desk.does(&safety_officer(), "request_deferral", later())
    };
    assert!(at("26").is_ok());
    assert_eq!(why(at("27")), refused_at(Code::TooLate, "until"));
}

/// Asked for on a day of November 2026 by the author's claim, and received days later.
fn claimed(day: u32, days_later: i64, offline_claim_days: u32) -> Result<Facets, Refusal> {
    let mut desk = ordered(as_general());
    desk.at = format!("2026-11-{day:02}T09:00:00+08:00").parse().unwrap();
    desk.arrives_after = days_later * 86_400;
    desk.policy.offline_claim_days = offline_claim_days;
    desk.does(&safety_officer(), "request_deferral", later())
}

#[test]
fn who_was_offline_is_believed_for_a_few_days_and_backdating_evades_no_notice() {
    // The last day for it is 26 November.
    let late = || refused_at(Code::TooLate, "until");
    assert!(claimed(26, 3, 3).is_ok(), "asked in time, received after three days");
    assert_eq!(why(claimed(26, 4, 3)), late(), "received on the 30th: it counts as of the 27th");
    assert_eq!(why(claimed(20, 12, 3)), late(), "asked after the deadline, for a day before it");
    assert!(claimed(20, 12, 30).is_ok(), "where the region believes a month");
    assert_eq!(why(claimed(25, 2, 0)), late(), "where the receipt alone counts");
}

#[test]
fn nobody_acts_after_the_receipt() {
    let ordered_at = |at: &str, arrives_after: i64| {
        let mut desk = registered(as_general());
        desk.policy.general_deadline_working_days = Some(5);
        (desk.at, desk.arrives_after) = (at.parse().unwrap(), arrives_after);
        desk.does(&officer(), "order", five_commitments())
    };
    // The deadline is 1 December 2026; an order of the 23rd gives until the 30th of November.
    assert_eq!(why(ordered_at("2026-11-23T09:00:00+08:00", 0)), refused_at(Code::InvalidBody, "deadline"));
    assert_eq!(why(ordered_at("2026-11-30T09:00:00+08:00", -7 * 86_400)), refused_at(Code::InvalidBody, "deadline"));
    assert!(ordered_at("2026-11-24T09:00:00+08:00", 0).is_ok());
}

#[test]
fn a_refusal_says_that_holidays_are_not_known() {
    let mut desk = registered(as_general());
    desk.does(&officer(), "order", Ordered { deadline: "2028-03-01", ..five_commitments() }).unwrap();
    desk.at = "2028-02-29T09:00:00+08:00".parse().unwrap();
    let refusal = desk.does(&safety_officer(), "request_deferral", json!({"until": "2028-04-01", "reason": "x"}));
    assert!(refusal.unwrap_err().detail.contains("the holidays there are not known yet"));
}

#[test]
fn the_notice_is_the_region_s_policy() {
    let mut desk = ordered(as_general());
    desk.policy.deferral_notice_working_days = 7;
    assert_eq!(why(desk.does(&safety_officer(), "request_deferral", later())), refused_at(Code::TooLate, "until"));
}

#[test]
fn a_deferral_goes_beyond_the_deadline_and_not_beyond_the_cap() {
    let ask = |until: &str| {
        let body = json!({"until": until, "reason": "设备未到货"});
        ordered(as_general()).does(&safety_officer(), "request_deferral", body)
    };
    assert_eq!(why(ask("2026-12-01")), refused_at(Code::InvalidBody, "until"));
    assert_eq!(why(ask("2027-03-02")), refused_at(Code::InvalidBody, "until"), "91 days");
    assert!(ask("2027-03-01").is_ok());
}

#[test]
fn the_cap_is_on_all_deferrals_together() {
    let mut desk = requested();
    desk.does(&officer(), "decide_deferral", granted()).unwrap();
    let again = json!({"until": "2027-03-02", "reason": "仍未到货"});
    let refused = desk.does(&safety_officer(), "request_deferral", &again);
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "until"), "19 of 90 days are used");
    desk.policy.deferral_total_days = 100;
    assert!(desk.does(&safety_officer(), "request_deferral", &again).is_ok());
    desk.policy.deferral_total_days = 90;
    assert_eq!(why(desk.does(&officer(), "decide_deferral", granted())), refused_at(Code::InvalidBody, "until"));
}

#[test]
fn a_deferral_is_granted_until_an_earlier_day_but_not_a_later_one() {
    let until = |day: &str| json!({"is_granted": true, "until": day, "opinion": "同意"});
    let facets = requested().does(&officer(), "decide_deferral", until("2026-12-10")).unwrap();
    assert_eq!(facets.due_on, "2026-12-10".parse().ok());
    let refused = |body: Value| why(requested().does(&officer(), "decide_deferral", body));
    assert_eq!(refused(until("2026-12-21")), refused_at(Code::InvalidBody, "until"));
    let both = json!({"is_granted": false, "until": "2026-12-10", "opinion": "不同意"});
    assert_eq!(refused(both), refused_at(Code::InvalidBody, "until"));
}

#[test]
fn one_request_waits_at_a_time() {
    let mut desk = requested();
    assert_eq!(why(desk.does(&principal(), "request_deferral", later())), refused_as(Code::IllegalState));
    assert_eq!(
        why(ordered(as_general()).does(&officer(), "decide_deferral", granted())),
        refused_as(Code::IllegalState)
    );
}

#[test]
fn deferrals_end_with_the_cycle() {
    let mut desk = requested();
    desk.does(&officer(), "decide_deferral", granted()).unwrap();
    desk.does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    desk.does(&officer(), "accept", seen()).unwrap();
    desk.does(&officer(), "reopen", blocked_again()).unwrap();
    let hazard: Hazard = desk.record();
    assert_eq!((hazard.deferrals.len(), hazard.earlier_cycles[0].deferrals.len()), (0, 1));
    assert_eq!(hazard.days_deferred(), 0);
}
