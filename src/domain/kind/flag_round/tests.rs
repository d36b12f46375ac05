//! The flag round's rules, tried in a county of two townships.
mod measuring;
mod sequences;

use super::*;
use crate::domain::kind::Related;
use crate::domain::kind::trial::*;
use crate::domain::outcome::RefusalCode as Code;
use serde_json::json;

const FIRST: &str = "360702100000";
const OTHER: &str = "360702101000";

fn second() -> Person {
    Person { id: id(22), ..county_officer() }
}
fn subject(class: &str, key: impl ToString) -> Value {
    json!({"class": class, "id": key.to_string()})
}
fn bakery() -> Value {
    subject("enterprise", id::<()>(BAKERY))
}
fn sawmill() -> Value {
    subject("enterprise", id::<()>(SAWMILL))
}
fn candidate(key: Value, region: Option<&str>, sectors: Value) -> Value {
    let mut candidate = key;
    candidate["name"] = json!("某单位");
    candidate["sectors"] = sectors;
    if let Some(region) = region {
        candidate["region"] = json!(region);
    }
    candidate
}
/// In the first township, of the bakery, of commerce.
fn at_the_bakery(occurred_on: &str) -> Value {
    json!({
        "record": id::<()>(501), "rev": 1, "ledger": FIRST, "occurred_on": occurred_on, "level": "general", "deaths": 1,
        "enterprise": id::<()>(BAKERY), "sector": "commerce",
    })
}
fn inputs(accidents: Value) -> Value {
    json!({
        "as_of": "2026-07-03T09:00:00+08:00",
        "heads": [{"ledger": FIRST, "seq": 9}, {"ledger": OTHER, "seq": 3}],
        "candidates": [
            candidate(subject("township", FIRST), Some(FIRST), json!([])),
            candidate(subject("township", OTHER), Some(OTHER), json!([])),
            candidate(subject("department", id::<()>(FIRE_DEPARTMENT)), Some("360702000000"), json!(["fire"])),
            candidate(subject("department", id::<()>(8)), Some("360702000000"), json!(["commerce"])),
            candidate(bakery(), None, json!([])),
            candidate(sawmill(), None, json!([])),
        ],
        "territories": [
            {"region": FIRST, "units": [FIRST]}, {"region": OTHER, "units": [OTHER]},
            {"region": "360702000000", "units": [FIRST, OTHER]},
        ],
        "accidents": accidents,
    })
}
fn opened() -> Desk {
    let mut desk = Desk::of("flag_round");
    desk.does(&county_officer(), "open", json!({"half_year": "2026H1", "title": "上半年流动红旗"})).unwrap();
    desk
}
/// Computed by the first officer: an accident at the bakery on the half-year's last day.
fn computed() -> Desk {
    let mut desk = opened();
    desk.does(&county_officer(), "compute", inputs(json!([at_the_bakery("2026-06-30")]))).unwrap();
    desk
}
fn published() -> Desk {
    let mut desk = computed();
    desk.does(&second(), "confirm", json!({"opinion": "同意"})).unwrap();
    desk.does(&second(), "publish", json!({"publication": "网站", "document_number": "通1"})).unwrap();
    desk
}
fn round(desk: &Desk) -> FlagRound {
    desk.record()
}
fn key(subject: &Value) -> SubjectKey {
    serde_json::from_value(subject.clone()).unwrap()
}
fn flag(desk: &Desk, subject: &Value) -> Option<Flag> {
    round(desk).result(&key(subject)).unwrap().standing()
}

#[test]
fn an_accident_turns_everybody_yellow_whose_it_is_and_nobody_else() {
    let desk = computed();
    let commerce = subject("department", id::<()>(8));
    let fire = subject("department", id::<()>(FIRE_DEPARTMENT));
    for yellow in [subject("township", FIRST), commerce, bakery()] {
        let result = round(&desk).result(&key(&yellow)).unwrap().clone();
        assert_eq!((result.flag, result.reason), (Flag::Yellow, FlagReason::Accidents), "{yellow}");
        assert_eq!(result.accidents, [id(501)], "{yellow}");
    }
    for red in [subject("township", OTHER), fire, sawmill()] {
        let result = round(&desk).result(&key(&red)).unwrap().clone();
        assert_eq!((result.flag, result.reason), (Flag::Red, FlagReason::NoAccident), "{red}");
        assert!(result.accidents.is_empty());
    }
}

#[test]
fn the_same_inputs_give_the_same_round_and_the_half_year_cuts_them() {
    assert_eq!(round(&computed()).results, round(&computed()).results);
    for outside in ["2025-12-31", "2026-07-01"] {
        let mut desk = opened();
        desk.does(&county_officer(), "compute", inputs(json!([at_the_bakery(outside)]))).unwrap();
        assert!(round(&desk).results.iter().all(|result| result.flag == Flag::Red), "{outside}");
    }
}

#[test]
fn a_rule_says_who_takes_part_and_what_counts() {
    let with = |rule: Value| {
        let mut desk = Desk::of("flag_round");
        let body = json!({"half_year": "2026H1", "title": "上半年", "rule": rule});
        desk.does(&county_officer(), "open", body)?;
        desk.does(&county_officer(), "compute", inputs(json!([at_the_bakery("2026-06-30")]))).map(|_| round(&desk))
    };
    let rule = |more: Value| {
        let mut class =
            json!({"class": "enterprise", "candidacy": "nominated", "least_level": "general", "yellow_from": 1});
        class.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"name": "county", "version": 2, "classes": [class]})
    };
    let own = with(rule(json!({}))).unwrap();
    assert_eq!(own.results.len(), 2, "only enterprises take part");
    assert_eq!(own.result(&key(&bakery())).unwrap().flag, Flag::Yellow);
    let lenient = with(rule(json!({"yellow_from": 2}))).unwrap();
    assert_eq!(lenient.result(&key(&bakery())).unwrap().reason, FlagReason::FewAccidents);
    let grave = with(rule(json!({"least_level": "larger"}))).unwrap();
    assert_eq!(grave.result(&key(&bakery())).unwrap().reason, FlagReason::NoAccident);
    let mut without = rule(json!({}));
    without["without_sectors"] = json!(["commerce"]);
    assert_eq!(with(without).unwrap().result(&key(&bakery())).unwrap().flag, Flag::Red);
    let refused = with(rule(json!({"yellow_from": 0}))).map(|_| crate::domain::kind::Facets::default());
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "rule"));
}

#[test]
fn a_half_year_is_computed_once_it_is_over() {
    let mut early = inputs(json!([]));
    early["as_of"] = json!("2026-06-30T23:59:59+08:00");
    assert_eq!(why(opened().does(&county_officer(), "compute", &early)), refused_at(Code::InvalidBody, "as_of"));
    early["as_of"] = json!("2026-07-01T00:00:00+08:00");
    assert!(opened().does(&county_officer(), "compute", &early).is_ok());
}

#[test]
fn duty_10_who_computed_a_flag_round_does_not_confirm_it() {
    let confirm = json!({"opinion": "同意"});
    let mut desk = computed();
    assert_eq!(why(desk.does(&county_officer(), "confirm", &confirm)), refused_as(Code::SeparationOfDuty));
    assert!(!desk.open_acts(&county_officer()).contains(&"confirm".to_owned()));
    // Computed again by another: neither of the two confirms it.
    desk.does(&second(), "compute", inputs(json!([]))).unwrap();
    for person in [county_officer(), second()] {
        assert_eq!(why(desk.does(&person, "confirm", &confirm)), refused_as(Code::SeparationOfDuty));
    }
    assert!(desk.does(&Person { id: id(23), ..county_officer() }, "confirm", &confirm).is_ok());
}

#[test]
fn an_objection_is_decided_by_another_and_holds_through_a_new_computation() {
    let mut desk = computed();
    let object = json!({"subject": bakery(), "objector": "面包坊", "reason": "非责任事故"});
    desk.does(&county_officer(), "object", &object).unwrap();
    let twice = desk.does(&second(), "object", &object);
    assert_eq!(why(twice), refused_at(Code::InvalidBody, "subject"));
    let third = Person { id: id(23), ..county_officer() };
    assert_eq!(why(desk.does(&third, "confirm", json!({"opinion": "同意"}))), refused_as(Code::IllegalState));
    let decide = |is_upheld: bool, flag: Value| json!({"subject": bakery(), "is_upheld": is_upheld, "flag": flag, "opinion": "经核"});
    let refused = desk.does(&county_officer(), "decide_objection", decide(true, json!("red")));
    assert_eq!(why(refused), refused_at(Code::SeparationOfDuty, "subject"));
    for wrong in [decide(true, Value::Null), decide(false, json!("red"))] {
        let refused = desk.does(&second(), "decide_objection", wrong);
        assert_eq!(why(refused), refused_at(Code::InvalidBody, "flag"));
    }
    desk.does(&second(), "decide_objection", decide(true, json!("red"))).unwrap();
    assert_eq!(flag(&desk, &bakery()), Some(Flag::Red));
    desk.does(&county_officer(), "compute", inputs(json!([at_the_bakery("2026-06-30")]))).unwrap();
    assert_eq!(flag(&desk, &bakery()), Some(Flag::Red));
    assert_eq!(round(&desk).result(&key(&bakery())).unwrap().flag, Flag::Yellow, "what was computed is kept");
    let nobody = json!({"subject": subject("county", "1"), "objector": "某", "reason": "无"});
    assert_eq!(why(desk.does(&second(), "object", nobody)), refused_at(Code::InvalidBody, "subject"));
}

fn accident(ledger: &str, enterprise: u128, occurred_on: &str) -> Related {
    let facets = Facets {
        category: Some("fire,general".into()),
        enterprise: Some(id(enterprise)),
        occurred_on: occurred_on.parse().ok(),
        ..Facets::default()
    };
    Related { kind: "accident", ledger: serde_json::from_value(json!(ledger)).unwrap(), facets }
}

#[test]
fn a_red_flag_is_taken_back_on_a_later_accident_of_its_own() {
    let withdraw = |subject: Value, accident: Related| {
        let mut desk = published();
        desk.related.insert(id(601), accident);
        let body = json!({"subject": subject, "accident": id::<()>(601), "reason": "发生事故"});
        desk.does(&county_officer(), "withdraw_red", body).map(|_| flag(&desk, &subject))
    };
    let why_not = |subject: Value, accident: Related| why(withdraw(subject, accident).map(|_| Facets::default()));
    assert_eq!(withdraw(sawmill(), accident(OTHER, SAWMILL, "2026-08-01")).unwrap(), None);
    assert_eq!(withdraw(subject("township", OTHER), accident(OTHER, SAWMILL, "2026-12-31")).unwrap(), None);
    let not_its_own = refused_at(Code::InvalidBody, "accident");
    assert_eq!(why_not(sawmill(), accident(OTHER, BAKERY, "2026-08-01")), not_its_own);
    assert_eq!(why_not(subject("township", OTHER), accident(FIRST, SAWMILL, "2026-08-01")), not_its_own);
    assert_eq!(why_not(sawmill(), accident(OTHER, SAWMILL, "2027-01-01")), not_its_own, "of another time");
    let mut struck = accident(OTHER, SAWMILL, "2026-08-01");
    struck.facets.is_voided = true;
    assert_eq!(why_not(sawmill(), struck), not_its_own);
    let yellow = why_not(bakery(), accident(FIRST, BAKERY, "2026-08-01"));
    assert_eq!(yellow, refused_at(Code::InvalidBody, "subject"));
    assert_eq!(why_not(sawmill(), beside()), refused_at(Code::UnknownRecord, "accident"));
}

#[test]
fn enterprises_are_nominated_once_and_within_reach() {
    let mut desk = opened();
    let nominee = |n: u128| json!({"enterprise": id::<()>(n), "name": "面包坊"});
    desk.does(&county_officer(), "nominate", json!({"enterprises": [nominee(BAKERY), nominee(BAKERY)]})).unwrap();
    assert_eq!(round(&desk).nominated.len(), 1);
    let refused = desk.does(&county_officer(), "nominate", json!({"enterprises": [nominee(SAWMILL), nominee(77)]}));
    assert_eq!(why(refused), refused_at(Code::UnknownEnterprise, "enterprises/1/enterprise"));
    assert_eq!(why(desk.does(&officer(), "nominate", json!({"enterprises": [nominee(SAWMILL)]}))).0, Code::Forbidden);
}
