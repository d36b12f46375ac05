//! Which regions cover which ledgers: the questions that a scope asks.
use super::among::AmongValues;
use super::schema::{ledger, organisation, record, region, region_closure, region_code};
use super::{Conn, on};
use crate::domain::kind::Kind;
use crate::domain::scope::Coverage;
use crate::domain::{Day, OrganisationId, OrganisationKind, RegionCode, RegionId, RegionLevel};
use diesel::prelude::*;

/// The region that each code names; where none does today, the one that it named last.
pub fn named(conn: &mut Conn, codes: &[RegionCode]) -> QueryResult<Vec<(RegionCode, RegionId)>> {
    let mut found: Vec<(RegionCode, RegionId)> = on!(conn, c => region_code::table
        .filter(region_code::code.among(codes))
        .order((region_code::code, region_code::valid_to.is_null().desc(), region_code::valid_to.desc()))
        .select((region_code::code, region_code::region))
        .load(c))?;
    found.dedup_by(|later, first| later.0 == first.0);
    Ok(found)
}

/// A region as far as a ledger needs to know it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Unit {
    pub id: RegionId,
    pub code: RegionCode,
    pub level: RegionLevel,
    pub valid_to: Option<Day>,
}

impl Unit {
    /// A region that was not merged into another: records may be made in its ledger, of those
    /// kinds that have ledgers at its tier.
    pub fn is_open(&self) -> bool {
        self.valid_to.is_none()
    }
    pub fn holds(&self, kind: &dyn Kind) -> bool {
        self.is_open() && kind.ledgers().contains(&self.level.tier())
    }
}

pub fn units(conn: &mut Conn, ids: &[RegionId]) -> QueryResult<Vec<Unit>> {
    on!(conn, c => region::table
        .filter(region::id.among(ids))
        .select((region::id, region::code, region::level, region::valid_to))
        .load(c))
}

/// Which of these regions cover each of these ledgers.
pub fn covering(conn: &mut Conn, regions: &[RegionId], ledgers: &[RegionId]) -> QueryResult<Coverage> {
    let pairs: Vec<(RegionId, RegionId)> = on!(conn, c => region_closure::table
        .filter(region_closure::descendant.among(ledgers))
        .filter(region_closure::ancestor.among(regions))
        .select((region_closure::descendant, region_closure::ancestor))
        .load(c))?;
    Ok(gather(pairs))
}

/// A ledger that holds entries: its epoch, its last number, and up to where removals are forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Queryable)]
pub struct Extent {
    pub ledger: RegionId,
    pub epoch: i64,
    pub head: i64,
    pub floor: i64,
    /// How often its postings were made anew.
    pub recount: i64,
}

/// The ledgers with entries below these regions, once for each region that covers it.
pub fn ledgers_below(conn: &mut Conn, regions: &[RegionId]) -> QueryResult<Vec<(Extent, RegionId)>> {
    on!(conn, c => region_closure::table
        .inner_join(ledger::table.on(ledger::region.eq(region_closure::descendant)))
        .filter(region_closure::ancestor.among(regions))
        .filter(ledger::head.gt(0))
        .select(((ledger::region, ledger::epoch, ledger::head, ledger::floor, ledger::recount), region_closure::ancestor))
        .load(c))
}

/// Every ledger with entries.
pub fn extents(conn: &mut Conn) -> QueryResult<Vec<Extent>> {
    on!(conn, c => ledger::table
        .filter(ledger::head.gt(0))
        .order(ledger::region)
        .select((ledger::region, ledger::epoch, ledger::head, ledger::floor, ledger::recount))
        .load(c))
}

/// The ledgers in which records of these enterprises lie.
pub fn ledgers_of(conn: &mut Conn, enterprises: &[OrganisationId]) -> QueryResult<Vec<Extent>> {
    on!(conn, c => record::table
        .inner_join(ledger::table.on(ledger::region.eq(record::ledger)))
        .filter(record::enterprise.among(enterprises))
        .filter(record::moved_to.is_null())
        .select((ledger::region, ledger::epoch, ledger::head, ledger::floor, ledger::recount))
        .distinct()
        .load(c))
}

/// What these organisations are to the ledger.
pub fn organisations(conn: &mut Conn, ids: &[OrganisationId]) -> QueryResult<Vec<(OrganisationId, OrganisationKind)>> {
    on!(conn, c => organisation::table
        .filter(organisation::id.among(ids))
        .select((organisation::id, organisation::kind))
        .load(c))
}

fn gather(pairs: Vec<(RegionId, RegionId)>) -> Coverage {
    let mut coverage = Coverage::new();
    for (ledger, region) in pairs {
        coverage.entry(ledger).or_default().insert(region);
    }
    coverage
}
