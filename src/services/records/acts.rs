//! What a person may do on a record now: the question that a push answers by refusing.
use super::{Sighted, sighted};
use crate::domain::access::Hand;
use crate::domain::document::state_of;
use crate::domain::kind::{self, Facts};
use crate::domain::scope::{Duty, Subject};
use crate::domain::{Instant, RecordId, policy};
use crate::services::{Outcome, policies};
use crate::store::{Conn, StoreError};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// The acts that are open to a person, and the state that they are open in.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenActs {
    pub record: RecordId,
    pub kind: String,
    pub rev: i64,
    pub state: String,
    /// In the order of the kind's life. What an act's body says may still be refused.
    pub acts: Vec<String>,
}

pub fn open_acts(conn: &mut Conn, subject: &Subject, id: RecordId, now: Instant) -> Outcome<OpenActs> {
    let Sighted { row, coverage } = sighted(conn, subject, id)?;
    let kind = kind::find(&row.kind).ok_or_else(|| StoreError::Damaged(format!("a record of kind {}", row.kind)))?;
    let covers = |duty: &Duty| coverage.get(&row.ledger).is_some_and(|regions| regions.contains(&duty.region));
    let reaching = subject.duties.iter().filter(|duty| duty.view(covers(duty)).shows(&row.place()));
    let (own_enterprises, related, organisations) = (subject.enterprises(), BTreeMap::new(), BTreeMap::new());
    let regions = BTreeMap::new();
    let policies = policies::of_ledgers(conn, &[row.ledger], now.day())?;
    let state = state_of(&row.document);
    // As a push judges: under each duty by itself, and the first under which the act stands acts.
    let open = reaching.flat_map(|duty| {
        let facts = Facts {
            record: id,
            at: now,
            received_at: now,
            ledger: row.ledger,
            related: &related,
            organisations: &organisations,
            destination: None,
            regions: &regions,
            own_enterprises: &own_enterprises,
            own_sectors: &duty.sectors,
            next_number: "",
            policy: policies.get(&row.ledger).unwrap_or(&policy::STANDARD),
            device: subject.device,
        };
        kind.open_acts(&state, &[Hand { person: subject.person, duty, sees_destination: false }], &facts)
    });
    let open: BTreeSet<String> = open.collect();
    let acts = kind.acts().iter().map(|act| (*act).to_owned()).filter(|act| open.contains(act)).collect();
    Ok(OpenActs { record: id, kind: row.kind, rev: row.rev, state: row.state, acts })
}
