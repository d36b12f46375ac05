//! Columns: a facet of many records side by side, so that a filter is one loop over small numbers.
use super::rows::Rows;

/// A facet with few different values: each is spelled once, and rows hold its code. A segment has
/// fewer rows than there are codes.
#[derive(Debug)]
pub struct Coded<T> {
    codes: Vec<u16>,
    /// In order, side by side: a filter looks at each of a few.
    values: Vec<(T, u16)>,
    /// The rows of each code; empty where there are too many codes.
    sets: Vec<Rows>,
}

/// Of as many values each has its set of rows: together they are hardly larger than the codes, and
/// the seventeen sectors are among them.
const FEW: usize = 20;

impl<T> Default for Coded<T> {
    fn default() -> Self {
        Self { codes: Vec::new(), values: Vec::new(), sets: Vec::new() }
    }
}

impl<T: Ord + Clone> Coded<T> {
    pub fn push(&mut self, value: &T) {
        let code = match self.place(value) {
            Ok(at) => self.values[at].1,
            Err(at) => {
                let next = self.values.len() as u16;
                self.values.insert(at, (value.clone(), next));
                next
            }
        };
        self.codes.push(code);
        if self.values.len() > FEW {
            self.sets.clear();
            return;
        }
        self.sets.resize_with(self.values.len(), Rows::default);
        self.sets[usize::from(code)].add(self.codes.len() - 1);
    }

    fn code(&self, value: &T) -> Option<u16> {
        self.place(value).ok().map(|at| self.values[at].1)
    }
    /// Where the value is, or where it would be.
    fn place(&self, value: &T) -> Result<usize, usize> {
        self.values.binary_search_by(|(known, _)| known.cmp(value))
    }

    /// The value of every row.
    pub fn spelled(&self) -> Vec<&T> {
        let mut values: Vec<(u16, &T)> = self.values.iter().map(|(value, code)| (*code, value)).collect();
        values.sort_unstable_by_key(|(code, _)| *code);
        self.codes.iter().map(|code| values[usize::from(*code)].1).collect()
    }

    /// Keeps the rows whose value is wanted. For facets of which a segment has few values.
    pub fn keep(&self, rows: &mut Rows, is_wanted: impl Fn(&T) -> bool) {
        self.keep_codes(rows, self.values.iter().filter(|(value, _)| is_wanted(value)).map(|(_, code)| *code));
    }

    /// Keeps the rows of this very value, whose code is looked up.
    pub fn keep_only(&self, rows: &mut Rows, value: &T) {
        self.keep_codes(rows, self.code(value).into_iter());
    }

    fn keep_codes(&self, rows: &mut Rows, wanted: impl Iterator<Item = u16>) {
        let wanted: Vec<u16> = wanted.collect();
        match wanted[..] {
            [] => rows.clear(),
            _ if wanted.len() == self.values.len() => {}
            [only] if self.sets.is_empty() => keep_where(rows, &self.codes, |code| u8::from(code == only)),
            [only] => rows.keep(&self.sets[usize::from(only)]),
            _ => rows.keep(&self.rows_of(wanted.into_iter())),
        }
    }

    /// Keeps the rows that have one of these values, or in the other column one of those.
    pub fn keep_either<U: Ord + Clone>(
        &self,
        rows: &mut Rows,
        these: impl Iterator<Item = T>,
        other: &Coded<U>,
        those: impl Iterator<Item = U>,
    ) {
        let mut either = self.rows_of(these.filter_map(|value| self.code(&value)));
        either.join(&other.rows_of(those.filter_map(|value| other.code(&value))));
        rows.keep(&either);
    }

    fn rows_of(&self, codes: impl Iterator<Item = u16>) -> Rows {
        let mut all = Rows::default();
        if self.sets.is_empty() {
            let mut wanted = vec![0; self.values.len()];
            codes.for_each(|code| wanted[usize::from(code)] = 1);
            if wanted.contains(&1) {
                all = Rows::all(self.codes.len());
                keep_where(&mut all, &self.codes, |code| wanted[usize::from(code)]);
            }
            return all;
        }
        codes.for_each(|code| all.join(&self.sets[usize::from(code)]));
        all
    }
}

/// The values of which this holds, of at most 64, as bits. The loop has no branches, so the compiler
/// widens it.
#[inline]
pub fn holding<T: Copy>(values: &[T], holds: impl Fn(T) -> u8) -> u64 {
    let mut found = [0; 64];
    match <&[T; 64]>::try_from(values) {
        Ok(values) => (0..64).for_each(|n| found[n] = holds(values[n])),
        Err(_shorter) => values.iter().zip(&mut found).for_each(|(value, found)| *found = holds(*value)),
    }
    packed(&found)
}

/// Keeps the rows of which this holds, too; none is looked at where no row is left.
#[inline]
fn keep_where<T: Copy>(rows: &mut Rows, column: &[T], holds: impl Fn(T) -> u8) {
    for (word, values) in rows.words_mut().zip(column.chunks(64)).filter(|(word, _)| **word != 0) {
        *word &= holding(values, &holds);
    }
}

/// 64 bytes, each 0 or 1, as bits. The product gathers the lowest bits of eight bytes in its highest byte.
#[inline]
fn packed(bytes: &[u8; 64]) -> u64 {
    let (eights, _) = bytes.as_chunks::<8>();
    let gathered = eights.iter().map(|eight| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56);
    gathered.enumerate().fold(0, |word, (n, byte)| word | byte << (n * 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coded_column_keeps_the_wanted_rows() {
        let mut column = Coded::default();
        ["a", "b", "a", "c"].iter().for_each(|value| column.push(value));
        let kept = |wanted: &[&str]| {
            let mut rows = Rows::all(4);
            column.keep(&mut rows, |value| wanted.contains(value));
            rows.iter().collect::<Vec<_>>()
        };
        assert_eq!(kept(&[]), [] as [usize; 0]);
        assert_eq!(kept(&["b"]), [1]);
        assert_eq!(kept(&["a", "c"]), [0, 2, 3]);
        assert_eq!(kept(&["a", "b", "c"]), [0, 1, 2, 3]);
        let mut other = Coded::default();
        [1, 2, 3, 4].iter().for_each(|value| other.push(value));
        let mut rows = Rows::all(4);
        column.keep_either(&mut rows, ["a", "d"].into_iter(), &other, [4].into_iter());
        assert_eq!(rows.iter().collect::<Vec<_>>(), [0, 2, 3]);
        other.keep_only(&mut rows, &4);
        assert_eq!(rows.iter().collect::<Vec<_>>(), [3]);
        other.keep_only(&mut rows, &5);
        assert!(rows.is_empty());
    }

    #[test]
    fn many_values_are_found_as_few_are() {
        for many in [FEW, FEW + 1, 200] {
            let mut column = Coded::default();
            (0..500).for_each(|row| column.push(&(row % many)));
            let expected = |wanted: &[usize]| (0..500).filter(|row| wanted.contains(&(row % many))).collect::<Vec<_>>();
            for wanted in [vec![], vec![3], vec![0, 7, many - 1]] {
                let mut rows = Rows::all(500);
                column.keep(&mut rows, |value| wanted.contains(value));
                assert_eq!(rows.iter().collect::<Vec<_>>(), expected(&wanted), "{wanted:?} of {many}");
                let mut rows = Rows::all(500);
                column.keep_either(&mut rows, wanted.iter().copied(), &column, [5].into_iter());
                let either: Vec<_> = wanted.iter().copied().chain([5]).collect();
                assert_eq!(rows.iter().collect::<Vec<_>>(), expected(&either), "{either:?} of {many}");
            }
        }
    }
}
