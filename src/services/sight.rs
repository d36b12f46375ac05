//! The ledgers that a person sees something of, each with its view: for sync and for lists.
use crate::domain::RegionId;
use crate::domain::scope::{Subject, View};
use crate::services::Outcome;
use crate::store::coverage::Extent;
use crate::store::{Conn, coverage};
use std::collections::BTreeMap;
use std::sync::Arc;

/// In how many ways a person sees ledgers is a matter of duties: views are shared.
pub type Sight = Vec<(Extent, Arc<View>)>;

/// What the person sees; of one region's subtree, if it is named.
pub fn sight(conn: &mut Conn, subject: &Subject, within: Option<RegionId>) -> Outcome<Sight> {
    let mut asked = subject.regions();
    asked.extend(within);
    let enterprises = subject.enterprises();
    let own = if enterprises.is_empty() { Vec::new() } else { coverage::ledgers_of(conn, &enterprises)? };
    let mut covering: Vec<(Extent, Option<RegionId>)> = own.into_iter().map(|extent| (extent, None)).collect();
    covering.extend(coverage::ledgers_below(conn, &asked)?.into_iter().map(|(extent, region)| (extent, Some(region))));
    covering.sort_unstable();
    let mut views: BTreeMap<Vec<RegionId>, Arc<View>> = BTreeMap::new();
    let mut sight = Sight::new();
    for of_one in covering.chunk_by(|one, next| one.0 == next.0) {
        let mut regions: Vec<RegionId> = of_one.iter().filter_map(|(_, region)| *region).collect();
        regions.dedup();
        if within.is_some_and(|within| !regions.contains(&within)) {
            continue;
        }
        let view = match views.get(&regions) {
            Some(view) => view.clone(),
            None => {
                let view = Arc::new(subject.view(Some(&regions.iter().copied().collect())));
                views.entry(regions).or_insert(view).clone()
            }
        };
        if let (Some((extent, _)), false) = (of_one.first(), view.is_empty()) {
            sight.push((*extent, view));
        }
    }
    Ok(sight)
}
