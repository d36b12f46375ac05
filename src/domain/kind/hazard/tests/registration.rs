//! Reports and registrations: what they ask for, and what is decided with them.
use super::*;
use crate::domain::RegionId;
use crate::domain::kind::{MOVED_TO, NUMBER};
use crate::domain::outcome::RefusalCode as Code;

fn report(person: &Person, found: Found) -> (Desk, Result<Facets, Refusal>) {
    let mut desk = Desk::of("hazard");
    let answer = desk.does(person, "report", found);
    (desk, answer)
}

#[test]
fn every_layer_but_auditor_and_administrator_reports() {
    for person in [officer(), county_officer(), fire_department(), safety_officer(), leader()] {
        assert!(report(&person, Found { level: None, ..blocked_exit() }).1.is_ok(), "{person:?}");
    }
    for person in [auditor(), administrator()] {
        assert_eq!(why(report(&person, blocked_exit()).1), refused_as(Code::Forbidden));
    }
}

#[test]
fn an_enterprise_s_own_general_hazard_registers_itself() {
    let (desk, answer) = report(&safety_officer(), blocked_exit());
    assert_eq!(answer.unwrap().number.as_deref(), Some("360702100000-2026-000001"));
    assert!(desk.done[0].decided.has(NUMBER));
    let hazard: Hazard = desk.record();
    assert_eq!((hazard.state, hazard.owner), (Registered, Some(id(BAKERY))));
    assert_eq!(hazard.lead_department, Some(id(FIRE_DEPARTMENT)), "all three layers are named");
}

#[test]
fn no_other_report_registers_itself() {
    let major = Found { level: Some(Level::Major), ..blocked_exit() };
    let ungraded = Found { level: None, ..blocked_exit() };
    let cases = [(safety_officer(), major), (safety_officer(), ungraded), (safety_officer(), loose_slope())];
    let for_the_township = officer().and(safety_officer());
    let by_government =
        [officer(), fire_department(), leader(), for_the_township].map(|person| (person, blocked_exit()));
    for (person, found) in cases.into_iter().chain(by_government) {
        let (desk, answer) = report(&person, found.clone());
        assert_eq!((answer.unwrap().number, stands(&desk)), (None, Reported), "{found:?}");
        assert!(!desk.done[0].decided.has(NUMBER));
    }
}

#[test]
fn a_report_names_an_enterprise_or_says_that_there_is_none() {
    let neither = Found { enterprise: None, ..blocked_exit() };
    let both = Found { no_owner: true, ..blocked_exit() };
    assert_eq!(why(report(&officer(), neither).1), refused_at(Code::Missing, "enterprise"));
    assert_eq!(why(report(&officer(), both).1), refused_at(Code::Missing, "enterprise"));
    assert!(report(&officer(), loose_slope()).1.is_ok());
}

#[test]
fn a_report_names_a_category_and_an_enterprise_that_exists() {
    let uncategorised = Found { category: Vec::new(), ..blocked_exit() };
    assert_eq!(why(report(&officer(), uncategorised).1), refused_at(Code::Missing, "category"));
    let of_a_stranger = Found { enterprise: Some(id(404)), ..blocked_exit() };
    assert_eq!(why(report(&officer(), of_a_stranger).1), refused_at(Code::UnknownEnterprise, "enterprise"));
}

#[test]
fn a_body_of_another_shape_is_refused_with_its_place() {
    let mut desk = Desk::of("hazard");
    let mut found = serde_json::to_value(blocked_exit()).unwrap();
    found["category"] = json!(["P9"]);
    assert_eq!(why(desk.does(&officer(), "report", &found)), refused_at(Code::InvalidBody, "category/0"));
}

#[test]
fn a_sector_left_out_is_the_enterprise_s_or_else_the_department_s() {
    let sector = |person: &Person, found: Found| report(person, Found { sector: None, ..found }).1.unwrap().sector;
    assert_eq!(sector(&fire_department(), blocked_exit()), Some(Sector::Commerce));
    assert_eq!(sector(&fire_department(), loose_slope()), Some(Sector::Fire));
    assert_eq!(sector(&officer(), loose_slope()), None);
    assert_eq!(sector(&officer().and(fire_department()), loose_slope()), None, "it acts for the township");
    assert_eq!(report(&officer(), blocked_exit()).1.unwrap().sector, Some(Sector::Fire));
}

#[test]
fn government_registers_and_the_hazard_gets_its_number() {
    for person in [officer(), county_officer(), fire_department()] {
        let mut desk = reported(blocked_exit());
        let facets = desk.does(&person, "register", as_general()).unwrap();
        assert_eq!((facets.state.as_str(), facets.owner), ("registered", Some(id(BAKERY))));
        assert!(facets.number.is_some());
    }
    for person in [safety_officer(), leader(), auditor(), administrator()] {
        let refused = reported(blocked_exit()).does(&person, "register", as_general());
        assert_eq!(why(refused), refused_as(Code::Forbidden));
    }
}

#[test]
fn a_major_hazard_names_its_criterion() {
    let refused = reported(blocked_exit()).does(&officer(), "register", Graded { criterion: None, ..as_major() });
    assert_eq!(why(refused), refused_at(Code::Missing, "criterion"));
    assert!(registered(as_major()).record::<Hazard>().registered.unwrap().criterion.is_some());
}

#[test]
fn a_registration_names_a_department_and_an_owner_that_exist() {
    let mut desk = reported(blocked_exit());
    let led_by_nobody = Graded { lead_department: id(TOWNSHIP), ..as_general() };
    let refused = desk.does(&officer(), "register", led_by_nobody);
    assert_eq!(why(refused), refused_at(Code::UnknownOrganisation, "lead_department"));
    let refused = desk.does(&officer(), "register", Graded { owner: id(404), ..as_general() });
    assert_eq!(why(refused), refused_at(Code::UnknownOrganisation, "owner"));
}

#[test]
fn the_owner_is_the_hazard_s_enterprise_or_a_body() {
    let sawmill_s = Graded { owner: id(SAWMILL), ..as_general() };
    let refused = reported(blocked_exit()).does(&officer(), "register", sawmill_s.clone());
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "owner"));
    let facets = reported(loose_slope()).does(&officer(), "register", sawmill_s).unwrap();
    assert_eq!(facets.enterprise, Some(id(SAWMILL)), "the sawmill must see what it has to rectify");
    let township_s = Graded { owner: id(TOWNSHIP), ..as_general() };
    let facets = reported(loose_slope()).does(&officer(), "register", township_s).unwrap();
    assert_eq!((facets.enterprise, facets.owner), (None, Some(id(TOWNSHIP))));
}

#[test]
fn a_hazard_is_registered_once() {
    let refused = registered(as_general()).does(&officer(), "register", as_general());
    assert_eq!(why(refused), refused_as(Code::IllegalState));
}

#[test]
fn an_amendment_changes_what_it_names_and_nothing_else() {
    let mut desk = registered(as_general());
    let before: Hazard = desk.record();
    desk.does(&officer(), "amend", json!({"description": "二楼疏散通道堵塞"})).unwrap();
    let after: Hazard = desk.record();
    assert_eq!(after, Hazard { description: after.description.clone(), ..before.clone() });
    assert_ne!(after.description, before.description);
    let refused = desk.does(&officer(), "amend", json!({"category": []}));
    assert_eq!(why(refused), refused_at(Code::Missing, "category"));
    let refused = desk.does(&officer(), "amend", json!({"enterprise": id::<()>(404)}));
    assert_eq!(why(refused), refused_at(Code::UnknownEnterprise, "enterprise"));
}

#[test]
fn an_enterprise_amends_its_own_report_until_it_is_registered() {
    let mut desk = Desk::of("hazard");
    desk.does(&safety_officer(), "report", Found { level: None, ..blocked_exit() }).unwrap();
    desk.does(&principal(), "amend", json!({"place": "二楼"})).unwrap();
    for (field, value) in
        [("enterprise", json!(id::<()>(SAWMILL))), ("sector", json!("road")), ("deadline", json!("2026-12-24"))]
    {
        let refused = desk.does(&safety_officer(), "amend", json!({ field: value }));
        assert_eq!(why(refused), refused_at(Code::Forbidden, field));
    }
    desk.does(&officer(), "register", as_general()).unwrap();
    assert_eq!(why(desk.does(&safety_officer(), "amend", json!({"place": "三楼"}))), refused_as(Code::Forbidden));
    let refused = reported(blocked_exit()).does(&safety_officer(), "amend", json!({"place": "三楼"}));
    assert_eq!(why(refused), refused_as(Code::Forbidden));
}

#[test]
fn an_owner_follows_the_enterprise_that_is_amended() {
    let mut desk = registered(as_general());
    let facets = desk.does(&officer(), "amend", json!({"enterprise": id::<()>(SAWMILL)})).unwrap();
    assert_eq!((facets.enterprise, facets.owner), (Some(id(SAWMILL)), Some(id(SAWMILL))));
}

#[test]
fn a_hazard_moves_only_to_a_unit_that_the_person_sees_too() {
    let mut desk = registered(as_general());
    let away = json!({"to": "360702101000", "reason": "边界调整"});
    assert_eq!(why(desk.does(&officer(), "move", &away)), refused_as(Code::OutsideDuties));
    let both = Person { sees_destination: true, ..county_officer() };
    let number = desk.does(&both, "move", &away).unwrap().number;
    assert_eq!(number.as_deref(), Some("360702100000-2026-000002"), "the number stays");
    assert_eq!(desk.done[2].decided.get::<RegionId>(MOVED_TO), Some(RegionId(360702101000)));
    desk.destination = Some(RegionId(360702100000));
    assert_eq!(why(desk.does(&both, "move", &away)), refused_at(Code::InvalidBody, "to"));
    desk.destination = None;
    assert_eq!(why(desk.does(&both, "move", &away)), refused_at(Code::UnknownLedger, "to"));
}
