//! A client of the first schema, frozen as it was shipped: this file is never edited. Fields may be
//! added to answers; what stands here must come as it stands here.
use crate::support::{TestApp, each_database, people};
use serde_json::{Value, json};

const DEVICE: &str = "01960000-0000-7000-8000-000000000001";
const FIRST: &str = "01960000-0000-7000-8000-000000000011";
const SECOND: &str = "01960000-0000-7000-8000-000000000012";

/// Everything expected is there; `"…"` stands for any text. Objects may say more.
#[track_caller]
fn says(actual: &Value, expected: &Value) {
    fn holds(actual: &Value, expected: &Value) -> bool {
        match (actual, expected) {
            (Value::Object(actual), Value::Object(expected)) => {
                expected.iter().all(|(name, value)| actual.get(name).is_some_and(|actual| holds(actual, value)))
            }
            (Value::Array(actual), Value::Array(expected)) => {
                actual.len() == expected.len() && actual.iter().zip(expected).all(|(one, other)| holds(one, other))
            }
            (Value::String(_), Value::String(any)) if any == "…" => true,
            (actual, expected) => actual == expected,
        }
    }
    assert!(holds(actual, expected), "\n  came {actual}\n  want {expected}");
}

fn post(app: &TestApp, path: &str, token: &str, body: &str) -> Value {
    let answer = app.send_bytes(path, token, body.as_bytes(), "");
    assert_eq!(answer.status, 200, "{path}: {}", answer.json);
    answer.json
}

fn sign_in(app: &TestApp, login: &str) -> String {
    let body = r#"{"login":"LOGIN","password":"PASSWORD","device":{"id":"DEVICE","name":"巡查员的手机","platform":"android"}}"#;
    let body = body.replace("LOGIN", login).replace("PASSWORD", people::PASSWORD).replace("DEVICE", DEVICE);
    let told = post(app, "/v1/auth/sign-in", "", &body);
    let expected = json!({
        "access_token": "…", "token_type": "Bearer", "expires_in": 600, "refresh_token": "…",
        "refresh_expires_at": "…", "person": "…", "session": "…", "device": DEVICE,
    });
    says(&told, &expected);
    let refreshed = post(app, "/v1/auth/refresh", "", &json!({ "refresh_token": told["refresh_token"] }).to_string());
    says(&refreshed, &expected);
    refreshed["access_token"].as_str().unwrap().to_owned()
}

const PUSH: &str = r#"{"device_id":"01960000-0000-7000-8000-000000000001","schema":1,"acts":[
 {"client_seq":1,"act_id":"01960000-0000-7000-8000-000000000021","at":"2026-11-23T09:15:02.120+08:00","kind":"hazard","act":"report","record":"01960000-0000-7000-8000-000000000011","ledger":"360702100000","body":{"category":["P2"],"description":"疏散通道堵塞","found_at":"2026-11-23T09:15:02.120+08:00","source":"daily","sector":"fire","no_owner":true}},
 {"client_seq":2,"act_id":"01960000-0000-7000-8000-000000000022","at":"2026-11-23T09:16:02.120+08:00","kind":"hazard","act":"amend","record":"01960000-0000-7000-8000-000000000011","base":{"client_seq":1},"body":{"place":"二楼"}},
 {"client_seq":3,"act_id":"01960000-0000-7000-8000-000000000023","at":"2026-11-23T09:17:02.120+08:00","kind":"hazard","act":"report","record":"01960000-0000-7000-8000-000000000012","ledger":"360702100000","body":{"category":["P2"],"description":"疏散通道堵塞","found_at":"2026-11-23T09:15:02.120+08:00","source":"daily","sector":"fire","no_owner":true}},
 {"client_seq":4,"act_id":"01960000-0000-7000-8000-000000000024","at":"2026-11-23T09:18:02.120+08:00","kind":"hazard","act":"report","record":"01960000-0000-7000-8000-000000000013","ledger":"360702100000","body":{"category":[],"description":"疏散通道堵塞","found_at":"2026-11-23T09:15:02.120+08:00","source":"daily","sector":"fire","no_owner":true}}
]}"#;

fn push(app: &TestApp, token: &str) {
    let told = post(app, "/v1/sync/push", token, PUSH);
    says(
        &told,
        &json!({
            "results": [
                {"client_seq": 1, "act_id": "01960000-0000-7000-8000-000000000021", "record": FIRST, "result": "applied", "rev": 1, "ledger": "360702100000", "seq": 1, "leaf": "…"},
                {"client_seq": 2, "act_id": "01960000-0000-7000-8000-000000000022", "record": FIRST, "result": "applied", "rev": 2, "ledger": "360702100000", "seq": 2, "leaf": "…"},
                {"client_seq": 3, "act_id": "01960000-0000-7000-8000-000000000023", "record": SECOND, "result": "applied", "rev": 1, "ledger": "360702100000", "seq": 3, "leaf": "…"},
                {"client_seq": 4, "act_id": "01960000-0000-7000-8000-000000000024", "result": "rejected", "problem": {"code": "missing", "detail": "…", "pointer": "/body/category"}},
            ],
            "last_client_seq": 4,
            "heads": [{"ledger": "360702100000", "size": 3, "root": "…"}],
        }),
    );
    // The answer got lost: the same again, cut differently, with one act more.
    let again: Value = serde_json::from_str(PUSH).unwrap();
    let mut acts: Vec<Value> = again["acts"].as_array().unwrap()[2..].to_vec();
    acts.push(
        json!({"client_seq": 5, "act_id": "01960000-0000-7000-8000-000000000025", "at": "2026-11-23T09:19:02.120+08:00",
        "kind": "hazard", "act": "amend", "record": SECOND, "base": {"rev": 1}, "body": {"place": "三楼"}}),
    );
    let told = post(app, "/v1/sync/push", token, &json!({"device_id": DEVICE, "schema": 1, "acts": acts}).to_string());
    says(
        &told,
        &json!({
            "results": [
                {"client_seq": 3, "result": "duplicate", "first": {"result": "applied", "rev": 1, "seq": 3}},
                {"client_seq": 4, "result": "duplicate", "first": {"result": "rejected"}},
                {"client_seq": 5, "result": "applied", "rev": 2, "seq": 4},
            ],
            "last_client_seq": 5,
        }),
    );
}

fn pull(app: &TestApp, token: &str) {
    let told = post(app, "/v1/sync/pull", token, r#"{"device_id":"01960000-0000-7000-8000-000000000001","schema":1}"#);
    let document = |description: &str, place: &str| json!({"description": description, "place": place, "state": "…", "sector": "fire", "category": ["P2"]});
    says(
        &told,
        &json!({
            "cursor": "…", "has_more": false, "reset": true, "acks": {"last_client_seq": 5},
            "ledgers": [{
                "ledger": "360702100000", "mode": "snapshot", "from": 0, "to": 4, "head": 4,
                "changes": [
                    {"op": "put", "id": FIRST, "kind": "hazard", "rev": 2, "seq": 2, "hash": "…", "document": document("疏散通道堵塞", "二楼")},
                    {"op": "put", "id": SECOND, "kind": "hazard", "rev": 2, "seq": 4, "hash": "…", "document": document("疏散通道堵塞", "三楼")},
                ],
                "digest": {"hazard": {"count": 2, "xor": "…"}},
            }],
        }),
    );
    let body = json!({"device_id": DEVICE, "schema": 1, "cursor": told["cursor"]}).to_string();
    let quiet = post(app, "/v1/sync/pull", token, &body);
    says(&quiet, &json!({"cursor": told["cursor"], "has_more": false, "reset": false, "ledgers": []}));
    // A change, and nothing else.
    let change = json!({"device_id": DEVICE, "schema": 1, "acts": [{"client_seq": 6, "act_id": "01960000-0000-7000-8000-000000000026",
        "at": "2026-11-23T09:20:02.120+08:00", "kind": "hazard", "act": "amend", "record": FIRST, "base": {"rev": 2}, "body": {"place": "四楼"}}]});
    post(app, "/v1/sync/push", token, &change.to_string());
    let delta = post(app, "/v1/sync/pull", token, &body);
    says(
        &delta,
        &json!({"ledgers": [{"ledger": "360702100000", "mode": "delta", "from": 4, "to": 5, "head": 5,
            "changes": [{"op": "put", "id": FIRST, "rev": 3, "seq": 5}]}]}),
    );
}

fn is_refused(app: &TestApp, token: &str) {
    let refused = |body: Value, status: u16, code: &str| {
        let answer = app.post("/v1/sync/push", token, &body);
        assert_eq!((answer.status, &answer.json["code"]), (status, &json!(code)), "{}", answer.json);
        answer.json
    };
    let act = |number: i64, id: &str| {
        json!({"device_id": DEVICE, "schema": 1, "acts": [{"client_seq": number, "act_id": id, "at": "2026-11-23T09:21:02.120+08:00",
            "kind": "hazard", "act": "amend", "record": FIRST, "base": {"rev": 1}, "body": {}}]})
    };
    let gap = refused(act(9, "01960000-0000-7000-8000-000000000029"), 409, "out-of-order");
    assert_eq!(gap["expected_client_seq"], 7);
    refused(act(3, "01960000-0000-7000-8000-00000000002a"), 409, "device-fork");
    refused(json!({"device_id": DEVICE, "schema": 999, "acts": []}), 409, "schema-newer-than-server");
    refused(json!({"device_id": FIRST, "schema": 1, "acts": []}), 403, "device-revoked");
    let stranger = app.post("/v1/sync/pull", "x", &json!({"device_id": DEVICE, "schema": 1}));
    assert_eq!((stranger.status, &stranger.json["code"]), (401, &json!("unauthenticated")));
}

#[test]
fn a_client_of_the_first_schema_goes_on_to_work() {
    each_database(|app| {
        let login = app.officer_of("360702100000").login;
        let token = sign_in(app, &login);
        push(app, &token);
        pull(app, &token);
        is_refused(app, &token);
    });
}
