//! Transfers from body to body: a legal ground, an answer, and the common parent after two returns.
use super::*;
use crate::domain::Tier;
use crate::domain::outcome::RefusalCode as Code;

fn back() -> Value {
    json!({"reason": "不属本单位职责"})
}
fn offered(to: u128) -> Desk {
    let mut desk = registered(as_general());
    desk.does(&fire_department(), "transfer", handed_to(to)).unwrap();
    desk
}
/// Handed over and returned, twice.
fn quarrelled() -> Desk {
    let mut desk = offered(TOWNSHIP);
    desk.does(&officer(), "return_transfer", back()).unwrap();
    desk.does(&fire_department(), "transfer", handed_to(TOWNSHIP)).unwrap();
    desk.does(&officer(), "return_transfer", back()).unwrap();
    desk
}

#[test]
fn a_body_that_accepts_leads_from_then_on() {
    let mut desk = offered(TOWNSHIP);
    assert_eq!(desk.record::<Hazard>().lead_department, Some(id(FIRE_DEPARTMENT)), "not before it is accepted");
    assert_eq!(why(desk.does(&county_officer(), "accept_transfer", json!({}))), refused_as(Code::Forbidden));
    desk.does(&officer(), "accept_transfer", json!({})).unwrap();
    let hazard: Hazard = desk.record();
    assert_eq!((hazard.lead_department, hazard.transfer.is_none()), (Some(id(TOWNSHIP)), true));
    assert_eq!(hazard.transfers[0].answer, TransferAnswer::Accepted);
    let refused = desk.does(&fire_department(), "transfer", handed_to(TOWNSHIP));
    assert_eq!(why(refused), refused_as(Code::Forbidden), "it does not lead any more");
}

#[test]
fn a_transfer_names_a_legal_ground_and_another_body_that_exists() {
    let refused = |body: Value| why(registered(as_general()).does(&fire_department(), "transfer", body));
    assert_eq!(refused(json!({"to": id::<()>(TOWNSHIP)})).0, Code::InvalidBody);
    assert_eq!(refused(handed_to(FIRE_DEPARTMENT)), refused_at(Code::InvalidBody, "to"));
    assert_eq!(refused(handed_to(404)), refused_at(Code::UnknownOrganisation, "to"));
    assert_eq!(refused(handed_to(BAKERY)), refused_at(Code::UnknownOrganisation, "to"));
    let refused = registered(as_general()).does(&safety_officer(), "transfer", handed_to(TOWNSHIP));
    assert_eq!(why(refused), refused_as(Code::Forbidden));
}

#[test]
fn while_it_waits_the_record_shows_itself_to_the_receiving_sector() {
    let mut desk = registered(as_general());
    let mut body = handed_to(FIRE_DEPARTMENT);
    body["sector"] = json!("construction");
    let facets = desk.does(&officer(), "transfer", body).unwrap();
    assert_eq!(facets.sector, Some(Sector::Construction));
    let facets = desk.does(&fire_department(), "return_transfer", back()).unwrap();
    assert_eq!(facets.sector, Some(Sector::Fire), "and no longer once it is returned");
}

#[test]
fn a_transfer_that_waits_hides_nothing_once_the_hazard_is_closed() {
    let mut desk = rectified(as_general());
    let mut body = handed_to(FIRE_DEPARTMENT);
    body["sector"] = json!("construction");
    assert_eq!(desk.does(&officer(), "transfer", body).unwrap().sector, Some(Sector::Construction));
    assert_eq!(desk.does(&officer(), "accept", seen()).unwrap().sector, Some(Sector::Fire));
}

#[test]
fn one_transfer_waits_at_a_time() {
    let mut desk = offered(TOWNSHIP);
    let refused = desk.does(&fire_department(), "transfer", handed_to(COUNTY));
    assert_eq!(why(refused), refused_as(Code::IllegalState));
    let refused = registered(as_general()).does(&officer(), "return_transfer", back());
    assert_eq!(why(refused), refused_as(Code::IllegalState));
}

#[test]
fn the_second_return_brings_it_before_the_common_parent() {
    let mut desk = quarrelled();
    let quarrel = desk.record::<Hazard>().escalation.unwrap();
    assert_eq!(quarrel.decided_by_tier, Tier::County, "the government above a county department and a township");
    let refused = desk.does(&fire_department(), "transfer", handed_to(COUNTY));
    assert_eq!(why(refused), refused_as(Code::IllegalState), "the parent decides");
    let settled = json!({"lead": id::<()>(TOWNSHIP), "reason": "明确职责"});
    for person in [officer(), fire_department()] {
        assert_eq!(why(desk.does(&person, "settle_transfer", &settled)), refused_as(Code::Forbidden));
    }
    desk.does(&county_officer(), "settle_transfer", &settled).unwrap();
    let hazard: Hazard = desk.record();
    assert_eq!((hazard.lead_department, hazard.escalation), (Some(id(TOWNSHIP)), None));
    assert_eq!(hazard.transfers.last().unwrap().answer, TransferAnswer::Settled);
}

#[test]
fn an_acceptance_between_two_returns_ends_the_quarrel() {
    let mut desk = offered(TOWNSHIP);
    desk.does(&officer(), "return_transfer", back()).unwrap();
    desk.does(&fire_department(), "transfer", handed_to(TOWNSHIP)).unwrap();
    desk.does(&officer(), "accept_transfer", json!({})).unwrap();
    desk.does(&officer(), "transfer", handed_to(FIRE_DEPARTMENT)).unwrap();
    desk.does(&fire_department(), "return_transfer", back()).unwrap();
    assert_eq!(desk.record::<Hazard>().escalation, None);
}
