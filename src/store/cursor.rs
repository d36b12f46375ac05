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

/// Forgets what a device has left behind. It may ask again with the cursor that it presented
/// last (a lost answer), so that one and later ones stay.
pub fn forget_before(conn: &mut Conn, device: DeviceId, presented_at: Instant) -> QueryResult<usize> {
    on!(conn, c => diesel::delete(cursor::table
        .filter(cursor::device.eq(device))
        .filter(cursor::created_at.lt(presented_at)))
        .execute(c))
}
