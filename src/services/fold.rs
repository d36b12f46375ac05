//! A record, made again from its entries, revision by revision.
use super::{Failure, Outcome};
use crate::domain::Instant;
use crate::domain::entry::{Body, Stamp};
use crate::domain::kind::{self, Kind, MOVED_TO};
use crate::domain::posting::{self, Contribution, Posted};
use crate::store::StoreError;
use serde_json::Value;

/// As far as its entries were read.
#[derive(Default)]
pub struct Fold {
    pub state: Option<Value>,
    pub rev: i64,
    /// The claim that counts for the last revision.
    pub claimed_at: Option<Instant>,
    /// Before the last revision.
    before: Option<Value>,
}

impl Fold {
    /// Takes the next entry, in the order of the revisions. A move stands in two ledgers: its second
    /// entry makes no other revision.
    pub fn step(&mut self, stamp: &Stamp, body: &Body) -> Outcome<()> {
        if stamp.rev == self.rev {
            return Ok(());
        }
        if stamp.rev != self.rev + 1 {
            return Err(damaged(format!("revision {} of {} is missing", self.rev + 1, stamp.record)));
        }
        let kind = kind_of(stamp)?;
        let after = kind.fold(self.state.as_ref(), stamp, &body.decided, &body.sent);
        let after = after.map_err(|bad| damaged(bad.detail))?;
        self.claimed_at = Some(self.claim(stamp));
        self.before = self.state.replace(after);
        self.rev = stamp.rev;
        Ok(())
    }

    /// The claim that counts for the next entry.
    pub fn claim(&self, next: &Stamp) -> Instant {
        posting::claimed(self.claimed_at, next.at, next.received_at)
    }

    /// What the entry that was just taken posts in its ledger.
    pub fn posted(&self, stamp: &Stamp, body: &Body) -> Outcome<Vec<Posted>> {
        let Some(after) = &self.state else { return Ok(Vec::new()) };
        let contribution = Contribution::of(kind_of(stamp)?, stamp.record, self.before.as_ref(), after);
        let contribution = contribution.map_err(|bad| damaged(bad.detail))?;
        Ok(match body.decided.get(MOVED_TO) {
            None => contribution.change(),
            Some(entered) if stamp.ledger == entered => contribution.entering(),
            Some(_) => contribution.leaving(),
        })
    }
}

pub fn kind_of(stamp: &Stamp) -> Outcome<&'static dyn Kind> {
    kind::find(&stamp.kind).ok_or_else(|| damaged(format!("no kind {}", stamp.kind)))
}

pub fn damaged(why: String) -> Failure {
    StoreError::Damaged(why).into()
}
