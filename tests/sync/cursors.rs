//! Cursors: opaque, no secret, worth nothing in other hands.
use super::*;
use crate::support::{Answer, each_database};
use hazard_ledger::domain::cursor::{Cursor, Mark};
use hazard_ledger::domain::scope::Fingerprint;
use hazard_ledger::domain::{DeviceId, RegionId};
use hazard_ledger::services::Failure;
use hazard_ledger::store::cursor;

fn pull(app: &TestApp, phone: &Phone, more: Value) -> Answer {
    let mut body = json!({ "device_id": phone.device, "schema": 1 });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.post("/v1/sync/pull", &phone.line.token, &body)
}

fn forged(schema: u32, seq: i64, ledger: &str) -> String {
    let mark = Mark { seq, fingerprint: Fingerprint(u64::MAX), since: i64::MAX };
    Cursor { schema, marks: [(RegionId(unit(ledger).number()), mark)].into() }.to_opaque()
}

#[test]
fn a_forged_cursor_gets_a_snapshot_a_drop_or_a_refusal() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        let modes = |cursor: String| {
            let answer = pull(app, &phone, json!({ "cursor": cursor })).expect(200).json;
            let ledgers = answer["ledgers"].as_array().unwrap();
            ledgers.iter().map(|page| page["mode"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(modes(forged(1, i64::MAX, HOME)), ["snapshot"]);
        assert_eq!(modes(forged(1, 0, NEIGHBOUR)), ["drop", "snapshot"]);
        pull(app, &phone, json!({ "cursor": forged(1, -1, HOME) })).expect(400);
    });
}

#[test]
fn a_cursor_of_another_schema_begins_anew() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        let answer = pull(app, &phone, json!({ "cursor": forged(2, 1, HOME) })).expect(200).json;
        assert_eq!((&answer["reset"], &answer["ledgers"][0]["mode"]), (&json!(true), &json!("snapshot")));
    });
}

#[test]
fn a_limit_lies_between_1_and_1000_and_a_list_of_ledgers_has_an_end() {
    each_database(|app| {
        let phone = officer(app, HOME);
        for limit in [json!(0), json!(1001), json!(-1), json!(4_294_967_296_i64), json!(1.5)] {
            assert_eq!(pull(app, &phone, json!({ "limit": limit })).expect(400).json["pointer"], "/limit");
        }
        pull(app, &phone, json!({ "limit": 1000, "ledgers": vec![HOME; 100] })).expect(200);
        let many = pull(app, &phone, json!({ "ledgers": vec![HOME; 40_000] })).expect(400);
        assert_eq!(many.json["pointer"], "/ledgers");
    });
}

/// A phone that sees more ledgers than a cursor carries.
fn far_sighted(app: &TestApp) -> Phone {
    let mut phone = officer(app, "360700000000");
    app.units_of("360700000000").iter().take(70).for_each(|unit| report_some(&mut phone, unit, 1));
    phone.push().unwrap();
    phone
}

#[test]
fn a_cursor_that_is_kept_for_a_device_is_nothing_to_another() {
    each_database(|app| {
        let kept = far_sighted(app).ask(500).unwrap().cursor;
        let mut other = officer(app, HOME);
        report(&mut other, HOME, blocked_exit());
        other.push().unwrap();
        let answer = pull(app, &other, json!({ "cursor": kept })).expect(200).json;
        assert_eq!((&answer["reset"], answer["ledgers"].as_array().unwrap().len()), (&json!(true), 1));
    });
}

#[test]
fn the_cursors_that_are_kept_for_a_device_do_not_grow_in_number() {
    each_database(|app| {
        let mut phone = far_sighted(app);
        let kept = |device: DeviceId| {
            app.store.read_now(move |conn| Ok::<_, Failure>(cursor::newest(conn, device, 100)?.len())).unwrap()
        };
        (0..10).for_each(|_| drop(phone.ask(500).unwrap()));
        assert_eq!(kept(phone.device), 4);
        phone.pull(500).unwrap();
        report_some(&mut phone, HOME, 1);
        phone.push().unwrap();
        (0..10).for_each(|_| drop(phone.ask(500).unwrap()));
        assert_eq!(kept(phone.device), 5, "and the one presented");
        assert!(!phone.ask(500).unwrap().reset);
    });
}
