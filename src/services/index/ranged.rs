//! A column of values that are asked for by ranges. Of each 64 rows, and of all together, the least and the
//! greatest value are known: rows of a ledger lie in the order of their last changes, so most words of rows lie
//! wholly within a range of days, or wholly outside of it.
use super::column::holding;
use super::rows::Rows;
use crate::domain::search::Span;

#[derive(Debug)]
#[repr(C)]
pub struct Ranged<T> {
    /// Of all rows.
    whole: Bounds<T>,
    /// Stands for no value, and lies below all of them.
    absent: T,
    /// The rows that have no value.
    without: Rows,
    /// Of each 64 rows.
    zones: Vec<Bounds<T>>,
    values: Vec<T>,
}

/// The least and the greatest value; twice the absent one where there is none.
#[derive(Debug, Clone, Copy)]
struct Bounds<T>(T, T);

/// So many of 64 rows are looked at one by one sooner than all together.
const FEW: u32 = 8;

/// How the values within some bounds lie to a span.
enum Lie {
    Within,
    Outside,
    Across,
}

impl<T: Copy + PartialOrd> Ranged<T> {
    pub fn new(absent: T) -> Self {
        let (values, zones, whole) = (Vec::new(), Vec::new(), Bounds(absent, absent));
        Self { values, zones, whole, without: Rows::default(), absent }
    }

    pub fn push(&mut self, value: T) {
        let (row, absent) = (self.values.len(), self.absent);
        if row.is_multiple_of(64) {
            self.zones.push(Bounds(absent, absent));
        }
        self.values.push(value);
        if value == absent {
            self.without.add(row);
            return;
        }
        self.zones.last_mut().into_iter().chain([&mut self.whole]).for_each(|bounds| bounds.widen(value, absent));
    }

    #[inline]
    pub fn at(&self, row: usize) -> T {
        self.values[row]
    }

    /// Whether any row may lie within the span; with `absent_too`, or have no value.
    pub fn reaches(&self, span: Span<T>, absent_too: bool) -> bool {
        let without_value_too = absent_too && (span.is_open() || !self.without.is_empty());
        without_value_too || !matches!(self.whole.lie(&span, self.absent), Lie::Outside)
    }

    /// Keeps the rows within the span; with `absent_too`, those that have no value as well.
    pub fn within(&self, rows: &mut Rows, span: Span<T>, absent_too: bool) {
        if span.is_open() && absent_too {
            return;
        }
        match (self.whole.lie(&span, self.absent), absent_too) {
            (Lie::Within, true) => {}
            (Lie::Within, false) => rows.without(&self.without),
            (Lie::Outside, true) => rows.keep(&self.without),
            (Lie::Outside, false) => rows.clear(),
            (Lie::Across, _) => self.compare(rows, span, absent_too),
        }
    }

    #[inline]
    fn compare(&self, rows: &mut Rows, span: Span<T>, absent_too: bool) {
        let zones = self.zones.iter().zip(self.values.chunks(64)).enumerate();
        for (word, (n, (zone, values))) in rows.words_mut().zip(zones).filter(|(word, _)| **word != 0) {
            let without = self.without.word(n);
            let within = match zone.lie(&span, self.absent) {
                Lie::Within => !without,
                Lie::Outside => 0,
                Lie::Across if word.count_ones() < FEW => Self::looked_at(values, *word & !without, span),
                Lie::Across => Self::compared(values, span),
            };
            *word &= if absent_too { within | without } else { within & !without };
        }
    }

    /// Which of these rows' values lie within.
    fn looked_at(values: &[T], mut rows: u64, span: Span<T>) -> u64 {
        let mut within = 0;
        while rows != 0 {
            let bit = rows & rows.wrapping_neg();
            if span.holds(&values[bit.trailing_zeros() as usize]) {
                within |= bit;
            }
            rows &= !bit;
        }
        within
    }

    /// Which values lie within; an absent one may.
    #[inline]
    fn compared(values: &[T], span: Span<T>) -> u64 {
        match (span.from, span.to) {
            (Some(from), Some(to)) => holding(values, |value| u8::from(from <= value) & u8::from(value <= to)),
            (Some(from), None) => holding(values, |value| u8::from(from <= value)),
            (None, Some(to)) => holding(values, |value| u8::from(value <= to)),
            (None, None) => u64::MAX,
        }
    }
}

impl<T: Copy + PartialOrd> Bounds<T> {
    fn widen(&mut self, value: T, absent: T) {
        let Self(least, greatest) = *self;
        self.0 = if least == absent || value < least { value } else { least };
        self.1 = if greatest < value { value } else { greatest };
    }

    #[inline]
    fn lie(self, span: &Span<T>, absent: T) -> Lie {
        let Self(least, greatest) = self;
        let is_outside =
            greatest == absent || span.from.is_some_and(|from| greatest < from) || span.to.is_some_and(|to| to < least);
        match is_outside {
            true => Lie::Outside,
            false if span.holds(&least) && span.holds(&greatest) => Lie::Within,
            false => Lie::Across,
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
        let (none, all) = (|_: i32| 0, |n: i32| 20 + n % 11);
        for value in [rising as fn(i32) -> i32, mixed, none, all] {
            let column = column((0..300).map(value));
            for (from, to) in [
                (None, None),
                (Some(20), None),
                (None, Some(30)),
                (Some(20), Some(75)),
                (Some(5), Some(5)),
                (Some(200), None),
            ] {
                for absent_too in [false, true] {
                    let span = Span { from, to };
                    let is_kept = |n: &i32| match value(*n) {
                        0 => absent_too,
                        day => span.holds(&day),
                    };
                    // All rows, and few of each 64.
                    for step in [1, 17] {
                        let mut rows: Rows = (0..300).step_by(step).collect();
                        column.within(&mut rows, span, absent_too);
                        let expected: Vec<_> = (0..300).step_by(step).filter(is_kept).map(|n| n as usize).collect();
                        assert_eq!(rows.iter().collect::<Vec<_>>(), expected, "{from:?} to {to:?}, {absent_too}");
                    }
                }
            }
        }
    }
}
