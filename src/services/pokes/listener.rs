//! One open stream: a few hundred bytes, and what it has not told yet.
use super::Ears;
use crate::domain::{Instant, PersonId, RegionId, SessionId};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::task::Waker;

/// More ledgers than this are not told one by one to a slow reader: it is told to ask for all.
const MOST_PENDING: usize = 256;

/// A stream, and whose it is.
pub struct Listener {
    pub person: PersonId,
    pub session: SessionId,
    pub expires_at: Instant,
    pub ears: Ears,
    /// When something was sent last.
    pub told_at: Instant,
    /// The newest number of each ledger that has changed.
    ledgers: BTreeMap<RegionId, i64>,
    scope: bool,
    beat: bool,
    waker: Option<Waker>,
}

impl Listener {
    pub fn new(person: PersonId, session: SessionId, expires_at: Instant, ears: Ears, now: Instant) -> Self {
        let (ledgers, told_at) = (BTreeMap::new(), now);
        Self { person, session, expires_at, ears, told_at, ledgers, scope: false, beat: false, waker: None }
    }

    pub fn poke(&mut self, ledger: RegionId, seq: i64) {
        self.ledgers.insert(ledger, seq);
        if self.ledgers.len() > MOST_PENDING {
            self.ledgers.clear();
            self.scope = true;
        }
        self.wake();
    }
    pub fn poke_scope(&mut self) {
        self.scope = true;
        self.wake();
    }
    pub fn beat(&mut self) {
        self.beat = true;
        self.wake();
    }
    pub fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
    pub fn wait(&mut self, waker: &Waker) {
        self.waker = Some(waker.clone());
    }

    /// All that is to be told, as server-sent events; empty where that is nothing.
    pub fn told(&mut self, now: Instant) -> String {
        let mut text = String::new();
        if std::mem::take(&mut self.scope) {
            text.push_str("event: scope\ndata: {}\n\n");
        }
        for (ledger, seq) in std::mem::take(&mut self.ledgers) {
            // Writing to a String does not fail.
            let _ = write!(text, "event: ledger\ndata: {}\n\n", json!({ "ledger": ledger, "seq": seq }));
        }
        if std::mem::take(&mut self.beat) && text.is_empty() {
            text.push_str(":\n\n");
        }
        if !text.is_empty() {
            self.told_at = now;
        }
        text
    }
}
