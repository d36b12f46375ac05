//! One-time links, of which only hashes are kept.
use super::person::Person;
use super::schema::{invitation, person};
use super::{Conn, StoreError, on};
use crate::domain::{Instant, InvitationPurpose, PersonId};
use diesel::prelude::*;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitation, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct Invitation {
    pub token_hash: Vec<u8>,
    pub person: PersonId,
    pub purpose: InvitationPurpose,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
    pub created_at: Instant,
    pub created_by: Option<PersonId>,
}

pub fn insert(conn: &mut Conn, new: &Invitation) -> Result<(), StoreError> {
    on!(conn, c => diesel::insert_into(invitation::table).values(new).execute(c))?;
    Ok(())
}

/// The person whom an unused link, still valid, invites.
pub fn invited(conn: &mut Conn, token_hash: &[u8], now: Instant) -> Result<Option<Person>, StoreError> {
    Ok(on!(conn, c => invitation::table
        .inner_join(person::table.on(person::id.eq(invitation::person)))
        .filter(invitation::token_hash.eq(token_hash))
        .filter(invitation::used_at.is_null())
        .filter(invitation::expires_at.gt(now))
        .select(Person::as_select())
        .first(c)
        .optional())?)
}

/// Uses a link up; `false` if it was used, withdrawn or expired.
pub fn use_up(conn: &mut Conn, token_hash: &[u8], now: Instant) -> Result<bool, StoreError> {
    let rows = on!(conn, c => diesel::update(invitation::table
            .find(token_hash)
            .filter(invitation::used_at.is_null())
            .filter(invitation::expires_at.gt(now)))
        .set(invitation::used_at.eq(Some(now)))
        .execute(c))?;
    Ok(rows == 1)
}

/// Withdraws the links of a person that nobody has used.
pub fn withdraw_all(conn: &mut Conn, person: PersonId, now: Instant) -> Result<(), StoreError> {
    on!(conn, c => diesel::update(invitation::table
            .filter(invitation::person.eq(person))
            .filter(invitation::expires_at.gt(now)))
        .set(invitation::expires_at.eq(now))
        .execute(c))?;
    Ok(())
}
