//! Searched text: each record's words, and which records hold each pair of neighbouring characters.
use super::rows::Rows;
use crate::domain::search::{Filter, NumberPattern, fold};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The fields of a document that are searched, besides its number.
const SEARCHED: [&str; 4] = ["name", "description", "place", "address"];
/// Stands behind each field, so that no word is found across two.
const END: char = '\n';

/// The texts of a segment's rows. Pairs and numbers are put in order when they are first asked for.
#[derive(Debug, Default)]
pub struct Texts {
    all: String,
    ends: Vec<u32>,
    pairs: OnceLock<Pairs>,
    numbers: OnceLock<Numbers>,
}

/// The rows that have a number, and in the order of their numbers.
#[derive(Debug)]
struct Numbers {
    numbered: Rows,
    order: Vec<u16>,
}

impl Texts {
    pub fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len() as u32);
        self.pairs = OnceLock::new();
        self.numbers = OnceLock::new();
    }
    pub fn row(&self, row: usize) -> &str {
        let from = row.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.all[from..self.ends[row] as usize]
    }
    fn rows(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|row| self.row(row))
    }
    pub fn bytes(&self) -> usize {
        self.all.len() + self.ends.len() * 6 + self.pairs.get().map_or(0, Pairs::bytes)
    }

    pub fn prepare(&self) {
        self.pairs.get_or_init(|| Pairs::of(self.rows()));
        self.numbers.get_or_init(|| self.in_order());
    }

    /// Keeps the rows whose number and words are as asked for. Words of more than two characters
    /// may let too much through.
    pub fn keep(&self, rows: &mut Rows, filter: &Filter) {
        if let Some(number) = &filter.number {
            self.keep_numbers(rows, number);
        }
        for word in filter.words.iter().flat_map(|words| words.iter()) {
            self.keep_pairs_of(rows, word);
        }
    }

    /// Keeps the rows that hold the pairs of neighbours that the word is made of: all that hold the word, and
    /// few others. A word of one or two characters needs no second look.
    fn keep_pairs_of(&self, rows: &mut Rows, word: &str) {
        let pairs = self.pairs.get_or_init(|| Pairs::of(self.rows()));
        let mut lists = pairs.of_word(word);
        // The rarest first. A row is looked up in the time that a set takes for some twenty of its own.
        lists.sort_by_key(|found| found.len());
        for found in lists {
            if rows.len() * 20 < found.len() {
                rows.retain(|row| u16::try_from(row).is_ok_and(|row| found.binary_search(&row).is_ok()));
            } else {
                rows.keep(&Rows::of(found, self.ends.len()));
            }
        }
    }

    /// Keeps the rows whose number is so, or begins so: neighbours in the order of numbers.
    fn keep_numbers(&self, rows: &mut Rows, pattern: &NumberPattern) {
        let Numbers { numbered, order } = self.numbers.get_or_init(|| self.in_order());
        let (wanted, is_beginning) = match pattern {
            NumberPattern::Exactly(wanted) => (wanted.as_str(), false),
            NumberPattern::Beginning(wanted) => (wanted.as_str(), true),
        };
        let fits = |row: &u16| match is_beginning {
            true => self.number(*row).starts_with(wanted),
            false => self.number(*row) == wanted,
        };
        // Numbers of a ledger begin alike: mostly all of them fit, or none does.
        match (order.first(), order.last()) {
            (Some(first), Some(last)) if fits(first) && fits(last) => rows.keep(numbered),
            (Some(first), Some(last))
                if self.number(*last) < wanted || (!fits(first) && self.number(*first) > wanted) =>
            {
                rows.clear();
            }
            _ => {
                let from = order.partition_point(|row| self.number(*row) < wanted);
                let found = order[from..].partition_point(fits);
                rows.keep(&Rows::of(&order[from..from + found], self.ends.len()));
            }
        }
    }

    fn number(&self, row: u16) -> &str {
        self.row(usize::from(row)).split(END).next().unwrap_or_default()
    }
    fn in_order(&self) -> Numbers {
        let mut order: Vec<_> = (0..self.ends.len() as u16).filter(|row| !self.number(*row).is_empty()).collect();
        order.sort_by(|one, other| self.number(*one).cmp(self.number(*other)));
        Numbers { numbered: order.iter().map(|row| usize::from(*row)).collect(), order }
    }
}

/// A record's searched text: its number, then its fields.
pub fn searched(number: Option<&str>, document: &str) -> String {
    let fields: BTreeMap<&str, &RawValue> = serde_json::from_str(document).unwrap_or_default();
    let field = |name: &&str| fields.get(name).and_then(|raw| serde_json::from_str::<String>(raw.get()).ok());
    let mut text = fold(number.unwrap_or_default());
    text.push(END);
    for field in SEARCHED.iter().filter_map(field) {
        text.push_str(&fold(&field));
        text.push(END);
    }
    text
}

/// For each pair of neighbouring characters the rows that hold it. The last character of a field
/// is the first of a pair as well, so every character is.
#[derive(Debug)]
struct Pairs {
    pairs: Vec<u64>,
    /// Where the rows of each pair begin; one more than there are pairs.
    begins: Vec<u32>,
    rows: Vec<u16>,
}

fn pair(first: char, second: char) -> u64 {
    u64::from(u32::from(first)) << 21 | u64::from(u32::from(second))
}

impl Pairs {
    fn of<'a>(rows: impl Iterator<Item = &'a str>) -> Self {
        let mut all: Vec<u64> = Vec::new();
        for (row, text) in rows.enumerate() {
            let neighbours = text.chars().zip(text.chars().skip(1)).filter(|(first, _)| *first != END);
            all.extend(neighbours.map(|(first, second)| pair(first, second) << 16 | row as u64));
        }
        all.sort_unstable();
        all.dedup();
        let mut index = Self { pairs: Vec::new(), begins: Vec::new(), rows: Vec::with_capacity(all.len()) };
        for (n, both) in all.into_iter().enumerate() {
            if index.pairs.last() != Some(&(both >> 16)) {
                index.pairs.push(both >> 16);
                index.begins.push(n as u32);
            }
            index.rows.push((both & 0xffff) as u16);
        }
        index.begins.push(index.rows.len() as u32);
        index
    }

    fn bytes(&self) -> usize {
        self.pairs.len() * 8 + self.begins.len() * 4 + self.rows.len() * 2
    }

    /// The rows of the pairs that the word is made of, none of which overlaps another but the last one where
    /// the word has an odd number of characters; of a single character, those of all pairs that it begins.
    fn of_word(&self, word: &str) -> Vec<&[u16]> {
        let word: Vec<char> = word.chars().collect();
        match word[..] {
            [] => Vec::new(),
            [only] => vec![self.between(pair(only, '\0'), pair(only, char::MAX))],
            [.., first, last] => {
                let odd = (word.len() % 2 == 1).then(|| self.of_pair(pair(first, last)));
                let (twos, _) = word.as_chunks::<2>();
                twos.iter().map(|[first, second]| self.of_pair(pair(*first, *second))).chain(odd).collect()
            }
        }
    }

    fn of_pair(&self, pair: u64) -> &[u16] {
        let begins = |at: usize| self.begins[at] as usize;
        self.pairs.binary_search(&pair).map_or(&[], |at| &self.rows[begins(at)..begins(at + 1)])
    }

    fn between(&self, first: u64, last: u64) -> &[u16] {
        let from = self.pairs.partition_point(|pair| *pair < first);
        let to = self.pairs.partition_point(|pair| *pair <= last);
        &self.rows[self.begins[from] as usize..self.begins[to] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        let mut texts = Texts::default();
        let of = |number, document: &str| searched(number, document);
        texts.push(&of(Some("36-2026-000002"), r#"{"description":"疏散通道堵塞","place":"二楼","state":"消防"}"#));
        texts.push(&of(None, r#"{"description":"通风散热","place":{"a":1},"name":"ＡＢ 厂"}"#));
        texts.push(&of(Some("36-2026-000010"), r#"{"description":"散通道"}"#));
        texts
    }

    fn found(texts: &Texts, word: &str) -> Vec<usize> {
        let mut rows = Rows::all(3);
        texts.keep_pairs_of(&mut rows, word);
        rows.iter().collect()
    }

    #[test]
    fn a_word_is_found_by_its_pairs() {
        let texts = texts();
        assert_eq!(found(&texts, "通道"), [0, 2]);
        assert_eq!(found(&texts, "散"), [0, 1, 2]);
        assert_eq!(found(&texts, "楼"), [0], "the last of its field");
        assert_eq!(found(&texts, "疏散通道"), [0]);
        assert_eq!(found(&texts, "散通道"), [0, 2]);
        assert_eq!(found(&texts, "通风道"), [] as [usize; 0], "the last pair counts where it overlaps");
        assert_eq!(found(&texts, "ab"), [1], "whatever its case and width");
        assert_eq!(found(&texts, "塞二"), [] as [usize; 0], "not across fields");
        assert_eq!(found(&texts, "消防"), [] as [usize; 0], "not in other fields");
        assert_eq!(found(&texts, "爆"), [] as [usize; 0]);
        assert_eq!(found(&texts, "000010"), [2]);
    }

    #[test]
    fn a_number_is_found_whole_or_by_its_beginning() {
        let texts = texts();
        let found = |pattern: &str| {
            let mut rows = Rows::all(3);
            texts.keep_numbers(&mut rows, &pattern.parse().unwrap());
            rows.iter().collect::<Vec<_>>()
        };
        assert_eq!(found("36-2026-000002"), [0]);
        assert_eq!(found("36-2026-00000"), [] as [usize; 0]);
        assert_eq!(found("36-2026-*"), [0, 2]);
        assert_eq!(found("36-2026-000010*"), [2]);
        assert_eq!(found("36-2026-00001"), [] as [usize; 0]);
        assert_eq!(found("35*"), [] as [usize; 0]);
        assert_eq!(found("37*"), [] as [usize; 0]);
    }
}
