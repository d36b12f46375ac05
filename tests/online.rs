//! The ledger online: records made and acted on one by one.
use crate::accidents::make;
use crate::support::{Answer, TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, blocked_exit, phone_of};
use hazard_ledger::domain::RecordId;
use serde_json::{Value, json};

fn create(app: &TestApp, who: &people::Phone, ledger: &str, key: &str) -> Answer {
    let new = json!({ "kind": "hazard", "act": "report", "ledger": ledger, "body": blocked_exit() });
    app.send_with("POST", "/v1/records", &who.token, &[("Idempotency-Key", key)], Some(&new))
}

fn act(app: &TestApp, who: &people::Phone, record: &Value, tag: &str, act: &str, body: Value) -> Answer {
    let path = format!("/v1/records/{}/acts", record.as_str().unwrap());
    app.send_with("POST", &path, &who.token, &[("If-Match", tag)], Some(&json!({ "act": act, "body": body })))
}

#[test]
fn a_record_is_made_once_under_one_key() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let first = create(app, &officer, HOME, "k1").expect(201);
        let again = create(app, &officer, HOME, "k1").expect(201);
        assert_eq!((first.json.clone(), first.header("etag")), (again.json.clone(), again.header("etag")));
        assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), ("false", "true"));
        assert_ne!(create(app, &officer, HOME, "k2").expect(201).json["id"], first.json["id"]);
        let mut phone = phone_of(app, &officer);
        phone.pull(500).unwrap();
        assert_eq!(phone.held.len(), 2);
        assert_eq!(first.header("location"), format!("/v1/records/{}", first.json["id"].as_str().unwrap()));
    });
}

#[test]
fn an_act_names_the_state_that_was_seen() {
    each_database(|app| {
        let (one, other) = (app.officer_of(HOME), app.officer_of(HOME));
        let made = create(app, &one, HOME, "k").expect(201);
        let (id, tag) = (&made.json["id"], made.header("etag").to_owned());
        let path = format!("/v1/records/{}/acts", id.as_str().unwrap());
        let amend = json!({ "act": "amend", "body": { "place": "二楼" } });
        let without = app.send_with("POST", &path, &one.token, &[], Some(&amend)).expect(428);
        assert_eq!(without.json["code"], "precondition-required");
        let done = act(app, &one, id, &tag, "amend", json!({ "place": "二楼" })).expect(200);
        assert_eq!((&done.json["place"], &done.json["rev"]), (&json!("二楼"), &json!(2)));
        let late = act(app, &other, id, &tag, "amend", json!({ "place": "三楼" })).expect(412);
        assert_eq!((&late.json["code"], &late.json["current"]["rev"]), (&json!("precondition-failed"), &json!(2)));
        act(app, &other, id, done.header("etag"), "amend", json!({ "place": "三楼" })).expect(200);
        act(app, &other, id, "*", "amend", json!({ "place": "四楼" })).expect(200);
    });
}

#[test]
fn a_refusal_tells_why_and_what_is_open() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let made = create(app, &officer, HOME, "k").expect(201);
        let id = &made.json["id"];
        let refused = act(app, &officer, id, "*", "accept", json!({ "opinion": "合格" })).expect(409);
        assert_eq!((&refused.json["reason"], &refused.json["state"]), (&json!("illegal-state"), &json!("reported")));
        assert!(refused.json["open_acts"].as_array().unwrap().contains(&json!("register")));
        let wrong = act(app, &officer, id, "*", "amend", json!({ "palce": "x" })).expect(422);
        assert_eq!((&wrong.json["reason"], &wrong.json["pointer"]), (&json!("invalid-body"), &json!("/body/palce")));
        let auditor = app.auditor_of(COUNTY);
        let forbidden = act(app, &auditor, id, "*", "amend", json!({ "place": "x" })).expect(403);
        assert_eq!(forbidden.json["reason"], "forbidden");
        create(app, &officer, NEIGHBOUR, "n").expect(403);
        assert!(phone_of(app, &officer).line.get("/v1/inbox").unwrap()["items"].as_array().unwrap().is_empty());
    });
}

#[test]
fn a_foreign_record_is_answered_as_a_missing_one() {
    each_database(|app| {
        let (officer, foreign) = (app.officer_of(HOME), app.officer_of(NEIGHBOUR));
        let made = create(app, &officer, HOME, "k").expect(201);
        let body = json!({ "place": "x" });
        let hidden = act(app, &foreign, &made.json["id"], "*", "amend", body.clone()).expect(404);
        let missing = act(app, &foreign, &json!(RecordId::new()), "*", "amend", body).expect(404);
        assert_eq!(hidden.json, missing.json);
    });
}

#[test]
fn a_repeated_act_shows_nothing_to_whom_it_is_out_of_sight() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        create(app, &officer, HOME, "k").expect(201);
        app.end_duty(officer.duty);
        create(app, &officer, HOME, "k").expect(404);
    });
}

#[test]
fn a_key_that_was_used_for_another_act_is_refused() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        create(app, &officer, HOME, "k").expect(201);
        let other = json!({ "kind": "hazard", "act": "report", "ledger": HOME, "body": { "description": "别的" } });
        let headers = [("Idempotency-Key", "k")];
        let answer = app.send_with("POST", "/v1/records", &officer.token, &headers, Some(&other)).expect(422);
        assert_eq!(answer.json["pointer"], "Idempotency-Key");
    });
}

#[test]
fn the_same_request_twice_at_once_makes_one_record() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let ids: Vec<_> = std::thread::scope(|scope| {
            let asking: Vec<_> = (0..4).map(|_| scope.spawn(|| create(app, &officer, HOME, "k"))).collect();
            asking.into_iter().map(|answer| answer.join().unwrap().expect(201).json["id"].clone()).collect()
        });
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    });
}

#[test]
fn records_of_several_kinds_in_one_unit_have_numbers_of_their_own() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let mill = crate::sync::mill_of(app, HOME, "fire");
        let assessment = json!({"colour": "red", "method": "lec", "basis": "D=320"});
        let body = json!({"name": "配电房", "enterprise": mill, "accident_types": ["fire"], "assessment": assessment});
        let point = make(app, &officer, HOME, "risk_point", "register", &body).expect(201).json;
        let enterprise = app.safety_officer_of(mill, HOME);
        let mut own = crate::sync::blocked_exit();
        own.as_object_mut().unwrap().remove("no_owner");
        own["enterprise"] = json!(mill);
        own["level"] = json!("general");
        let hazard = make(app, &enterprise, HOME, "hazard", "report", &own).expect(201).json;
        let year = hazard_ledger::http::clock::now().day().year();
        assert_eq!(hazard["number"], format!("{HOME}-{year}-000001"));
        assert_eq!(point["number"], format!("{HOME}-{year}-FX000001"));
    });
}
