//! Formulas: how an indicator is counted from what records contribute, as data.
use super::IndicatorUnit;
use crate::domain::kind::{ALL, Measured, Unit};
use crate::domain::spelled::spelled;
use crate::domain::{Day, Sector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

spelled! {
    /// How the contributions to a measure become one number.
    Aggregate {
        /// Their values together.
        Sum = "sum" ("合计", "Sum"),
        /// How many there are; one that takes something back counts as one less.
        Count = "count" ("次数", "Count"),
        /// The enterprises with more than nothing.
        DistinctEnterprises = "distinct_enterprises" ("企业家数", "Distinct enterprises"),
        /// The subjects with more than nothing: leaders, plans, whatever the measure counts once.
        DistinctSubjects = "distinct_subjects" ("对象个数", "Distinct subjects"),
    }
}

spelled! {
    /// The days whose contributions count, up to the day that is asked for.
    FormulaPeriod {
        /// All of them: how many there are on the day.
        ToDate = "to_date" ("截至当日", "To date"),
        /// From the programme's first day.
        SinceStart = "since_start" ("行动开展以来", "Since the programme's start"),
        Month = "month" ("当月", "Month"),
        Quarter = "quarter" ("当季", "Quarter"),
        Year = "year" ("当年", "Year"),
    }
}

/// A number of the ledgers: a measure, those of its contributions that count, and how they are taken
/// together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormulaTerm {
    /// A measure that some kind of record declares.
    #[schema(example = "program.tasks_done")]
    pub measure: String,
    pub aggregate: Aggregate,
    /// Of these sectors only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<Sector>,
    /// Of these categories only; a contribution may have several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
}

/// A number, or the ratio of two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    pub numerator: FormulaTerm,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<FormulaTerm>,
    pub period: FormulaPeriod,
}

/// Days from a first one, or from the beginning, to a last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[schema(as = FormulaSpan)]
pub struct Span {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_on: Option<Day>,
    pub to_on: Day,
}

impl Span {
    pub fn holds(&self, day: Day) -> bool {
        self.from_on.is_none_or(|first| first <= day) && day <= self.to_on
    }
}

impl FormulaPeriod {
    /// Up to a day, for a programme that begins on another.
    pub fn up_to(self, on: Day, start_on: Day) -> Span {
        let (_, month, day) = on.parts();
        let month_on = on.plus_days(1 - i64::from(day));
        let from_on = match self {
            Self::ToDate => None,
            Self::SinceStart => Some(start_on),
            Self::Month => Some(month_on),
            Self::Quarter => Some(month_on.plus_months(-i64::from((month - 1) % 3))),
            Self::Year => Some(month_on.plus_months(1 - i64::from(month))),
        };
        Span { from_on, to_on: on }
    }
}

impl FormulaTerm {
    pub fn measured(&self) -> Option<&'static Measured> {
        ALL.iter().flat_map(|kind| kind.measured()).find(|measured| measured.name == self.measure)
    }
}

impl Formula {
    pub fn terms(&self) -> impl Iterator<Item = &FormulaTerm> {
        std::iter::once(&self.numerator).chain(&self.denominator)
    }
    /// What is wrong with it, where: a measure that no kind declares, a unit that it does not have.
    pub fn fault(&self, unit: IndicatorUnit) -> Option<(&'static str, &'static str)> {
        let unknown = "no kind of record declares this measure";
        if self.numerator.measured().is_none() {
            return Some(("formula/numerator/measure", unknown));
        }
        if self.denominator.as_ref().is_some_and(|term| term.measured().is_none()) {
            return Some(("formula/denominator/measure", unknown));
        }
        let is_ratio = matches!(unit, IndicatorUnit::Percent | IndicatorUnit::Hundredths);
        if is_ratio != self.denominator.is_some() {
            return Some(("unit", "a ratio is told in percent or hundredths, one number as a number or in fen"));
        }
        let is_money = |term: &FormulaTerm| {
            term.aggregate == Aggregate::Sum && term.measured().is_some_and(|measured| measured.unit == Unit::Fen)
        };
        let says_fen = unit == IndicatorUnit::Fen;
        (!is_ratio && says_fen != is_money(&self.numerator))
            .then_some(("unit", "fen is told in fen, and nothing else is"))
    }
}

impl IndicatorUnit {
    /// The indicator's value in its smallest step, half-up; none of a ratio to nothing.
    pub fn value(self, numerator: i64, denominator: Option<i64>) -> Option<i64> {
        let steps = match self {
            Self::Number | Self::Fen => return Some(numerator),
            Self::Percent => 1000,
            Self::Hundredths => 100,
        };
        let whole = denominator.filter(|whole| *whole > 0).map(i128::from)?;
        let part = i128::from(numerator) * steps;
        i64::try_from((2 * part + whole).div_euclid(2 * whole)).ok()
    }
}
