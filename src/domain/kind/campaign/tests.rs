//! The campaign's rules, tried by the county's committee and its fire department.
mod sequences;

use super::*;
use crate::domain::kind::hazard::Hazard;
use crate::domain::kind::trial::*;
use crate::domain::outcome::RefusalCode as Code;
use crate::domain::{MeasureId, RegionId};
use serde_json::json;

fn summer() -> Value {
    json!({
        "name": "夏季攻势", "aim": "五防一治理", "from_on": "2026-11-01", "to_on": "2026-12-31",
        "categories": ["P1", "P2", "G1"],
    })
}
fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}
fn against_fire(n: u128) -> Value {
    json!({
        "measure": id::<()>(n), "category": "P2", "content": "建立动火审批制度",
        "accountable": id::<()>(FIRE_DEPARTMENT), "due_on": "2026-12-10",
    })
}
fn done(n: u128) -> Value {
    json!({"measure": id::<()>(n), "done_on": "2026-11-23", "evidence": "已印发执行", "document_number": "制1"})
}
fn withdrawn(n: u128) -> Value {
    json!({"measure": id::<()>(n), "reason": "已并入"})
}
fn planned() -> Desk {
    let mut desk = Desk::of("campaign");
    desk.does(&county_officer(), "plan", summer()).unwrap();
    desk
}
fn underway() -> Desk {
    let mut desk = planned();
    desk.does(&county_officer(), "launch", json!({"document_number": "安委〔2026〕6号"})).unwrap();
    desk
}
/// ... with one measure, the fire department's.
fn with_a_measure() -> Desk {
    let mut desk = underway();
    desk.does(&county_officer(), "add_measure", against_fire(1)).unwrap();
    desk
}
fn stands(desk: &Desk) -> CampaignState {
    desk.record::<Campaign>().state
}
fn elsewhere(mut person: Person) -> Person {
    person.duties[0].region = RegionId(360702101000);
    person
}

#[test]
fn the_county_and_above_plan_campaigns_in_their_own_ledger() {
    let plan = |person: &Person, body: Value| Desk::of("campaign").does(person, "plan", body);
    let facets = plan(&county_officer(), summer()).unwrap();
    assert_eq!((facets.state.as_str(), facets.category.as_deref()), ("planned", Some("P1,P2,G1")));
    assert!(plan(&city_officer(), summer()).is_ok());
    for person in [officer(), safety_officer(), leader(), auditor(), administrator()] {
        assert_eq!(why(plan(&person, summer())), refused_as(Code::Forbidden));
    }
    assert_eq!(why(plan(&elsewhere(city_officer()), summer())), refused_as(Code::OutsideDuties));
}

#[test]
fn a_department_leads_campaigns_of_its_own_sectors() {
    let plan = |body: Value| Desk::of("campaign").does(&fire_department(), "plan", body);
    assert_eq!(why(plan(summer())), refused_at(Code::Missing, "sectors"));
    let others = with(summer(), "sectors", json!(["fire", "mine"]));
    assert_eq!(why(plan(others)), refused_at(Code::OutsideDuties, "sectors"));
    let mut desk = Desk::of("campaign");
    let own = with(summer(), "sectors", json!(["fire"]));
    assert_eq!(desk.does(&fire_department(), "plan", own).unwrap().sector, Some(crate::domain::Sector::Fire));
    let wider = json!({"sectors": ["mine"]});
    assert_eq!(why(desk.does(&fire_department(), "amend", &wider)), refused_at(Code::OutsideDuties, "sectors"));
    assert!(desk.does(&city_officer(), "amend", wider).is_ok(), "the government above it");
}

#[test]
fn a_window_has_days_and_a_campaign_has_categories() {
    let plan = |field: &str, value: Value| {
        why(Desk::of("campaign").does(&county_officer(), "plan", with(summer(), field, value)))
    };
    assert_eq!(plan("to_on", json!("2026-10-31")), refused_at(Code::InvalidBody, "to_on"));
    assert_eq!(plan("categories", json!([])), refused_at(Code::Missing, "categories"));
    let many = vec!["360702100000"; 501];
    assert_eq!(plan("regions", json!(many)), refused_at(Code::InvalidBody, "regions"));
    let mut desk = planned();
    let refused = desk.does(&county_officer(), "amend", json!({"from_on": "2027-01-01"}));
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "to_on"));
    assert_eq!(
        why(desk.does(&county_officer(), "amend", json!({"categories": []}))),
        refused_at(Code::Missing, "categories")
    );
    desk.does(&county_officer(), "amend", json!({"from_on": "2026-12-01", "regions": ["360702100000"]})).unwrap();
    let campaign: Campaign = desk.record();
    assert_eq!((campaign.from_on, campaign.regions.len()), ("2026-12-01".parse().unwrap(), 1));
    assert_eq!(campaign.name.as_str(), "夏季攻势");
}

#[test]
fn its_own_body_or_the_government_above_it_leads_a_campaign() {
    let launch = json!({"document_number": "6号"});
    let other = Person { id: id(31), ..fire_department() };
    assert_eq!(why(planned().does(&other, "launch", &launch)), refused_as(Code::Forbidden));
    for person in [county_officer(), city_officer()] {
        let mut desk = planned();
        desk.does(&person, "launch", &launch).unwrap();
        assert_eq!(stands(&desk), Underway);
        assert_eq!(why(desk.does(&person, "launch", &launch)), refused_as(Code::IllegalState));
    }
}

#[test]
fn a_measure_is_against_a_class_of_the_campaign_by_a_known_organisation() {
    let add = |field: &str, value: Value| {
        underway().does(&county_officer(), "add_measure", with(against_fire(1), field, value))
    };
    assert_eq!(why(add("category", json!("P5"))), refused_at(Code::InvalidBody, "category"));
    assert_eq!(why(add("accountable", json!(id::<()>(777)))), refused_at(Code::UnknownOrganisation, "accountable"));
    assert_eq!(why(add("due_on", json!("2026-11-22"))), refused_at(Code::InvalidBody, "due_on"));
    assert!(add("accountable", json!(id::<()>(BAKERY))).is_ok());
    let mut desk = with_a_measure();
    let again = desk.does(&county_officer(), "add_measure", against_fire(1));
    assert_eq!(why(again), refused_at(Code::InvalidBody, "measure"));
    let amend = |desk: &mut Desk, field: &str, value: Value| {
        desk.does(&county_officer(), "amend_measure", with(json!({"measure": id::<()>(1)}), field, value))
    };
    assert_eq!(why(amend(&mut desk, "category", json!("P5"))), refused_at(Code::InvalidBody, "category"));
    let unknown = amend(&mut desk, "accountable", json!(id::<()>(777)));
    assert_eq!(why(unknown), refused_at(Code::UnknownOrganisation, "accountable"));
    amend(&mut desk, "due_on", json!("2026-12-20")).unwrap();
    let campaign: Campaign = desk.record();
    assert_eq!(campaign.measures[0].due_on, "2026-12-20".parse().unwrap());
    let full = Campaign { measures: vec![campaign.measures[0].clone(); 300], ..campaign };
    desk.state = Some(serde_json::to_value(full).unwrap());
    let refused = desk.does(&county_officer(), "add_measure", against_fire(301));
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "measure"));
}

#[test]
fn who_is_accountable_completes_a_measure_or_the_campaigns_own_body() {
    for person in [fire_department(), fire_inspector(), county_officer(), city_officer()] {
        let mut desk = with_a_measure();
        desk.does(&person, "complete_measure", done(1)).unwrap();
        let campaign: Campaign = desk.record();
        assert_eq!(campaign.measures[0].done.as_ref().unwrap().mark.by.person, person.id);
        assert_eq!(campaign.measures[0].state("2027-01-01".parse().unwrap()), MeasureState::Done);
        assert_eq!(why(desk.does(&person, "complete_measure", done(1))), refused_as(Code::IllegalState));
    }
    let mut desk = with_a_measure();
    let of_the_bakery = with(against_fire(2), "accountable", json!(id::<()>(BAKERY)));
    desk.does(&county_officer(), "add_measure", of_the_bakery).unwrap();
    let refused = desk.does(&fire_department(), "complete_measure", done(2));
    assert_eq!(why(refused), refused_at(Code::Forbidden, "measure"));
    for act in ["withdraw_measure", "amend_measure"] {
        let refused = desk.does(
            &fire_department(),
            act,
            if act == "amend_measure" { json!({"measure": id::<()>(1)}) } else { withdrawn(1) },
        );
        assert_eq!(why(refused), refused_as(Code::Forbidden), "{act}");
    }
    let tomorrow = with(done(1), "done_on", json!("2026-11-24"));
    let refused = desk.does(&fire_department(), "complete_measure", tomorrow);
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "done_on"));
    let unknown = desk.does(&county_officer(), "complete_measure", done(9));
    assert_eq!(why(unknown), refused_at(Code::InvalidBody, "measure"));
    let mut desk = planned();
    desk.does(&county_officer(), "add_measure", against_fire(1)).unwrap();
    assert_eq!(why(desk.does(&fire_department(), "complete_measure", done(1))), refused_as(Code::IllegalState));
}

#[test]
fn a_campaign_is_over_once_no_measure_is_open() {
    let close = json!({"summary": "排查整治隐患4.6万条", "document_number": "报1"});
    let mut desk = with_a_measure();
    assert_eq!(why(desk.does(&county_officer(), "close", &close)), refused_as(Code::IllegalState));
    desk.does(&county_officer(), "summarise", &close).unwrap();
    desk.does(&county_officer(), "withdraw_measure", withdrawn(1)).unwrap();
    desk.does(&county_officer(), "close", &close).unwrap();
    let campaign: Campaign = desk.record();
    assert!(campaign.state == Closed && campaign.closed.is_some() && campaign.summaries.len() == 1);
    assert!(desk.open_acts(&county_officer()).is_empty());
    let mut early = underway();
    early.does(&county_officer(), "amend", json!({"from_on": "2026-11-24"})).unwrap();
    assert_eq!(why(early.does(&county_officer(), "close", close)), refused_as(Code::IllegalState));
    let mut desk = with_a_measure();
    desk.does(&county_officer(), "cancel", json!({"reason": "合并开展"})).unwrap();
    assert_eq!(stands(&desk), Cancelled);
}

#[test]
fn an_open_measure_is_warned_of_before_whom_it_is_due() {
    let warned =
        |desk: &Desk, day: &str| desk.kind.warnings(desk.state.as_ref().unwrap(), &desk.policy, day.parse().unwrap());
    let mut desk = with_a_measure();
    assert!(warned(&desk, "2026-11-23").is_empty());
    let near = warned(&desk, "2026-12-09");
    assert_eq!((near[0].body, near[0].days_overdue), (Some(id(FIRE_DEPARTMENT)), None));
    assert_eq!(warned(&desk, "2026-12-13")[0].days_overdue, Some(3));
    assert_eq!(desk.record::<Campaign>().measures[0].state("2026-12-13".parse().unwrap()), MeasureState::Overdue);
    assert_eq!(desk.record::<Campaign>().facets(id(1)).due_on, "2026-12-10".parse().ok());
    desk.does(&fire_department(), "complete_measure", done(1)).unwrap();
    assert!(warned(&desk, "2026-12-13").is_empty());
    assert_eq!(desk.record::<Campaign>().facets(id(1)).due_on, None);
}

fn contributed(desk: &Desk) -> Vec<(&'static str, i64, String)> {
    let measures = desk.kind.measures(id(1), desk.state.as_ref().unwrap()).unwrap();
    measures.into_iter().map(|one| (one.name, one.value, one.on.to_string())).collect()
}

#[test]
fn a_campaign_is_counted_while_it_is_underway() {
    assert_eq!(contributed(&planned()), []);
    let mut desk = with_a_measure();
    desk.does(&fire_department(), "complete_measure", done(1)).unwrap();
    let at = |name, value, day: &str| (name, value, day.to_owned());
    let measures = [at("campaign.measures", 1, "2026-11-23"), at("campaign.measures_done", 1, "2026-11-23")];
    let within = [at("campaign.underway", 1, "2026-11-23"), at("campaign.underway", -1, "2027-01-01")];
    assert_eq!(contributed(&desk), [&within[..], &measures[..]].concat());
    desk.at = "2026-11-30T09:00:00+08:00".parse().unwrap();
    desk.does(&county_officer(), "close", json!({"summary": "结束"})).unwrap();
    assert_eq!(contributed(&desk)[1], at("campaign.underway", -1, "2026-12-01"));
    let mut desk = with_a_measure();
    desk.does(&county_officer(), "cancel", json!({"reason": "合并开展"})).unwrap();
    assert_eq!(contributed(&desk), []);
}

fn hazard(field: &str, value: Value) -> Hazard {
    let found = json!({
        "category": ["P2"], "description": "疏散通道堵塞", "found_at": "2026-11-23T09:00:00+08:00",
        "source": "daily", "no_owner": true, "sector": "fire",
    });
    let mut desk = Desk::of("hazard");
    desk.does(&officer(), "report", with(found, field, value)).unwrap();
    desk.record()
}

#[test]
fn a_hazard_belongs_by_day_class_and_sector_or_by_a_tag() {
    let campaign: Campaign = underway().record();
    let of_fire = Campaign { sectors: vec![crate::domain::Sector::Fire], ..campaign.clone() };
    let own = hazard("place", json!("一楼"));
    let by_rule = Some(Belongs { by_rule: true, by_tag: false });
    assert_eq!(campaign.claims(id(501), &own, true), by_rule);
    assert_eq!(campaign.claims(id(501), &own, false), None, "its unit takes no part");
    assert_eq!(of_fire.claims(id(501), &own, true), by_rule);
    for day in ["2026-10-31T23:59:00+08:00", "2027-01-01T00:00:00+08:00"] {
        assert_eq!(campaign.claims(id(501), &hazard("found_at", json!(day)), true), None, "{day}");
    }
    assert_eq!(campaign.claims(id(501), &hazard("category", json!(["P5"])), true), None);
    assert_eq!(campaign.claims(id(501), &hazard("category", json!(["P5", "G1"])), true), by_rule);
    assert_eq!(of_fire.claims(id(501), &hazard("sector", json!("mine")), true), None);
    let mut desk = Desk::of("hazard");
    desk.state = Some(serde_json::to_value(hazard("category", json!(["P5"]))).unwrap());
    desk.does(&officer(), "join_campaign", json!({"campaign": id::<()>(501)})).unwrap();
    let tagged = Some(Belongs { by_rule: false, by_tag: true });
    assert_eq!(campaign.claims(id(501), &desk.record(), false), tagged);
    assert_eq!(campaign.claims(id(502), &desk.record(), true), None);
    desk.does(&officer(), "void", json!({"reason": "test"})).unwrap();
    assert_eq!(campaign.claims(id(501), &desk.record(), true), None);
}

#[test]
fn a_measures_id_is_the_devices_own() {
    let campaign: Campaign = with_a_measure().record();
    let own: MeasureId = id(1);
    assert!(campaign.measure(own).is_some() && campaign.measure(id(2)).is_none());
}
