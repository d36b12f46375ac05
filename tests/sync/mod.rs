//! Sync by example: each promise of the protocol, once, with the smallest story that can break it.
mod bad_input;
mod concurrency;
mod cursors;
mod following;
mod lanes;
mod nonsense;
mod pulling;
mod pushing;
mod receipts;
mod scope;
mod statements;
mod streaming;
mod verifying;

use crate::support::TestApp;
use crate::support::people;
use hazard_ledger::domain::act::Base;
use hazard_ledger::domain::outcome::{ActResult, Verdict};
use hazard_ledger::domain::{Instant, OrganisationId, RecordId, RegionCode};
use hazard_ledger::phone::{Draft, Phone};
use serde_json::{Value, json};

pub const HOME: &str = "360702100000";
pub const NEIGHBOUR: &str = "360702101000";
pub const COUNTY: &str = "360702000000";

pub fn at() -> Instant {
    "2026-11-23T09:15:02.120+08:00".parse().unwrap()
}

pub fn unit(code: &str) -> RegionCode {
    code.parse().unwrap()
}

/// A person's phone, ready to sync.
pub fn phone_of(app: &TestApp, person: &people::Phone) -> Phone {
    Phone::new(app.line(person), person.device_id)
}

pub fn officer(app: &TestApp, region: &str) -> Phone {
    phone_of(app, &app.officer_of(region))
}

pub fn blocked_exit() -> Value {
    json!({
        "category": ["P2"], "description": "疏散通道堵塞", "found_at": at(), "source": "daily",
        "sector": "fire", "no_owner": true,
    })
}

pub fn report(phone: &mut Phone, region: &str, body: Value) -> RecordId {
    let record = RecordId::new();
    phone.act(at(), Draft { kind: "hazard", act: "report", record, ledger: Some(&unit(region)), base: None, body });
    record
}

pub fn report_some(phone: &mut Phone, region: &str, many: usize) {
    for _ in 0..many {
        report(phone, region, blocked_exit());
    }
}

pub fn pull_all(phones: &mut [&mut Phone], limit: u32) {
    for phone in phones {
        phone.pull(limit).unwrap();
    }
}

/// An act upon what the phone knows of the record.
pub fn act(phone: &mut Phone, act: &str, record: RecordId, body: Value) {
    let base = phone.base(record);
    act_upon(phone, act, record, base, body);
}

pub fn act_upon(phone: &mut Phone, act: &str, record: RecordId, base: Option<Base>, body: Value) {
    phone.act(at(), Draft { kind: "hazard", act, record, ledger: None, base, body });
}

pub fn verdicts(results: &[ActResult]) -> Vec<Verdict> {
    results.iter().map(|result| result.result).collect()
}

/// Registers an enterprise in a unit, by an officer of it; its id is that of its organisation.
pub fn cotton_mill(app: &TestApp, region: &str) -> OrganisationId {
    mill_of(app, region, "manufacturing")
}

pub fn mill_of(app: &TestApp, region: &str, sector: &str) -> OrganisationId {
    let mut phone = officer(app, region);
    let record = RecordId::new();
    let body = json!({ "name": "赣南纺织厂", "uscc_is_missing": true, "sector": sector });
    phone.act(
        at(),
        Draft { kind: "enterprise", act: "register", record, ledger: Some(&unit(region)), base: None, body },
    );
    assert_eq!(verdicts(&phone.push().unwrap()), [Verdict::Applied]);
    record.cast()
}
