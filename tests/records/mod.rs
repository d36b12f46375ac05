//! Records as they are read online: one by one, in lists, and by everybody the same.
mod filters;
mod oracle;
mod pages;
mod plans;
mod reading;
mod volume;
pub mod warnings;

use crate::support::TestApp;
use hazard_ledger::domain::{Instant, RecordId, RegionId};
use hazard_ledger::services::Failure;
use hazard_ledger::store::ledger::{self, HeadRow};
use hazard_ledger::store::record::{self, RecordRow};
use hazard_ledger::store::{Conn, Store};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// A hazard's row as no act has made it: whatever a test wants it to be.
pub fn hazard(ledger: &str) -> RecordRow {
    let now = at("2026-11-23T09:00:00+08:00");
    RecordRow {
        ledger: RegionId(ledger.parse().unwrap()),
        id: RecordId::new(),
        kind: "hazard".into(),
        seq: 0,
        rev: 1,
        state: "reported".into(),
        level: None,
        category: Some("P2".into()),
        tags: None,
        sector: "fire".into(),
        enterprise: None,
        owner: None,
        due_on: None,
        occurred_on: Some(now.day()),
        lon: None,
        lat: None,
        number: None,
        is_voided: false,
        moved_to: None,
        document: json!({ "description": "疏散通道堵塞" }).to_string(),
        hash: vec![7; 32],
        touched: "{}".into(),
        created_at: now,
        updated_at: now,
        claimed_at: now,
    }
}

/// Puts rows into their ledgers, behind what lies there.
pub fn plant(app: &TestApp, rows: Vec<RecordRow>) -> Vec<RecordRow> {
    plant_in(&app.store, rows)
}

pub fn plant_in(store: &Store, rows: Vec<RecordRow>) -> Vec<RecordRow> {
    let work = move |conn: &mut Conn| -> Result<Vec<RecordRow>, Failure> {
        let mut rows = rows;
        let mut ledgers: Vec<_> = rows.iter().map(|row| row.ledger).collect();
        ledgers.sort();
        ledgers.dedup();
        ledger::open(conn, &ledgers, at("2026-01-01T00:00:00Z"))?;
        let mut heads: BTreeMap<RegionId, HeadRow> =
            ledger::find(conn, &ledgers)?.into_iter().map(|head| (head.region, head)).collect();
        for row in &mut rows {
            let head = heads.get_mut(&row.ledger).unwrap();
            head.head += 1;
            row.seq = head.head;
        }
        for rows in rows.chunks(1000) {
            record::save(conn, rows)?;
        }
        ledger::save(conn, &heads.into_values().collect::<Vec<_>>())?;
        Ok(rows)
    };
    store.write_now(work).unwrap()
}

pub fn ids(page: &Value) -> Vec<RecordId> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|item| item["id"].as_str().unwrap().parse().unwrap()).collect()
}

/// A path whose query may be Chinese.
pub fn encoded(path: &str) -> String {
    path.bytes()
        .map(|byte| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
