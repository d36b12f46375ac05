//! Codes for what postings name: a column holds numbers, and what is counted once is counted by them.
use crate::domain::{OrganisationId, Sector};
use crate::store::posting::PostingRow;
use std::collections::HashMap;
use std::hash::Hash;

/// What has no value.
pub const ABSENT: u32 = u32::MAX;
/// Behind every sector.
pub const NO_SECTOR: u8 = 63;

/// Values in the order in which they came.
#[derive(Debug)]
pub struct Codes<T> {
    codes: HashMap<T, u32>,
    values: Vec<T>,
}

impl<T> Default for Codes<T> {
    fn default() -> Self {
        Self { codes: HashMap::new(), values: Vec::new() }
    }
}

impl<T: Clone + Eq + Hash> Codes<T> {
    pub fn code(&mut self, value: &T) -> u32 {
        if let Some(known) = self.codes.get(value) {
            return *known;
        }
        let next = self.values.len() as u32;
        self.codes.insert(value.clone(), next);
        self.values.push(value.clone());
        next
    }
    fn code_of(&mut self, value: Option<&T>) -> u32 {
        value.map_or(ABSENT, |value| self.code(value))
    }
    pub fn find(&self, value: &T) -> Option<u32> {
        self.codes.get(value).copied()
    }
    pub fn value(&self, code: u32) -> Option<&T> {
        self.values.get(code as usize)
    }
}

/// The codes of one process. They are given once and for all, and mean nothing to another process.
#[derive(Debug, Default)]
pub struct Words {
    pub names: Codes<String>,
    /// Words joined by commas.
    pub categories: Codes<String>,
    words: Codes<String>,
    /// The words of each category.
    spelled: Vec<Vec<u32>>,
    pub subjects: Codes<String>,
    pub enterprises: Codes<OrganisationId>,
}

/// A posting's own codes.
#[derive(Debug, Clone, Copy)]
pub struct Coded {
    pub name: u32,
    pub category: u32,
    pub subject: u32,
    pub enterprise: u32,
    pub sector: u8,
}

impl Words {
    pub fn of(&mut self, row: &PostingRow) -> Coded {
        Coded {
            name: self.names.code(&row.name),
            category: row.category.as_ref().map_or(ABSENT, |joined| self.category(joined)),
            subject: self.subjects.code_of(row.subject.as_ref()),
            enterprise: self.enterprises.code_of(row.enterprise.as_ref()),
            sector: row.sector.parse().map_or(NO_SECTOR, |sector: Sector| sector as u8),
        }
    }

    fn category(&mut self, joined: &String) -> u32 {
        let code = self.categories.code(joined);
        if code as usize == self.spelled.len() {
            self.spelled.push(joined.split(',').map(|word| self.words.code(&word.to_owned())).collect());
        }
        code
    }

    /// For each category whether any of the alternatives has all its words among the category's.
    pub fn wanted(&self, alternatives: &[String]) -> Vec<bool> {
        let code = |word: &str| self.words.find(&word.to_owned());
        // An alternative with a word that nobody has used is nobody's.
        let coded = |together: &String| together.split(',').map(code).collect::<Option<Vec<u32>>>();
        let coded: Vec<_> = alternatives.iter().filter_map(coded).collect();
        let has_all = |own: &Vec<u32>| coded.iter().any(|together| together.iter().all(|word| own.contains(word)));
        self.spelled.iter().map(has_all).collect()
    }
}

pub fn sector(code: u8) -> Option<Sector> {
    Sector::ALL.get(usize::from(code)).copied()
}

/// A bit for each of these sectors.
pub fn sectors<'a>(these: impl IntoIterator<Item = &'a Sector>) -> u64 {
    these.into_iter().fold(0, |all, sector| all | 1 << (*sector as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sector_has_a_bit_and_what_has_none_has_another() {
        assert!(Sector::ALL.len() <= usize::from(NO_SECTOR));
        for (n, one) in Sector::ALL.iter().enumerate() {
            assert_eq!((*one as usize, sector(n as u8)), (n, Some(*one)));
        }
        assert_eq!((sectors(Sector::ALL) >> NO_SECTOR & 1, sector(NO_SECTOR)), (0, None));
    }

    #[test]
    fn a_code_is_given_once() {
        let mut codes = Codes::default();
        assert_eq!(["a", "b", "a"].map(|value| codes.code(&value)), [0, 1, 0]);
        assert_eq!(
            (codes.find(&"b"), codes.find(&"c"), codes.value(1), codes.value(ABSENT)),
            (Some(1), None, Some(&"b"), None)
        );
    }
}
