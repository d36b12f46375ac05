//! Coverage: of the enterprises of a unit that are to be inspected, how many were in a period.
use super::ground::{Ground, listed, visited};
use crate::domain::posting::{AsOf, Clock};
use crate::domain::report::Period;
use crate::domain::scope::Subject;
use crate::domain::share::percent;
use crate::domain::{Instant, OrganisationId, RegionCode, RegionId, Sector};
use crate::services::Outcome;
use crate::services::index::Index;
use crate::store::{Conn, territory};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use utoipa::ToSchema;

/// What is asked for.
#[derive(Debug)]
pub struct AskedCoverage {
    pub region: RegionCode,
    pub period: Period,
    pub as_of: Option<AsOf>,
    pub after: Option<RegionId>,
    /// Units, each with all of its sectors.
    pub limit: usize,
}

/// How many enterprises of a unit and sector there are, and how many of them were inspected.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CoverageRow {
    pub unit: RegionId,
    pub unit_name: String,
    /// Missing for enterprises without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    /// On the register, and not exempt from being inspected.
    pub expected: usize,
    /// Those of them that were inspected in the period, each counted once.
    pub observed: usize,
    /// Rounded half up to one decimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<f64>,
}

/// Coverage of a region, and of each of its units by sector.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageReport {
    pub region: RegionId,
    pub from_on: crate::domain::Day,
    pub to_on: crate::domain::Day,
    /// The moment as of which it was made.
    pub as_of: Instant,
    /// What had been learned by then, or what had been done by then.
    pub as_of_clock: Clock,
    pub expected: usize,
    pub observed: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<f64>,
    /// On the register, but marked as not to be inspected (`is_covered: false`).
    pub exempt: usize,
    pub items: Vec<CoverageRow>,
    /// Send this back as `after`; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<RegionId>,
}

/// Expected and observed, by unit and sector.
type Cells = BTreeMap<RegionId, BTreeMap<Option<Sector>, (usize, usize)>>;

pub fn coverage(
    conn: &mut Conn,
    index: &Index,
    subject: &Subject,
    asked: &AskedCoverage,
    now: Instant,
) -> Outcome<CoverageReport> {
    let ground = Ground::of(conn, index, subject, &asked.region)?;
    let ground = ground.at(conn, asked.as_of, now, &["enterprise", "inspection"])?;
    let exempt = ground.exempt(conn)?;
    let inspected = inspected(conn, &ground, asked.period)?;
    let (mut cells, mut exempted) = (Cells::new(), 0);
    ground.each(conn, &listed(), |unit, enterprise| {
        if exempt.contains(&enterprise.id) {
            exempted += 1;
            return;
        }
        let (expected, observed) = cells.entry(unit).or_default().entry(enterprise.sector).or_default();
        *expected += 1;
        *observed += usize::from(inspected.contains(&enterprise.id.cast()));
    })?;
    let all = cells.values().flat_map(BTreeMap::values);
    let (expected, observed) = all.fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1));
    let (from_on, to_on) = (asked.period.first_on(), asked.period.last_on());
    let (items, next) = page(conn, cells, asked)?;
    let percent = percent(observed, expected);
    let AsOf { clock: as_of_clock, at: as_of } = AsOf::or_now(asked.as_of, now);
    Ok(CoverageReport {
        region: ground.region,
        from_on,
        to_on,
        as_of,
        as_of_clock,
        expected,
        observed,
        percent,
        exempt: exempted,
        items,
        next,
    })
}

/// The enterprises that were visited in a period, wherever within sight the visit was written down.
pub fn inspected(conn: &mut Conn, ground: &Ground, period: Period) -> Outcome<HashSet<OrganisationId>> {
    let mut enterprises = HashSet::new();
    ground.each(conn, &visited(period), |_, visit| enterprises.extend(visit.enterprise))?;
    Ok(enterprises)
}

fn page(conn: &mut Conn, cells: Cells, asked: &AskedCoverage) -> Outcome<(Vec<CoverageRow>, Option<RegionId>)> {
    let mut units: Vec<_> =
        cells.into_iter().filter(|(unit, _)| asked.after.is_none_or(|after| after < *unit)).collect();
    let has_more = units.len() > asked.limit;
    units.truncate(asked.limit);
    let next = units.last().filter(|_| has_more).map(|(unit, _)| *unit);
    let ids: Vec<_> = units.iter().map(|(unit, _)| *unit).collect();
    let names: BTreeMap<_, _> = territory::named(conn, &ids)?.into_iter().map(|named| (named.id, named.name)).collect();
    let rows = units.into_iter().flat_map(|(unit, sectors)| {
        let unit_name = names.get(&unit).cloned().unwrap_or_default();
        sectors.into_iter().map(move |(sector, (expected, observed))| {
            let percent = percent(observed, expected);
            CoverageRow { unit, unit_name: unit_name.clone(), sector, expected, observed, percent }
        })
    });
    Ok((rows.collect(), next))
}
