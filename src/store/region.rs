//! Regions, the codes that name or named them, and who is below whom.
use super::schema::{region, region_closure, region_code, region_successor, region_version};
use super::{Conn, StoreError, on};
use crate::domain::{Day, Region, RegionCode, RegionId, RegionLevel};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = region, treat_none_as_default_value = false)]
pub struct NewRegion {
    pub id: RegionId,
    pub code: RegionCode,
    pub name: String,
    pub level: RegionLevel,
    pub parent: Option<RegionId>,
    pub is_local: bool,
    pub valid_from: Option<Day>,
}

/// A code of a region, and the days on which it is or was that.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = region_code, treat_none_as_default_value = false)]
pub struct CodeOf {
    pub code: RegionCode,
    #[serde(skip)]
    pub region: RegionId,
    pub valid_from: Option<Day>,
    /// The last day; absent while the code is in use.
    pub valid_to: Option<Day>,
}

/// Who took over.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = region_successor)]
pub struct Successor {
    #[serde(skip)]
    pub region: RegionId,
    pub successor: RegionId,
    pub since_on: Day,
}

/// So many rows that their values fit into one statement of either database.
const ROWS: usize = 2000;

/// Another one after every change of any region.
pub fn version(conn: &mut Conn) -> Result<i64, StoreError> {
    Ok(on!(conn, c => region_version::table.select(region_version::version).first(c))?)
}

/// Whoever holds a copy learns that it is of the past. At random: a database that was restored from a
/// backup must not come to a number again that it had before.
fn changed(conn: &mut Conn) -> Result<(), StoreError> {
    let version = uuid::Uuid::new_v4().as_u64_pair().0.cast_signed();
    on!(conn, c => diesel::update(region_version::table).set(region_version::version.eq(version)).execute(c))?;
    Ok(())
}

pub fn is_empty(conn: &mut Conn) -> Result<bool, StoreError> {
    let any = diesel::dsl::exists(region::table.select(region::id));
    let any: bool = on!(conn, c => diesel::select(any).get_result(c))?;
    Ok(!any)
}

/// The region that each code names; where none does today, the one that it named last.
pub fn find_by_codes(conn: &mut Conn, codes: &[RegionCode]) -> Result<Vec<(RegionCode, Region)>, StoreError> {
    let mut found: Vec<(RegionCode, Region)> = on!(conn, c => region_code::table
        .inner_join(region::table.on(region::id.eq(region_code::region)))
        .filter(region_code::code.eq_any(codes))
        .order((region_code::code, region_code::valid_to.is_null().desc(), region_code::valid_to.desc()))
        .select((region_code::code, region::all_columns))
        .load(c))?;
    found.dedup_by(|later, first| later.0 == first.0);
    Ok(found)
}

pub fn by_ids(conn: &mut Conn, ids: &[RegionId]) -> Result<Vec<Region>, StoreError> {
    Ok(on!(conn, c => region::table.filter(region::id.eq_any(ids)).order(region::id).load(c))?)
}

/// The regions directly below one, by id, from the one after `after` on.
pub fn children(conn: &mut Conn, parent: RegionId, after: RegionId, limit: i64) -> Result<Vec<Region>, StoreError> {
    Ok(on!(conn, c => region::table
        .filter(region::parent.eq(parent))
        .filter(region::id.gt(after))
        .order(region::id)
        .limit(limit)
        .load(c))?)
}

/// A region and all above it, the highest first.
pub fn line_of(conn: &mut Conn, id: RegionId) -> Result<Vec<Region>, StoreError> {
    let mut line: Vec<Region> = on!(conn, c => region_closure::table
        .inner_join(region::table.on(region::id.eq(region_closure::ancestor)))
        .filter(region_closure::descendant.eq(id))
        .select(region::all_columns)
        .load(c))?;
    line.sort_by_key(|region| region.level.depth());
    Ok(line)
}

/// A region and all below it.
pub fn subtree(conn: &mut Conn, root: RegionId) -> Result<Vec<Region>, StoreError> {
    Ok(on!(conn, c => region_closure::table
        .inner_join(region::table.on(region::id.eq(region_closure::descendant)))
        .filter(region_closure::ancestor.eq(root))
        .order(region::id)
        .select(region::all_columns)
        .load(c))?)
}

pub fn codes_of(conn: &mut Conn, id: RegionId) -> Result<Vec<CodeOf>, StoreError> {
    Ok(on!(conn, c => region_code::table
        .filter(region_code::region.eq(id))
        .order((region_code::valid_to.is_null(), region_code::valid_to))
        .load(c))?)
}

pub fn successors_of(conn: &mut Conn, id: RegionId) -> Result<Vec<Successor>, StoreError> {
    Ok(on!(conn, c => region_successor::table
        .filter(region_successor::region.eq(id))
        .order(region_successor::successor)
        .load(c))?)
}

/// Adds those regions that are not there yet, each with its code; parents come before children.
pub fn insert_absent(conn: &mut Conn, new: &[NewRegion]) -> Result<usize, StoreError> {
    let mut added = 0;
    for rows in new.chunks(ROWS) {
        added += on!(conn, c =>
            diesel::insert_into(region::table).values(rows).on_conflict_do_nothing().execute(c))?;
        let codes: Vec<_> = rows.iter().map(first_code).collect();
        on!(conn, c =>
            diesel::insert_into(region_code::table).values(&codes).on_conflict_do_nothing().execute(c))?;
    }
    changed(conn)?;
    Ok(added)
}

fn first_code(region: &NewRegion) -> CodeOf {
    let NewRegion { id, code, valid_from, .. } = region;
    CodeOf { code: code.clone(), region: *id, valid_from: *valid_from, valid_to: None }
}

/// Every region is below itself.
pub fn close_over_themselves(conn: &mut Conn) -> Result<(), StoreError> {
    on!(conn, c => region::table
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("true"))
        .select((region::id, region::id))
        .insert_into(region_closure::table)
        .into_columns((region_closure::ancestor, region_closure::descendant))
        .on_conflict_do_nothing()
        .execute(c))?;
    changed(conn)
}

/// The regions of these levels are below whatever their parents are below.
pub fn close_over_ancestors(conn: &mut Conn, levels: &[RegionLevel]) -> Result<(), StoreError> {
    on!(conn, c => region::table
        .inner_join(region_closure::table.on(region::parent.eq(region_closure::descendant.nullable())))
        .filter(region::level.eq_any(levels))
        .select((region_closure::ancestor, region::id))
        .insert_into(region_closure::table)
        .into_columns((region_closure::ancestor, region_closure::descendant))
        .on_conflict_do_nothing()
        .execute(c))?;
    changed(conn)
}

/// One more region, below itself and whatever its parent is below.
pub fn insert(conn: &mut Conn, new: &NewRegion) -> Result<(), StoreError> {
    use diesel::IntoSql;
    use diesel::sql_types::BigInt;
    on!(conn, c => diesel::insert_into(region::table).values(new).execute(c))?;
    on!(conn, c => diesel::insert_into(region_code::table).values(first_code(new)).execute(c))?;
    let itself = (region_closure::ancestor.eq(new.id), region_closure::descendant.eq(new.id));
    on!(conn, c => diesel::insert_into(region_closure::table).values(itself).execute(c))?;
    on!(conn, c => region_closure::table
        .filter(region_closure::descendant.nullable().eq(new.parent))
        .select((region_closure::ancestor, new.id.into_sql::<BigInt>()))
        .insert_into(region_closure::table)
        .into_columns((region_closure::ancestor, region_closure::descendant))
        .execute(c))?;
    changed(conn)
}

/// The codes of these regions ended on `last`; `now` are the codes that they have instead.
pub fn recode(conn: &mut Conn, last: Day, now: &[CodeOf]) -> Result<(), StoreError> {
    let ids: Vec<_> = now.iter().map(|code| code.region).collect();
    on!(conn, c => diesel::update(region_code::table)
        .filter(region_code::region.eq_any(&ids))
        .filter(region_code::valid_to.is_null())
        .set(region_code::valid_to.eq(Some(last)))
        .execute(c))?;
    for codes in now.chunks(ROWS) {
        on!(conn, c => diesel::insert_into(region_code::table).values(codes).execute(c))?;
    }
    adopt_codes(conn, &ids)
}

/// A region's code is that one of its codes that has not ended.
fn adopt_codes(conn: &mut Conn, ids: &[RegionId]) -> Result<(), StoreError> {
    let code_now = region_code::table
        .filter(region_code::region.eq(region::id))
        .filter(region_code::valid_to.is_null())
        .select(region_code::code)
        .single_value()
        .assume_not_null();
    on!(conn, c => diesel::update(region::table)
        .filter(region::id.eq_any(ids))
        .set(region::code.eq(code_now))
        .execute(c))?;
    changed(conn)
}

pub fn rename(conn: &mut Conn, id: RegionId, name: &str) -> Result<(), StoreError> {
    on!(conn, c => diesel::update(region::table.find(id)).set(region::name.eq(name)).execute(c))?;
    changed(conn)
}

/// Ends a region; these took over.
pub fn close(conn: &mut Conn, id: RegionId, last: Day, successors: &[Successor]) -> Result<(), StoreError> {
    on!(conn, c => diesel::update(region::table.find(id)).set(region::valid_to.eq(Some(last))).execute(c))?;
    on!(conn, c => diesel::insert_into(region_successor::table).values(successors).execute(c))?;
    changed(conn)
}

/// Whether a region that has not ended lies directly below.
pub fn has_open_children(conn: &mut Conn, id: RegionId) -> Result<bool, StoreError> {
    let open = region::table.filter(region::parent.eq(id)).filter(region::valid_to.is_null());
    Ok(on!(conn, c => diesel::select(diesel::dsl::exists(open)).get_result(c))?)
}
