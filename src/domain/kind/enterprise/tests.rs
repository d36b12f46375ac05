//! The enterprise's rules, tried on a bakery.
mod measuring;
mod sequences;
mod status;

use super::*;
use crate::domain::RegionId;
use crate::domain::kind::MOVED_TO;
use crate::domain::kind::trial::*;
use crate::domain::outcome::RefusalCode as Code;
use serde_json::json;

#[derive(Debug, Clone, Serialize)]
struct Listing {
    name: &'static str,
    uscc: Option<&'static str>,
    uscc_is_missing: bool,
    sector: Option<Sector>,
    department: Option<OrganisationId>,
}

fn bakery() -> Listing {
    Listing {
        name: "𠮷祥面包坊",
        uscc: Some("91350100M000100Y43"),
        uscc_is_missing: false,
        sector: Some(Sector::Commerce),
        department: Some(id(FIRE_DEPARTMENT)),
    }
}

fn listed(listing: Listing) -> Desk {
    let mut desk = Desk::of("enterprise");
    desk.does(&officer(), "register", listing).unwrap();
    desk
}

fn refused(person: &Person, listing: Listing) -> (Code, Option<String>) {
    why(Desk::of("enterprise").does(person, "register", listing))
}

#[test]
fn the_three_layers_register_an_enterprise_and_nobody_else_does() {
    for person in [officer(), county_officer(), fire_department(), safety_officer()] {
        let mut desk = Desk::of("enterprise");
        let facets = desk.does(&person, "register", bakery()).unwrap();
        assert_eq!(facets.enterprise, Some(desk.record.cast()), "its record is the enterprise's id");
        assert_eq!((facets.sector, facets.owner), (Some(Sector::Commerce), Some(id(FIRE_DEPARTMENT))));
    }
    for person in [leader(), auditor(), administrator()] {
        assert_eq!(refused(&person, bakery()), refused_as(Code::Forbidden));
    }
}

#[test]
fn a_code_is_given_or_said_to_be_missing() {
    let neither = Listing { uscc: None, ..bakery() };
    let both = Listing { uscc_is_missing: true, ..bakery() };
    assert_eq!(refused(&officer(), neither), refused_at(Code::Missing, "uscc"));
    assert_eq!(refused(&officer(), both), refused_at(Code::Missing, "uscc"));
}

#[test]
fn a_wrong_code_is_an_error_and_a_missing_one_a_gap() {
    let wrong = Listing { uscc: Some("91350100M000100Y44"), ..bakery() };
    assert_eq!(refused(&officer(), wrong), refused_at(Code::InvalidBody, "uscc"));
    let mut desk = listed(Listing { uscc: None, uscc_is_missing: true, ..bakery() });
    desk.does(&officer(), "amend", json!({"name": "吉祥面包坊"})).unwrap();
    assert!(desk.record::<Enterprise>().uscc_is_missing);
    desk.does(&officer(), "amend", json!({"uscc": "91350100M000100Y43"})).unwrap();
    let enterprise: Enterprise = desk.record();
    assert!(!enterprise.uscc_is_missing && enterprise.uscc.is_some());
}

#[test]
fn the_responsible_department_is_a_department() {
    for other in [TOWNSHIP, BAKERY, 404] {
        let listing = Listing { department: Some(id(other)), ..bakery() };
        assert_eq!(refused(&officer(), listing), refused_at(Code::UnknownOrganisation, "department"));
        let amended = listed(bakery()).does(&officer(), "amend", json!({"department": id::<()>(other)}));
        assert_eq!(why(amended), refused_at(Code::UnknownOrganisation, "department"));
    }
}

#[test]
fn a_sector_left_out_is_the_registering_department_s() {
    let unsorted = Listing { sector: None, ..bakery() };
    let sector = |person| Desk::of("enterprise").does(&person, "register", unsorted.clone()).unwrap().sector;
    assert_eq!(sector(fire_department()), Some(Sector::Fire));
    assert_eq!(sector(officer()), None);
    assert_eq!(sector(officer().and(fire_department())), None, "it acts for the township");
}

#[test]
fn an_enterprise_does_not_choose_who_supervises_it() {
    let mut desk = listed(bakery());
    let changes =
        [("sector", json!("road")), ("department", json!(id::<()>(FIRE_DEPARTMENT))), ("key_target", json!("project"))];
    for (field, value) in changes {
        let change = json!({ field: value });
        assert_eq!(why(desk.does(&safety_officer(), "amend", &change)), refused_at(Code::Forbidden, field));
        assert!(desk.does(&officer(), "amend", &change).is_ok());
    }
    assert!(desk.does(&safety_officer(), "amend", json!({"address": "红旗大道1号"})).is_ok());
}

#[test]
fn an_amendment_changes_what_it_names_and_nothing_else() {
    let mut desk = listed(bakery());
    let before: Enterprise = desk.record();
    desk.does(&officer(), "amend", json!({"sector": "tourism"})).unwrap();
    assert_eq!(desk.record::<Enterprise>(), Enterprise { sector: Some(Sector::Tourism), ..before });
}

#[test]
fn an_enterprise_is_registered_once() {
    assert_eq!(why(listed(bakery()).does(&officer(), "register", bakery())), refused_as(Code::IllegalState));
    assert_eq!(why(Desk::of("enterprise").does(&officer(), "amend", json!({}))), refused_as(Code::IllegalState));
}

#[test]
fn an_enterprise_moves_only_to_a_unit_that_the_person_sees_too() {
    let mut desk = listed(bakery());
    let away = json!({"to": "360702101000", "reason": "搬迁"});
    assert_eq!(why(desk.does(&officer(), "move", &away)), refused_as(Code::OutsideDuties));
    assert_eq!(why(desk.does(&safety_officer(), "move", &away)), refused_as(Code::Forbidden));
    let both = Person { sees_destination: true, ..county_officer() };
    let before: Enterprise = desk.record();
    desk.does(&both, "move", &away).unwrap();
    assert_eq!(desk.record::<Enterprise>(), before);
    assert_eq!(desk.done[1].decided.get::<RegionId>(MOVED_TO), Some(RegionId(360702101000)));
    desk.destination = Some(RegionId(360702100000));
    assert_eq!(why(desk.does(&both, "move", &away)), refused_at(Code::InvalidBody, "to"));
}

#[test]
fn only_what_is_in_wgs84_is_shown_on_the_map() {
    let at = |coord_sys: &str| json!({"location": {"lon": 1149345678, "lat": 258312345, "coord_sys": coord_sys}});
    let mut desk = listed(bakery());
    assert_eq!(desk.does(&officer(), "amend", at("gcj02")).unwrap().lon, None);
    assert_eq!(desk.does(&officer(), "amend", at("cgcs2000")).unwrap().lon, Some(1149345678));
    let undeclared = json!({"location": {"lon": 1149345678, "lat": 258312345}});
    assert_eq!(why(desk.does(&officer(), "amend", undeclared)), refused_at(Code::InvalidBody, "location"));
}
