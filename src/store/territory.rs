//! Questions that accounts ask about regions.
use super::schema::{region, region_closure};
use super::{Conn, StoreError, on};
use crate::domain::{Region, RegionCode, RegionId, RegionLevel};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// A region by its name, as a person's duties mention it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = region, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct NamedRegion {
    pub id: RegionId,
    /// The code that it has today.
    pub code: RegionCode,
    pub name: String,
    pub level: RegionLevel,
}

impl From<&Region> for NamedRegion {
    fn from(region: &Region) -> Self {
        Self { id: region.id, code: region.code.clone(), name: region.name.clone(), level: region.level }
    }
}

/// The regions of these identities, with their names.
pub fn named(conn: &mut Conn, ids: &[RegionId]) -> Result<Vec<NamedRegion>, StoreError> {
    Ok(on!(conn, c => region::table
        .filter(region::id.eq_any(ids))
        .order(region::id)
        .select(NamedRegion::as_select())
        .load(c))?)
}

/// The level of a region that lies in the subtree of one of `roots`.
pub fn level_within(conn: &mut Conn, roots: &[RegionId], id: RegionId) -> Result<Option<RegionLevel>, StoreError> {
    Ok(on!(conn, c => region::table
        .filter(region::id.eq(id))
        .filter(region::id.eq_any(region_closure::table
            .filter(region_closure::ancestor.eq_any(roots))
            .filter(region_closure::descendant.eq(id))
            .select(region_closure::descendant)))
        .select(region::level)
        .first(c)
        .optional())?)
}

/// Whether `id` is `ancestor` or lies below it.
pub fn is_within(conn: &mut Conn, ancestor: RegionId, id: RegionId) -> Result<bool, StoreError> {
    let pair = region_closure::table.find((ancestor, id));
    Ok(on!(conn, c => diesel::select(diesel::dsl::exists(pair)).get_result(c))?)
}
