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
    pub fn values(&self) -> &[T] {
        &self.values
    }
}

/// The codes of one process. They are given once and for all, and mean nothing to another process.
#[derive(Debug, Default)]
pub struct Words {
    pub names: Codes<String>,
    pub categories: Codes<String>,
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
            category: self.categories.code_of(row.category.as_ref()),
            subject: self.subjects.code_of(row.subject.as_ref()),
            enterprise: self.enterprises.code_of(row.enterprise.as_ref()),
            sector: row.sector.parse().map_or(NO_SECTOR, |sector: Sector| sector as u8),
        }
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
