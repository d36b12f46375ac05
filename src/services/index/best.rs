//! The first of a list, out of all that match.
use super::column::Mask;
use super::segment::Segment;
use crate::domain::RecordId;
use crate::domain::search::{Filter, Order, Position, Span};
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
}

impl<'a> Best<'a> {
    pub fn new(order: Order, after: Option<Position>, most: usize, filter: &'a Filter, counts: bool) -> Self {
        let words = filter.words.iter().flat_map(|words| words.iter());
        let words = words.filter(|word| word.chars().nth(2).is_some()).collect();
        Self { order, after, most, words, counted: counts.then_some(0), kept: BinaryHeap::new() }
    }

    pub fn offer(&mut self, segment: &Segment, mut mask: Mask) {
        if self.counted.is_some() && !self.words.is_empty() {
            let lacking: Vec<_> = rows(&mask).filter(|row| !segment.has_words(*row, &self.words)).collect();
            lacking.into_iter().for_each(|row| mask[row] = 0);
        }
        if let Some(counted) = &mut self.counted {
            *counted += mask.iter().map(|one| i64::from(*one)).sum::<i64>();
        }
        let span = Span { from: self.after.map(|after| after.rank), to: self.last().map(|last| last.rank) };
        segment.keep_ranks(&mut mask, self.order, span);
        for row in rows(&mask) {
            self.consider(segment, row);
        }
    }

    /// The last of those kept, if no more can be.
    fn last(&self) -> Option<Position> {
        self.kept.peek().filter(|_| self.kept.len() == self.most).map(|hit| hit.position)
    }

    fn consider(&mut self, segment: &Segment, row: usize) {
        let position = self.order.position(segment.rank(row, self.order), segment.ids[row]);
        let is_wanted =
            self.after.is_none_or(|after| after < position) && self.last().is_none_or(|last| position < last);
        // Words are read last: only of what would be kept.
        if is_wanted && segment.has_words(row, &self.words) {
            self.kept.push(Hit { position, id: segment.ids[row], seq: segment.seqs[row] });
            if self.kept.len() > self.most {
                self.kept.pop();
            }
        }
    }

    /// The hits in order, and the number of all that match.
    pub fn into_parts(self) -> (Vec<Hit>, Option<i64>) {
        (self.kept.into_sorted_vec(), self.counted)
    }
}

/// The rows that are still wanted; eight at a time where none is.
fn rows(mask: &Mask) -> impl Iterator<Item = usize> + '_ {
    let eights = mask.chunks(8).enumerate().filter(|(_, eight)| eight.contains(&1));
    eights
        .flat_map(|(n, eight)| eight.iter().enumerate().filter(|(_, one)| **one == 1).map(move |(row, _)| n * 8 + row))
}
