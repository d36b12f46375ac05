//! The ledgers that a person sees something of, each with its view.
use crate::domain::RegionId;
use crate::domain::scope::{Coverage, Fingerprint, Subject, View};
use crate::services::Outcome;
use crate::store::coverage::Extent;
use crate::store::{Conn, coverage};
use std::collections::{BTreeMap, BTreeSet};

/// A ledger, and what the person sees of it.
pub struct Seen {
    pub extent: Extent,
    pub view: View,
    pub fingerprint: Fingerprint,
}

pub struct Visible(pub BTreeMap<RegionId, Seen>);

impl Visible {
    pub fn of(conn: &mut Conn, subject: &Subject, kinds: Option<&BTreeSet<String>>) -> Outcome<Self> {
        let below = coverage::ledgers_below(conn, &subject.regions())?;
        let enterprises = subject.enterprises();
        let own = if enterprises.is_empty() { Vec::new() } else { coverage::ledgers_of(conn, &enterprises)? };
        let mut covering = Coverage::new();
        let mut extents: BTreeMap<_, _> = own.into_iter().map(|extent| (extent.ledger, extent)).collect();
        for (extent, region) in below {
            covering.entry(extent.ledger).or_default().insert(region);
            extents.insert(extent.ledger, extent);
        }
        let seen = extents.into_values().filter_map(|extent| {
            let view = subject.view(covering.get(&extent.ledger));
            let fingerprint = view.fingerprint(extent.epoch, kinds);
            (!view.is_empty()).then_some((extent.ledger, Seen { extent, view, fingerprint }))
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
