//! The inbox: what was not applied is resolved by people, or applied when its record arrives.
mod held;
mod resolving;
mod supervising;

use crate::support::{Answer, TestApp, people};
use crate::sync::{HOME, act, act_upon, blocked_exit, phone_of, report};
use hazard_ledger::domain::act::{Base, Ordinal};
use hazard_ledger::domain::{ActId, RecordId, RegionId};
use hazard_ledger::http::clock;
use hazard_ledger::phone::Phone;
use hazard_ledger::services::Failure;
use hazard_ledger::services::inbox::{InboxItem, held as held_acts};
use hazard_ledger::store::entry::{self, EntryRow};
use serde_json::{Value, json};

fn rev(n: i64) -> Option<Base> {
    Some(Base::Rev(Ordinal::try_from(n).unwrap()))
}

/// A manager of a territorial body.
fn manager_of(app: &TestApp, region: &str) -> people::Phone {
    let body = app.make_organisation(people::organisation("territorial", region, json!({})));
    app.employ(body, "manager", region, json!({}))
}

fn items(app: &TestApp, person: &people::Phone, query: &str) -> Vec<InboxItem> {
    let page = app.get(&format!("/v1/inbox{query}"), &person.token).expect(200).json;
    serde_json::from_value(page["items"].clone()).unwrap()
}

fn resolve(app: &TestApp, person: &people::Phone, item: &InboxItem, how: Value) -> Answer {
    app.post(&format!("/v1/inbox/{}/resolve", item.id), &person.token, &how)
}

fn entries(app: &TestApp, act: ActId) -> Vec<EntryRow> {
    app.store.read_now(move |conn| Ok::<_, Failure>(entry::of_act(conn, act)?)).unwrap()
}

/// All entries of a ledger.
fn ledger(app: &TestApp, code: &str) -> Vec<EntryRow> {
    let region = RegionId(code.parse().unwrap());
    app.store.read_now(move |conn| Ok::<_, Failure>(entry::after(conn, region, 0, i64::MAX)?)).unwrap()
}

fn sweep(app: &TestApp) -> usize {
    held_acts::sweep(&app.store, clock::now()).unwrap()
}

/// A hazard whose place two people set: what the second one wrote is a conflict in its inbox.
fn conflict(app: &TestApp, author: &people::Phone) -> (RecordId, InboxItem) {
    let (mut first, mut second) = (phone_of(app, &app.officer_of(HOME)), phone_of(app, author));
    let hazard = report(&mut first, HOME, blocked_exit());
    act(&mut first, "amend", hazard, json!({ "place": "二楼" }));
    first.push().unwrap();
    // The device may have pushed before.
    second.queue.clear();
    let number = app.store.read_now({
        let device = author.device_id;
        move |conn| hazard_ledger::store::device::find(conn, device)
    });
    act_upon(&mut second, "amend", hazard, rev(1), json!({ "place": "三楼" }));
    second.queue[0].client_seq = Ordinal::try_from(number.unwrap().unwrap().last_client_seq + 1).unwrap();
    second.push().unwrap();
    let item = items(app, author, "?result=conflict&state=open").pop().unwrap();
    assert_eq!(item.record, hazard);
    (hazard, item)
}

fn record(app: &TestApp, person: &people::Phone, id: RecordId) -> Value {
    app.get(&format!("/v1/records/{id}"), &person.token).expect(200).json
}

fn pushed(phone: &mut Phone) -> Vec<hazard_ledger::domain::outcome::Verdict> {
    crate::sync::verdicts(&phone.push().unwrap())
}
