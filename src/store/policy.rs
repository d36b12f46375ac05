//! Policy profiles: what each region says, version by version. Versions are added, never altered.
use super::schema::{policy, region, region_closure};
use super::{Conn, StoreError, on};
use crate::domain::{Day, Instant, PersonId, RegionId, RegionLevel};
use diesel::dsl::{exists, max, not};
use diesel::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = policy, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct PolicyRow {
    pub region: RegionId,
    pub version: i64,
    pub from_on: Day,
    /// Limits and required photos, as JSON.
    pub profile: String,
    pub set_by: PersonId,
    pub set_at: Instant,
}

/// What a region has from itself or from a region above it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Inherited {
    pub heir: RegionId,
    pub level: RegionLevel,
    pub name: String,
    pub row: PolicyRow,
}

diesel::alias!(policy as later: Later);

/// For each of these regions, the versions in force on a day: its own and those of all above it. Of those
/// that had been set by a moment, if one is given.
pub fn effective(
    conn: &mut Conn,
    regions: &[RegionId],
    day: Day,
    set_by: Option<Instant>,
) -> Result<Vec<Inherited>, StoreError> {
    let set_by = set_by.unwrap_or(Instant::from_millis(i64::MAX));
    let is_superseded = exists(
        later
            .filter(later.field(policy::region).eq(policy::region))
            .filter(later.field(policy::version).gt(policy::version))
            .filter(later.field(policy::from_on).le(day))
            .filter(later.field(policy::set_at).le(set_by)),
    );
    Ok(on!(conn, c => region_closure::table
        .inner_join(policy::table.on(policy::region.eq(region_closure::ancestor)))
        .inner_join(region::table.on(region::id.eq(policy::region)))
        .filter(region_closure::descendant.eq_any(regions))
        .filter(policy::from_on.le(day))
        .filter(policy::set_at.le(set_by))
        .filter(not(is_superseded))
        .select((region_closure::descendant, region::level, region::name, PolicyRow::as_select()))
        .load(c))?)
}

/// A region's own versions, from the one after `after` on.
pub fn versions(conn: &mut Conn, of: RegionId, after: i64, limit: i64) -> Result<Vec<PolicyRow>, StoreError> {
    Ok(on!(conn, c => policy::table
        .filter(policy::region.eq(of))
        .filter(policy::version.gt(after))
        .order(policy::version)
        .limit(limit)
        .select(PolicyRow::as_select())
        .load(c))?)
}

/// The last version of a region; 0 where it has none.
pub fn last_version(conn: &mut Conn, of: RegionId) -> Result<i64, StoreError> {
    let last: Option<i64> = on!(conn, c => policy::table
        .filter(policy::region.eq(of))
        .select(max(policy::version))
        .first(c))?;
    Ok(last.unwrap_or(0))
}

pub fn add(conn: &mut Conn, version: &PolicyRow) -> Result<(), StoreError> {
    on!(conn, c => diesel::insert_into(policy::table).values(version).execute(c))?;
    Ok(())
}

/// A region's own version.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Own {
    pub name: String,
    pub row: PolicyRow,
}

/// The versions in force on a day that regions below this one have set themselves, by region.
pub fn own_below(conn: &mut Conn, root: RegionId, day: Day) -> Result<Vec<Own>, StoreError> {
    let is_superseded = exists(
        later
            .filter(later.field(policy::region).eq(policy::region))
            .filter(later.field(policy::version).gt(policy::version))
            .filter(later.field(policy::from_on).le(day)),
    );
    Ok(on!(conn, c => region_closure::table
        .inner_join(policy::table.on(policy::region.eq(region_closure::descendant)))
        .inner_join(region::table.on(region::id.eq(policy::region)))
        .filter(region_closure::ancestor.eq(root))
        .filter(policy::region.ne(root))
        .filter(policy::from_on.le(day))
        .filter(not(is_superseded))
        .order(policy::region)
        .select((region::name, PolicyRow::as_select()))
        .load(c))?)
}
