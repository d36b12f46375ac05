//! Whoever sees a record and is refused is told its state and the acts that are open: of every kind, in a
//! push and online, whatever the reason.
use crate::support::{TestApp, each_database, people};
use crate::sync::{HOME, NEIGHBOUR, blocked_exit, mill_of, phone_of, unit};
use hazard_ledger::domain::act::Base;
use hazard_ledger::domain::outcome::{Refusal, RefusalCode, Verdict};
use hazard_ledger::domain::{OrganisationId, RecordId, kind};
use hazard_ledger::http::clock;
use hazard_ledger::phone::{Draft, Phone};
use serde_json::{Value, json};

/// How a record of each kind begins.
fn beginning(kind: &str, mill: OrganisationId) -> Option<(&'static str, Value)> {
    let about = json!({ "inspection_type": "township", "subject": "纺织厂", "enterprise": mill });
    let assessment = json!({ "colour": "red", "method": "lec", "basis": "L3 E6 C15" });
    Some(match kind {
        "hazard" => ("report", blocked_exit()),
        "enterprise" => ("register", json!({ "name": "面包坊", "uscc_is_missing": true })),
        "inspection" => ("plan", json!({ "about": about, "planned_on": clock::now().day() })),
        "risk_point" => (
            "register",
            json!({ "name": "烤炉", "enterprise": mill, "accident_types": ["fire"], "assessment": assessment }),
        ),
        _ => return None,
    })
}

/// A record of each kind, made by this person.
fn records(app: &TestApp, who: &people::Phone) -> Vec<(&'static str, RecordId)> {
    let mill = mill_of(app, HOME, "fire");
    let made = kind::ALL.iter().filter_map(|kind| {
        let (act, body) = beginning(kind.name(), mill)?;
        let new = json!({ "kind": kind.name(), "act": act, "ledger": HOME, "body": body });
        let made = app.post("/v1/records", &who.token, &new).expect(201);
        Some((kind.name(), made.json["id"].as_str().unwrap().parse().unwrap()))
    });
    made.collect()
}

fn open_acts(app: &TestApp, who: &people::Phone, record: RecordId) -> (Value, Value) {
    let open = app.get(&format!("/v1/records/{record}/acts"), &who.token).expect(200).json;
    (open["state"].clone(), open["acts"].clone())
}

/// Bodies that say too little, and too much.
fn wrong_bodies() -> [Value; 2] {
    [json!({}), json!({ "unheard_of": true })]
}

#[test]
fn every_refusal_online_tells_the_state_and_the_open_acts() {
    each_database(|app| {
        let who = app.officer_of(HOME);
        for (name, record) in records(app, &who) {
            let (state, open) = open_acts(app, &who, record);
            let acts = kind::find(name).unwrap().acts().iter().copied().chain(["dance"]);
            for (act, body) in acts.flat_map(|act| wrong_bodies().map(|body| (act, body))) {
                let path = format!("/v1/records/{record}/acts");
                let body = json!({ "act": act, "body": body });
                let answer = app.send_with("POST", &path, &who.token, &[("If-Match", "*")], Some(&body));
                if answer.status < 300 {
                    continue;
                }
                let told = (answer.json["state"].clone(), answer.json["open_acts"].clone());
                assert_eq!(told, (state.clone(), open.clone()), "{name} {act}: {}", answer.json);
            }
        }
    });
}

fn refusals(phone: &mut Phone) -> Vec<(Verdict, Refusal)> {
    let results = phone.push().unwrap();
    results.into_iter().filter_map(|result| Some((result.result, result.problem?))).collect()
}

#[test]
fn every_refusal_of_a_push_tells_the_state_and_the_open_acts() {
    each_database(|app| {
        let who = app.officer_of(HOME);
        for (name, record) in records(app, &who) {
            let (state, open) = open_acts(app, &who, record);
            let mut phone = phone_of(app, &app.sign_in(&who.login, None));
            let bases = [Some(Base::Rev(1.try_into().unwrap())), Some(Base::Rev(9.try_into().unwrap())), None];
            for (act, base) in kind::find(name).unwrap().acts().iter().flat_map(|act| bases.map(|base| (*act, base))) {
                let (home, body) = (unit(HOME), json!({ "unheard_of": true }));
                phone.act(clock::now(), Draft { kind: name, act, record, ledger: Some(&home), base, body });
            }
            let refusals = refusals(&mut phone);
            assert!(refusals.len() > 20, "{name}");
            for (_, refusal) in refusals {
                assert_eq!(json!(refusal.state), state, "{name}: {refusal:?}");
                assert_eq!(json!(refusal.open_acts), open, "{name}: {refusal:?}");
            }
        }
    });
}

#[test]
fn who_does_not_see_the_record_is_told_nothing_of_it() {
    each_database(|app| {
        let (who, foreign) = (app.officer_of(HOME), app.officer_of(NEIGHBOUR));
        for (name, record) in records(app, &who) {
            let seen = app.sign_in(&foreign.login, None);
            let mut phone = phone_of(app, &seen);
            for (act, body) in [("amend", json!({})), ("amend", json!({ "unheard_of": 1 })), ("move", json!([]))] {
                let base = Some(Base::Rev(1.try_into().unwrap()));
                phone.act(clock::now(), Draft { kind: name, act, record, ledger: None, base, body });
            }
            for (_, refusal) in refusals(&mut phone) {
                assert_eq!((refusal.state, refusal.open_acts), (None, None), "{name}");
                assert!(matches!(refusal.code, RefusalCode::UnknownRecord | RefusalCode::InvalidBody));
            }
        }
    });
}
