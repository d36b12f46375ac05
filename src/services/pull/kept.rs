//! What was made for one device and serves all others that see the same: a ledger's part of an answer.
//!
//! A part depends on nothing but its key: the ledger's next entry has another head.
use super::page::{Part, Start};
use super::scope::Seen;
use crate::domain::RegionId;
use crate::domain::scope::View;
use crate::services::Outcome;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Roughly how many parts are kept: of 100 kB each.
const MOST: usize = 512;

/// All that a part depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    ledger: RegionId,
    epoch: i64,
    head: i64,
    from: i64,
    /// What left before this number is not told.
    since: i64,
    limit: usize,
    is_snapshot: bool,
    view: Arc<View>,
    kinds: Option<BTreeSet<String>>,
}

impl Key {
    fn new(seen: &Seen, start: &Start, limit: usize, kinds: Option<&BTreeSet<String>>) -> Self {
        let Seen { extent, view, .. } = seen;
        let Start { is_snapshot, from, since } = *start;
        Self {
            ledger: extent.ledger,
            epoch: extent.epoch,
            head: extent.head,
            from,
            // Where nothing can have left since then, snapshots that began at different times are the same.
            since: from.max(since).min(extent.head),
            limit,
            is_snapshot,
            view: view.clone(),
            kinds: kinds.cloned(),
        }
    }
}

/// A part that knows its size in memory.
pub trait Kept: Part {
    fn bytes(&self) -> usize;
}

#[derive(Clone)]
struct Size;

impl<T: Kept> Weighter<Key, Arc<T>> for Size {
    fn weight(&self, _: &Key, part: &Arc<T>) -> u64 {
        part.bytes() as u64
    }
}

/// The parts that were sent last; one cache for a process.
pub struct Shelf<T>(Cache<Key, Arc<T>, Size>);

impl<T: Kept> Shelf<T> {
    /// Keeps at most so many bytes.
    pub fn within(bytes: u64) -> Self {
        Self(Cache::with_weighter(MOST, bytes, Size))
    }

    pub(super) fn read(
        &self,
        seen: &Seen,
        start: &Start,
        limit: usize,
        kinds: Option<&BTreeSet<String>>,
        make: impl FnOnce() -> Outcome<T>,
    ) -> Outcome<Arc<T>> {
        let key = Key::new(seen, start, limit, kinds);
        if let Some(kept) = self.0.get(&key) {
            return Ok(kept);
        }
        let made = Arc::new(make()?);
        self.0.insert(key, made.clone());
        Ok(made)
    }
}

impl<T: Part> Part for Arc<T> {
    fn reach(&self) -> super::page::Reach {
        T::reach(self)
    }
}
