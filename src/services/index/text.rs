//! Searched text: each record's words, and which records hold each pair of neighbouring characters.
use super::pairs::Pairs;
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
    fn pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| Pairs::of(self.rows(), END))
    }
    fn rows(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.ends.len()).map(|row| self.row(row))
    }
    pub fn bytes(&self) -> usize {
        self.all.len() + self.ends.len() * 6 + self.pairs.get().map_or(0, Pairs::bytes)
    }

    pub fn prepare(&self) {
        self.pairs();
        self.numbers.get_or_init(|| self.in_order());
    }

    /// Keeps the rows whose number and words are as asked for. Words of more than two characters
    /// may let too much through.
    pub fn keep(&self, rows: &mut Rows, filter: &Filter) {
        if let Some(number) = &filter.number {
            self.keep_numbers(rows, number);
        }
        for word in filter.words.iter().flat_map(|words| words.iter()) {
            self.pairs().keep(rows, word);
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
        texts.pairs().keep(&mut rows, word);
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
