//! Sound requests, broken at random: a refusal says so and consumes nothing, and nothing fails.
use super::*;
use crate::support::each_database;
use hazard_ledger::store::device;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

/// One thing that is wrong with a request, at a place that the index picks.
#[derive(Debug, Clone)]
enum Break {
    Drop(Index),
    Rename(Index),
    Retype(Index, Value),
    Repeat(Index),
    Bytes(Index, Vec<u8>),
}

fn any_break() -> impl Strategy<Value = Break> {
    let values =
        [json!(null), json!(true), json!(-1), json!(i64::MAX), json!(1.5), json!(""), json!("\0"), json!([{}])];
    prop_oneof![
        any::<Index>().prop_map(Break::Drop),
        any::<Index>().prop_map(Break::Rename),
        (any::<Index>(), prop::sample::select(values.to_vec())).prop_map(|(at, value)| Break::Retype(at, value)),
        any::<Index>().prop_map(Break::Repeat),
        (any::<Index>(), prop::collection::vec(any::<u8>(), 1..4)).prop_map(|(at, bytes)| Break::Bytes(at, bytes)),
    ]
}

/// Every place of a request, as pointers.
fn places(json: &Value) -> Vec<String> {
    let parts: Vec<(String, &Value)> = match json {
        Value::Object(fields) => fields.iter().map(|(name, value)| (format!("/{name}"), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(n, value)| (format!("/{n}"), value)).collect(),
        _ => Vec::new(),
    };
    let below = |(place, value): &(String, &Value)| {
        let inner = places(value).into_iter().map(|inner| format!("{place}{inner}"));
        std::iter::once(place.clone()).chain(inner).collect::<Vec<_>>()
    };
    parts.iter().flat_map(below).collect()
}

/// The object that holds the place, and its name there; of a list's item, nothing.
fn member<'a>(json: &'a mut Value, place: &str) -> Option<(&'a mut serde_json::Map<String, Value>, String)> {
    let (holder, name) = place.rsplit_once('/')?;
    Some((json.pointer_mut(holder)?.as_object_mut()?, name.to_owned()))
}

fn broken(mut json: Value, how: &Break) -> Vec<u8> {
    let places = places(&json);
    let place = |at: &Index| places[at.index(places.len())].as_str();
    let mut repeated = String::new();
    match how {
        Break::Drop(at) => drop(member(&mut json, place(at)).map(|(holder, name)| holder.remove(&name))),
        Break::Rename(at) => {
            if let Some((holder, name)) = member(&mut json, place(at)) {
                let value = holder.remove(&name).unwrap();
                holder.insert(name + "_", value);
            }
        }
        Break::Retype(at, value) => *json.pointer_mut(place(at)).unwrap() = value.clone(),
        Break::Repeat(at) => repeated = place(at).rsplit('/').next().unwrap().to_owned(),
        Break::Bytes(..) => {}
    }
    let name = format!("\"{repeated}\":");
    let mut text = json.to_string().replacen(&name, &format!("{name}0,{name}"), 1).into_bytes();
    if let Break::Bytes(at, bytes) = how {
        let at = at.index(text.len());
        text.splice(at..(at + bytes.len()).min(text.len()), bytes.iter().copied());
    }
    text
}

/// A request of each sort: a push of two acts, and a pull of everything that can be asked for.
fn sound(app: &TestApp, phone: &Phone) -> [(&'static str, Value); 2] {
    let mut next = phone.clone();
    let hazard = report(&mut next, HOME, blocked_exit());
    act(
        &mut next,
        "amend",
        hazard,
        json!({ "place": "二楼", "location": { "lon": 1, "lat": 2, "coord_sys": "wgs84" } }),
    );
    let mut acts = json!(next.queue);
    (0..2).for_each(|n| acts[n]["client_seq"] = json!(acknowledged(app, phone) + 1 + n as i64));
    acts[1]["base"]["client_seq"] = acts[0]["client_seq"].clone();
    let push = json!({ "device_id": phone.device, "schema": 1, "acts": acts });
    let cursor = phone.ask(1).unwrap().cursor;
    let pull = json!({
        "device_id": phone.device, "schema": 1, "cursor": cursor, "limit": 5, "ledgers": [HOME], "kinds": ["hazard"],
    });
    [("/v1/sync/push", push), ("/v1/sync/pull", pull)]
}

fn acknowledged(app: &TestApp, phone: &Phone) -> i64 {
    let id = phone.device;
    app.store.read_now(move |conn| device::find(conn, id)).unwrap().unwrap().last_client_seq
}

fn answered_well(app: &TestApp, phone: &Phone, path: &str, body: &[u8]) -> Result<(), TestCaseError> {
    let before = acknowledged(app, phone);
    let answer = app.send_bytes(path, &phone.line.token, body, "");
    prop_assert!(answer.status == 200 || (400..500).contains(&answer.status), "{} {}", answer.status, answer.json);
    let media = if answer.status == 200 { "application/json" } else { "application/problem+json" };
    prop_assert_eq!(answer.header("content-type"), media);
    let consumed = acknowledged(app, phone) - before;
    prop_assert!(consumed == 0 || (answer.status == 200 && path.ends_with("push")), "{} were consumed", consumed);
    Ok(())
}

#[test]
fn a_request_that_is_broken_anywhere_is_answered_and_never_fails() {
    each_database(|app| {
        let phone = officer(app, HOME);
        let config = Config { cases: 64, failure_persistence: None, ..Config::default() };
        let breaks = prop::collection::vec(any_break(), 4);
        let ran = TestRunner::new(config).run(&breaks, |breaks| {
            for how in &breaks {
                for (path, json) in sound(app, &phone) {
                    answered_well(app, &phone, path, &broken(json, how))?;
                }
            }
            Ok(())
        });
        ran.unwrap();
    });
}
