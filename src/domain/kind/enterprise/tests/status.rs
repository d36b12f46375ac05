//! Operating status, coverage and duplicates.
use super::*;
use crate::domain::kind::Related;

fn ground(from_on: bool) -> Value {
    let mut body = json!({"inspection": id::<()>(1001), "document_number": "停〔2026〕1号", "reason": "重大隐患"});
    if from_on {
        body["from_on"] = json!("2026-11-24");
    }
    body
}
/// On the register, and inspected.
fn inspected() -> Desk {
    let mut desk = listed(bakery());
    desk.related.insert(id(1001), Related { kind: "inspection", ..beside() });
    desk
}
fn status(desk: &Desk) -> OperatingStatus {
    desk.record::<Enterprise>().operating
}

#[test]
fn an_enterprise_operates_until_an_inspection_halts_it() {
    let mut desk = inspected();
    assert_eq!(status(&desk), OperatingStatus::Operating);
    assert_eq!(why(desk.does(&officer(), "lift_halt", ground(false))), refused_as(Code::IllegalState));
    desk.does(&officer(), "halt", ground(true)).unwrap();
    assert_eq!(status(&desk), OperatingStatus::Halted);
    assert_eq!(why(desk.does(&officer(), "halt", ground(true))), refused_as(Code::IllegalState));
    desk.does(&fire_department(), "lift_halt", ground(false)).unwrap();
    assert_eq!(status(&desk), OperatingStatus::Operating);
    desk.does(&officer(), "close_down", ground(true)).unwrap();
    assert_eq!(status(&desk), OperatingStatus::Closed);
    for (act, body) in [("halt", ground(true)), ("lift_halt", ground(false)), ("close_down", ground(true))] {
        assert_eq!(why(desk.does(&officer(), act, body)), refused_as(Code::IllegalState), "{act}");
    }
    assert_eq!(desk.record::<Enterprise>().status_changes.len(), 3);
}

#[test]
fn a_halt_names_its_inspection() {
    let refused = listed(bakery()).does(&officer(), "halt", ground(true));
    assert_eq!(why(refused), refused_at(Code::UnknownRecord, "inspection"));
    let mut desk = listed(bakery());
    desk.related.insert(id(1001), Related { kind: "hazard", ..beside() });
    assert_eq!(why(desk.does(&officer(), "halt", ground(true))), refused_at(Code::UnknownRecord, "inspection"));
}

#[test]
fn nobody_of_the_enterprise_decides_on_its_status() {
    assert_eq!(why(inspected().does(&safety_officer(), "halt", ground(true))), refused_as(Code::Forbidden));
    let mut desk = inspected();
    desk.record = id(BAKERY);
    let two_hats = officer().and(safety_officer());
    assert_eq!(why(desk.does(&two_hats, "halt", ground(true))), refused_as(Code::SeparationOfDuty));
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
