//! A device's queue of acts: the number of the last one that was consumed.
use super::schema::device;
use super::{Conn, on};
use crate::domain::{DeviceId, Instant, PersonId};
use diesel::prelude::*;

/// The last number, with all devices of the person locked to commit in the order of their ids: two
/// pushes of one person come one after the other, so that each finds the receipts of the other.
pub fn lock(conn: &mut Conn, person: PersonId, id: DeviceId) -> QueryResult<i64> {
    let Conn::Postgres(c) = conn else {
        // The whole database is locked already.
        return last(conn, id);
    };
    let devices: Vec<(DeviceId, i64)> = device::table
        .filter(device::person.eq(person))
        .order(device::id.asc())
        .select((device::id, device::last_client_seq))
        .for_no_key_update()
        .load(c)?;
    devices.into_iter().find(|(own, _)| *own == id).map(|(_, last)| last).ok_or(diesel::result::Error::NotFound)
}

pub fn last(conn: &mut Conn, id: DeviceId) -> QueryResult<i64> {
    on!(conn, c => device::table.find(id).select(device::last_client_seq).first(c))
}

pub fn advance(conn: &mut Conn, id: DeviceId, last: i64, now: Instant) -> QueryResult<usize> {
    on!(conn, c => diesel::update(device::table.find(id))
        .set((device::last_client_seq.eq(last), device::last_seen_at.eq(now)))
        .execute(c))
}
