//! A ledger in memory, as it stood at a number: brought forward by what changed since, as a device is.
use super::best::Best;
use super::item::Item;
use super::rows::Rows;
use super::segment::{Glance, Segment};
use crate::domain::RecordId;
use crate::domain::scope::View;
use crate::domain::search::Filter;
use crate::services::Outcome;
use crate::store::Conn;
use crate::store::coverage::Extent;
use crate::store::record::{self, Range, RecordRow};
use std::collections::HashSet;

/// The most rows of a segment; one that is put together from two may have twice as many.
const SEGMENT: usize = 4096;
/// As many changes are gathered before they are put in with the others.
const GATHERED: usize = 64;

#[derive(Debug, Default)]
pub struct Ledger {
    epoch: i64,
    head: i64,
    segments: Vec<Segment>,
    /// The last changes: few, so that a change costs little. Mostly there are none, and a look at many ledgers
    /// is the quicker the less memory it touches of each.
    recent: Option<Box<Segment>>,
}

impl Ledger {
    /// Whether all that the snapshot knows of the ledger is here. There may be more.
    pub fn holds(&self, extent: &Extent) -> bool {
        self.epoch == extent.epoch && self.head >= extent.head
    }

    pub fn is_at(&self, extent: &Extent) -> bool {
        self.epoch == extent.epoch && self.head == extent.head
    }

    /// Reads what is new, in ranges of (ledger, seq).
    pub fn bring_to(&mut self, conn: &mut Conn, extent: &Extent) -> Outcome<()> {
        if self.epoch != extent.epoch {
            *self = Self { epoch: extent.epoch, ..Self::default() };
        }
        while self.head < extent.head {
            let Extent { ledger, head: to, .. } = *extent;
            let range = Range { ledger, after: self.head, to, limit: SEGMENT as i64 };
            let rows = record::changed(conn, range)?;
            self.take(&rows);
            let is_all = rows.len() < SEGMENT;
            self.head = rows.last().map(|row| row.seq).filter(|_| !is_all).unwrap_or(to);
        }
        Ok(())
    }

    fn all(&self) -> impl DoubleEndedIterator<Item = &Segment> {
        self.segments.iter().chain(self.recent.as_deref())
    }

    fn take(&mut self, rows: &[RecordRow]) {
        let changed: HashSet<RecordId> = rows.iter().map(|row| row.id).collect();
        self.segments.iter_mut().chain(self.recent.as_deref_mut()).for_each(|segment| segment.strike(&changed));
        let open = rows.iter().filter(|row| row.moved_to.is_none());
        open.for_each(|row| self.recent.get_or_insert_default().push(&Item::searched(row)));
        if let Some(recent) = self.recent.take_if(|recent| recent.len() >= GATHERED) {
            self.settle(*recent);
        }
    }

    /// Adds a record that is not there yet, to a ledger that is not brought forward. It is found by any filter
    /// that has no words.
    pub fn add(&mut self, row: &RecordRow) {
        self.recent.get_or_insert_default().push(&Item::plain(row));
        let full = self.recent.take_if(|recent| recent.len() >= SEGMENT);
        self.segments.extend(full.map(|full| *full));
    }

    /// Puts the last changes in with the others, and forgets rows that were struck.
    fn settle(&mut self, recent: Segment) {
        match self.segments.last_mut() {
            Some(last) if last.live() + recent.live() <= SEGMENT => *last = gathered(&[last, &recent]),
            _ => self.segments.push(recent),
        }
        let mostly_dead = self.segments.iter_mut().filter(|segment| segment.is_mostly_dead());
        mostly_dead.for_each(|segment| *segment = gathered(&[segment]));
    }

    /// Offers what the view shows and the filter lets through, from the end that the list begins with:
    /// once it is full, most of what is left cannot come onto it.
    pub fn search(&self, view: &View, filter: &Filter, best: &mut Best) {
        let (mut rows, is_downward) = (std::mem::take(&mut best.rows), best.is_downward());
        let mut look = |segment: &Segment| {
            if best.is_out_of_reach(segment) || segment.lies_outside(filter) {
                return;
            }
            segment.show(&mut rows, view);
            best.narrow(segment, &mut rows);
            segment.keep(&mut rows, filter);
            best.offer(segment, &mut rows);
        };
        let all = self.all();
        if is_downward {
            all.rev().for_each(&mut look)
        } else {
            all.for_each(&mut look)
        }
        best.rows = rows;
    }

    /// How many records the view shows and the filter, which asks for no words, lets through.
    pub fn count(&self, view: &View, filter: &Filter) -> usize {
        let mut rows = Rows::default();
        let mut counted = |segment: &Segment| {
            segment.show(&mut rows, view);
            segment.keep(&mut rows, filter);
            rows.len()
        };
        self.all().map(&mut counted).sum()
    }

    /// Shows every record that the view shows and the filter lets through, in no order. The filter may
    /// have no words.
    pub fn glance(&self, view: &View, filter: &Filter, mut see: impl FnMut(Glance)) {
        let mut rows = Rows::default();
        for segment in self.all() {
            segment.show(&mut rows, view);
            segment.keep(&mut rows, filter);
            segment.glances(&rows, &mut see);
        }
    }

    pub fn prepare(&self) {
        self.segments.iter().for_each(Segment::prepare);
    }
    pub fn bytes(&self) -> usize {
        self.all().map(Segment::bytes).sum()
    }
}

fn gathered(segments: &[&Segment]) -> Segment {
    let mut all = Segment::default();
    segments.iter().flat_map(|segment| segment.items()).for_each(|item| all.push(&item));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::{Added, Touched};
    use crate::domain::kind::Facets;
    use crate::domain::search::{Bbox, Direction, Order, SortKey, Span};
    use crate::domain::{Instant, RegionId};
    use crate::services::revision::Revision;
    use proptest::prelude::*;
    use serde_json::json;

    fn planted() -> RecordRow {
        let (id, at, ledger) = (RecordId::new(), Instant::from_millis(0), RegionId(360702100000));
        let (state, facets, touched) = (json!({}), Facets::default(), Touched::default());
        let added = Added { id, kind: "hazard", ledger, rev: 1, created_at: at, updated_at: at };
        RecordRow::from(Revision { state: &state, facets, added, seq: 1, touched: &touched, claimed_at: at })
    }

    #[test]
    fn what_is_added_is_found_in_every_segment() {
        let (row, mut ledger) = (planted(), Ledger::default());
        for _ in 0..SEGMENT * 2 + 1 {
            ledger.add(&RecordRow { id: RecordId::new(), ..row.clone() });
        }
        let all = View { all: true, ..View::default() };
        assert_eq!((ledger.segments.len(), ledger.recent.as_ref().map(|recent| recent.len())), (2, Some(1)));
        assert_eq!(ledger.count(&all, &Filter::default()), SEGMENT * 2 + 1);
    }

    proptest! {
        #[test]
        fn pages_are_the_list_whatever_is_of_one_rank(
            rows in prop::collection::vec((any::<u128>(), prop::option::of(0..3_i64), 0..4_i64), 0..400),
            (by, is_downward) in (prop::sample::select(vec![SortKey::DueOn, SortKey::UpdatedAt]), any::<bool>()),
            limit in 1..40_usize,
        ) {
            let direction = if is_downward { Direction::Descending } else { Direction::Ascending };
            let (order, filter, row) = (Order { by, direction }, Filter::default(), planted());
            // What one of them has found narrows the next.
            let mut ledgers: [Ledger; 3] = Default::default();
            let (mut expected, mut seen) = (Vec::new(), HashSet::new());
            for (n, (id, due, updated)) in rows.into_iter().filter(|(id, ..)| seen.insert(id | 1)).enumerate() {
                let id = RecordId::from_uuid(uuid::Uuid::from_u128(id | 1));
                let due_on = due.map(|day| Instant::from_millis(0).day().plus_days(day));
                let updated_at = Instant::from_millis(updated);
                ledgers[n / 70 % 3].add(&RecordRow { id, due_on, updated_at, ..row.clone() });
                let key = match by { SortKey::DueOn => due, _ => Some(updated) };
                expected.push((key.is_none(), key.map(|key| if is_downward { -key } else { key }), order.position(0, id).tie));
            }
            expected.sort();
            let (all, mut found, mut after) = (View { all: true, ..View::default() }, Vec::new(), None);
            loop {
                let mut best = Best::new(order, after, limit, &filter, false);
                ledgers.iter().for_each(|ledger| ledger.search(&all, &filter, &mut best));
                let (hits, _) = best.into_parts();
                after = hits.last().map(|hit| hit.position).or(after);
                found.extend(hits.iter().map(|hit| hit.position.tie));
                if hits.len() < limit {
                    break;
                }
            }
            prop_assert_eq!(found, expected.into_iter().map(|(_, _, tie)| tie).collect::<Vec<_>>());
        }

        /// Ledgers that lie apart, so that many segments are left out at once, and values that are missing.
        #[test]
        fn ranges_find_what_lies_within(
            rows in prop::collection::vec((prop::option::of((0..9_i64, 0..9_i64)), prop::option::of(0..9_i64), 0..9_i64), 1..300),
            bbox in prop::option::of((0..30_i32, 0..30_i32)),
            (due, updated) in (span(9), span(30)),
            is_voided in prop::option::of(any::<bool>()),
        ) {
            let mut ledgers: [Ledger; 3] = Default::default();
            let day = |n: i64| Instant::from_millis(0).day().plus_days(n);
            let bbox = bbox.map(|(lon, lat)| Bbox { lon: (lon, lon + 5), lat: (lat, lat + 5) });
            let due = Span { from: due.from.map(day), to: due.to.map(day) };
            let updated = Span { from: updated.from.map(Instant::from_millis), to: updated.to.map(Instant::from_millis) };
            let filter = Filter { bbox, due, updated, is_voided, ..Filter::default() };
            let mut expected = HashSet::new();
            for (n, (place, due_on, updated_at)) in rows.into_iter().enumerate() {
                let apart = n as i64 % 3 * 10;
                let (lon, lat) = (place.map(|(lon, _)| lon + apart), place.map(|(_, lat)| lat + apart));
                let (due_on, updated_at) = (due_on.map(day), Instant::from_millis(updated_at + apart));
                let row = RecordRow { id: RecordId::new(), lon, lat, due_on, updated_at, is_voided: n % 7 == 0, ..planted() };
                ledgers[n % 3].add(&row);
                let lies = |side: (i32, i32), at: Option<i64>| at.is_some_and(|at| (i64::from(side.0)..=i64::from(side.1)).contains(&at));
                let is_wanted = bbox.is_none_or(|bbox| lies(bbox.lon, lon) && lies(bbox.lat, lat))
                    && (due.is_open() || due_on.is_some_and(|day| due.holds(&day)))
                    && updated.holds(&updated_at)
                    && is_voided.is_none_or(|wanted| wanted == row.is_voided);
                if is_wanted {
                    expected.insert(row.id);
                }
            }
            let order = Order { by: SortKey::CreatedAt, direction: Direction::Ascending };
            let (view, mut best) = (View { all: true, audits: true, ..View::default() }, Best::new(order, None, 1000, &filter, true));
            ledgers.iter().for_each(|ledger| ledger.search(&view, &filter, &mut best));
            let (hits, count) = best.into_parts();
            prop_assert_eq!(count, Some(expected.len() as i64));
            prop_assert_eq!(hits.into_iter().map(|hit| hit.id).collect::<HashSet<_>>(), expected);
        }
    }

    fn span(most: i64) -> impl Strategy<Value = Span<i64>> {
        (prop::option::of(0..most), prop::option::of(0..most)).prop_map(|(from, to)| Span { from, to })
    }
}
