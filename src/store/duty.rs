//! Duties: who answers for what, where, from when to when. Ended, never removed.
use super::schema::{duty, organisation, person, region_closure};
use super::sectors::Sectors;
use super::{Conn, StoreError, on};
use crate::domain::{
    Day, DutyId, Instant, OrganisationId, OrganisationKind, PersonId, PersonState, RegionId, Role, Tier,
};
use diesel::prelude::*;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = duty, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct Duty {
    pub id: DutyId,
    pub person: PersonId,
    pub organisation: OrganisationId,
    pub role: Role,
    pub region: RegionId,
    pub sectors: Sectors,
    pub from_on: Day,
    pub to_on: Option<Day>,
    pub ended_at: Option<Instant>,
    pub created_at: Instant,
    pub created_by: Option<PersonId>,
}

/// What a duty takes from its organisation.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = organisation, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct Body {
    pub name: String,
    pub kind: OrganisationKind,
    pub tier: Tier,
}

pub fn insert(conn: &mut Conn, new: &[Duty]) -> Result<(), StoreError> {
    on!(conn, c => diesel::insert_into(duty::table).values(new).execute(c))?;
    Ok(())
}

/// The duties of a person that nobody has ended, each with its organisation.
pub fn of_person(conn: &mut Conn, id: PersonId) -> Result<Vec<(Duty, Body)>, StoreError> {
    Ok(on!(conn, c => duty::table
        .inner_join(organisation::table.on(organisation::id.eq(duty::organisation)))
        .filter(duty::person.eq(id))
        .filter(duty::ended_at.is_null())
        .order(duty::id)
        .select((Duty::as_select(), Body::as_select()))
        .load(c))?)
}

/// A duty over a region in the subtree of one of `roots`.
pub fn find_within(conn: &mut Conn, roots: &[RegionId], id: DutyId) -> Result<Option<Duty>, StoreError> {
    Ok(on!(conn, c => duty::table
        .find(id)
        .filter(duty::region.eq_any(region_closure::table
            .filter(region_closure::ancestor.eq_any(roots))
            .select(region_closure::descendant)))
        .select(Duty::as_select())
        .first(c)
        .optional())?)
}

/// Ends a duty; `false` if it had ended before.
pub fn end(conn: &mut Conn, id: DutyId, now: Instant) -> Result<bool, StoreError> {
    let rows = on!(conn, c => diesel::update(duty::table.find(id).filter(duty::ended_at.is_null()))
        .set(duty::ended_at.eq(Some(now)))
        .execute(c))?;
    Ok(rows == 1)
}

/// Whether anybody who has ever signed in administers anything.
pub fn administrator_exists(conn: &mut Conn) -> Result<bool, StoreError> {
    let administrators = duty::table
        .inner_join(person::table.on(person::id.eq(duty::person)))
        .filter(duty::role.eq(Role::Administrator))
        .filter(duty::ended_at.is_null())
        .filter(person::state.ne(PersonState::Invited));
    Ok(on!(conn, c => diesel::select(diesel::dsl::exists(administrators)).get_result(c))?)
}
