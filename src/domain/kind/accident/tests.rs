//! The accident's rules, tried at the bakery.
mod gate;
mod measuring;
mod sequences;

use super::*;
use crate::domain::Tier;
use crate::domain::kind::trial::*;
use crate::domain::outcome::RefusalCode as Code;
use serde_json::json;

fn casualties(deaths: u32, injuries: u32, loss_fen: i64) -> Value {
    json!({"deaths": deaths, "injuries": injuries, "loss_fen": loss_fen})
}
fn fall(deaths: u32) -> Value {
    json!({
        "occurred_at": "2026-11-22T09:00:00+08:00", "place": "二号厂房", "accident_type": "fall_from_height",
        "summary": "检修时坠落", "casualties": casualties(deaths, 0, 0), "enterprise": id::<()>(BAKERY),
    })
}
fn evidence(number: &str) -> Value {
    json!({"document_number": number})
}
fn correction(deaths: u32, changed_on: &str) -> Value {
    json!({"casualties": casualties(deaths, 0, 0), "ground": "change", "changed_on": changed_on, "reason": "抢救无效"})
}
fn investigation() -> Value {
    json!({"lead": id::<()>(COUNTY), "members": ["应急管理局", "公安局"]})
}
fn cause() -> Value {
    json!({"direct": "未系安全带", "indirect": "管理缺失", "evidence": evidence("报1")})
}
fn conclusion() -> Value {
    json!({"is_responsibility_accident": true, "opinion": "同意结案", "evidence": evidence("批1")})
}
fn listing(level: &str) -> Value {
    json!({"level": level, "units": ["面包坊"], "document_number": "督1", "deadline": "2026-12-31"})
}

/// One death, reported by the township.
fn reported() -> Desk {
    let mut desk = Desk::of("accident");
    desk.does(&officer(), "report", fall(1)).unwrap();
    desk
}
/// ... investigated by the county.
fn investigated() -> Desk {
    let mut desk = reported();
    desk.does(&county_officer(), "investigate", investigation()).unwrap();
    desk
}
/// ... and concluded.
fn concluded() -> Desk {
    let mut desk = investigated();
    desk.does(&county_officer(), "establish_cause", cause()).unwrap();
    desk.does(&county_officer(), "conclude", conclusion()).unwrap();
    desk
}
fn accident(desk: &Desk) -> Accident {
    desk.record()
}

#[test]
fn the_level_is_computed_and_never_typed() {
    let mut typed = fall(1);
    typed["level"] = json!("general");
    let refused = Desk::of("accident").does(&officer(), "report", typed);
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "level"));
    let mut desk = reported();
    assert_eq!(accident(&desk).level, AccidentLevel::General);
    let facets = desk.does(&officer(), "correct_casualties", correction(3, "2026-11-23")).unwrap();
    assert_eq!(accident(&desk).level, AccidentLevel::Larger);
    assert_eq!(facets.category.as_deref(), Some("fall_from_height,larger"));
    assert_eq!(accident(&desk).corrections[0].before.deaths, 1);
}

#[test]
fn casualties_count_for_thirty_days_and_for_seven_on_roads_and_in_fires() {
    let corrected = |how: Value, changed_on: &str| {
        let mut desk = Desk::of("accident");
        let mut body = fall(1);
        body.as_object_mut().unwrap().extend(how.as_object().unwrap().clone());
        desk.does(&officer(), "report", body).unwrap();
        desk.at = desk.at.plus_seconds(90 * 86_400);
        desk.does(&officer(), "correct_casualties", correction(2, changed_on))
    };
    let late = refused_at(Code::TooLate, "changed_on");
    assert!(corrected(json!({}), "2026-12-22").is_ok());
    assert_eq!(why(corrected(json!({}), "2026-12-23")), late);
    assert_eq!(why(corrected(json!({}), "2026-11-21")), late, "before it happened");
    for short in [json!({"sector": "road"}), json!({"accident_type": "fire"})] {
        assert!(corrected(short.clone(), "2026-11-29").is_ok());
        assert_eq!(why(corrected(short, "2026-11-30")), late);
    }
}

#[test]
fn an_error_is_corrected_at_any_time_and_something_must_change() {
    let mut desk = reported();
    desk.at = desk.at.plus_seconds(90 * 86_400);
    let error = |deaths| json!({"casualties": casualties(deaths, 0, 0), "ground": "error", "reason": "误报"});
    assert_eq!(why(desk.does(&officer(), "correct_casualties", error(1))), refused_at(Code::InvalidBody, "casualties"));
    assert!(desk.does(&officer(), "correct_casualties", error(0)).is_ok());
    let mut dayless = correction(2, "2026-11-23");
    dayless.as_object_mut().unwrap().remove("changed_on");
    assert_eq!(why(desk.does(&officer(), "correct_casualties", dayless)), refused_at(Code::Missing, "changed_on"));
}

#[test]
fn the_level_says_which_tier_investigates() {
    assert_eq!(why(reported().does(&officer(), "investigate", investigation())), refused_as(Code::Forbidden));
    let mut desk = Desk::of("accident");
    desk.does(&officer(), "report", fall(3)).unwrap();
    assert_eq!(why(desk.does(&county_officer(), "investigate", investigation())), refused_as(Code::Forbidden));
    assert!(desk.does(&city_officer(), "investigate", investigation()).is_ok());
    assert_eq!(accident(&desk).investigation.unwrap().mark.by.tier, Tier::City);
}

#[test]
fn where_the_level_rises_the_higher_tier_investigates_anew() {
    let mut desk = investigated();
    let again = desk.does(&city_officer(), "investigate", investigation());
    assert_eq!(why(again), refused_as(Code::IllegalState));
    desk.does(&officer(), "correct_casualties", correction(3, "2026-11-23")).unwrap();
    desk.does(&county_officer(), "establish_cause", cause()).map(drop).unwrap_err();
    desk.does(&city_officer(), "investigate", investigation()).unwrap();
    assert_eq!(accident(&desk).earlier_investigations.len(), 1);
    desk.does(&city_officer(), "establish_cause", cause()).unwrap();
    assert_eq!(why(desk.does(&county_officer(), "conclude", conclusion())), refused_as(Code::Forbidden));
    assert!(desk.does(&city_officer(), "conclude", conclusion()).is_ok());
}

#[test]
fn the_report_is_due_after_sixty_days_and_put_off_once_by_sixty_more() {
    let mut desk = investigated();
    assert_eq!(accident(&desk).due_on().unwrap().to_string(), "2027-01-21");
    let until = |day: &str| json!({"until": day, "opinion": "案情复杂"});
    for wrong in ["2027-01-21", "2027-03-23"] {
        let refused = desk.does(&county_officer(), "extend_investigation", until(wrong));
        assert_eq!(why(refused), refused_at(Code::InvalidBody, "until"), "{wrong}");
    }
    desk.does(&county_officer(), "extend_investigation", until("2027-03-22")).unwrap();
    let again = desk.does(&county_officer(), "extend_investigation", until("2027-03-30"));
    assert_eq!(why(again), refused_as(Code::IllegalState));
}

#[test]
fn a_case_is_concluded_once_its_cause_is_established() {
    let mut desk = investigated();
    assert_eq!(why(desk.does(&county_officer(), "conclude", conclusion())), refused_as(Code::IllegalState));
    let mut desk = concluded();
    let known = accident(&desk);
    assert!(known.number.is_some() && known.state == Concluded);
    assert_eq!(known.due_on().unwrap().to_string(), "2027-11-23", "the evaluation, after twelve months");
    assert_eq!(why(desk.does(&county_officer(), "conclude", conclusion())), refused_as(Code::IllegalState));
}

#[test]
fn who_acts_for_the_enterprise_reports_and_does_nothing_else() {
    assert!(Desk::of("accident").does(&safety_officer(), "report", fall(1)).is_ok());
    let two_hats = county_officer().and(safety_officer());
    let refused = reported().does(&two_hats, "investigate", investigation());
    assert_eq!(why(refused), refused_as(Code::SeparationOfDuty));
    let refused = reported().does(&safety_officer(), "correct_casualties", correction(2, "2026-11-23"));
    assert_eq!(why(refused), refused_as(Code::Forbidden));
}

#[test]
fn an_accident_lies_in_the_past_and_with_somebody() {
    let with = |field: &str, value: Value| {
        let mut body = fall(1);
        body[field] = value;
        Desk::of("accident").does(&officer(), "report", body)
    };
    let ahead = json!("2026-11-23T09:16:00+08:00");
    assert_eq!(why(with("occurred_at", ahead)), refused_at(Code::InvalidBody, "occurred_at"));
    assert_eq!(why(with("enterprise", json!(id::<()>(77)))), refused_at(Code::UnknownEnterprise, "enterprise"));
    assert_eq!(why(with("no_owner", json!(true))), refused_at(Code::Missing, "enterprise"));
}

#[test]
fn a_reporter_does_not_strike_what_is_investigated() {
    let void = json!({"reason": "not_work_safety", "opinion": "自然死亡"});
    let reporter = Person { id: officer().id, ..county_officer() };
    assert!(reported().does(&reporter, "void", &void).is_ok());
    assert_eq!(why(investigated().does(&reporter, "void", &void)), refused_as(Code::SeparationOfDuty));
    let mut desk = investigated();
    assert!(desk.does(&county_officer(), "void", &void).unwrap().is_voided);
    assert!(desk.open_acts(&county_officer()).is_empty());
    let twice = json!({"reason": "duplicate_of", "opinion": "重复"});
    assert_eq!(why(reported().does(&county_officer(), "void", twice)), refused_at(Code::Missing, "duplicate_of"));
}
