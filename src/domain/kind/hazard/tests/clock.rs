//! Overdue and warned: computed from the record, the policy and a day.
use super::*;
use crate::domain::kind::Matter;
use crate::domain::policy::Policy;
use crate::domain::{Day, Tier};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}
fn policy() -> Policy {
    Policy::default()
}

#[test]
fn a_hazard_is_overdue_the_day_after_its_deadline() {
    let hazard: Hazard = ordered(as_general()).record();
    assert!(!hazard.is_overdue(&policy(), day("2026-12-01")));
    assert!(hazard.is_overdue(&policy(), day("2026-12-02")));
}

#[test]
fn only_what_waits_for_its_rectification_is_overdue() {
    for desk in [registered(as_general()), rectified(as_general()), closed()] {
        assert!(!desk.record::<Hazard>().is_overdue(&policy(), day("2030-01-01")));
    }
}

#[test]
fn a_deferral_takes_the_delay_away() {
    let mut desk = ordered(as_general());
    desk.does(&safety_officer(), "request_deferral", later()).unwrap();
    assert!(desk.record::<Hazard>().is_overdue(&policy(), day("2026-12-02")), "a request alone does not");
    desk.does(&officer(), "decide_deferral", granted()).unwrap();
    assert!(!desk.record::<Hazard>().is_overdue(&policy(), day("2026-12-20")));
    assert!(desk.record::<Hazard>().is_overdue(&policy(), day("2026-12-21")));
}

#[test]
fn days_of_suspension_do_not_count() {
    let mut desk = ordered(as_general());
    desk.does(&officer(), "suspend", halted()).unwrap();
    let hazard: Hazard = desk.record();
    assert!(!hazard.is_overdue(&policy(), day("2027-06-01")), "it stands since 24 November");
    let strict = Policy { suspension_stops_the_clock: false, ..policy() };
    assert!(hazard.is_overdue(&strict, day("2026-12-02")));
    desk.at = "2026-11-28T09:00:00+08:00".parse().unwrap();
    desk.does(&officer(), "lift_suspension", json!({"opinion": "可恢复"})).unwrap();
    let hazard: Hazard = desk.record();
    assert_eq!(hazard.due_on(&policy(), day("2026-12-10")), Some(day("2026-12-05")), "four days of it");
}

#[test]
fn a_deadline_set_after_a_suspension_has_its_days_in_it() {
    let mut desk = ordered(as_general());
    desk.does(&officer(), "suspend", halted()).unwrap();
    desk.at = "2026-11-28T09:00:00+08:00".parse().unwrap();
    desk.does(&officer(), "lift_suspension", json!({"opinion": "可恢复"})).unwrap();
    desk.does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    desk.does(&officer(), "reject", not_done()).unwrap();
    assert_eq!(desk.record::<Hazard>().due_on(&policy(), day("2026-12-11")), Some(day("2026-12-10")));
}

#[test]
fn warnings_climb_the_chain() {
    let hazard: Hazard = ordered(as_general()).record();
    let (owner, due_on) = (Some(id(BAKERY)), day("2026-12-01"));
    let warned = |text: &str| {
        let all = hazard.due(&policy(), day(text));
        assert!(all.iter().all(|one| (one.matter, one.due_on, one.body) == (Matter::Rectification, due_on, owner)));
        all.first().map(|one| (one.days_overdue, one.tier))
    };
    assert_eq!(warned("2026-11-25"), None);
    assert_eq!(warned("2026-11-26"), Some((None, None)), "near");
    let overdue = |days, tier| Some((Some(days), Some(tier)));
    assert_eq!(warned("2026-12-02"), overdue(1, Tier::Township));
    assert_eq!(warned("2026-12-08"), overdue(7, Tier::County));
    assert_eq!(warned("2026-12-15"), overdue(14, Tier::City));
    assert_eq!(warned("2026-12-22"), overdue(21, Tier::Province));
}

#[test]
fn a_major_hazard_reports_progress_every_quarter() {
    let mut desk = ordered(as_major());
    assert_eq!(desk.record::<Hazard>().progress_due_on(&policy()), Some(day("2027-02-23")));
    desk.at = "2026-12-01T09:00:00+08:00".parse().unwrap();
    desk.does(&safety_officer(), "progress", json!({"note": "过半"})).unwrap();
    assert_eq!(desk.record::<Hazard>().progress_due_on(&policy()), Some(day("2027-03-01")));
    assert_eq!(ordered(as_general()).record::<Hazard>().progress_due_on(&policy()), None);
}

#[test]
fn what_waits_for_a_body_is_warned_of_and_what_is_closed_is_not() {
    let mut desk = ordered(as_general());
    desk.does(&safety_officer(), "request_deferral", later()).unwrap();
    let matters = |desk: &Desk, on: &str| -> Vec<_> {
        desk.record::<Hazard>().due(&policy(), day(on)).iter().map(|one| (one.matter, one.body)).collect()
    };
    let by = |matter, body| (matter, Some(id(body)));
    let both = [by(Matter::Rectification, BAKERY), by(Matter::DeferralDecision, TOWNSHIP)];
    assert_eq!(matters(&desk, "2026-12-02"), both);
    assert_eq!(matters(&rectified(as_general()), "2026-12-30"), [by(Matter::Acceptance, TOWNSHIP)]);
    assert_eq!(matters(&closed(), "2027-12-30"), []);
    let mut handed = registered(as_general());
    handed.does(&officer(), "transfer", handed_to(FIRE_DEPARTMENT)).unwrap();
    assert_eq!(matters(&handed, "2026-12-30"), [by(Matter::Transfer, FIRE_DEPARTMENT)]);
    let major = ordered(as_major());
    assert!(matters(&major, "2027-02-24").contains(&by(Matter::Progress, BAKERY)));
}

#[test]
fn a_warning_tells_where_the_calendar_ends() {
    let mut desk = registered(as_general());
    desk.does(&officer(), "order", Ordered { deadline: "2028-03-01", ..five_commitments() }).unwrap();
    let known = |on: &str| desk.record::<Hazard>().due(&policy(), day(on))[0].calendar_is_known;
    assert!(!known("2028-03-01"));
    let hazard: Hazard = ordered(as_general()).record();
    assert!(hazard.due(&policy(), day("2026-12-02"))[0].calendar_is_known);
    assert!(!hazard.due(&policy(), day("2028-01-03"))[0].calendar_is_known);
}

#[test]
fn what_waits_for_government_has_its_day_too() {
    let mut desk = ordered(as_general());
    desk.does(&safety_officer(), "request_deferral", later()).unwrap();
    assert_eq!(desk.record::<Hazard>().deferral_decision_due_on(&policy()), Some(day("2026-11-30")));
    let pending: Hazard = rectified(as_general()).record();
    assert_eq!(pending.acceptance_due_on(&policy()), Some(day("2026-12-07")));
    let mut desk = registered(as_general());
    desk.does(&officer(), "transfer", handed_to(FIRE_DEPARTMENT)).unwrap();
    assert_eq!(desk.record::<Hazard>().transfer_due_on(&policy()), Some(day("2026-11-30")));
}

#[test]
fn a_deadline_keeps_to_the_policy_of_the_region() {
    let mut desk = registered(as_general());
    desk.policy.general_deadline_working_days = Some(5);
    let refused = desk.does(&officer(), "order", five_commitments());
    assert_eq!(why(refused), refused_at(crate::domain::outcome::RefusalCode::InvalidBody, "deadline"));
    let sooner = Ordered { deadline: "2026-11-30", ..five_commitments() };
    assert!(desk.does(&officer(), "order", sooner).is_ok());
}

#[test]
fn a_region_may_keep_registration_to_itself() {
    let mut desk = Desk::of("hazard");
    desk.policy.registers_own_general_hazards = false;
    desk.does(&safety_officer(), "report", blocked_exit()).unwrap();
    assert_eq!(stands(&desk), Reported);
}
