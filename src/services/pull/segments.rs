//! Segments: some thousand records of a ledger as they are streamed, read and compressed once for
//! all who see the same.
use super::page::{self, Part, Reach, Start};
use super::scope::{Seen, Visible};
use super::{answer, digests};
use crate::domain::RegionId;
use crate::domain::scope::View;
use crate::services::Outcome;
use crate::store::{Conn, StoreError};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::collections::BTreeSet;
use std::sync::Arc;

/// So many changes make a segment where the request names no limit.
pub const SEGMENT: usize = 4000;
/// Quick, and a quarter of the text's size is left.
const LEVEL: i32 = 1;
/// Roughly how many segments are kept: of 250 kB each.
const MOST: usize = 256;

/// All that a segment depends on. A ledger's next entry has another head.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    ledger: RegionId,
    epoch: i64,
    head: i64,
    from: i64,
    limit: usize,
    is_snapshot: bool,
    view: Arc<View>,
    kinds: Option<BTreeSet<String>>,
}

/// A ledger's part of a stream: one line of text, as a zstd frame.
#[derive(Debug)]
pub struct Segment {
    reach: Reach,
    pub frame: Vec<u8>,
}

impl Part for Arc<Segment> {
    fn reach(&self) -> Reach {
        self.reach
    }
}

#[derive(Clone)]
struct Size;

impl Weighter<Key, Arc<Segment>> for Size {
    fn weight(&self, _: &Key, segment: &Arc<Segment>) -> u64 {
        segment.frame.len() as u64
    }
}

/// The segments that were sent last; one cache for a process.
pub struct Segments(Cache<Key, Arc<Segment>, Size>);

impl Segments {
    /// Keeps at most so many bytes.
    pub fn within(bytes: u64) -> Self {
        Self(Cache::with_weighter(MOST, bytes, Size))
    }

    pub fn read(
        &self,
        conn: &mut Conn,
        visible: &Visible,
        seen: &Seen,
        start: &Start,
        limit: usize,
        kinds: Option<&BTreeSet<String>>,
    ) -> Outcome<Arc<Segment>> {
        let key = start.is_of(seen.extent.head).then(|| key(seen, start, limit, kinds));
        if let Some(kept) = key.as_ref().and_then(|key| self.0.get(key)) {
            return Ok(kept);
        }
        let segment = Arc::new(make(conn, visible, (seen, start), limit, kinds)?);
        if let Some(key) = key {
            self.0.insert(key, segment.clone());
        }
        Ok(segment)
    }
}

fn key(seen: &Seen, start: &Start, limit: usize, kinds: Option<&BTreeSet<String>>) -> Key {
    let Seen { extent, view, .. } = seen;
    Key {
        ledger: extent.ledger,
        epoch: extent.epoch,
        head: extent.head,
        from: start.from,
        limit,
        is_snapshot: start.is_snapshot,
        view: view.clone(),
        kinds: kinds.cloned(),
    }
}

fn make(
    conn: &mut Conn,
    visible: &Visible,
    (seen, start): (&Seen, &Start),
    limit: usize,
    kinds: Option<&BTreeSet<String>>,
) -> Outcome<Segment> {
    let page = page::read(conn, seen, start, limit, kinds)?;
    let reach = page.reach();
    let complete: Vec<_> = reach.is_whole().then_some(reach.ledger).into_iter().collect();
    let digests = digests::of(conn, visible, &complete, kinds)?;
    let mut line = answer::ledger(&page, digests.get(&page.ledger));
    line.push('\n');
    Ok(Segment { reach, frame: frame(&line)? })
}

pub fn frame(line: &str) -> Outcome<Vec<u8>> {
    Ok(zstd::bulk::compress(line.as_bytes(), LEVEL).map_err(|error| StoreError::Damaged(error.to_string()))?)
}
