//! Lines: from a region upward, as far as some regions tell.
use super::{Region, RegionId};
use std::collections::BTreeMap;

/// What lies directly above each of some regions.
#[derive(Debug, Default)]
pub struct Lines(BTreeMap<RegionId, Option<RegionId>>);

impl Lines {
    pub fn of<'a>(regions: impl IntoIterator<Item = &'a Region>) -> Self {
        regions.into_iter().map(|region| (region.id, region.parent)).collect()
    }
    pub fn knows(&self, id: RegionId) -> bool {
        self.0.contains_key(&id)
    }
    pub fn above(&self, id: RegionId) -> Option<RegionId> {
        self.0.get(&id).copied().flatten()
    }
    /// The region itself first. The last one may be above all regions that are told of.
    pub fn from(&self, id: RegionId) -> impl Iterator<Item = RegionId> + '_ {
        std::iter::successors(Some(id), |id| self.above(*id))
    }
}

impl FromIterator<(RegionId, Option<RegionId>)> for Lines {
    fn from_iter<I: IntoIterator<Item = (RegionId, Option<RegionId>)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_up_as_far_as_is_known() {
        let (town, county, city) = (RegionId(360702100000), RegionId(360702000000), RegionId(360700000000));
        let lines: Lines = [(town, Some(county)), (county, Some(city))].into_iter().collect();
        assert_eq!(lines.from(town).collect::<Vec<_>>(), [town, county, city]);
        assert_eq!(lines.from(RegionId(1)).collect::<Vec<_>>(), [RegionId(1)]);
        assert_eq!((lines.above(town), lines.above(city)), (Some(county), None));
        assert!(lines.knows(county) && !lines.knows(city));
    }
}
