//! People: who they are, and what guards their sign-in.
use super::schema::{duty, person, region_closure};
use super::{Conn, StoreError, on};
use crate::domain::{Instant, Login, PersonId, PersonState, RegionId};
use diesel::prelude::*;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = person, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct Person {
    pub id: PersonId,
    pub login: Login,
    pub name: String,
    pub region: RegionId,
    pub password_hash: Option<String>,
    pub password_changed_at: Option<Instant>,
    pub state: PersonState,
    pub failed_attempts: i64,
    pub locked_until: Option<Instant>,
    pub scope_version: i64,
    pub created_at: Instant,
    pub created_by: Option<PersonId>,
}

pub fn insert(conn: &mut Conn, new: &[Person]) -> Result<(), StoreError> {
    on!(conn, c => diesel::insert_into(person::table).values(new).execute(c))?;
    Ok(())
}

pub fn find(conn: &mut Conn, id: PersonId) -> Result<Option<Person>, StoreError> {
    Ok(on!(conn, c => person::table.find(id).select(Person::as_select()).first(c).optional())?)
}

pub fn find_by_login(conn: &mut Conn, login: &str) -> Result<Option<Person>, StoreError> {
    Ok(on!(conn, c => person::table
        .filter(person::login.eq(login))
        .select(Person::as_select())
        .first(c)
        .optional())?)
}

/// A person in the subtree of one of `roots`.
pub fn find_within(conn: &mut Conn, roots: &[RegionId], id: PersonId) -> Result<Option<Person>, StoreError> {
    Ok(on!(conn, c => person::table
        .find(id)
        .filter(person::region.eq_any(region_closure::table
            .filter(region_closure::ancestor.eq_any(roots))
            .select(region_closure::descendant)))
        .select(Person::as_select())
        .first(c)
        .optional())?)
}

/// People in the subtrees of `roots`, by id, from the one after `after` on.
pub fn page_within(
    conn: &mut Conn,
    roots: &[RegionId],
    after: PersonId,
    limit: i64,
) -> Result<Vec<Person>, StoreError> {
    Ok(on!(conn, c => person::table
        .filter(person::id.gt(after))
        .filter(person::region.eq_any(region_closure::table
            .filter(region_closure::ancestor.eq_any(roots))
            .select(region_closure::descendant)))
        .order(person::id)
        .limit(limit)
        .select(Person::as_select())
        .load(c))?)
}

/// Whether a person holds a duty that reaches out of the subtrees of `roots`.
pub fn reaches_beyond(conn: &mut Conn, roots: &[RegionId], id: PersonId) -> Result<bool, StoreError> {
    let inside =
        region_closure::table.filter(region_closure::ancestor.eq_any(roots)).select(region_closure::descendant);
    let beyond =
        duty::table.filter(duty::person.eq(id)).filter(duty::ended_at.is_null()).filter(duty::region.ne_all(inside));
    Ok(on!(conn, c => diesel::select(diesel::dsl::exists(beyond)).get_result(c))?)
}

/// Counts a wrong password and says how many there were in a row.
pub fn count_failure(conn: &mut Conn, id: PersonId) -> Result<i64, StoreError> {
    Ok(on!(conn, c => diesel::update(person::table.find(id))
        .set(person::failed_attempts.eq(person::failed_attempts + 1))
        .returning(person::failed_attempts)
        .get_result(c))?)
}

/// Closes the account for a while; the count begins anew after it.
pub fn lock_until(conn: &mut Conn, id: PersonId, until: Instant) -> Result<(), StoreError> {
    on!(conn, c => diesel::update(person::table.find(id))
        .set((person::locked_until.eq(Some(until)), person::failed_attempts.eq(0)))
        .execute(c))?;
    Ok(())
}

/// Lets a person in, unless the account was locked or its password changed meanwhile. Decided by
/// the database, so that guesses sent side by side cannot slip past the lock.
pub fn let_in(conn: &mut Conn, id: PersonId, password_hash: &str, now: Instant) -> Result<bool, StoreError> {
    let rows = on!(conn, c => diesel::update(person::table
            .find(id)
            .filter(person::password_hash.eq(password_hash))
            .filter(person::state.eq(PersonState::Active))
            .filter(person::locked_until.is_null().or(person::locked_until.le(now))))
        .set((person::failed_attempts.eq(0), person::locked_until.eq(None::<Instant>)))
        .execute(c))?;
    Ok(rows == 1)
}

pub fn set_password(conn: &mut Conn, id: PersonId, hash: &str, now: Instant) -> Result<(), StoreError> {
    on!(conn, c => diesel::update(person::table.find(id))
        .set((
            person::password_hash.eq(Some(hash)),
            person::password_changed_at.eq(Some(now)),
            person::state.eq(PersonState::Active),
            person::failed_attempts.eq(0),
            person::locked_until.eq(None::<Instant>),
        ))
        .execute(c))?;
    Ok(())
}

pub fn set_state(conn: &mut Conn, id: PersonId, state: PersonState) -> Result<(), StoreError> {
    on!(conn, c => diesel::update(person::table.find(id)).set(person::state.eq(state)).execute(c))?;
    Ok(())
}

/// Tells that the person's duties are not what an issued token says.
pub fn bump_scope(conn: &mut Conn, id: PersonId) -> Result<(), StoreError> {
    on!(conn, c => diesel::update(person::table.find(id))
        .set(person::scope_version.eq(person::scope_version + 1))
        .execute(c))?;
    Ok(())
}
