//! A device's queue of acts: the number of the last one that was consumed.
use super::device::Device;
use super::schema::device;
use super::{Conn, on};
use crate::domain::PersonId;
use diesel::prelude::*;
use diesel::upsert::excluded;

/// All devices of these persons, locked to commit in the order of their ids: two pushes of one
/// person come one after the other, so that each finds the receipts of the other.
pub fn lock(conn: &mut Conn, persons: &[PersonId]) -> QueryResult<Vec<Device>> {
    let devices = device::table.filter(device::person.eq_any(persons)).order(device::id.asc());
    match conn {
        Conn::Postgres(c) => devices.for_no_key_update().select(Device::as_select()).load(c),
        // The whole database is locked already.
        Conn::Sqlite(c) => devices.select(Device::as_select()).load(c),
    }
}

/// Moves locked queues on.
pub fn advance(conn: &mut Conn, devices: &[Device]) -> QueryResult<usize> {
    on!(conn, c => diesel::insert_into(device::table)
        .values(devices)
        .on_conflict(device::id)
        .do_update()
        .set((
            device::last_client_seq.eq(excluded(device::last_client_seq)),
            device::last_seen_at.eq(excluded(device::last_seen_at)),
        ))
        .execute(c))
}
