//! What must hold when every device has come to rest.
use super::History;
use super::oracle::sees;
use super::world::World;
use hazard_ledger::domain::entry::Body;
use hazard_ledger::domain::kind::{self, FOLLOWS};
use hazard_ledger::domain::merkle::{Frontier, leaf_hash};
use hazard_ledger::domain::{ActId, InboxId, RecordId, RegionId};
use hazard_ledger::services::Failure;
use hazard_ledger::store::entry::{self, EntryRow};
use hazard_ledger::store::ledger;
use std::collections::{BTreeMap, BTreeSet};

pub fn all(history: &mut History) {
    history.world.calm();
    history.world.devices_hold_what_they_may();
    let units: Vec<_> = history.place.units.iter().map(|unit| RegionId(unit.number())).collect();
    let entries = history.world.ledgers_are_dense_and_hashed(&units);
    history.world.every_act_stands_once(&entries);
    history.world.entries_alone_give_the_records();
    history.world.entries_alone_give_the_postings();
    history.world.the_rest_is_in_the_inbox();
    history.world.numbers_are_dense();
}

/// The act that an entry follows from.
fn follows(entry: &EntryRow) -> Option<ActId> {
    let body: Body = serde_json::from_str(entry.body.as_ref().unwrap()).unwrap();
    let cause = body.decided.get(FOLLOWS);
    assert_eq!(cause.is_some(), kind::find(&entry.kind).unwrap().only_follows(&entry.act));
    cause
}

impl World<'_> {
    fn devices_hold_what_they_may(&self) {
        for (n, device) in self.devices.iter().enumerate() {
            let scopes = &self.people[device.person].scopes;
            let expected: BTreeMap<(RegionId, RecordId), i64> = self
                .things
                .iter()
                .filter(|(_, thing)| sees(scopes, thing))
                .map(|(id, thing)| ((RegionId(thing.ledger.parse().unwrap()), *id), thing.rev))
                .collect();
            let held: BTreeMap<_, _> = device.phone.held.iter().map(|(key, held)| (*key, held.rev)).collect();
            assert_eq!(held, expected, "device {n} of {scopes:?}");
            for ((_, id), held) in &device.phone.held {
                assert_eq!(held.document["id"], id.to_string());
                assert_eq!(held.document["rev"], held.rev);
            }
        }
        self.copies_are_alike();
    }

    /// A record has one text, whoever holds it.
    fn copies_are_alike(&self) {
        let mut texts = BTreeMap::new();
        for (id, held) in self.devices.iter().flat_map(|device| &device.phone.held) {
            let first = texts.entry(id).or_insert(held);
            assert_eq!(*first, held);
        }
    }

    /// Numbers without gaps, bytes that hash to their leaf, leaves that give the head's root.
    fn ledgers_are_dense_and_hashed(&self, units: &[RegionId]) -> Vec<EntryRow> {
        let units = units.to_vec();
        let read = move |conn: &mut _| -> Result<_, Failure> {
            let heads = ledger::find(conn, &units)?;
            let entries = heads.iter().map(|head| entry::after(conn, head.region, 0, i64::MAX));
            let entries = entries.collect::<Result<Vec<_>, _>>()?;
            Ok(heads.into_iter().zip(entries).collect::<Vec<_>>())
        };
        let ledgers = self.app.store.read_now(read).unwrap();
        for (head, entries) in &ledgers {
            let numbers: Vec<_> = entries.iter().map(|entry| entry.seq).collect();
            assert_eq!(numbers, (1..=head.head).collect::<Vec<_>>());
            let mut frontier = Frontier::default();
            for entry in entries {
                let leaf = leaf_hash(entry.bytes.as_bytes());
                assert_eq!(leaf.as_slice(), entry.leaf);
                frontier.append(leaf);
            }
            assert_eq!(frontier.to_bytes(), head.frontier, "the root of {}", head.region);
        }
        ledgers.into_iter().flat_map(|(_, entries)| entries).collect()
    }

    /// One entry for each act that was acknowledged, two for a move, and none for any other.
    fn every_act_stands_once(&self, entries: &[EntryRow]) {
        let mut times: BTreeMap<ActId, Vec<&EntryRow>> = BTreeMap::new();
        entries.iter().for_each(|entry| times.entry(entry.act_id).or_default().push(entry));
        let mut causes = BTreeSet::new();
        for (act, rows) in &times {
            if let Some(cause) = follows(rows[0]) {
                assert!(
                    self.consumed[&cause].1 && causes.insert(cause),
                    "{cause} has two consequences, or did not stand"
                );
                continue;
            }
            let (_, stands) = self.consumed[act];
            assert!(stands, "an act that was refused stands in the ledger");
            let ledgers: BTreeSet<_> = rows.iter().map(|row| row.ledger).collect();
            assert_eq!(ledgers.len(), rows.len(), "an act stands twice in a ledger");
            assert!(rows.len() == 1 || rows[0].act == "move");
        }
        let standing = |id: &ActId| self.consumed[id].1;
        let all: Vec<_> = self.consumed.keys().copied().filter(standing).collect();
        let count = move |conn: &mut _| -> Result<_, Failure> {
            let mut found = BTreeSet::new();
            for part in all.chunks(1000) {
                found.extend(hazard_ledger::store::receipt::standing(conn, part)?);
            }
            Ok((found.len(), all.len()))
        };
        let (found, expected) = self.app.store.read_now(count).unwrap();
        assert_eq!(found, expected, "an acknowledged act is in no ledger");
    }

    fn the_rest_is_in_the_inbox(&mut self) {
        for person in 0..self.people.len() {
            let mut waiting: BTreeSet<ActId> = BTreeSet::new();
            let Some(device) = self.devices.iter().position(|device| device.person == person) else { continue };
            loop {
                let path = format!("/v1/inbox?limit=200&after={}", self.people[person].inbox_seen);
                let page = self.get(device, &path);
                for item in page["items"].as_array().unwrap() {
                    let act: ActId = item["act_id"].as_str().unwrap().parse().unwrap();
                    let has_arrived = item["resolution"]["how"] == "arrived";
                    assert_eq!(self.consumed.get(&act), Some(&(person, has_arrived)), "{item}");
                    assert_ne!(item["result"] == "held", !has_arrived, "an act of long ago waits: {item}");
                    assert!(waiting.insert(act), "an act is in the inbox twice");
                    assert_eq!(item["sent"]["act_id"], item["act_id"]);
                    self.people[person].inbox_seen = item["id"].as_str().unwrap().parse::<InboxId>().unwrap();
                }
                if page["next"].is_null() {
                    break;
                }
            }
            let lost: BTreeSet<_> =
                self.consumed.iter().filter(|(_, whose)| **whose == (person, false)).map(|(act, _)| *act).collect();
            assert!(lost.iter().all(|act| waiting.contains(act)), "an act of {person} is nowhere");
            // They were seen once; the next history looks at its own.
            self.consumed.retain(|act, _| !lost.contains(act));
        }
    }

    fn numbers_are_dense(&self) {
        let mut serials: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
        for number in &self.numbers {
            let (series, serial) = number.rsplit_once('-').unwrap();
            serials.entry(series).or_default().insert(serial.parse().unwrap());
        }
        for (series, serials) in serials {
            let expected: BTreeSet<_> = (1..=i64::try_from(serials.len()).unwrap()).collect();
            assert_eq!(serials, expected, "{series}");
        }
    }
}
