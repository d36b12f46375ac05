//! Writes what a batch has left on the desk, in a fixed number of statements.
use super::LedgerHead;
use super::desk::Desk;
use super::parts::{Cell, Head, Series};
use crate::domain::RegionId;
use crate::domain::digest::Digest;
use crate::services::Outcome;
use crate::store::birth::BirthRow;
use crate::store::device::Device;
use crate::store::digest::DigestRow;
use crate::store::ledger::HeadRow;
use crate::store::serial::SerialRow;
use crate::store::{
    Conn, StoreError, birth, digest, entry, inbox, ledger, posting, presence, queue, receipt, record, serial,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use std::collections::BTreeMap;
use std::mem::take;

/// Births, entries, records, presence, serials, digests, receipts, inbox, the heads and the devices: all
/// of them or nothing. Tells where the ledgers stand that were written to.
pub fn all(conn: &mut Conn, mut desk: Desk, queues: &[Device]) -> Outcome<BTreeMap<RegionId, LedgerHead>> {
    bear(conn, &desk)?;
    let serials: Vec<_> = desk.written.serials.iter().map(|series| serial_row(&desk, series)).collect();
    let cells: Vec<_> = desk.written.cells.iter().map(|cell| digest_row(&desk, cell)).collect();
    let written = take(&mut desk.written);
    let records: Vec<_> = written.records.into_values().collect();
    let left: Vec<_> = written.presence.into_values().collect();
    let moved: Vec<_> = desk.heads.into_values().filter(|head| head.is_moved).collect();
    let heads: Vec<_> = moved.iter().map(|head| head_row(head, desk.now)).collect();
    unless_empty(&written.entries, |rows| entry::append(conn, rows))?;
    unless_empty(&written.postings, |rows| posting::append(conn, rows))?;
    unless_empty(&records, |rows| record::save(conn, rows))?;
    unless_empty(&left, |rows| presence::save(conn, rows))?;
    unless_empty(&serials, |rows| serial::save(conn, rows))?;
    unless_empty(&cells, |rows| digest::save(conn, rows))?;
    unless_empty(&heads, |rows| ledger::save(conn, rows))?;
    unless_empty(&written.receipts, |rows| receipt::add(conn, rows))?;
    unless_empty(&written.inbox, |rows| inbox::add(conn, rows))?;
    unless_empty(queues, |rows| queue::advance(conn, rows))?;
    Ok(moved.iter().map(|head| (head.row.region, head_of(head))).collect())
}

/// Two pushes that make one record in two ledgers lock different heads: they meet here, and the
/// later one is tried again, when it finds the record there.
fn bear(conn: &mut Conn, desk: &Desk) -> Outcome<()> {
    let births: Vec<_> =
        desk.written.births.iter().map(|(record, ledger)| BirthRow { record: *record, ledger: *ledger }).collect();
    if unless_empty(&births, |rows| birth::add(conn, rows))? < births.len() {
        return Err(StoreError::Busy("a record was made in another ledger at the same moment".into()).into());
    }
    Ok(())
}

fn unless_empty<T, E>(rows: &[T], write: impl FnOnce(&[T]) -> Result<usize, E>) -> Result<usize, E> {
    if rows.is_empty() { Ok(0) } else { write(rows) }
}

fn serial_row(desk: &Desk, series: &Series) -> SerialRow {
    let (ledger, name, year) = series.clone();
    SerialRow { ledger, series: name, year, last: desk.serial(series) }
}

fn digest_row(desk: &Desk, cell: &Cell) -> DigestRow {
    let Digest { records, fold } = desk.cell(cell);
    let (ledger, kind, sector, is_voided) = cell.clone();
    DigestRow { ledger, kind, sector, is_voided, records, fold: fold.cast_signed() }
}

fn head_row(head: &Head, now: crate::domain::Instant) -> HeadRow {
    HeadRow { frontier: head.frontier.to_bytes(), updated_at: now, ..head.row.clone() }
}

fn head_of(head: &Head) -> LedgerHead {
    let HeadRow { region, epoch, head: size, .. } = head.row;
    LedgerHead { ledger: region, epoch, size, root: BASE64_STANDARD.encode(head.frontier.root()) }
}
