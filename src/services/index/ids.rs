//! The ids of a segment's records, as numbers: of records of the same rank the id decides.
use super::rows::Rows;
use crate::domain::search::Span;

/// The greatest and the least id of each 64 rows are known by their first halves.
#[derive(Debug, Default)]
pub struct Ids {
    values: Vec<u128>,
    zones: Vec<(u64, u64)>,
}

fn first_half(id: u128) -> u64 {
    (id >> 64) as u64
}

impl Ids {
    pub fn push(&mut self, id: u128) {
        let half = first_half(id);
        if self.values.len().is_multiple_of(64) {
            self.zones.push((half, half));
        }
        self.values.push(id);
        if let Some((least, greatest)) = self.zones.last_mut() {
            *least = half.min(*least);
            *greatest = half.max(*greatest);
        }
    }

    pub fn at(&self, row: usize) -> u128 {
        self.values[row]
    }

    /// Keeps the rows whose id lies within the span.
    pub fn keep(&self, rows: &mut Rows, span: Span<u128>) {
        let Span { from, to } = Span { from: span.from.map(first_half), to: span.to.map(first_half) };
        for (word, (least, greatest)) in rows.words_mut().zip(&self.zones) {
            if from.is_some_and(|from| *greatest < from) || to.is_some_and(|to| to < *least) {
                *word = 0;
            }
        }
        rows.retain(|row| span.holds(&self.values[row]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ids_within_are_kept(
            ids in prop::collection::vec(prop_oneof![any::<u128>(), 0..4_u128, (0..4_u128).prop_map(|half| half << 64 | 7)], 1..200),
            (from, to) in (prop::option::of(any::<prop::sample::Index>()), prop::option::of(any::<prop::sample::Index>())),
        ) {
            let mut column = Ids::default();
            ids.iter().for_each(|id| column.push(*id));
            let span = Span { from: from.map(|from| *from.get(&ids)), to: to.map(|to| *to.get(&ids)) };
            let mut rows = Rows::all(ids.len());
            column.keep(&mut rows, span);
            for (row, id) in ids.iter().enumerate() {
                prop_assert_eq!(column.at(row), *id);
                prop_assert_eq!(rows.has(row), span.holds(id));
            }
        }
    }
}
