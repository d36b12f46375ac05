//! Filters that ask for ranges.
use super::super::item::digits;
use super::super::rows::Rows;
use super::{Millis, Segment};
use crate::domain::search::{Filter, Span};
use crate::domain::{Day, Instant};

/// A filter's ranges, as columns hold what they are compared with.
struct Measured {
    lon: Span<i32>,
    lat: Span<i32>,
    due: Span<i32>,
    occurred: Span<i32>,
    updated: Span<Millis>,
}

impl Measured {
    fn of(filter: &Filter) -> Self {
        let Filter { due, occurred, updated, bbox, .. } = filter;
        let updated = Span { from: updated.from.map(Instant::millis), to: updated.to.map(Instant::millis) };
        let side = |(from, to): (i32, i32)| Span { from: Some(from), to: Some(to) };
        let lon = bbox.map(|bbox| side(bbox.lon)).unwrap_or_default();
        let lat = bbox.map(|bbox| side(bbox.lat)).unwrap_or_default();
        Self { lon, lat, due: days(*due), occurred: days(*occurred), updated: millis(updated) }
    }
}

impl Segment {
    /// Whether the filter asks for a range that none of the rows comes near: the places of a township lie
    /// together, and so do the days of some thousand records.
    pub fn lies_outside(&self, filter: &Filter) -> bool {
        let Measured { lon, lat, due, occurred, updated } = Measured::of(filter);
        !(self.lon.reaches(lon, lon.is_open())
            && self.lat.reaches(lat, lat.is_open())
            && self.due_on.reaches(due, due.is_open())
            && self.occurred_on.reaches(occurred, occurred.is_open())
            && self.updated_at.reaches(updated, updated.is_open()))
    }

    pub(super) fn keep_measured(&self, rows: &mut Rows, filter: &Filter) {
        let Measured { lon, lat, due, occurred, updated } = Measured::of(filter);
        self.lon.within(rows, lon, lon.is_open());
        self.lat.within(rows, lat, lat.is_open());
        self.due_on.within(rows, due, due.is_open());
        self.occurred_on.within(rows, occurred, occurred.is_open());
        self.updated_at.within(rows, updated, updated.is_open());
    }
}

fn days(span: Span<Day>) -> Span<i32> {
    Span { from: span.from.map(digits), to: span.to.map(digits) }
}

pub(super) fn millis(span: Span<i64>) -> Span<Millis> {
    Span { from: span.from.map(|millis| millis as Millis), to: span.to.map(|millis| millis as Millis) }
}
