//! The entries alone give the records: each is folded anew, as its entries come.
use super::world::World;
use base64::{Engine, prelude::BASE64_STANDARD};
use hazard_ledger::domain::document::state_of;
use hazard_ledger::domain::entry::{Body, Stamp, body_hash};
use hazard_ledger::domain::{RecordId, RegionId, kind};
use hazard_ledger::services::Failure;
use hazard_ledger::services::measures::recount;
use hazard_ledger::store::entry::{self, EntryRow};
use hazard_ledger::store::record::{self, RecordRow};
use hazard_ledger::store::{Conn, ledger};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How far each ledger was read, and what its entries have made of the records.
#[derive(Default)]
pub struct Folded {
    read_to: BTreeMap<RegionId, i64>,
    records: BTreeMap<RecordId, (i64, Value)>,
}

impl World<'_> {
    /// Folds what is new in any ledger, and compares with what the database holds.
    pub fn entries_alone_give_the_records(&mut self) {
        let entries = self.new_entries();
        let records: BTreeSet<_> = entries.iter().map(|entry| entry.record).collect();
        entries.iter().for_each(|entry| self.folded.fold(entry));
        for row in self.stored(records.iter().copied().collect()) {
            let (rev, state) = &self.folded.records[&row.id];
            assert_eq!((row.rev, &state_of(&row.document)), (*rev, state), "{} of its entries", row.id);
        }
    }

    /// Of one ledger each time: sooner or later of each.
    pub fn entries_alone_give_the_postings(&self) {
        let read: i64 = self.folded.read_to.values().sum();
        let Some(unit) = self.units.get(usize::try_from(read).unwrap() % self.units.len()).copied() else { return };
        let differences = self.app.store.read_now(move |conn| recount::check(conn, unit)).unwrap();
        assert_eq!(differences, []);
    }

    /// In the order of each record's revisions; a move stands there twice.
    fn new_entries(&mut self) -> Vec<EntryRow> {
        let (units, read_to) = (self.units.clone(), self.folded.read_to.clone());
        let read = move |conn: &mut Conn| -> Result<_, Failure> {
            let mut entries = Vec::new();
            for head in ledger::find(conn, &units)? {
                let from = read_to.get(&head.region).copied().unwrap_or(0);
                entries.extend(if from < head.head {
                    entry::after(conn, head.region, from, i64::MAX)?
                } else {
                    vec![]
                });
            }
            Ok(entries)
        };
        let mut entries = self.app.store.read_now(read).unwrap();
        self.folded.read_to.extend(entries.iter().map(|entry| (entry.ledger, entry.seq)));
        entries.sort_by_key(|entry| (entry.record, entry.rev));
        entries
    }

    /// The open rows of these records: one of each.
    fn stored(&self, ids: Vec<RecordId>) -> Vec<RecordRow> {
        let expected = ids.len();
        let read = move |conn: &mut Conn| -> Result<_, Failure> {
            let rows: Result<Vec<_>, _> = ids.chunks(1000).map(|part| record::find(conn, part)).collect();
            Ok(rows?.into_iter().flatten().filter(|row| row.moved_to.is_none()).collect::<Vec<_>>())
        };
        let rows = self.app.store.read_now(read).unwrap();
        assert_eq!(rows.len(), expected, "a record lies in one ledger");
        rows
    }
}

impl Folded {
    fn fold(&mut self, entry: &EntryRow) {
        let stamp = stamp_of(entry);
        let body: Body = serde_json::from_str(entry.body.as_ref().unwrap()).unwrap();
        let known = self.records.get(&entry.record);
        let before = known.filter(|(rev, _)| *rev < stamp.rev).map(|(_, state)| state);
        let kind = kind::find(&stamp.kind).unwrap();
        if let Some((rev, state)) = known.filter(|(rev, _)| *rev == stamp.rev) {
            // The other entry of a move changes nothing.
            let after = kind.fold(Some(state), &stamp, &body.decided, &body.sent).unwrap();
            assert_eq!((stamp.act.as_str(), &after, *rev), ("move", state, stamp.rev));
            return;
        }
        assert_eq!(stamp.rev, known.map_or(0, |(rev, _)| *rev) + 1, "a revision of {} is missing", entry.record);
        let after = kind.fold(before, &stamp, &body.decided, &body.sent).unwrap();
        self.records.insert(entry.record, (stamp.rev, after));
    }
}

/// The stamp that the entry's bytes hold; its columns and its body are those that were hashed.
fn stamp_of(entry: &EntryRow) -> Stamp {
    let bytes: Value = serde_json::from_str(&entry.bytes).unwrap();
    let hash = body_hash(entry.salt.as_ref().unwrap(), entry.body.as_ref().unwrap());
    assert_eq!(bytes["body_hash"], BASE64_STANDARD.encode(hash));
    let stamp: Stamp = serde_json::from_value(bytes).unwrap();
    assert_eq!((stamp.ledger, stamp.seq, stamp.act_id), (entry.ledger, entry.seq, entry.act_id));
    assert_eq!((stamp.record, stamp.rev, stamp.actor.person), (entry.record, entry.rev, entry.actor));
    stamp
}
