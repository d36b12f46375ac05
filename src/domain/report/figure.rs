//! What a figure is: its words, its unit, and what of the measures it counts.
use super::period::Period;

/// How the measures that a term picks become one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// The sum of their values.
    Sum,
    /// How many there are.
    Count,
    /// How many enterprises have a sum above zero.
    DistinctEnterprises,
    /// How many subjects have a sum above zero.
    DistinctSubjects,
}

/// Which days a term counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nature {
    /// What happened on the days of the period.
    Flow,
    /// What there is on the period's last day: all that began up to it, less all that ended.
    Stock,
}

/// What is counted: a measure, maybe of some categories alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Term {
    pub measure: &'static str,
    pub aggregate: Aggregate,
    pub nature: Nature,
    /// Any of these, each of which may be several words that must all be there: `city_leader,reservoir`.
    /// None at all: whatever the category.
    pub categories: &'static [&'static str],
}

impl Term {
    pub const fn flow(measure: &'static str) -> Self {
        Self { measure, aggregate: Aggregate::Sum, nature: Nature::Flow, categories: &[] }
    }
    pub const fn stock(measure: &'static str) -> Self {
        Self { nature: Nature::Stock, ..Self::flow(measure) }
    }
    pub const fn enterprises(self) -> Self {
        Self { aggregate: Aggregate::DistinctEnterprises, ..self }
    }
    pub const fn subjects(self) -> Self {
        Self { aggregate: Aggregate::DistinctSubjects, ..self }
    }
    pub const fn of(self, categories: &'static [&'static str]) -> Self {
        Self { categories, ..self }
    }
    /// Whether a measure of this category is counted.
    pub fn picks(&self, category: Option<&str>) -> bool {
        let words: Vec<_> = category.unwrap_or_default().split(',').collect();
        let has_all = |alternative: &&str| alternative.split(',').all(|word| words.contains(&word));
        self.categories.is_empty() || self.categories.iter().any(has_all)
    }
}

/// Over which period a figure is counted, seen from the one that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    Asked,
    /// The same period of the year before.
    YearBefore,
    /// The window of the campaign.
    Campaign,
    /// Since the program began.
    Program,
    /// The last half-year that is over.
    HalfYear,
}

/// How a figure comes about. Derived ones name others of the same report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    Counted(Term, Span),
    /// The first without the second, which is part of it.
    Without(Term, Term, Span),
    Difference(&'static str, &'static str),
    /// The first in percent of the second.
    Percent(&'static str, &'static str),
    /// From the second to the first, in percent of the second: year on year.
    Change(&'static str, &'static str),
    /// How many of the first fall to one of the second.
    Ratio(&'static str, &'static str),
}

/// How a figure is printed: its unit in Chinese and in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printed {
    Number(&'static str, &'static str),
    /// From 10,000 on in 10,000s with one decimal, and the exact number beside it.
    TenThousands(&'static str, &'static str),
    /// Fen, printed in 10,000 yuan with two decimals.
    Money,
    /// With one decimal.
    Percent,
}

/// A figure of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    pub code: &'static str,
    /// In Chinese and in English.
    pub title: (&'static str, &'static str),
    pub definition: (&'static str, &'static str),
    pub printed: Printed,
    pub formula: Formula,
}

pub const fn figure(
    code: &'static str,
    title: (&'static str, &'static str),
    definition: (&'static str, &'static str),
    printed: Printed,
    formula: Formula,
) -> Figure {
    Figure { code, title, definition, printed, formula }
}

/// Figures under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    pub code: &'static str,
    pub title: (&'static str, &'static str),
    pub figures: &'static [Figure],
}

/// A report: its figures in the order of print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    pub code: &'static str,
    pub title: (&'static str, &'static str),
    pub sections: &'static [Section],
    /// Who signs it.
    pub signed_by: &'static [&'static str],
}

impl Table {
    pub fn figures(&self) -> impl Iterator<Item = &'static Figure> + use<> {
        self.sections.iter().flat_map(|section| section.figures)
    }
}

impl Figure {
    /// The terms that it counts itself.
    pub fn terms(&self) -> Vec<(Term, Span)> {
        match self.formula {
            Formula::Counted(term, span) => vec![(term, span)],
            Formula::Without(whole, part, span) => vec![(whole, span), (part, span)],
            _ => Vec::new(),
        }
    }
}

impl Span {
    /// The period itself, where the request has neither campaign nor program.
    pub fn of(self, period: Period, campaign: Option<Period>, program: Option<crate::domain::Day>) -> Period {
        match self {
            Self::Asked => period,
            Self::YearBefore => period.year_before(),
            Self::Campaign => campaign.unwrap_or(period),
            Self::Program => program.map_or(period, |began| period.since(began)),
            Self::HalfYear => period.last_half_year(),
        }
    }
}
