//! The values of a formula: one number, or the ratio of two, for each region.
use crate::domain::RegionId;
use crate::domain::kind::program::{Aggregate, Formula, FormulaTerm, Span};
use crate::domain::search;
use crate::services::measures::{Distinct, Question, Sheet};
use std::collections::{BTreeMap, BTreeSet};

/// The regions that are told of, and in which of them each ledger lies.
#[derive(Debug, Default)]
pub struct Territory {
    pub above: BTreeMap<RegionId, Vec<RegionId>>,
}

impl Territory {
    fn told(&self) -> BTreeSet<RegionId> {
        self.above.values().flatten().copied().collect()
    }
    fn is_within(&self, ledger: RegionId, region: RegionId) -> bool {
        self.above.get(&ledger).is_some_and(|above| above.contains(&region))
    }
}

/// What a formula's terms came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    pub numerator: i64,
    pub denominator: Option<i64>,
}

/// A formula's values in each region over some days, of what the sheet shows.
pub fn values(sheet: &Sheet, formula: &Formula, territory: &Territory, span: Span) -> BTreeMap<RegionId, Ratio> {
    let ratio = |region: RegionId| {
        let part = sheet.part(|ledger| territory.is_within(ledger, region));
        let denominator = formula.denominator.as_ref().map(|term| value(&part, term, span));
        (region, Ratio { numerator: value(&part, &formula.numerator, span), denominator })
    };
    territory.told().into_iter().map(ratio).collect()
}

/// One term. All that is asked of the ledgers is asked here.
fn value(sheet: &Sheet, term: &FormulaTerm, span: Span) -> i64 {
    let Span { from_on, to_on } = span;
    let mut question = Question::of(term.measure.as_str()).on(search::Span { from: from_on, to: Some(to_on) });
    if !term.sectors.is_empty() {
        question = question.in_sectors(term.sectors.iter().copied());
    }
    if !term.categories.is_empty() {
        question = question.in_categories(term.categories.iter().map(String::as_str));
    }
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    match term.aggregate {
        Aggregate::Sum => sheet.total(&question).sum,
        Aggregate::Count => sheet.net(&question),
        Aggregate::DistinctEnterprises => whole(sheet.distinct(&question, Distinct::Enterprises)),
        Aggregate::DistinctSubjects => whole(sheet.distinct(&question, Distinct::Subjects)),
    }
}
