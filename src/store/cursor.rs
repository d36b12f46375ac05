//! Cursors that name too many ledgers to travel; the device holds their id.
use super::schema::cursor;
use super::{Conn, on};
use crate::domain::{CursorId, DeviceId, Instant};
use diesel::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = cursor)]
pub struct CursorRow {
    pub id: CursorId,
    pub device: DeviceId,
    pub content: String,
    pub created_at: Instant,
}

pub fn find(conn: &mut Conn, id: CursorId, device: DeviceId) -> QueryResult<Option<CursorRow>> {
    on!(conn, c => cursor::table
        .find(id)
        .filter(cursor::device.eq(device))
        .select(CursorRow::as_select())
        .first(c)
        .optional())
}

pub fn keep(conn: &mut Conn, row: &CursorRow) -> QueryResult<usize> {
    on!(conn, c => diesel::insert_into(cursor::table).values(row).execute(c))
}

/// A device's newest cursors.
pub fn newest(conn: &mut Conn, device: DeviceId, many: i64) -> QueryResult<Vec<CursorId>> {
    on!(conn, c => cursor::table
        .filter(cursor::device.eq(device))
        .order(cursor::created_at.desc())
        .limit(many)
        .select(cursor::id)
        .load(c))
}

/// Forgets a device's other cursors.
pub fn forget_but(conn: &mut Conn, device: DeviceId, kept: &[CursorId]) -> QueryResult<usize> {
    on!(conn, c => diesel::delete(cursor::table
        .filter(cursor::device.eq(device))
        .filter(cursor::id.ne_all(kept)))
        .execute(c))
}
