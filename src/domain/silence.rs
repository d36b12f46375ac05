//! Silence: a unit that found nothing while its peers found much. The rule is data, and told with its result.
use super::RegionId;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// When a unit is called silent: it found no hazard in the period, and of its peers (the units directly
/// below the same region, those without enterprises left out) there are enough, the median of which
/// found enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct SilenceRule {
    pub least_peers: usize,
    /// Hazards found in the period for every hundred enterprises on the register.
    pub least_median_per_hundred: u32,
}

/// Source: DOMAIN.md, section 3 (blind zones): "zero reports while its peers have many".
pub const STANDARD: SilenceRule = SilenceRule { least_peers: 3, least_median_per_hundred: 5 };

/// What a unit has and found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitTally {
    pub unit: RegionId,
    pub parent: Option<RegionId>,
    pub enterprises: usize,
    pub hazards: usize,
}

/// A unit that is silent, and what it is measured by.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SilentUnit {
    pub unit: RegionId,
    pub enterprises: usize,
    pub peers: usize,
    /// Hazards for every hundred enterprises, rounded half up to one decimal.
    pub peers_median_per_hundred: f64,
}

/// Thousandths of a hazard for every hundred enterprises.
const THOUSANDTHS: usize = 100_000;

impl SilenceRule {
    /// The silent ones, by unit.
    pub fn silent(&self, tallies: &[UnitTally]) -> Vec<SilentUnit> {
        let mut rates: BTreeMap<Option<RegionId>, Vec<usize>> = BTreeMap::new();
        for tally in tallies.iter().filter(|tally| tally.enterprises > 0) {
            rates.entry(tally.parent).or_default().push(tally.hazards * THOUSANDTHS / tally.enterprises);
        }
        rates.values_mut().for_each(|rates| rates.sort_unstable());
        let found_nothing = tallies.iter().filter(|tally| tally.hazards == 0);
        let judged = |tally: &UnitTally| self.judged(tally, rates.get(&tally.parent).map_or(&[][..], Vec::as_slice));
        let mut silent: Vec<_> = found_nothing.filter_map(judged).collect();
        silent.sort_by_key(|one| one.unit);
        silent
    }

    /// `rates` are those of all that have enterprises, in order: a unit that found nothing is one of the first.
    fn judged(&self, tally: &UnitTally, rates: &[usize]) -> Option<SilentUnit> {
        let peers = &rates[usize::from(tally.enterprises > 0)..];
        let median = median(peers)?;
        let is_much = median >= self.least_median_per_hundred as usize * 1000;
        let tenths = u32::try_from((median + 50) / 100).ok()?;
        (is_much && peers.len() >= self.least_peers).then_some(SilentUnit {
            unit: tally.unit,
            enterprises: tally.enterprises,
            peers: peers.len(),
            peers_median_per_hundred: f64::from(tenths) / 10.0,
        })
    }
}

/// Of an even number: the mean of the two in the middle.
fn median(sorted: &[usize]) -> Option<usize> {
    let upper = sorted.get(sorted.len() / 2)?;
    let lower = sorted.get(sorted.len().checked_sub(1)? / 2)?;
    Some((lower + upper) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(unit: i64, enterprises: usize, hazards: usize) -> UnitTally {
        UnitTally { unit: RegionId(unit), parent: Some(RegionId(100)), enterprises, hazards }
    }
    fn silent(tallies: &[UnitTally]) -> Vec<i64> {
        STANDARD.silent(tallies).iter().map(|one| one.unit.0).collect()
    }

    #[test]
    fn a_unit_is_silent_while_the_median_of_its_peers_is_not() {
        let peers = [tally(2, 100, 4), tally(3, 100, 5), tally(4, 100, 90)];
        let with = |more: &[UnitTally]| [&peers[..], more].concat();
        let found = STANDARD.silent(&with(&[tally(1, 50, 0)]));
        assert_eq!(found, [SilentUnit { unit: RegionId(1), enterprises: 50, peers: 3, peers_median_per_hundred: 5.0 }]);
        assert_eq!(silent(&with(&[tally(1, 50, 1)])), [0_i64; 0], "one hazard is not silence");
        let both = silent(&with(&[tally(1, 50, 0), tally(5, 0, 0)]));
        assert_eq!(both, [1], "4.5 for the one without enterprises: the other silent one is its peer");
        assert_eq!(silent(&with(&[tally(5, 0, 0)])), [5], "no register at all is silence, too");
    }

    #[test]
    fn few_peers_or_quiet_peers_prove_nothing() {
        assert_eq!(silent(&[tally(1, 9, 0), tally(2, 9, 9), tally(3, 9, 9)]), [0_i64; 0]);
        assert_eq!(silent(&[tally(1, 100, 0), tally(2, 100, 4), tally(3, 100, 4), tally(4, 100, 99)]), [0_i64; 0]);
        let elsewhere = UnitTally { parent: Some(RegionId(200)), ..tally(4, 9, 9) };
        assert_eq!(silent(&[tally(1, 9, 0), tally(2, 9, 9), tally(3, 9, 9), elsewhere]), [0_i64; 0]);
    }
}
