//! Sessions: one family of refresh tokens each, of which only hashes are kept.
use super::duty::{Body, Duty};
use super::schema::{device, duty, organisation, person, session};
use super::{Conn, StoreError, on};
use crate::domain::{DeviceId, Instant, Login, PersonId, PersonState, SessionEnd, SessionId};
use diesel::prelude::*;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = session, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct Session {
    pub id: SessionId,
    pub person: PersonId,
    pub device: Option<DeviceId>,
    /// SHA-256 of the refresh token that stands now ...
    pub token_hash: Vec<u8>,
    /// ... and of the one that it replaced.
    pub previous_hash: Option<Vec<u8>>,
    pub rotated_at: Instant,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub idle_expires_at: Instant,
    pub revoked_at: Option<Instant>,
    pub revoked_reason: Option<SessionEnd>,
}

/// The person that a session belongs to.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = person, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct Holder {
    pub id: PersonId,
    pub login: Login,
    pub name: String,
    pub state: PersonState,
    pub scope_version: i64,
}

/// A session with its person, and the moment its device was revoked.
pub type Held = (Session, Holder, Option<Instant>);

pub fn insert(conn: &mut Conn, new: &Session) -> Result<(), StoreError> {
    on!(conn, c => diesel::insert_into(session::table).values(new).execute(c))?;
    Ok(())
}

pub fn find_held(conn: &mut Conn, id: SessionId) -> Result<Option<Held>, StoreError> {
    Ok(on!(conn, c => session::table
        .inner_join(person::table.on(person::id.eq(session::person)))
        .left_join(device::table.on(device::id.nullable().eq(session::device)))
        .filter(session::id.eq(id))
        .select((Session::as_select(), Holder::as_select(), device::revoked_at.nullable()))
        .first(c)
        .optional())?)
}

/// A session as a request finds it.
#[derive(Debug, Clone, Queryable)]
pub struct Standing {
    pub id: SessionId,
    pub expires_at: Instant,
    pub revoked_at: Option<Instant>,
    pub device: Option<DeviceId>,
    pub device_revoked_at: Option<Instant>,
    /// How far the device's acts were consumed.
    pub last_client_seq: Option<i64>,
}

/// A session with its person and one of the duties that nobody has ended.
pub type Present = (Standing, Holder, Option<Duty>, Option<Body>);

/// Who is behind a session, once for each duty; once, too, if there is no duty.
pub fn present(conn: &mut Conn, id: SessionId) -> Result<Vec<Present>, StoreError> {
    Ok(on!(conn, c => session::table
        .inner_join(person::table.on(person::id.eq(session::person)))
        .left_join(device::table.on(device::id.nullable().eq(session::device)))
        .left_join(duty::table.on(duty::person.eq(person::id).and(duty::ended_at.is_null())))
        .left_join(organisation::table.on(organisation::id.nullable().eq(duty::organisation.nullable())))
        .filter(session::id.eq(id))
        .order(duty::id)
        .select((
            (
                session::id,
                session::expires_at,
                session::revoked_at,
                session::device,
                device::revoked_at.nullable(),
                device::last_client_seq.nullable(),
            ),
            Holder::as_select(),
            Option::<Duty>::as_select(),
            Option::<Body>::as_select(),
        ))
        .load(c))?)
}

/// Puts a successor in the place of the token that stands; `false` if another request was faster.
pub fn rotate(
    conn: &mut Conn,
    old: &Session,
    successor_hash: &[u8],
    idle_expires_at: Instant,
    now: Instant,
) -> Result<bool, StoreError> {
    let rows = on!(conn, c => diesel::update(session::table
            .find(old.id)
            .filter(session::token_hash.eq(&old.token_hash))
            .filter(session::revoked_at.is_null()))
        .set((
            session::token_hash.eq(successor_hash),
            session::previous_hash.eq(Some(&old.token_hash)),
            session::rotated_at.eq(now),
            session::idle_expires_at.eq(idle_expires_at),
        ))
        .execute(c))?;
    Ok(rows == 1)
}

pub fn end(conn: &mut Conn, id: SessionId, why: SessionEnd, now: Instant) -> Result<(), StoreError> {
    on!(conn, c => diesel::update(session::table.find(id).filter(session::revoked_at.is_null()))
        .set((session::revoked_at.eq(Some(now)), session::revoked_reason.eq(Some(why))))
        .execute(c))?;
    Ok(())
}

pub fn end_all_on(conn: &mut Conn, device: DeviceId, why: SessionEnd, now: Instant) -> Result<(), StoreError> {
    on!(conn, c => diesel::update(session::table
            .filter(session::device.eq(device))
            .filter(session::revoked_at.is_null()))
        .set((session::revoked_at.eq(Some(now)), session::revoked_reason.eq(Some(why))))
        .execute(c))?;
    Ok(())
}

/// Ends every session of a person but `kept`.
pub fn end_others(
    conn: &mut Conn,
    person: PersonId,
    kept: SessionId,
    why: SessionEnd,
    now: Instant,
) -> Result<(), StoreError> {
    on!(conn, c => diesel::update(session::table
            .filter(session::person.eq(person))
            .filter(session::id.ne(kept))
            .filter(session::revoked_at.is_null()))
        .set((session::revoked_at.eq(Some(now)), session::revoked_reason.eq(Some(why))))
        .execute(c))?;
    Ok(())
}
