//! Searched text: each record's words, and which records hold each pair of neighbouring characters.
use super::column::Mask;
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
    by_number: OnceLock<Vec<u16>>,
}

impl Texts {
    pub fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len() as u32);
        self.pairs = OnceLock::new();
        self.by_number = OnceLock::new();
    }
    pub fn row(&self, row: usize) -> &str {
        let from = row.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.all[from..self.ends[row] as usize]
    }
    fn rows(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|row| self.row(row))
    }
    pub fn bytes(&self) -> usize {
        self.all.len() + self.pairs.get().map_or(0, Pairs::bytes)
    }

    pub fn prepare(&self) {
        self.pairs.get_or_init(|| Pairs::of(self.rows()));
    }

    /// Keeps the rows whose number and words are as asked for. Words of more than two characters
    /// may let too much through.
    pub fn keep(&self, mask: &mut Mask, filter: &Filter) {
        if let Some(number) = &filter.number {
            self.keep_numbers(mask, number);
        }
        for word in filter.words.iter().flat_map(|words| words.iter()) {
            self.keep_pairs_of(mask, word);
        }
    }

    /// Keeps the rows that hold every pair of neighbours of the word: all that hold the word, and
    /// few others. A word of one or two characters needs no second look.
    fn keep_pairs_of(&self, mask: &mut Mask, word: &str) {
        let pairs = self.pairs.get_or_init(|| Pairs::of(self.rows()));
        pairs.of_word(word).into_iter().for_each(|rows| keep_rows(mask, rows));
    }

    /// Keeps the rows whose number is so, or begins so: neighbours in the order of numbers.
    fn keep_numbers(&self, mask: &mut Mask, pattern: &NumberPattern) {
        let order = self.by_number.get_or_init(|| self.in_order_of_numbers());
        let wanted = match pattern {
            NumberPattern::Exactly(wanted) | NumberPattern::Beginning(wanted) => wanted.as_str(),
        };
        let is_exact = matches!(pattern, NumberPattern::Exactly(_));
        let from = order.partition_point(|row| self.number(*row) < wanted);
        let found = order[from..].partition_point(|row| match is_exact {
            true => self.number(*row) == wanted,
            false => self.number(*row).starts_with(wanted),
        });
        keep_rows(mask, &order[from..from + found]);
    }

    fn number(&self, row: u16) -> &str {
        self.row(usize::from(row)).split(END).next().unwrap_or_default()
    }
    fn in_order_of_numbers(&self) -> Vec<u16> {
        let mut order: Vec<_> = (0..self.ends.len() as u16).collect();
        order.sort_by(|one, other| self.number(*one).cmp(self.number(*other)));
        order
    }
}

/// Keeps these rows of those that are left.
fn keep_rows(mask: &mut Mask, rows: &[u16]) {
    let mut holds = vec![0; mask.len()];
    rows.iter().for_each(|row| holds[usize::from(*row)] = 1);
    mask.iter_mut().zip(&holds).for_each(|(keep, holds)| *keep &= holds);
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

    /// The rows of each pair of the word; of a single character, those of all pairs that it begins.
    fn of_word(&self, word: &str) -> Vec<&[u16]> {
        let mut rest = word.chars().skip(1).peekable();
        match word.chars().next() {
            Some(only) if rest.peek().is_none() => vec![self.between(pair(only, '\0'), pair(only, char::MAX))],
            _ => word.chars().zip(rest).map(|(a, b)| self.between(pair(a, b), pair(a, b))).collect(),
        }
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

    fn found(texts: &Texts, word: &str) -> Vec<u8> {
        let mut mask = vec![1; 3];
        texts.keep_pairs_of(&mut mask, word);
        mask
    }

    #[test]
    fn a_word_is_found_by_its_pairs() {
        let texts = texts();
        assert_eq!(found(&texts, "通道"), [1, 0, 1]);
        assert_eq!(found(&texts, "散"), [1, 1, 1]);
        assert_eq!(found(&texts, "楼"), [1, 0, 0], "the last of its field");
        assert_eq!(found(&texts, "疏散通道"), [1, 0, 0]);
        assert_eq!(found(&texts, "ab"), [0, 1, 0], "whatever its case and width");
        assert_eq!(found(&texts, "塞二"), [0, 0, 0], "not across fields");
        assert_eq!(found(&texts, "消防"), [0, 0, 0], "not in other fields");
        assert_eq!(found(&texts, "爆"), [0, 0, 0]);
        assert_eq!(found(&texts, "000010"), [0, 0, 1]);
    }

    #[test]
    fn a_number_is_found_whole_or_by_its_beginning() {
        let texts = texts();
        let found = |pattern: &str| {
            let mut mask = vec![1; 3];
            texts.keep_numbers(&mut mask, &pattern.parse().unwrap());
            mask
        };
        assert_eq!(found("36-2026-000002"), [1, 0, 0]);
        assert_eq!(found("36-2026-00000"), [0, 0, 0]);
        assert_eq!(found("36-2026-*"), [1, 0, 1]);
        assert_eq!(found("37*"), [0, 0, 0]);
    }
}
