//! A column of values that are asked for by ranges. Of each 64 rows the least and the greatest value
//! are known: rows of a ledger lie in the order of their last changes, so most words of rows lie wholly
//! within a range of days, or wholly outside of it.
use super::column::holding;
use super::rows::Rows;
use crate::domain::search::Span;

#[derive(Debug)]
pub struct Ranged<T> {
    values: Vec<T>,
    /// Of each 64 rows, absent values left out: the least, the greatest; and which are absent.
    zones: Vec<Zone<T>>,
    /// Stands for no value, and lies below all of them.
    absent: T,
}

#[derive(Debug, Clone, Copy)]
struct Zone<T> {
    bounds: Option<(T, T)>,
    /// A bit for each row.
    absent: u64,
}

/// Which rows of a zone are kept.
enum Kept {
    These(u64),
    /// Each value tells.
    Some,
}

impl<T: Copy + PartialOrd> Ranged<T> {
    pub fn new(absent: T) -> Self {
        Self { values: Vec::new(), zones: Vec::new(), absent }
    }

    pub fn push(&mut self, value: T) {
        if self.values.len().is_multiple_of(64) {
            self.zones.push(Zone { bounds: None, absent: 0 });
        }
        let bit = 1 << (self.values.len() % 64);
        self.values.push(value);
        if let Some(zone) = self.zones.last_mut() {
            if value == self.absent {
                zone.absent |= bit;
                return;
            }
            let (least, greatest) = zone.bounds.unwrap_or((value, value));
            let least = if value < least { value } else { least };
            zone.bounds = Some((least, if greatest < value { value } else { greatest }));
        }
    }

    pub fn at(&self, row: usize) -> T {
        self.values[row]
    }

    /// Keeps the rows within the span; with `absent_too`, those that have no value as well.
    pub fn within(&self, rows: &mut Rows, span: Span<T>, absent_too: bool) {
        if span.is_open() && absent_too {
            return;
        }
        let zones = self.zones.iter().zip(self.values.chunks(64));
        for (word, (zone, values)) in rows.words_mut().zip(zones).filter(|(word, _)| **word != 0) {
            match zone.kept(&span, absent_too) {
                Kept::These(these) => *word &= these,
                Kept::Some => *word &= self.compared(values, span, absent_too),
            }
        }
    }

    /// Leaves out the rows of which their 64 rows' bounds already tell that none lies within the span.
    pub fn rule_out(&self, rows: &mut Rows, span: Span<T>) {
        for (word, zone) in rows.words_mut().zip(&self.zones).filter(|(word, _)| **word != 0) {
            if matches!(zone.kept(&span, false), Kept::These(0)) {
                *word = 0;
            }
        }
    }

    fn compared(&self, values: &[T], span: Span<T>, absent_too: bool) -> u64 {
        let absent = self.absent;
        let absent_too = u8::from(absent_too);
        match (span.from, span.to) {
            (Some(from), Some(to)) => holding(values, |value| {
                (u8::from(from <= value) & u8::from(value <= to)) | (u8::from(value == absent) & absent_too)
            }),
            (Some(from), None) => {
                holding(values, |value| u8::from(from <= value) | (u8::from(value == absent) & absent_too))
            }
            (None, Some(to)) => {
                holding(values, |value| u8::from(value <= to) & (u8::from(absent < value) | absent_too))
            }
            (None, None) => holding(values, |value| u8::from(absent < value) | absent_too),
        }
    }
}

impl<T: Copy + PartialOrd> Zone<T> {
    fn kept(&self, span: &Span<T>, absent_too: bool) -> Kept {
        let is_outside = |(least, greatest): (T, T)| {
            span.from.is_some_and(|from| greatest < from) || span.to.is_some_and(|to| to < least)
        };
        let is_within = |(least, greatest): (T, T)| span.holds(&least) && span.holds(&greatest);
        match self.bounds {
            Some(bounds) if is_within(bounds) => Kept::These(if absent_too { u64::MAX } else { !self.absent }),
            Some(bounds) if !is_outside(bounds) => Kept::Some,
            _ => Kept::These(if absent_too { self.absent } else { 0 }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days that rise slowly, as those of a ledger do, with gaps; some words have none at all.
    fn column(values: impl Iterator<Item = i32>) -> Ranged<i32> {
        let mut column = Ranged::new(0);
        values.for_each(|value| column.push(value));
        column
    }

    #[test]
    fn zones_keep_what_a_look_at_each_value_keeps() {
        let rising = |n: i32| if n % 5 == 0 || (128..192).contains(&n) { 0 } else { 1 + n / 3 };
        let mixed = |n: i32| if n % 7 == 0 { 0 } else { 1 + n * 37 % 101 };
        for value in [rising as fn(i32) -> i32, mixed] {
            let column = column((0..300).map(value));
            for (from, to) in
                [(None, None), (Some(20), None), (None, Some(30)), (Some(20), Some(75)), (Some(5), Some(5))]
            {
                for absent_too in [false, true] {
                    let span = Span { from, to };
                    let mut rows = Rows::all(300);
                    column.within(&mut rows, span, absent_too);
                    let is_kept = |n: &i32| match value(*n) {
                        0 => absent_too,
                        day => span.holds(&day),
                    };
                    let expected: Vec<_> = (0..300).filter(is_kept).map(|n| n as usize).collect();
                    assert_eq!(rows.iter().collect::<Vec<_>>(), expected, "{from:?} to {to:?}, {absent_too}");
                    let mut left = Rows::all(300);
                    column.rule_out(&mut left, span);
                    let is_lost = |n: &usize| value(*n as i32) != 0 && span.holds(&value(*n as i32)) && !left.has(*n);
                    assert_eq!((0..300).find(is_lost), None, "{from:?} to {to:?}");
                }
            }
        }
    }
}
