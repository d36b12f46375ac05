//! The values of a formula: one number, or the ratio of two, for each region.
use super::contributions::Contribution;
use crate::domain::RegionId;
use crate::domain::kind::program::{Formula, FormulaTerm, Span, Tally};
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
}

/// What a formula's terms came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    pub numerator: i64,
    pub denominator: Option<i64>,
}

/// A formula's values in each region over some days.
pub fn values(
    contributions: &[Contribution],
    formula: &Formula,
    territory: &Territory,
    span: Span,
) -> BTreeMap<RegionId, Ratio> {
    let numerators = values_of(contributions, &formula.numerator, territory, span);
    let denominators = formula.denominator.as_ref().map(|term| values_of(contributions, term, territory, span));
    let in_region = |of: &BTreeMap<RegionId, i64>, region: &RegionId| of.get(region).copied().unwrap_or_default();
    let ratio = |region: RegionId| {
        let denominator = denominators.as_ref().map(|of| in_region(of, &region));
        (region, Ratio { numerator: in_region(&numerators, &region), denominator })
    };
    territory.told().into_iter().map(ratio).collect()
}

/// One term in each region. All that is asked of the ledgers is asked here.
fn values_of(
    contributions: &[Contribution],
    term: &FormulaTerm,
    territory: &Territory,
    span: Span,
) -> BTreeMap<RegionId, i64> {
    let mut tallies: BTreeMap<RegionId, Tally> = BTreeMap::new();
    for Contribution { ledger, measure } in contributions.iter().filter(|one| term.counts(&one.measure, span)) {
        for region in territory.above.get(ledger).into_iter().flatten() {
            tallies.entry(*region).or_default().add(measure);
        }
    }
    tallies.into_iter().map(|(region, tally)| (region, tally.taken(term.aggregate))).collect()
}
