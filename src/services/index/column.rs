//! Columns: a facet of many records side by side, so that a filter is one loop over small numbers.
use crate::domain::search::Span;
use std::collections::BTreeMap;

/// One byte for each row: 1 where it is still wanted.
pub type Mask = Vec<u8>;

/// A facet with few different values: each is spelled once, and rows hold its code. A segment has
/// fewer rows than there are codes.
#[derive(Debug)]
pub struct Coded<T> {
    codes: Vec<u16>,
    values: BTreeMap<T, u16>,
}

impl<T> Default for Coded<T> {
    fn default() -> Self {
        Self { codes: Vec::new(), values: BTreeMap::new() }
    }
}

impl<T: Ord + Clone> Coded<T> {
    pub fn push(&mut self, value: &T) {
        let next = self.values.len() as u16;
        let code = match self.values.get(value) {
            Some(code) => *code,
            None => *self.values.entry(value.clone()).or_insert(next),
        };
        self.codes.push(code);
    }

    /// The value of every row.
    pub fn spelled(&self) -> Vec<&T> {
        let mut values: Vec<(u16, &T)> = self.values.iter().map(|(value, code)| (*code, value)).collect();
        values.sort_unstable_by_key(|(code, _)| *code);
        self.codes.iter().map(|code| values[usize::from(*code)].1).collect()
    }

    /// Keeps the rows whose value is wanted. For facets of which a segment has few values.
    pub fn keep(&self, mask: &mut Mask, is_wanted: impl Fn(&T) -> bool) {
        let mut wanted = vec![0; self.values.len()];
        self.values.iter().for_each(|(value, code)| wanted[usize::from(*code)] = u8::from(is_wanted(value)));
        match wanted.iter().map(|one| usize::from(*one)).sum::<usize>() {
            0 => mask.fill(0),
            many if many == wanted.len() => {}
            1 => {
                let only = wanted.iter().position(|one| *one == 1).unwrap_or_default() as u16;
                both(mask, &self.codes, |code| u8::from(code == only));
            }
            _ => both(mask, &self.codes, |code| wanted[usize::from(code)]),
        }
    }

    /// Keeps the rows of this very value, whose code is looked up.
    pub fn keep_only(&self, mask: &mut Mask, value: &T) {
        match self.values.get(value) {
            Some(only) => both(mask, &self.codes, |code| u8::from(code == *only)),
            None => mask.fill(0),
        }
    }

    /// Keeps the rows that have one of these values, or in the other column one of those.
    pub fn keep_either<U: Ord + Clone>(
        &self,
        mask: &mut Mask,
        these: impl Iterator<Item = T>,
        other: &Coded<U>,
        those: impl Iterator<Item = U>,
    ) {
        let (here, there) = (self.wanted(these), other.wanted(those));
        for ((keep, one), two) in mask.iter_mut().zip(&self.codes).zip(&other.codes) {
            *keep &= here[usize::from(*one)] | there[usize::from(*two)];
        }
    }

    fn wanted(&self, values: impl Iterator<Item = T>) -> Vec<u8> {
        let mut wanted = vec![0; self.values.len()];
        values.filter_map(|value| self.values.get(&value)).for_each(|code| wanted[usize::from(*code)] = 1);
        wanted
    }
}

/// Keeps the rows of which this holds, too. The loop has no branches, so the compiler widens it.
pub fn both<T: Copy>(mask: &mut Mask, column: &[T], holds: impl Fn(T) -> u8) {
    for (keep, value) in mask.iter_mut().zip(column) {
        *keep &= holds(*value);
    }
}

/// Keeps the rows within the span; `absent`, which lies below all values, is within none.
pub fn within<T: Copy + PartialOrd>(mask: &mut Mask, column: &[T], span: Span<T>, absent: T) {
    match (span.from, span.to) {
        (None, None) => {}
        (Some(from), None) => both(mask, column, |value| u8::from(from <= value)),
        (None, Some(to)) => both(mask, column, |value| u8::from(value <= to) & u8::from(absent < value)),
        (Some(from), Some(to)) => both(mask, column, |value| u8::from(from <= value) & u8::from(value <= to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coded_column_keeps_the_wanted_rows() {
        let mut column = Coded::default();
        ["a", "b", "a", "c"].iter().for_each(|value| column.push(value));
        let kept = |wanted: &[&str]| {
            let mut mask = vec![1, 1, 1, 1];
            column.keep(&mut mask, |value| wanted.contains(value));
            mask
        };
        assert_eq!(kept(&[]), [0, 0, 0, 0]);
        assert_eq!(kept(&["b"]), [0, 1, 0, 0]);
        assert_eq!(kept(&["a", "c"]), [1, 0, 1, 1]);
        assert_eq!(kept(&["a", "b", "c"]), [1, 1, 1, 1]);
        let mut other = Coded::default();
        [1, 2, 3, 4].iter().for_each(|value| other.push(value));
        let mut mask = vec![1, 1, 0, 1];
        column.keep_either(&mut mask, ["a", "d"].into_iter(), &other, [4].into_iter());
        assert_eq!(mask, [1, 0, 0, 1]);
        other.keep_only(&mut mask, &4);
        assert_eq!(mask, [0, 0, 0, 1]);
        other.keep_only(&mut mask, &5);
        assert_eq!(mask, [0, 0, 0, 0]);
    }

    #[test]
    fn what_is_absent_lies_within_no_span() {
        let column = [0, 5, 9];
        let kept = |from, to| {
            let mut mask = vec![1, 1, 1];
            within(&mut mask, &column, Span { from, to }, 0);
            mask
        };
        assert_eq!(kept(None, None), [1, 1, 1]);
        assert_eq!(kept(None, Some(5)), [0, 1, 0]);
        assert_eq!(kept(Some(5), None), [0, 1, 1]);
        assert_eq!(kept(Some(6), Some(8)), [0, 0, 0]);
    }
}
