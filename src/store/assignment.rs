//! Assignments that stand: which enterprises have a leader.
use super::coverage::Extent;
use super::schema::{ledger, record, region, region_closure};
use super::{Conn, on};
use crate::domain::{OrganisationId, RegionId, RegionLevel};
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// The enterprises that have a leader by an assignment in a ledger of the region's subtree or of a region
/// above it. The condition is spelled as the partial index `record_assignment` spells it.
pub fn targets_around(conn: &mut Conn, region: RegionId) -> QueryResult<Vec<OrganisationId>> {
    let found: Vec<Option<OrganisationId>> = on!(conn, c => {
        let below = region_closure::table
            .filter(region_closure::ancestor.eq(region))
            .select(region_closure::descendant);
        let above = region_closure::table
            .filter(region_closure::descendant.eq(region))
            .select(region_closure::ancestor);
        record::table
            .filter(diesel::dsl::sql::<Bool>("kind = 'assignment' and state = 'active'"))
            .filter(record::moved_to.is_null())
            .filter(record::enterprise.is_not_null())
            .filter(record::ledger.eq_any(below).or(record::ledger.eq_any(above)))
            .select(record::enterprise)
            .distinct()
            .load(c)
    })?;
    Ok(found.into_iter().flatten().collect())
}

/// The ledgers with entries of the region's subtree and of the regions above it.
pub fn ledgers_around(conn: &mut Conn, of: RegionId) -> QueryResult<Vec<(Extent, RegionLevel)>> {
    on!(conn, c => {
        let below = region_closure::table
            .filter(region_closure::ancestor.eq(of))
            .select(region_closure::descendant);
        let above = region_closure::table
            .filter(region_closure::descendant.eq(of))
            .select(region_closure::ancestor);
        ledger::table
            .inner_join(region::table.on(region::id.eq(ledger::region)))
            .filter(ledger::head.gt(0))
            .filter(ledger::region.eq_any(below).or(ledger::region.eq_any(above)))
            .select(((ledger::region, ledger::epoch, ledger::head, ledger::floor, ledger::recount), region::level))
            .load(c)
    })
}
