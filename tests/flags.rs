//! Flag rounds over HTTP: computed from the ledgers, confirmed by another, the same as of then.
use crate::accidents::{does, fall_at, make};
use crate::support::{TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, mill_of};
use hazard_ledger::http::clock;
use serde_json::{Value, json};

/// The half-year before this one, and a moment within it.
pub fn last_half() -> (String, Value) {
    let (year, month, _) = clock::now().day().parts();
    match month {
        1..=6 => (format!("{}H2", year - 1), json!(format!("{}-08-10T09:00:00+08:00", year - 1))),
        _ => (format!("{year}H1"), json!(format!("{year}-02-10T09:00:00+08:00"))),
    }
}

pub fn opened(app: &TestApp, who: &people::Phone) -> Value {
    let body = json!({"half_year": last_half().0, "title": "流动红旗"});
    make(app, who, COUNTY, "flag_round", "open", &body).expect(201).json["id"].clone()
}

pub fn path(round: &Value, what: &str) -> String {
    format!("/v1/flag-rounds/{}/{what}", round.as_str().unwrap())
}

fn flag_of<'a>(round: &'a Value, class: &str, id: &str) -> &'a Value {
    let results = round["results"].as_array().unwrap();
    let found = results.iter().find(|result| result["class"] == class && result["id"] == id);
    &found.unwrap_or_else(|| panic!("no {class} {id}"))["flag"]
}

fn fall(app: &TestApp, unit: &str) -> Value {
    let (officer, mill) = (app.officer_of(unit), mill_of(app, unit, "manufacturing"));
    let made = make(app, &officer, unit, "accident", "report", &fall_at(mill, &last_half().1)).expect(201);
    made.json
}

#[test]
fn a_round_is_computed_from_the_ledgers_and_again_as_of_then() {
    each_database(|app| {
        let (one, other) = (app.officer_of(COUNTY), app.officer_of(COUNTY));
        let first = fall(app, HOME);
        let round = opened(app, &one);
        let tried = app.get(&path(&round, "dry-run"), &one.token).expect(200).json;
        assert_eq!((flag_of(&tried, "township", HOME), &tried["is_over"]), (&json!("yellow"), &json!(true)));
        let computed = app.send_with("POST", &path(&round, "computation"), &one.token, &[("If-Match", "*")], None);
        let computed = computed.expect(200).json;
        assert_eq!(computed["results"], tried["results"]);
        assert_eq!(flag_of(&computed, "township", NEIGHBOUR), "red");
        assert_eq!(flag_of(&computed, "enterprise", first["enterprise"].as_str().unwrap()), "yellow");
        // What comes to light later changes a trial, and not the round of then.
        let later = fall(app, NEIGHBOUR);
        does(app, &one, &first["id"], "amend", json!({"place": "三号厂房"})).expect(200);
        let tried = app.get(&path(&round, "dry-run"), &one.token).expect(200).json;
        assert_eq!(flag_of(&tried, "township", NEIGHBOUR), "yellow");
        let again = app.get(&path(&round, "recomputation"), &other.token).expect(200).json;
        assert_eq!((&again["is_same"], &again["subjects"]), (&json!(true), &json!([])), "{again}");
        // Separation of duty 10, and the flag that the later accident takes back.
        let confirm = json!({"opinion": "同意"});
        let refused = does(app, &one, &round, "confirm", confirm.clone()).expect(403);
        assert_eq!(refused.json["reason"], "separation-of-duty");
        does(app, &other, &round, "confirm", confirm).expect(200);
        let publish = json!({"publication": "网站", "document_number": "通1"});
        let published = does(app, &one, &round, "publish", publish).expect(200);
        assert!(published.json["number"].as_str().unwrap().starts_with(COUNTY));
        let subject = json!({"class": "township", "id": NEIGHBOUR});
        let withdraw = |accident: &Value| json!({"subject": subject, "accident": accident, "reason": "发生事故"});
        does(app, &one, &round, "withdraw_red", withdraw(&first["id"])).expect(422);
        does(app, &one, &round, "withdraw_red", withdraw(&later["id"])).expect(200);
    });
}

#[test]
fn a_round_that_was_tampered_with_is_told() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        fall(app, HOME);
        let round = opened(app, &county);
        app.get(&path(&round, "recomputation"), &county.token).expect(404);
        app.send_with("POST", &path(&round, "computation"), &county.token, &[("If-Match", "*")], None).expect(200);
        let told = || app.get(&path(&round, "recomputation"), &county.token).expect(200).json;
        assert_eq!(told()["is_same"], true);
        app.sql(r#"update record set document = replace(document, '"flag":"yellow"', '"flag":"red"') where kind = 'flag_round'"#);
        let found = told();
        assert_eq!(found["is_same"], false);
        assert!(found["subjects"].as_array().unwrap().contains(&json!({"class": "township", "id": HOME})), "{found}");
    });
}

#[test]
fn nobody_types_flags_in_and_a_round_lies_with_a_county_or_city() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        let round = opened(app, &county);
        let typed = json!({
            "as_of": clock::now(), "heads": [], "candidates": [], "territories": [], "accidents": [],
        });
        let refused = does(app, &county, &round, "compute", typed).expect(403);
        assert_eq!((&refused.json["reason"], &refused.json["pointer"]), (&json!("forbidden"), &json!("/act")));
        let body = json!({"half_year": "2026H1", "title": "流动红旗"});
        let refused = make(app, &county, HOME, "flag_round", "open", &body).expect(422);
        assert_eq!(refused.json["reason"], "unknown-ledger");
        let hazard = crate::sync::blocked_exit();
        let refused = make(app, &county, COUNTY, "hazard", "report", &hazard).expect(422);
        assert_eq!(refused.json["reason"], "unknown-ledger");
        let without = app.send("POST", &path(&round, "computation"), &county.token, None);
        assert_eq!(without.status, 428);
        let stale = [("If-Match", "\"1-0000000000000000\"")];
        app.send_with("POST", &path(&round, "computation"), &county.token, &stale, None).expect(412);
    });
}
