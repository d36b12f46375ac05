//! A device's queue of acts: the number of the last one that was consumed.
use super::schema::device;
use super::{Conn, on};
use crate::domain::{DeviceId, Instant};
use diesel::prelude::*;

/// The last number, and its row locked to commit: two pushes of one device come one after the other.
pub fn lock(conn: &mut Conn, id: DeviceId) -> QueryResult<i64> {
    let query = device::table.find(id).select(device::last_client_seq);
    match conn {
        Conn::Postgres(c) => query.for_update().first(c),
        // The whole database is locked already.
        Conn::Sqlite(c) => query.first(c),
    }
}

pub fn last(conn: &mut Conn, id: DeviceId) -> QueryResult<i64> {
    on!(conn, c => device::table.find(id).select(device::last_client_seq).first(c))
}

pub fn advance(conn: &mut Conn, id: DeviceId, last: i64, now: Instant) -> QueryResult<usize> {
    on!(conn, c => diesel::update(device::table.find(id))
        .set((device::last_client_seq.eq(last), device::last_seen_at.eq(now)))
        .execute(c))
}
