//! Supervision orders, interim controls and suspensions.
use super::*;
use crate::domain::outcome::RefusalCode as Code;

#[test]
fn a_committee_of_a_county_or_above_lists_at_its_own_tier() {
    assert!(ordered(as_major()).does(&county_officer(), "list", listing("county")).is_ok());
    assert!(ordered(as_major()).does(&city_officer(), "list", listing("city")).is_ok());
    let refused = ordered(as_major()).does(&county_officer(), "list", listing("city"));
    assert_eq!(why(refused), refused_at(Code::Forbidden, "level"));
    for person in [officer(), fire_department(), safety_officer()] {
        let refused = ordered(as_major()).does(&person, "list", listing("township"));
        assert_eq!(why(refused), refused_as(Code::Forbidden));
    }
}

#[test]
fn a_listing_names_units_and_a_deadline_to_come() {
    let refused = |field: &str, value: Value| {
        let mut body = listing("county");
        body[field] = value;
        why(ordered(as_major()).does(&county_officer(), "list", body))
    };
    assert_eq!(refused("units", json!([])), refused_at(Code::Missing, "units"));
    assert_eq!(refused("deadline", json!("2026-11-22")), refused_at(Code::InvalidBody, "deadline"));
    assert_eq!(refused("document_number", json!("")), refused_at(Code::InvalidBody, "document_number"));
    assert_eq!(why(reported(blocked_exit()).does(&county_officer(), "list", listing("county"))).0, Code::IllegalState);
}

#[test]
fn it_is_listed_once_and_may_be_listed_again_later() {
    let mut desk = ordered(as_major());
    desk.does(&county_officer(), "list", listing("county")).unwrap();
    assert_eq!(why(desk.does(&city_officer(), "list", listing("city"))), refused_as(Code::IllegalState));
    desk.does(&county_officer(), "delist", delisting()).unwrap();
    assert_eq!(why(desk.does(&county_officer(), "delist", delisting())), refused_as(Code::IllegalState));
    desk.does(&city_officer(), "list", listing("city")).unwrap();
    let hazard: Hazard = desk.record();
    assert!(hazard.is_listed() && hazard.ended_supervisions.len() == 1);
}

#[test]
fn a_suspension_is_lifted_by_the_layer_that_ordered_it() {
    let mut desk = ordered(as_general());
    desk.does(&officer(), "suspend", halted()).unwrap();
    assert_eq!(why(desk.does(&officer(), "suspend", halted())), refused_as(Code::IllegalState));
    let lifted = json!({"opinion": "可恢复生产"});
    assert_eq!(why(desk.does(&fire_department(), "lift_suspension", &lifted)), refused_as(Code::Forbidden));
    assert_eq!(why(desk.does(&safety_officer(), "lift_suspension", &lifted)), refused_as(Code::Forbidden));
    desk.does(&county_officer(), "lift_suspension", &lifted).unwrap();
    let hazard: Hazard = desk.record();
    assert!(hazard.suspension.is_none() && hazard.lifted_suspensions.len() == 1);
}

#[test]
fn a_suspension_may_outlast_the_hazard() {
    let mut desk = rectified(as_general());
    desk.does(&officer(), "suspend", halted()).unwrap();
    desk.does(&officer(), "accept", seen()).unwrap();
    assert!(desk.does(&officer(), "lift_suspension", json!({"opinion": "可恢复生产"})).is_ok());
}

#[test]
fn a_suspended_hazard_is_not_struck_before_the_suspension_is_lifted() {
    let mut desk = registered(as_general());
    desk.does(&officer(), "suspend", halted()).unwrap();
    assert_eq!(why(desk.does(&second_officer(), "void", struck("not_hazard"))), refused_as(Code::IllegalState));
    desk.does(&officer(), "lift_suspension", json!({"opinion": "可恢复生产"})).unwrap();
    assert!(desk.does(&second_officer(), "void", struck("not_hazard")).is_ok());
}

#[test]
fn interim_controls_are_set_by_every_layer_that_answers() {
    let controls = json!({"measures": "设警戒线，专人看守", "watcher": "李四"});
    for person in [safety_officer(), officer(), fire_department()] {
        let mut desk = reported(blocked_exit());
        desk.does(&person, "set_interim_controls", &controls).unwrap();
        assert_eq!(stands(&desk), Reported);
        assert!(desk.record::<Hazard>().interim_controls.is_some());
    }
}
