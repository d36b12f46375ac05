//! Sets of a segment's rows, a bit for each.

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rows(Vec<u64>);

impl Clone for Rows {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
    /// Into the room that is there already.
    fn clone_from(&mut self, other: &Self) {
        self.0.clone_from(&other.0);
    }
}

impl Rows {
    /// The first so many rows.
    pub fn all(many: usize) -> Self {
        let mut words = vec![u64::MAX; many.div_ceil(64)];
        if let Some(last) = words.last_mut().filter(|_| !many.is_multiple_of(64)) {
            *last = (1 << (many % 64)) - 1;
        }
        Self(words)
    }
    /// These of so many rows.
    pub fn of(these: &[u16], many: usize) -> Self {
        let mut words = vec![0; many.div_ceil(64)];
        for row in these.iter().map(|row| usize::from(*row)) {
            words[row / 64] |= 1 << (row % 64);
        }
        Self(words)
    }
    pub fn add(&mut self, row: usize) {
        if self.0.len() <= row / 64 {
            self.0.resize(row / 64 + 1, 0);
        }
        self.0[row / 64] |= 1 << (row % 64);
    }
    pub fn remove(&mut self, row: usize) {
        if let Some(word) = self.0.get_mut(row / 64) {
            *word &= !(1 << (row % 64));
        }
    }
    pub fn has(&self, row: usize) -> bool {
        self.0.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    pub fn clear(&mut self) {
        self.0.fill(0);
    }
    /// Keeps what is in the other set, too.
    pub fn keep(&mut self, other: &Self) {
        self.keep_words(&other.0);
    }
    /// The same, of a set's bits, 64 rows each.
    #[inline]
    pub fn keep_words(&mut self, others: &[u64]) {
        let shared = self.0.len().min(others.len());
        self.0.iter_mut().zip(others).for_each(|(word, other)| *word &= other);
        self.0[shared..].fill(0);
    }
    /// Keeps what is not in the other set.
    pub fn without(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
    }
    /// Keeps the rows of which this holds.
    pub fn retain(&mut self, holds: impl Fn(usize) -> bool) {
        for (n, word) in self.0.iter_mut().enumerate() {
            let mut left = *word;
            while left != 0 {
                let bit = left & left.wrapping_neg();
                if !holds(n * 64 + bit.trailing_zeros() as usize) {
                    *word &= !bit;
                }
                left &= !bit;
            }
        }
    }
    pub fn join(&mut self, other: &Self) {
        self.join_words(&other.0);
    }
    pub fn join_words(&mut self, others: &[u64]) {
        self.0.resize(self.0.len().max(others.len()), 0);
        self.0.iter_mut().zip(others).for_each(|(word, other)| *word |= other);
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().filter(|(_, word)| **word != 0).flat_map(|(n, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let row = n * 64 + left.trailing_zeros() as usize;
                let found = (left != 0).then_some(row);
                left &= left.wrapping_sub(1);
                found
            })
        })
    }
    /// The last one first.
    pub fn backward(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().rev().filter(|(_, word)| **word != 0).flat_map(|(n, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.checked_ilog2()?;
                left &= !(1 << bit);
                Some(n * 64 + bit as usize)
            })
        })
    }
    /// The bits of the 64 rows that are the `n`th; none beyond the last one that was added.
    #[inline]
    pub fn word(&self, n: usize) -> u64 {
        self.0.get(n).copied().unwrap_or(0)
    }
    /// Of 64 rows each.
    pub fn words_mut(&mut self) -> impl Iterator<Item = &mut u64> {
        self.0.iter_mut()
    }
}

impl FromIterator<usize> for Rows {
    fn from_iter<I: IntoIterator<Item = usize>>(rows: I) -> Self {
        let mut set = Self::default();
        rows.into_iter().for_each(|row| set.add(row));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_kept_as_sets_are() {
        let (low, wide): (Rows, Rows) = ([1, 5, 63].into_iter().collect(), [5, 63, 64, 200].into_iter().collect());
        let of = |set: &Rows| set.iter().collect::<Vec<_>>();
        let mut rows = wide.clone();
        rows.keep(&low);
        assert_eq!(of(&rows), [5, 63]);
        rows.join(&wide);
        rows.without(&low);
        assert_eq!((of(&rows), rows.len()), (vec![64, 200], 2));
        assert_eq!(wide.backward().collect::<Vec<_>>(), [200, 64, 63, 5]);
        rows.retain(|row| row != 200);
        assert_eq!(of(&rows), [64]);
        rows.add(200);
        rows.remove(64);
        assert!(!rows.has(64) && rows.has(200) && !rows.has(9999));
        rows.clear();
        assert!(rows.is_empty());
        for many in [0, 1, 63, 64, 65, 128] {
            assert_eq!(of(&Rows::all(many)), (0..many).collect::<Vec<_>>());
        }
    }
}
