//! For each pair of neighbouring characters the rows that hold it. The last character of a field is the first
//! of a pair as well, so every character is.
use super::rows::Rows;

#[derive(Debug)]
pub struct Pairs {
    /// How many rows there are.
    many: usize,
    /// Each pair behind bits that scatter evenly, in order: where a pair stands can be guessed, and a look
    /// reaches few lines of memory.
    keys: Vec<u64>,
    lists: Vec<List>,
    few: Vec<u16>,
    sets: Vec<u64>,
}

/// Where the rows of a pair begin, and how many there are: in `few` one by one, or in `sets` a bit for each
/// row there is, whichever takes less room.
#[derive(Debug)]
struct List {
    at: u32,
    len: u16,
}

/// A pair's rows.
#[derive(Debug, Clone, Copy)]
enum Held<'a> {
    Few(&'a [u16]),
    Set(&'a [u64], usize),
}

/// A character's bits.
const CHAR: u32 = 21;

fn pair(first: char, second: char) -> u64 {
    u64::from(u32::from(first)) << CHAR | u64::from(u32::from(second))
}

/// The pair behind its scattered bits: those that a product with the golden ratio moves to the top.
fn key(pair: u64) -> u64 {
    scattered(pair) << (2 * CHAR) | pair
}
fn scattered(pair: u64) -> u64 {
    pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (2 * CHAR)
}

fn begins_with(key: u64, first: char) -> bool {
    key >> CHAR & ((1 << CHAR) - 1) == u64::from(u32::from(first))
}

impl Pairs {
    /// Of each row's text; no pair reaches across `end`.
    pub fn of<'a>(rows: impl ExactSizeIterator<Item = &'a str>, end: char) -> Self {
        let many = rows.len();
        let mut all: Vec<u64> = Vec::new();
        for (row, text) in rows.enumerate() {
            let neighbours = text.chars().zip(text.chars().skip(1)).filter(|(first, _)| *first != end);
            all.extend(neighbours.map(|(first, second)| pair(first, second) << 16 | row as u64));
        }
        all.sort_unstable();
        all.dedup();
        let mut parts: Vec<(u64, &[u64])> =
            all.chunk_by(|one, next| one >> 16 == next >> 16).map(|part| (key(part[0] >> 16), part)).collect();
        parts.sort_unstable_by_key(|(key, _)| *key);
        let mut pairs = Self { many, keys: Vec::new(), lists: Vec::new(), few: Vec::new(), sets: Vec::new() };
        for (key, part) in parts {
            pairs.push(key, part.iter().map(|both| (both & 0xffff) as u16));
        }
        pairs.few.shrink_to_fit();
        pairs.sets.shrink_to_fit();
        pairs
    }

    fn push(&mut self, key: u64, rows: impl ExactSizeIterator<Item = u16>) {
        let len = rows.len();
        let at = if self.is_set(len) { self.sets.len() } else { self.few.len() };
        self.keys.push(key);
        self.lists.push(List { at: at as u32, len: len as u16 });
        if self.is_set(len) {
            self.sets.resize(at + self.many.div_ceil(64), 0);
            rows.for_each(|row| self.sets[at + usize::from(row) / 64] |= 1 << (row % 64));
        } else {
            self.few.extend(rows);
        }
    }

    /// Whether so many rows are held as a set: 16 bits for each of a few take more room.
    fn is_set(&self, len: usize) -> bool {
        len * 16 > self.many
    }

    pub fn bytes(&self) -> usize {
        (self.keys.len() + self.lists.len() + self.sets.len()) * 8 + self.few.len() * 2
    }

    /// Keeps the rows that hold the pairs that the word is made of, none of which overlaps another but the last
    /// one where the word has an odd number of characters: all rows that hold the word, and few others.
    /// A word of one or two characters needs no second look.
    pub fn keep(&self, rows: &mut Rows, word: &str) {
        let word: Vec<char> = word.chars().collect();
        match word[..] {
            [] => {}
            [only] => rows.keep(&self.beginning(only)),
            [.., first, last] => {
                let odd = (word.len() % 2 == 1).then(|| self.held(first, last));
                let (twos, _) = word.as_chunks::<2>();
                let mut held: Vec<Held> = twos.iter().map(|[first, second]| self.held(*first, *second)).collect();
                held.extend(odd);
                // The rarest first.
                held.sort_by_key(Held::len);
                held.into_iter().for_each(|held| self.keep_held(rows, held));
            }
        }
    }

    fn keep_held(&self, rows: &mut Rows, held: Held) {
        match held {
            Held::Set(set, _) => rows.keep_words(set),
            // A row is looked up in the time that a set takes for some twenty of its own.
            Held::Few(few) if rows.len() * 20 < few.len() => {
                rows.retain(|row| u16::try_from(row).is_ok_and(|row| few.binary_search(&row).is_ok()));
            }
            Held::Few(few) => rows.keep(&Rows::of(few, self.many)),
        }
    }

    /// The rows that hold this character.
    fn beginning(&self, first: char) -> Rows {
        let mut all = Rows::of(&[], self.many);
        for (_, list) in self.keys.iter().zip(&self.lists).filter(|(key, _)| begins_with(**key, first)) {
            match self.rows_of(list) {
                Held::Few(few) => few.iter().for_each(|row| all.add(usize::from(*row))),
                Held::Set(set, _) => all.join_words(set),
            }
        }
        all
    }

    fn held(&self, first: char, second: char) -> Held<'_> {
        self.place(key(pair(first, second))).map_or(Held::Few(&[]), |place| self.rows_of(&self.lists[place]))
    }

    fn rows_of(&self, list: &List) -> Held<'_> {
        let (at, len) = (list.at as usize, usize::from(list.len));
        match self.is_set(len) {
            true => Held::Set(&self.sets[at..at + self.many.div_ceil(64)], len),
            false => Held::Few(&self.few[at..at + len]),
        }
    }

    /// Where the key is: near the place where it would be if keys lay evenly.
    fn place(&self, key: u64) -> Option<usize> {
        let many = self.keys.len();
        let guess = ((key >> (2 * CHAR)) as usize * many) >> (64 - 2 * CHAR);
        let (mut from, mut to, mut step) = (guess, guess, 8);
        while from > 0 && self.keys[from] > key {
            from = from.saturating_sub(step);
            step *= 2;
        }
        while to < many && self.keys[to] < key {
            to += step;
            step *= 2;
        }
        let near = &self.keys[from..(to + 1).min(many)];
        near.binary_search(&key).ok().map(|n| from + n)
    }
}

impl Held<'_> {
    fn len(&self) -> usize {
        match self {
            Held::Few(few) => few.len(),
            Held::Set(_, len) => *len,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kept(pairs: &Pairs, word: &str) -> Vec<usize> {
        let mut rows = Rows::all(pairs.many);
        pairs.keep(&mut rows, word);
        rows.iter().collect()
    }

    proptest! {
        /// Few characters in many rows: pairs that most rows hold, and pairs that hardly one does.
        #[test]
        fn words_of_one_and_two_characters_are_found_where_they_are(
            texts in prop::collection::vec("[甲乙丙a]{0,6}(\n|[丁0-9\u{10ffff}]{1,3}\n)", 0..150),
            word in "[甲乙丙丁a0-9\u{10ffff}]{1,2}",
            odd in "[甲乙丙]{3,5}",
        ) {
            let pairs = Pairs::of(texts.iter().map(String::as_str), '\n');
            let holds = |word: &str| (0..texts.len()).filter(|row| texts[*row].contains(word)).collect::<Vec<_>>();
            prop_assert_eq!(kept(&pairs, &word), holds(&word));
            let found = kept(&pairs, &odd);
            prop_assert!(holds(&odd).iter().all(|row| found.contains(row)), "longer words lose nothing");
        }
    }
}
