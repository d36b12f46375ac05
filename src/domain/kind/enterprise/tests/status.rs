//! Operating status, coverage and duplicates.
use super::*;

fn ground(inspection: u128, document: &str) -> Value {
    json!({"inspection": id::<()>(inspection), "document_number": document, "reason": "重大隐患"})
}
fn from(mut ground: Value) -> Value {
    ground["from_on"] = json!("2026-11-24");
    ground
}
fn status(desk: &Desk) -> OperatingStatus {
    desk.record::<Enterprise>().operating
}

#[test]
fn an_enterprise_is_halted_as_long_as_any_halt_stands() {
    let mut desk = listed(bakery());
    assert_eq!(status(&desk), OperatingStatus::Operating);
    desk.follows(&officer(), "halt", from(ground(1001, "停1")));
    desk.follows(&fire_department(), "halt", from(ground(1002, "停1")));
    assert_eq!(status(&desk), OperatingStatus::Halted);
    desk.follows(&officer(), "lift_halt", ground(1001, "停1"));
    assert_eq!(status(&desk), OperatingStatus::Halted, "the other inspection's halt stands");
    desk.follows(&fire_department(), "lift_halt", ground(1002, "停1"));
    assert_eq!(status(&desk), OperatingStatus::Operating);
    assert_eq!(desk.record::<Enterprise>().status_changes.len(), 4);
}

#[test]
fn a_closure_is_for_good() {
    let mut desk = listed(bakery());
    desk.follows(&officer(), "halt", from(ground(1001, "停1")));
    desk.follows(&officer(), "close_down", from(ground(1002, "关1")));
    desk.follows(&officer(), "lift_halt", ground(1001, "停1"));
    assert_eq!(status(&desk), OperatingStatus::Closed);
    desk.follows(&officer(), "halt", from(ground(1003, "停3")));
    assert_eq!(status(&desk), OperatingStatus::Closed);
}

#[test]
fn nobody_sets_the_status_by_itself() {
    let mut desk = listed(bakery());
    for person in
        [officer(), county_officer(), fire_department(), safety_officer(), leader(), auditor(), administrator()]
    {
        for act in ["halt", "lift_halt", "close_down"] {
            let body = if act == "lift_halt" { ground(1001, "停1") } else { from(ground(1001, "停1")) };
            assert_eq!(why(desk.does(&person, act, body)), refused_as(Code::Forbidden), "{act}");
            assert!(!desk.open_acts(&person).contains(&act.to_owned()));
        }
    }
}

#[test]
fn what_is_struck_keeps_its_measures() {
    let mut desk = listed(bakery());
    desk.does(&officer(), "strike", json!({"reason": "test"})).unwrap();
    let facets = desk.follows(&officer(), "halt", from(ground(1001, "停1")));
    assert!(facets.is_voided && status(&desk) == OperatingStatus::Halted);
}

#[test]
fn nobody_of_the_enterprise_strikes_it() {
    let mut desk = listed(bakery());
    desk.record = id(BAKERY);
    let two_hats = officer().and(safety_officer());
    assert_eq!(why(desk.does(&two_hats, "strike", json!({"reason": "test"}))), refused_as(Code::SeparationOfDuty));
}

#[test]
fn a_duplicate_is_struck_for_the_one_that_stays() {
    let repeats = |n| json!({"reason": "duplicate_of", "duplicate_of": id::<()>(n)});
    let missing = refused_at(Code::Missing, "duplicate_of");
    assert_eq!(why(listed(bakery()).does(&officer(), "strike", json!({"reason": "duplicate_of"}))), missing);
    for n in [404, 1000] {
        assert_eq!(why(listed(bakery()).does(&officer(), "strike", repeats(n))), missing);
    }
    let mut desk = listed(bakery());
    let facets = desk.does(&officer(), "strike", repeats(SAWMILL)).unwrap();
    assert!(facets.is_voided && facets.state == "struck");
    assert!(desk.open_acts(&officer()).is_empty());
    assert_eq!(why(listed(bakery()).does(&safety_officer(), "strike", repeats(SAWMILL))), refused_as(Code::Forbidden));
}

#[test]
fn coverage_is_government_s_to_say() {
    let mut desk = listed(bakery());
    assert!(desk.record::<Enterprise>().is_covered);
    let out = json!({"is_covered": false});
    assert_eq!(why(desk.does(&safety_officer(), "amend", &out)), refused_at(Code::Forbidden, "is_covered"));
    desk.does(&officer(), "amend", &out).unwrap();
    assert!(!desk.record::<Enterprise>().is_covered);
}

#[test]
fn an_enterprise_keeps_its_own_particulars() {
    let mut desk = listed(bakery());
    let own = json!({"employees": 12, "industry": "C", "contact": {"name": "王师傅", "phone": "0797-1234567"}});
    desk.does(&safety_officer(), "amend", own).unwrap();
    let enterprise: Enterprise = desk.record();
    assert_eq!((enterprise.employees, enterprise.industry), (Some(12), Some(Industry::Manufacturing)));
    assert_eq!(
        why(desk.does(&officer(), "amend", json!({"industry": "U"}))),
        refused_at(Code::InvalidBody, "industry")
    );
}
