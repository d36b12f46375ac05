//! Measures: the numbers that a record contributes to reports.
use super::Facets;
use crate::domain::spelled::spelled;
use crate::domain::{Day, OrganisationId, Sector};

spelled! {
    /// What a measure is counted in.
    Unit {
        Records = "records" ("条", "records"),
        Persons = "persons" ("人", "persons"),
        Visits = "visits" ("次", "visits"),
        Enterprises = "enterprises" ("家", "enterprises"),
        Flags = "flags" ("面", "flags"),
        Days = "days" ("天", "days"),
        Fen = "fen" ("分", "fen"),
    }
}

/// A measure that a kind declares: `<kind>.<noun>`, its unit, and what it says in Chinese and English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    pub name: &'static str,
    pub unit: Unit,
    pub zh: &'static str,
    pub en: &'static str,
}

pub const fn measured(name: &'static str, unit: Unit, zh: &'static str, en: &'static str) -> Measured {
    Measured { name, unit, zh, en }
}

/// A number that a record contributes, on the day to which it counts. A stock (how many there are on a
/// day) is 1 on the day when it begins and -1 on the day when it is over: its sum up to a day is the
/// number of that day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Measure {
    pub name: &'static str,
    pub value: i64,
    pub on: Day,
    /// Those of the record, where a kind does not say otherwise.
    pub enterprise: Option<OrganisationId>,
    pub sector: Option<Sector>,
    pub category: Option<String>,
    /// What is counted once, whoever contributes it: a leader, a campaign, a region. An id as text.
    pub subject: Option<String>,
}

impl Measure {
    pub fn new(name: &'static str, value: i64, on: Day) -> Self {
        Self { name, value, on, enterprise: None, sector: None, category: None, subject: None }
    }
    pub fn one(name: &'static str, on: Day) -> Self {
        Self::new(name, 1, on)
    }
    pub fn about(self, subject: impl ToString) -> Self {
        Self { subject: Some(subject.to_string()), ..self }
    }
    /// Where the kind says nothing, a measure lies where its record lies.
    pub(super) fn lying(self, facets: &Facets) -> Self {
        Self {
            enterprise: self.enterprise.or(facets.enterprise),
            sector: self.sector.or(facets.sector),
            category: self.category.or_else(|| facets.category.clone()),
            ..self
        }
    }
}
