//! The ledgers that a person sees something of, as a device holds them.
use crate::domain::RegionId;
use crate::domain::scope::{Fingerprint, Subject, View};
use crate::services::Outcome;
use crate::services::sight::sight;
use crate::store::Conn;
use crate::store::coverage::Extent;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A ledger, and what the person sees of it.
pub struct Seen {
    pub extent: Extent,
    pub view: Arc<View>,
    pub fingerprint: Fingerprint,
}

pub struct Visible(pub BTreeMap<RegionId, Seen>);

impl Visible {
    pub fn of(conn: &mut Conn, subject: &Subject, kinds: Option<&BTreeSet<String>>) -> Outcome<Self> {
        let seen = sight(conn, subject, None)?.into_iter().map(|(extent, view)| {
            let fingerprint = view.fingerprint(extent.epoch, kinds);
            (extent.ledger, Seen { extent, view, fingerprint })
        });
        Ok(Self(seen.collect()))
    }

    /// The ledgers in the order in which they are sent: the preferred ones first.
    pub fn in_order(&self, first: &[RegionId]) -> Vec<&Seen> {
        let mut all: Vec<_> = self.0.values().collect();
        all.sort_by_key(|seen| first.iter().position(|id| *id == seen.extent.ledger).unwrap_or(usize::MAX));
        all
    }
}
