//! The ledgers that a person sees something of, each with its view: for sync and for lists.
use crate::domain::RegionId;
use crate::domain::scope::{Subject, View};
use crate::services::Outcome;
use crate::store::coverage::Extent;
use crate::store::{Conn, coverage};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// In how many ways a person sees ledgers is a matter of duties: views are shared.
pub type Sight = Vec<(Extent, Arc<View>)>;

/// What the person sees; of one region's subtree, if it is named.
pub fn sight(conn: &mut Conn, subject: &Subject, within: Option<RegionId>) -> Outcome<Sight> {
    let mut asked = subject.regions();
    asked.extend(within);
    let enterprises = subject.enterprises();
    let own = if enterprises.is_empty() { Vec::new() } else { coverage::ledgers_of(conn, &enterprises)? };
    let mut covering: BTreeMap<Extent, BTreeSet<RegionId>> = BTreeMap::new();
    covering.extend(own.into_iter().map(|extent| (extent, BTreeSet::new())));
    for (extent, region) in coverage::ledgers_below(conn, &asked)? {
        covering.entry(extent).or_default().insert(region);
    }
    let mut views: BTreeMap<BTreeSet<RegionId>, Arc<View>> = BTreeMap::new();
    let lies_within = |regions: &BTreeSet<RegionId>| within.is_none_or(|within| regions.contains(&within));
    let sight = covering.into_iter().filter(|(_, regions)| lies_within(regions)).map(|(extent, regions)| {
        let view = match views.get(&regions) {
            Some(view) => view.clone(),
            None => views.entry(regions.clone()).or_insert(Arc::new(subject.view(Some(&regions)))).clone(),
        };
        (extent, view)
    });
    Ok(sight.filter(|(_, view)| !view.is_empty()).collect())
}
