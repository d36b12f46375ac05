//! Silent units: what the person sees of each unit's register and hazards, by the rule of silence.
use super::ground::{Ground, listed};
use crate::domain::report::Period;
use crate::domain::search::Filter;
use crate::domain::silence::{STANDARD, SilenceRule, SilentUnit, UnitTally};
use crate::domain::{Lines, Region, RegionId};
use crate::services::Outcome;
use crate::services::oversight::ground::of_kind;
use crate::store::{Conn, coverage, region};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Units that found nothing while their peers did.
#[derive(Debug, Serialize, ToSchema)]
pub struct SilenceZone {
    pub rule: SilenceRule,
    pub count: usize,
    pub items: Vec<SilentUnit>,
    /// Send this back as `after_unit`; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<RegionId>,
}

pub fn zone(
    conn: &mut Conn,
    ground: &Ground,
    period: Period,
    after: Option<RegionId>,
    limit: usize,
) -> Outcome<SilenceZone> {
    let silent = STANDARD.silent(&tallies(conn, ground, period)?);
    let count = silent.len();
    let mut items: Vec<_> = silent.into_iter().filter(|one| after.is_none_or(|after| after < one.unit)).collect();
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| has_more).map(|one| one.unit);
    Ok(SilenceZone { rule: STANDARD, count, items, next })
}

fn tallies(conn: &mut Conn, ground: &Ground, period: Period) -> Outcome<Vec<UnitTally>> {
    let mut counts: BTreeMap<RegionId, (usize, usize)> = BTreeMap::new();
    ground.each(conn, &listed(), |unit, _| counts.entry(unit).or_default().0 += 1)?;
    ground.each(conn, &found(period), |unit, _| counts.entry(unit).or_default().1 += 1)?;
    let tally = |unit: &Region| {
        let (enterprises, hazards) = counts.get(&unit.id).copied().unwrap_or_default();
        UnitTally { unit: unit.id, parent: unit.parent, enterprises, hazards }
    };
    Ok(units(conn, ground)?.iter().map(tally).collect())
}

/// Hazards that were found in a period, whatever became of them, unless they were struck.
fn found(period: Period) -> Filter {
    Filter { occurred: period.span(), is_voided: Some(false), ..of_kind("hazard", None) }
}

/// The units of the region's subtree of which the person sees more than its own enterprises, those
/// included that have written nothing at all yet.
fn units(conn: &mut Conn, ground: &Ground) -> Outcome<Vec<Region>> {
    let below = region::subtree(conn, ground.region)?;
    let over = coverage::covering(conn, &ground.subject.regions(), &[ground.region])?;
    let over = over.get(&ground.region).cloned().unwrap_or_default();
    let lines = Lines::of(&below);
    let is_overseen = |unit: &Region| {
        let mut covering: BTreeSet<RegionId> = over.clone();
        covering.extend(lines.from(unit.id).take_while(|region| *region != ground.region));
        let view = ground.subject.view(Some(&covering));
        view.all || !view.sectors.is_empty()
    };
    let units = below.into_iter().filter(|region| region.level.is_unit() && region.is_open());
    Ok(units.filter(is_overseen).collect())
}
