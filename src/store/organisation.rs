//! Organisations: enterprises, departments, territorial bodies, and who is below whom.
use super::schema::{organisation, organisation_closure, region_closure};
use super::sectors::Sectors;
use super::{Conn, StoreError, on};
use crate::domain::{Instant, OrganisationId, OrganisationKind, RegionId, Tier};
use diesel::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = organisation, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct Organisation {
    pub id: OrganisationId,
    pub kind: OrganisationKind,
    pub name: String,
    pub region: RegionId,
    pub tier: Tier,
    /// Of a department: what it answers for.
    pub sectors: Sectors,
    pub parent: Option<OrganisationId>,
    pub uscc: Option<String>,
    pub uscc_is_missing: bool,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

pub fn insert(conn: &mut Conn, new: &[Organisation]) -> Result<(), StoreError> {
    on!(conn, c => diesel::insert_into(organisation::table).values(new).execute(c))?;
    Ok(())
}

/// An organisation is below itself.
pub fn close_over_itself(conn: &mut Conn, ids: &[OrganisationId]) -> Result<(), StoreError> {
    let rows: Vec<_> = ids
        .iter()
        .map(|id| (organisation_closure::ancestor.eq(*id), organisation_closure::descendant.eq(*id)))
        .collect();
    on!(conn, c => diesel::insert_into(organisation_closure::table).values(&rows).execute(c))?;
    Ok(())
}

/// An organisation is below its parent and all that the parent is below.
pub fn close_over_ancestors(conn: &mut Conn, id: OrganisationId, parent: OrganisationId) -> Result<(), StoreError> {
    use diesel::IntoSql;
    on!(conn, c => organisation_closure::table
        .filter(organisation_closure::descendant.eq(parent))
        .select((organisation_closure::ancestor, id.into_sql::<crate::domain::UuidColumn>()))
        .insert_into(organisation_closure::table)
        .into_columns((organisation_closure::ancestor, organisation_closure::descendant))
        .execute(c))?;
    Ok(())
}

/// An organisation in the subtree of one of `roots`.
pub fn find_within(
    conn: &mut Conn,
    roots: &[RegionId],
    id: OrganisationId,
) -> Result<Option<Organisation>, StoreError> {
    Ok(on!(conn, c => organisation::table
        .find(id)
        .filter(organisation::region.eq_any(region_closure::table
            .filter(region_closure::ancestor.eq_any(roots))
            .select(region_closure::descendant)))
        .select(Organisation::as_select())
        .first(c)
        .optional())?)
}

/// Organisations in the subtrees of `roots`, by id, from the one after `after` on.
pub fn page_within(
    conn: &mut Conn,
    roots: &[RegionId],
    after: OrganisationId,
    limit: i64,
) -> Result<Vec<Organisation>, StoreError> {
    Ok(on!(conn, c => organisation::table
        .filter(organisation::id.gt(after))
        .filter(organisation::region.eq_any(region_closure::table
            .filter(region_closure::ancestor.eq_any(roots))
            .select(region_closure::descendant)))
        .order(organisation::id)
        .limit(limit)
        .select(Organisation::as_select())
        .load(c))?)
}

/// The departments of a region's subtree.
pub fn departments_within(conn: &mut Conn, root: RegionId) -> Result<Vec<Organisation>, StoreError> {
    Ok(on!(conn, c => organisation::table
        .filter(organisation::kind.eq(OrganisationKind::Department))
        .filter(organisation::region.eq_any(region_closure::table
            .filter(region_closure::ancestor.eq(root))
            .select(region_closure::descendant)))
        .order(organisation::id)
        .select(Organisation::as_select())
        .load(c))?)
}

/// Each of `ids` with itself and every organisation below it.
pub fn below(conn: &mut Conn, ids: &[OrganisationId]) -> Result<Vec<(OrganisationId, OrganisationId)>, StoreError> {
    Ok(on!(conn, c => organisation_closure::table
        .filter(organisation_closure::ancestor.eq_any(ids))
        .order((organisation_closure::ancestor, organisation_closure::descendant))
        .select((organisation_closure::ancestor, organisation_closure::descendant))
        .load(c))?)
}
