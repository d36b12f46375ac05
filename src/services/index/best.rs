//! The first of a list, out of all that match.
use super::rows::Rows;
use super::segment::Segment;
use crate::domain::RecordId;
use crate::domain::search::{Direction, Filter, Order, Position, Span};
use std::collections::BinaryHeap;

/// A record of the list, and the version of it that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    pub position: Position,
    pub id: RecordId,
    pub seq: i64,
}

/// Keeps the first so many after a place, and counts all of them if that is asked for.
#[derive(Debug)]
pub struct Best<'a> {
    order: Order,
    after: Option<Position>,
    most: usize,
    /// Words that neighbours alone do not prove.
    words: Vec<&'a str>,
    counted: Option<i64>,
    /// The last of those kept is on top.
    kept: BinaryHeap<Hit>,
    /// For the segment at hand.
    pub(super) rows: Rows,
}

impl<'a> Best<'a> {
    pub fn new(order: Order, after: Option<Position>, most: usize, filter: &'a Filter, counts: bool) -> Self {
        let words = filter.words.iter().flat_map(|words| words.iter());
        let words = words.filter(|word| word.chars().nth(2).is_some()).collect();
        Self { order, after, most, words, counted: counts.then_some(0), kept: BinaryHeap::new(), rows: Rows::default() }
    }

    /// Whether none of its rows would be kept or counted, whatever they hold.
    pub fn is_out_of_reach(&self, segment: &Segment) -> bool {
        segment.is_empty() || (self.counted.is_none() && !segment.reaches(self.order, self.ranks()))
    }

    /// Leaves out the rows that would not be kept, whatever they hold: cheaper than any filter. Not
    /// where all are counted.
    pub fn narrow(&self, segment: &Segment, rows: &mut Rows) {
        let span = self.ranks();
        if self.counted.is_none() && !span.is_open() {
            segment.keep_ranks(rows, self.order, span);
        }
    }
    pub fn is_downward(&self) -> bool {
        self.order.direction == Direction::Descending
    }

    /// Takes what is wanted of the rows that matched.
    pub fn offer(&mut self, segment: &Segment, rows: &mut Rows) {
        if self.counted.is_some() && !self.words.is_empty() {
            *rows = rows.iter().filter(|row| segment.has_words(*row, &self.words)).collect();
        }
        let matched = rows.len();
        if let Some(counted) = &mut self.counted {
            *counted += matched as i64;
        }
        // Of many rows most are settled by a loop over the column, of few each is looked at.
        if matched * 64 > segment.len() {
            segment.keep_ranks(rows, self.order, self.ranks());
            self.last().into_iter().for_each(|last| segment.keep_before(rows, self.order, last));
        }
        // Rows lie in the order of their last changes: the sooner the best is found, the less is considered.
        match self.is_downward() {
            true => rows.backward().for_each(|row| self.consider(segment, row)),
            false => rows.iter().for_each(|row| self.consider(segment, row)),
        }
    }

    /// Whatever lies outside is not kept.
    fn ranks(&self) -> Span<i64> {
        Span { from: self.after.map(|after| after.rank), to: self.last().map(|last| last.rank) }
    }

    /// The last of those kept, if no more can be.
    fn last(&self) -> Option<Position> {
        self.kept.peek().filter(|_| self.kept.len() == self.most).map(|hit| hit.position)
    }

    fn consider(&mut self, segment: &Segment, row: usize) {
        let (rank, last) = (segment.rank(row, self.order), self.last());
        if last.is_some_and(|last| last.rank < rank) {
            return;
        }
        let position = self.order.position(rank, segment.id(row));
        let is_wanted = self.after.is_none_or(|after| after < position) && last.is_none_or(|last| position < last);
        // Words are read last: only of what would be kept.
        if is_wanted && segment.has_words(row, &self.words) {
            let hit = Hit { position, id: segment.id(row), seq: segment.seqs[row] };
            if let Some(mut worst) = last.and_then(|_full| self.kept.peek_mut()) {
                *worst = hit;
                return;
            }
            self.kept.push(hit);
        }
    }

    /// The hits in order, and the number of all that match.
    pub fn into_parts(self) -> (Vec<Hit>, Option<i64>) {
        (self.kept.into_sorted_vec(), self.counted)
    }
}
