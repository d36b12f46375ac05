//! How a phone finds what it holds wrongly, and mends it by few bytes.
use super::{Held, Phone, PhoneError, typed};
use crate::domain::act::SCHEMA;
use crate::domain::canonical::text_of;
use crate::domain::digest::{Bucket, Buckets, DigestText, share_text};
use crate::domain::{RecordId, RegionId};
use crate::services::verify::{DifferingBuckets, LedgerKind, ListedRecords, VerifyAnswer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The most pairs of ledger and kind, and the most records, of one request.
const PAIRS: usize = 32;
const RECORDS: usize = 500;

/// What a repair came upon.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Repaired {
    /// Pairs of ledger and kind that did not agree.
    pub mismatches: usize,
    pub fetched: usize,
    pub forgotten: usize,
}

impl Phone {
    /// Compares everything that is held with what must be held, and mends what differs. To be done after
    /// a pull without more to come.
    pub fn repair(&mut self) -> Result<Repaired, PhoneError> {
        self.read_own_documents();
        let digests: Vec<_> = self.all_digests().into_iter().collect();
        let digests = digests.iter().map(|(ledger, digests)| json!({ "ledger": ledger, "digests": digests }));
        let answer = self.verify("digests", digests.collect())?;
        let mut repaired = Repaired { mismatches: answer.mismatches.len(), ..Repaired::default() };
        for pairs in answer.mismatches.chunks(PAIRS) {
            let differing = self.verify("buckets", pairs.iter().map(|pair| self.buckets(pair)).collect())?.buckets;
            let lists = self.verify("lists", differing.iter().map(question).collect())?.lists;
            for (list, differing) in lists.iter().zip(&differing) {
                repaired.forgotten += self.forget_unlisted(list, &differing.differ);
                repaired.fetched += self.fetch_differing(list)?;
            }
        }
        Ok(repaired)
    }

    /// A store that was damaged may say of a record what its document does not: only the documents count.
    fn read_own_documents(&mut self) {
        let is_itself = |(ledger, id): &(RegionId, RecordId), held: &mut Held| {
            held.document["ledger"] == json!(ledger) && held.document["id"] == json!(id)
        };
        self.held.retain(is_itself);
        for held in self.held.values_mut() {
            held.kind = held.document["kind"].as_str().unwrap_or_default().to_owned();
            held.rev = held.document["rev"].as_i64().unwrap_or_default();
            let hash: [u8; 32] = Sha256::digest(text_of(&held.document)).into();
            held.hash = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        }
    }

    fn all_digests(&self) -> BTreeMap<RegionId, BTreeMap<String, DigestText>> {
        let ledgers: BTreeSet<_> = self.held.keys().map(|(ledger, _)| *ledger).collect();
        ledgers.into_iter().map(|ledger| (ledger, self.digests(ledger))).collect()
    }

    fn verify(&self, question: &str, asked: Vec<Value>) -> Result<VerifyAnswer, PhoneError> {
        let body = json!({ "device_id": self.device, "schema": SCHEMA, question: asked });
        typed(self.line.post("/v1/sync/verify", &body)?)
    }

    fn of<'a>(&'a self, ledger: RegionId, kind: &'a str) -> impl Iterator<Item = (RecordId, &'a Held)> {
        let wanted = move |((of, _), held): &(&(RegionId, RecordId), &Held)| *of == ledger && held.kind == kind;
        self.held.iter().filter(wanted).map(|((_, id), held)| (*id, held))
    }

    fn buckets(&self, LedgerKind { ledger, kind }: &LedgerKind) -> Value {
        let mut buckets = Buckets::default();
        self.of(*ledger, kind).for_each(|(id, held)| buckets.add(id, held.share()));
        json!({ "ledger": ledger, "kind": kind, "buckets": buckets.texts() })
    }

    fn forget_unlisted(&mut self, list: &ListedRecords, buckets: &[Bucket]) -> usize {
        let listed: BTreeSet<_> = list.records.iter().map(|record| record.id).collect();
        let unlisted = |id: &RecordId| buckets.contains(&Bucket::of(*id)) && !listed.contains(id);
        let unlisted: Vec<_> = self.of(list.ledger, &list.kind).map(|(id, _)| id).filter(unlisted).collect();
        unlisted.iter().for_each(|id| drop(self.held.remove(&(list.ledger, *id))));
        unlisted.len()
    }

    fn fetch_differing(&mut self, list: &ListedRecords) -> Result<usize, PhoneError> {
        let held: BTreeMap<_, _> = self.of(list.ledger, &list.kind).collect();
        let agrees = |id: &RecordId, hash: &str| held.get(id).is_some_and(|held| share_text(held.share()) == hash);
        let records = list.records.iter().filter(|record| !agrees(&record.id, &record.hash));
        let wanted: Vec<_> = records.map(|record| record.id).collect();
        for ids in wanted.chunks(RECORDS) {
            let question = json!({ "ledger": list.ledger, "kind": list.kind, "ids": ids });
            for records in self.verify("fetch", vec![question])?.fetched {
                records.changes.into_iter().for_each(|change| self.change(records.ledger, change));
            }
        }
        Ok(wanted.len())
    }
}

fn question(DifferingBuckets { ledger, kind, differ }: &DifferingBuckets) -> Value {
    json!({ "ledger": ledger, "kind": kind, "buckets": differ })
}
