//! One record: as it stands, what was done on it, what may be done now.
use crate::support::{Answer, TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, blocked_exit};
use hazard_ledger::domain::RecordId;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn report(app: &TestApp, who: &people::Phone) -> (String, Answer) {
    let new = json!({ "kind": "hazard", "act": "report", "ledger": HOME, "body": blocked_exit() });
    let made = app.post("/v1/records", &who.token, &new).expect(201);
    (format!("/v1/records/{}", made.json["id"].as_str().unwrap()), made)
}

fn act(app: &TestApp, who: &people::Phone, path: &str, act: &str, body: Value) {
    let path = format!("{path}/acts");
    let body = json!({ "act": act, "body": body });
    app.send_with("POST", &path, &who.token, &[("If-Match", "*")], Some(&body)).expect(200);
}

#[test]
fn a_record_is_answered_as_it_is_stored_and_not_again_while_it_stays_so() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let (path, made) = report(app, &officer);
        let found = app.get(&path, &officer.token).expect(200);
        assert_eq!(found.json["document"], made.json);
        assert_eq!(found.header("etag"), made.header("etag"));
        assert_eq!(found.header("cache-control"), "private, no-cache");
        let known = ["kind", "ledger", "rev", "seq"].map(|name| found.json[name].clone());
        assert_eq!(known, [json!("hazard"), json!(HOME), json!(1), json!(1)]);
        let text = hazard_ledger::domain::canonical::text_of(&found.json["document"]);
        let hash: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found.json["hash"], hash);
        let tag = found.header("etag").to_owned();
        let ask = |tag: &str| app.send_with("GET", &path, &officer.token, &[("If-None-Match", tag)], None);
        for held in [tag.as_str(), "*", &format!("\"other\", {tag}"), &format!("W/{tag}")] {
            let answer = ask(held).expect(304);
            assert_eq!((answer.header("etag"), &answer.json), (tag.as_str(), &json!("")), "{held}");
        }
        ask("\"other\"").expect(200);
        act(app, &officer, &path, "amend", json!({ "place": "二楼" }));
        assert_ne!(ask(&tag).expect(200).header("etag"), tag);
    });
}

#[test]
fn a_foreign_record_is_read_as_a_missing_one() {
    each_database(|app| {
        let (officer, foreign) = (app.officer_of(HOME), app.officer_of(NEIGHBOUR));
        let (path, _) = report(app, &officer);
        for below in ["", "/history", "/acts"] {
            let hidden = app.get(&format!("{path}{below}"), &foreign.token).expect(404);
            let missing = app.get(&format!("/v1/records/{}{below}", RecordId::new()), &foreign.token).expect(404);
            assert_eq!(hidden.json, missing.json);
            assert_eq!(hidden.json["code"], "not-found");
        }
        let county = app.officer_of(COUNTY);
        act(app, &county, &path, "move", json!({ "to": NEIGHBOUR, "reason": "属地有误" }));
        app.get(&path, &officer.token).expect(404);
        assert_eq!(app.get(&path, &foreign.token).expect(200).json["ledger"], NEIGHBOUR);
        act(app, &foreign, &path, "void", json!({ "reason": "not_hazard" }));
        app.get(&path, &foreign.token).expect(404);
        app.get(&path, &app.auditor_of(COUNTY).token).expect(200);
    });
}

#[test]
fn a_history_tells_who_did_what_and_where_it_stands() {
    each_database(|app| {
        let (officer, county) = (app.officer_of(HOME), app.officer_of(COUNTY));
        let (path, _) = report(app, &officer);
        act(app, &county, &path, "move", json!({ "to": NEIGHBOUR, "reason": "属地有误" }));
        act(app, &county, &path, "move", json!({ "to": HOME, "reason": "更正" }));
        act(app, &officer, &path, "amend", json!({ "place": "二楼" }));
        let told = app.get(&format!("{path}/history?include=bytes"), &officer.token).expect(200).json;
        let items = told["items"].as_array().unwrap();
        assert!(told.get("next").is_none());
        let acts: Vec<_> =
            items.iter().map(|item| (item["rev"].as_i64().unwrap(), item["act"].as_str().unwrap())).collect();
        assert_eq!(acts, [(1, "report"), (2, "move"), (3, "move"), (4, "amend")]);
        let by = json!({ "person": county.person, "organisation": county.organisation, "layer": "territorial", "tier": "county" });
        assert_eq!((&items[1]["by"], &items[1]["device"]), (&by, &json!(county.device_id)));
        assert_eq!(items[3]["sent"], json!({ "place": "二楼" }));
        let stands = |n: usize| {
            let stands = items[n]["stands"].as_array().unwrap().iter();
            stands.map(|stand| (stand["ledger"].clone(), stand["seq"].clone())).collect::<Vec<_>>()
        };
        let place = |ledger: &str, seq: i64| (json!(ledger), json!(seq));
        assert_eq!(stands(1), [place(HOME, 2), place(NEIGHBOUR, 1)], "from where, then to where");
        assert_eq!(stands(2), [place(NEIGHBOUR, 2), place(HOME, 3)]);
        items.iter().for_each(proves_itself);
        let plain = app.get(&format!("{path}/history"), &officer.token).expect(200).json;
        assert!(plain["items"][0]["stands"][0].get("bytes").is_none());
    });
}

/// The leaf is that of the bytes, and they hold the salted hash of the body.
fn proves_itself(item: &Value) {
    use base64::{Engine, prelude::BASE64_STANDARD};
    for stand in item["stands"].as_array().unwrap() {
        let bytes = stand["bytes"].as_str().unwrap();
        let leaf = Sha256::new_with_prefix([0]).chain_update(bytes).finalize();
        assert_eq!(stand["leaf"], BASE64_STANDARD.encode(leaf));
        let salt = BASE64_STANDARD.decode(stand["salt"].as_str().unwrap()).unwrap();
        let body = json!({ "decided": item["decided"], "sent": item["sent"] });
        let body = hazard_ledger::domain::canonical::text_of(&body);
        let hash = BASE64_STANDARD.encode(Sha256::new_with_prefix(salt).chain_update(body).finalize());
        assert_eq!(serde_json::from_str::<Value>(bytes).unwrap()["body_hash"], hash);
    }
}

#[test]
fn a_history_comes_in_pages_of_any_size() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let (path, _) = report(app, &officer);
        (0..4).for_each(|n| act(app, &officer, &path, "amend", json!({ "place": format!("{n}楼") })));
        for limit in [1, 2, 4, 5, 6] {
            let (mut revs, mut after) = (Vec::new(), json!(0));
            while !after.is_null() {
                let page =
                    app.get(&format!("{path}/history?limit={limit}&after={after}"), &officer.token).expect(200).json;
                let items = page["items"].as_array().unwrap();
                assert!(!items.is_empty() && items.len() <= limit);
                revs.extend(items.iter().map(|item| item["rev"].as_i64().unwrap()));
                after = page["next"].clone();
            }
            assert_eq!(revs, [1, 2, 3, 4, 5], "pages of {limit}");
        }
        for bad in ["limit=0", "after=-1", "include=salt", "afer=1"] {
            let answer = app.get(&format!("{path}/history?{bad}"), &officer.token).expect(400);
            assert_eq!(answer.json["pointer"], bad.split('=').next().unwrap());
        }
    });
}

#[test]
fn the_open_acts_are_those_of_the_state_and_of_the_person() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let (path, _) = report(app, &officer);
        let open = |who: &people::Phone| app.get(&format!("{path}/acts"), &who.token).expect(200).json;
        let told = open(&officer);
        assert_eq!((&told["kind"], &told["rev"], &told["state"]), (&json!("hazard"), &json!(1), &json!("reported")));
        let acts = |told: &Value| {
            told["acts"].as_array().unwrap().iter().map(|act| act.as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let has = |told: &Value, act: &str| acts(told).contains(&act.to_owned());
        assert!(has(&told, "register") && has(&told, "amend") && !has(&told, "accept"), "{told}");
        assert!(acts(&open(&app.auditor_of(COUNTY))).is_empty());
        let refused = json!({ "act": "accept", "body": { "opinion": "合格" } });
        let refused =
            app.send_with("POST", &format!("{path}/acts"), &officer.token, &[("If-Match", "*")], Some(&refused));
        assert_eq!(refused.expect(409).json["open_acts"], told["acts"]);
        act(app, &officer, &path, "void", json!({ "reason": "test" }));
        assert!(acts(&open(&app.auditor_of(COUNTY))).is_empty());
    });
}
