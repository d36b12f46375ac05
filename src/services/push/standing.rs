//! An act that stands, and the record's row as it leaves it.
use crate::domain::document::{Added, Touched};
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::Facets;
use crate::domain::outcome::{Seen, Verdict};
use crate::domain::posting::{self, Contribution};
use crate::domain::{Instant, RegionId};
use crate::services::revision::Revision;
use crate::store::record::RecordRow;
use serde_json::Value;

/// An act that stands: all that is needed to write it.
pub struct Standing {
    pub verdict: Verdict,
    /// Where others' changes came between: what the author had seen.
    pub seen: Option<Seen>,
    pub kind: String,
    pub ledger: RegionId,
    pub destination: Option<RegionId>,
    pub before: Option<RecordRow>,
    pub stamp: Stamp,
    pub decided: Decided,
    pub body: Value,
    pub takes_number: bool,
    pub state: Value,
    pub facets: Facets,
    pub touched: Touched,
    /// What the record contributes to reports, before and after.
    pub contribution: Contribution,
    /// What follows from it on other records.
    pub followers: Vec<Standing>,
}

impl Standing {
    /// The record as the act leaves it, in one of the ledgers that the act touches.
    pub fn row(&self, ledger: RegionId, seq: i64, now: Instant) -> RecordRow {
        let created_at = self.before.as_ref().map_or(now, |row| row.created_at);
        let Stamp { record: id, rev, at, .. } = self.stamp;
        let claimed_at = posting::claimed(self.before.as_ref().map(|row| row.claimed_at), at, now);
        let added = Added { id, kind: &self.kind, ledger, rev, created_at, updated_at: now };
        let Self { state, touched, .. } = self;
        Revision { state, facets: self.facets.clone(), added, seq, touched, claimed_at }.into()
    }
}
