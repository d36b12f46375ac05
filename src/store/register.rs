//! The register of a unit's enterprises, as an import needs to know it.
use super::record::RecordRow;
use super::schema::{organisation, record, region_closure};
use super::{Conn, on};
use crate::domain::{OrganisationId, OrganisationKind, RecordId, RegionId};
use diesel::prelude::*;

/// The enterprises whose records lie in a ledger.
pub fn enterprises(conn: &mut Conn, ledger: RegionId) -> QueryResult<Vec<RecordRow>> {
    on!(conn, c => record::table
        .filter(record::ledger.eq(ledger))
        .filter(record::kind.eq("enterprise"))
        .filter(record::moved_to.is_null())
        .order(record::id)
        .select(RecordRow::as_select())
        .load(c))
}

/// The departments of these names that answer for a region: its own, and those of all above it.
pub fn departments(conn: &mut Conn, of: RegionId, names: &[String]) -> QueryResult<Vec<(String, OrganisationId)>> {
    on!(conn, c => organisation::table
        .inner_join(region_closure::table.on(region_closure::ancestor.eq(organisation::region)))
        .filter(region_closure::descendant.eq(of))
        .filter(organisation::kind.eq(OrganisationKind::Department))
        .filter(organisation::name.eq_any(names))
        .select((organisation::name, organisation::id))
        .load(c))
}

/// The mark of an enterprise that is not to be inspected. Documents are canonical: quotation marks within a
/// text are escaped, so that this is found only as a field.
const EXEMPT: &str = "\"is_covered\":false";

pub fn is_exempt(row: &RecordRow) -> bool {
    row.kind == "enterprise" && row.document.contains(EXEMPT)
}

/// The enterprises of a region's subtree that are marked as not to be inspected.
pub fn exempt_within(conn: &mut Conn, root: RegionId) -> QueryResult<Vec<RecordId>> {
    on!(conn, c => record::table
        .inner_join(region_closure::table.on(region_closure::descendant.eq(record::ledger)))
        .filter(region_closure::ancestor.eq(root))
        .filter(record::kind.eq("enterprise"))
        .filter(record::moved_to.is_null())
        .filter(record::document.like(format!("%{EXEMPT}%")))
        .select(record::id)
        .load(c))
}
