//! Keys that every instance shares.
use super::schema::signing_key;
use super::{Conn, StoreError, on};
use crate::domain::{Instant, KeyPurpose};
use diesel::prelude::*;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_key, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct SigningKey {
    pub kid: String,
    pub purpose: KeyPurpose,
    pub secret: Vec<u8>,
    pub created_at: Instant,
    pub retired_at: Option<Instant>,
}

/// Offers a key; where its purpose has a current one, nothing happens.
pub fn offer(conn: &mut Conn, new: &SigningKey) -> Result<(), StoreError> {
    on!(conn, c => diesel::insert_into(signing_key::table)
        .values(new)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// Every key of a purpose, the current one first.
pub fn all_for(conn: &mut Conn, purpose: KeyPurpose) -> Result<Vec<SigningKey>, StoreError> {
    let mut keys: Vec<SigningKey> = on!(conn, c => signing_key::table
        .filter(signing_key::purpose.eq(purpose))
        .order(signing_key::created_at.desc())
        .select(SigningKey::as_select())
        .load(c))?;
    keys.sort_by_key(|key| key.retired_at.is_some());
    Ok(keys)
}
