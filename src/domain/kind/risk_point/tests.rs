//! The risk point's rules, tried on the bakery's oven.
mod measuring;
mod sequences;

use super::*;
use crate::domain::kind::Related;
use crate::domain::kind::trial::*;
use crate::domain::outcome::RefusalCode as Code;
use serde_json::json;

fn graded(colour: &str) -> Value {
    json!({"colour": colour, "method": "lec", "basis": "L3 E6 C15"})
}
fn held_by(owners: Value) -> Value {
    json!({"measures": "熄火保护，每班点检", "owners": owners})
}
fn oven(colour: &str) -> Value {
    json!({
        "name": "燃气烤炉", "enterprise": id::<()>(BAKERY), "accident_types": ["fire", "other_explosion"],
        "assessment": graded(colour),
    })
}
fn registered(colour: &str) -> Desk {
    let mut desk = Desk::of("risk_point");
    desk.does(&officer(), "register", oven(colour)).unwrap();
    desk
}

#[test]
fn the_three_layers_register_a_risk_point_and_it_gets_its_number() {
    for person in [officer(), fire_department(), safety_officer()] {
        let facets = Desk::of("risk_point").does(&person, "register", oven("red")).unwrap();
        assert_eq!((facets.level, facets.category.as_deref()), (Some(Level::Major), Some("red")));
        assert_eq!((facets.sector, facets.enterprise), (Some(Sector::Commerce), Some(id(BAKERY))));
        assert!(facets.number.is_some());
    }
    for person in [leader(), auditor(), administrator()] {
        assert_eq!(why(Desk::of("risk_point").does(&person, "register", oven("red"))), refused_as(Code::Forbidden));
    }
}

#[test]
fn only_red_is_major() {
    for colour in ["orange", "yellow", "blue"] {
        let facets = Desk::of("risk_point").does(&officer(), "register", oven(colour)).unwrap();
        assert_eq!(facets.level, Some(Level::General));
    }
}

#[test]
fn a_risk_point_names_an_enterprise_or_says_that_there_is_none() {
    let refused = |change: &[(&str, Value)]| {
        let mut body = oven("blue");
        change.iter().for_each(|(field, value)| body[*field] = value.clone());
        why(Desk::of("risk_point").does(&officer(), "register", body))
    };
    assert_eq!(refused(&[("enterprise", Value::Null)]), refused_at(Code::Missing, "enterprise"));
    assert_eq!(refused(&[("no_owner", json!(true))]), refused_at(Code::Missing, "enterprise"));
    assert_eq!(refused(&[("enterprise", json!(id::<()>(404)))]), refused_at(Code::UnknownEnterprise, "enterprise"));
    assert_eq!(refused(&[("accident_types", json!([]))]), refused_at(Code::Missing, "accident_types"));
}

#[test]
fn an_enterprise_may_call_a_risk_worse_than_government_did_but_not_better() {
    let assess = |desk: &mut Desk, person: &Person, colour: &str| {
        desk.does(person, "assess", json!({"assessment": graded(colour)}))
    };
    let refused = assess(&mut registered("orange"), &safety_officer(), "yellow");
    assert_eq!(why(refused), refused_at(Code::SeparationOfDuty, "assessment/colour"));
    assert!(assess(&mut registered("orange"), &safety_officer(), "red").is_ok());
    assert!(assess(&mut registered("orange"), &fire_department(), "blue").is_ok());
    let mut twice = registered("orange");
    assess(&mut twice, &safety_officer(), "red").unwrap();
    let refused = assess(&mut twice, &safety_officer(), "blue");
    assert_eq!(why(refused), refused_at(Code::SeparationOfDuty, "assessment/colour"));
    let mut own = Desk::of("risk_point");
    own.does(&safety_officer(), "register", oven("orange")).unwrap();
    assess(&mut own, &principal(), "yellow").unwrap();
    let point: RiskPoint = own.record();
    assert_eq!((point.colour(), point.earlier_assessments.len()), (RiskColour::Yellow, 1));
}

#[test]
fn somebody_answers_for_every_control_and_the_enterprise_for_a_red_one() {
    let set = |colour: &str, owners: Value| {
        registered(colour).does(&safety_officer(), "set_controls", json!({"controls": held_by(owners)}))
    };
    assert_eq!(why(set("blue", json!({}))), refused_at(Code::Missing, "controls/owners"));
    assert!(set("blue", json!({"post": "王师傅"})).is_ok());
    assert_eq!(why(set("red", json!({"post": "王师傅"}))), refused_at(Code::Missing, "controls/owners/enterprise"));
    let all = json!({"enterprise": "李总", "workshop": "赵主任", "team": "钱班长", "post": "王师傅"});
    assert!(set("red", all).is_ok());
}

#[test]
fn a_control_that_failed_points_to_its_hazard() {
    let mut desk = registered("orange");
    let failed = json!({"hazard": id::<()>(1001), "control": "熄火保护"});
    assert_eq!(why(desk.does(&officer(), "control_failed", &failed)), refused_at(Code::UnknownRecord, "hazard"));
    desk.related.insert(id(1001), Related { kind: "hazard", ..beside() });
    for person in [safety_officer(), officer(), leader()] {
        desk.does(&person, "control_failed", &failed).unwrap();
    }
    assert_eq!(desk.record::<RiskPoint>().failures.len(), 3);
}

#[test]
fn government_closes_and_reopens_and_nobody_with_two_hats() {
    let reason = json!({"reason": "设备已拆除"});
    assert_eq!(why(registered("blue").does(&safety_officer(), "close", &reason)), refused_as(Code::Forbidden));
    let two_hats = officer().and(safety_officer());
    assert_eq!(why(registered("blue").does(&two_hats, "close", &reason)), refused_as(Code::SeparationOfDuty));
    let mut desk = registered("blue");
    desk.does(&officer(), "close", &reason).unwrap();
    assert_eq!(
        why(desk.does(&officer(), "assess", json!({"assessment": graded("red")}))),
        refused_as(Code::IllegalState)
    );
    assert_eq!(desk.open_acts(&officer()), ["reopen"]);
    desk.does(&officer(), "reopen", json!({"reason": "重新启用"})).unwrap();
    assert_eq!(desk.record::<RiskPoint>().closed, None);
}

#[test]
fn an_amendment_changes_what_it_names_and_nothing_else() {
    let mut desk = registered("blue");
    let before: RiskPoint = desk.record();
    desk.does(&safety_officer(), "amend", json!({"place": "后厨"})).unwrap();
    let after: RiskPoint = desk.record();
    assert_eq!(RiskPoint { place: None, ..after }, before);
    let refused = desk.does(&safety_officer(), "amend", json!({"sector": "fire"}));
    assert_eq!(why(refused), refused_at(Code::Forbidden, "sector"));
    assert!(desk.does(&officer(), "amend", json!({"sector": "fire"})).is_ok());
}
