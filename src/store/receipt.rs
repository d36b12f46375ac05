//! Receipts: what a device was answered for each of its acts, so that none is applied twice.
use super::among::AmongValues;
use super::conn::insert;
use super::schema::{device, entry, receipt};
use super::{Conn, on};
use crate::domain::{ActId, DeviceId, Instant, PersonId};
use diesel::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = receipt, treat_none_as_default_value = false)]
pub struct ReceiptRow {
    pub device: DeviceId,
    pub client_seq: i64,
    pub act_id: ActId,
    /// The whole answer, as JSON.
    pub result: String,
    pub received_at: Instant,
}

pub fn add(conn: &mut Conn, rows: &[ReceiptRow]) -> QueryResult<usize> {
    insert!(conn, rows, |c, some| diesel::insert_into(receipt::table).values(some).execute(c))
}

/// What a person is answered for an act from now on, on each of its devices: a held act came to its end.
pub fn amend(conn: &mut Conn, of: PersonId, act: ActId, result: &str) -> QueryResult<usize> {
    let devices = device::table.filter(device::person.eq(of)).select(device::id);
    on!(conn, c => diesel::update(receipt::table
        .filter(receipt::act_id.eq(act))
        .filter(receipt::device.eq_any(devices)))
        .set(receipt::result.eq(result))
        .execute(c))
}

/// The devices' own receipts under these numbers, and anybody's for these acts, oldest first and with
/// whose they are.
pub fn find(conn: &mut Conn, of: &[(DeviceId, Vec<i64>)], acts: &[ActId]) -> QueryResult<Vec<(ReceiptRow, PersonId)>> {
    // Not `among`: with a list for each device there is no end of texts, and SQLite would keep each prepared.
    on!(conn, c => {
        let mut query = receipt::table.inner_join(device::table.on(device::id.eq(receipt::device))).into_boxed();
        query = query.filter(receipt::act_id.eq_any(acts));
        for (device, numbers) in of {
            query = query.or_filter(receipt::device.eq(device).and(receipt::client_seq.eq_any(numbers)));
        }
        query.order(receipt::received_at.asc()).select((ReceiptRow::as_select(), device::person)).load(c)
    })
}

/// Which of these acts stand in a ledger already.
pub fn standing(conn: &mut Conn, acts: &[ActId]) -> QueryResult<Vec<ActId>> {
    on!(conn, c => entry::table.filter(entry::act_id.among(acts)).select(entry::act_id).load(c))
}
