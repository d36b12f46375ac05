//! A simulated phone: a queue of acts, and what was pulled. The demo and the tests speak to the
//! server through it as a field app would, over HTTP and nothing else.
mod line;
mod repair;

use line::typed;
pub use line::{Line, PhoneError};
pub use repair::Repaired;

use crate::domain::act::{Base, Ordinal, SCHEMA, SentAct};
use crate::domain::cursor::Mode;
use crate::domain::digest::{Digest, DigestText};
use crate::domain::outcome::{ActResult, Verdict};
use crate::domain::{ActId, DeviceId, Instant, RecordId, RegionCode, RegionId};
use crate::services::pull::stream;
use crate::services::pull::{Change, LedgerPage, PullAnswer};
use crate::services::push::PushAnswer;
use serde_json::value::to_raw_value;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A record as the phone holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    pub kind: String,
    pub rev: i64,
    pub hash: String,
    pub document: Value,
}

impl Held {
    /// What the record gives to a digest: the first 8 bytes of its hash.
    fn share(&self) -> u64 {
        self.hash.get(..16).and_then(|head| u64::from_str_radix(head, 16).ok()).unwrap_or_default()
    }
}

/// What an act is to say, before it has a number.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    pub kind: &'a str,
    pub act: &'a str,
    pub record: RecordId,
    pub ledger: Option<&'a RegionCode>,
    pub base: Option<Base>,
    pub body: Value,
}

/// A phone: offline it queues acts, online it pushes and pulls.
#[derive(Debug, Clone)]
pub struct Phone {
    pub line: Line,
    pub device: DeviceId,
    /// Acts that the server has not acknowledged to this phone.
    pub queue: Vec<SentAct>,
    pub held: BTreeMap<(RegionId, RecordId), Held>,
    pub results: BTreeMap<i64, ActResult>,
    next: i64,
    cursor: Option<String>,
}

impl Phone {
    pub fn new(line: Line, device: DeviceId) -> Self {
        Self { line, device, queue: Vec::new(), held: BTreeMap::new(), results: BTreeMap::new(), next: 1, cursor: None }
    }

    /// Queues an act and returns its number; needs no connection.
    pub fn act(&mut self, at: Instant, draft: Draft) -> Option<i64> {
        let number = self.next;
        let act = SentAct {
            client_seq: Ordinal::try_from(number).ok()?,
            act_id: ActId::new(),
            at,
            kind: draft.kind.to_owned().try_into().ok()?,
            act: draft.act.to_owned().try_into().ok()?,
            record: draft.record,
            ledger: draft.ledger.cloned(),
            base: draft.base,
            body: to_raw_value(&draft.body).ok()?,
        };
        self.queue.push(act);
        self.next += 1;
        Some(number)
    }

    /// What the phone builds an act on a record upon: its own last act that is queued, or that
    /// stands but was not pulled yet; else the revision that it holds.
    pub fn base(&self, record: RecordId) -> Option<Base> {
        let queued = self.queue.iter().rev().find(|act| act.record == record).map(|act| act.client_seq);
        let held = self.held_rev(record);
        let stands =
            |result: &&ActResult| result.record == record && result.result.stands_in_the_ledger() && result.rev > held;
        let own =
            || self.results.values().rev().find(stands).and_then(|result| Ordinal::try_from(result.client_seq).ok());
        let pulled = || held.and_then(|rev| Ordinal::try_from(rev).ok()).map(Base::Rev);
        queued.or_else(own).map(Base::ClientSeq).or_else(pulled)
    }

    /// The revision of a record that was pulled last.
    pub fn held_rev(&self, record: RecordId) -> Option<i64> {
        self.held.iter().find(|((_, id), _)| *id == record).map(|(_, held)| held.rev)
    }

    /// Sends acts and returns the answer, without taking note of it: as if it got lost.
    pub fn send(&self, acts: &[SentAct]) -> Result<PushAnswer, PhoneError> {
        let body = json!({ "device_id": self.device, "schema": SCHEMA, "acts": acts });
        typed(self.line.post("/v1/sync/push", &body)?)
    }

    /// Takes note of an answer: what was consumed leaves the queue.
    pub fn note(&mut self, answer: &PushAnswer) {
        self.queue.retain(|act| act.client_seq.get() > answer.last_client_seq);
        for result in &answer.results {
            let first = result.first.as_ref().filter(|_| result.result == Verdict::Duplicate);
            let first = first.and_then(|first| serde_json::from_str(first.get()).ok());
            self.results.insert(result.client_seq, first.unwrap_or_else(|| result.clone()));
        }
    }

    /// Pushes all that is queued, up to 200 acts a request.
    pub fn push(&mut self) -> Result<Vec<ActResult>, PhoneError> {
        let mut results = Vec::new();
        while !self.queue.is_empty() {
            let batch: Vec<_> = self.queue.iter().take(200).cloned().collect();
            let answer = self.send(&batch)?;
            self.note(&answer);
            results.extend(answer.results);
        }
        Ok(results)
    }

    /// Asks for a page of changes, without taking note of it.
    pub fn ask(&self, limit: u32) -> Result<PullAnswer, PhoneError> {
        let body = json!({ "device_id": self.device, "schema": SCHEMA, "cursor": self.cursor, "limit": limit });
        typed(self.line.post("/v1/sync/pull", &body)?)
    }

    /// Up to where the phone has pulled.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Pulls by one streamed answer; where it breaks, the phone holds what came before the last cursor.
    pub fn stream(&mut self) -> Result<(), PhoneError> {
        let lines = self.ask_stream(1000)?;
        self.apply_lines(lines)
    }

    /// Asks for a stream, of at most so many changes a line, without taking note of it.
    pub fn ask_stream(&self, limit: u32) -> Result<Vec<stream::Line>, PhoneError> {
        let body = json!({ "device_id": self.device, "schema": SCHEMA, "cursor": self.cursor, "limit": limit });
        self.line.stream("/v1/sync/stream", &body)
    }

    /// Applies lines up to their last cursor, as a phone that stores each step whole.
    pub fn apply_lines(&mut self, lines: Vec<stream::Line>) -> Result<(), PhoneError> {
        let (mut reset, mut ledgers) = (false, Vec::new());
        for line in lines {
            match line {
                stream::Line::Begin { reset: is_reset, .. } => reset = is_reset,
                stream::Line::Ledger(page) => ledgers.push(page),
                stream::Line::Cursor { cursor, has_more, acks } => {
                    let ledgers = std::mem::take(&mut ledgers);
                    self.apply(PullAnswer { cursor, has_more, reset, acks, advice: None, ledgers })?;
                    reset = false;
                }
                stream::Line::End { problem } => return Err(PhoneError::Refused { status: 0, problem }),
            }
        }
        Ok(())
    }

    /// Applies a page: the ledgers in their order, then the cursor.
    pub fn apply(&mut self, answer: PullAnswer) -> Result<(), PhoneError> {
        if answer.reset {
            self.held.clear();
        }
        for page in answer.ledgers {
            self.apply_ledger(page)?;
        }
        self.cursor = Some(answer.cursor);
        Ok(())
    }

    fn apply_ledger(&mut self, page: LedgerPage) -> Result<(), PhoneError> {
        if page.mode != Mode::Delta {
            self.held.retain(|(ledger, _), _| *ledger != page.ledger);
        }
        page.changes.into_iter().for_each(|change| self.change(page.ledger, change));
        match page.digest {
            Some(digest) => self.compare(page.ledger, &digest),
            None => Ok(()),
        }
    }

    fn change(&mut self, ledger: RegionId, change: Change) {
        match change {
            Change::Put { id, kind, rev, hash, document, .. } => {
                self.held.insert((ledger, id), Held { kind, rev, hash, document });
            }
            Change::Remove { id, .. } => drop(self.held.remove(&(ledger, id))),
        }
    }

    /// Compares what is held of a ledger with what the server says must be held.
    fn compare(&self, ledger: RegionId, digests: &BTreeMap<String, DigestText>) -> Result<(), PhoneError> {
        let own = self.digests(ledger);
        let kinds = own.keys().chain(digests.keys());
        match kinds.clone().find(|kind| own.get(*kind) != digests.get(*kind)) {
            Some(kind) => Err(PhoneError::Diverged { ledger, kind: kind.clone() }),
            None => Ok(()),
        }
    }

    /// Count and XOR per kind of what is held of a ledger.
    pub fn digests(&self, ledger: RegionId) -> BTreeMap<String, DigestText> {
        let mut sums: BTreeMap<String, Digest> = BTreeMap::new();
        for ((_, _), held) in self.held.iter().filter(|((of, _), _)| *of == ledger) {
            let sum = sums.entry(held.kind.clone()).or_default();
            sum.records += 1;
            sum.fold ^= held.share();
        }
        sums.into_iter().map(|(kind, sum)| (kind, sum.into())).collect()
    }

    /// Pulls page after page until there is no more; returns how many pages there were.
    pub fn pull(&mut self, limit: u32) -> Result<usize, PhoneError> {
        let mut pages = 0;
        loop {
            let answer = self.ask(limit)?;
            let has_more = answer.has_more;
            self.apply(answer)?;
            pages += 1;
            if !has_more {
                return Ok(pages);
            }
        }
    }
}
