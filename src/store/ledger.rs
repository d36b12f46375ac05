//! A ledger's head row: how long it is, and the frontier of its tree. A write locks it to commit.
use super::among::AmongValues;
use super::schema::ledger;
use super::{Conn, on};
use crate::domain::{Instant, RegionId};
use diesel::prelude::*;
use diesel::upsert::excluded;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger, treat_none_as_default_value = false)]
pub struct HeadRow {
    pub region: RegionId,
    /// Since when its numbers are unbroken, in seconds of the Unix clock: when it was opened, or the
    /// database restored from a backup. A number of another epoch says nothing.
    pub epoch: i64,
    /// The number of the last entry; the size of the tree.
    pub head: i64,
    pub frontier: Vec<u8>,
    pub updated_at: Instant,
}

impl HeadRow {
    fn empty(region: RegionId, now: Instant) -> Self {
        Self { region, epoch: seconds(now), head: 0, frontier: Vec::new(), updated_at: now }
    }
}

fn seconds(now: Instant) -> i64 {
    now.millis().div_euclid(1000)
}

/// Makes the heads of these ledgers that are not there yet.
pub fn open(conn: &mut Conn, regions: &[RegionId], now: Instant) -> QueryResult<usize> {
    let rows: Vec<_> = regions.iter().map(|region| HeadRow::empty(*region, now)).collect();
    on!(conn, c => diesel::insert_into(ledger::table).values(&rows).on_conflict_do_nothing().execute(c))
}

/// The heads of these ledgers, locked to commit in the order of their ids: numbers have no
/// gaps, and a reader never sees 8 before 7.
pub fn lock(conn: &mut Conn, regions: &[RegionId]) -> QueryResult<Vec<HeadRow>> {
    let query = ledger::table.filter(ledger::region.among(regions)).order(ledger::region.asc());
    match conn {
        Conn::Postgres(c) => query.for_update().select(HeadRow::as_select()).load(c),
        // The whole database is locked already.
        Conn::Sqlite(c) => query.select(HeadRow::as_select()).load(c),
    }
}

pub fn find(conn: &mut Conn, regions: &[RegionId]) -> QueryResult<Vec<HeadRow>> {
    on!(conn, c => ledger::table
        .filter(ledger::region.among(regions))
        .select(HeadRow::as_select())
        .load(c))
}

/// Gives every ledger an epoch that it never had; returns how many there are.
pub fn raise_epochs(conn: &mut Conn, now: Instant) -> QueryResult<usize> {
    let epoch = seconds(now);
    // Those first that a clock ahead of ours has opened or raised.
    let ahead = on!(conn, c => diesel::update(ledger::table.filter(ledger::epoch.ge(epoch)))
        .set(ledger::epoch.eq(ledger::epoch + 1))
        .execute(c))?;
    let others = on!(conn, c => diesel::update(ledger::table.filter(ledger::epoch.lt(epoch)))
        .set(ledger::epoch.eq(epoch))
        .execute(c))?;
    Ok(ahead + others)
}

/// Moves locked heads on.
pub fn save(conn: &mut Conn, heads: &[HeadRow]) -> QueryResult<usize> {
    on!(conn, c => diesel::insert_into(ledger::table)
        .values(heads)
        .on_conflict(ledger::region)
        .do_update()
        .set((
            ledger::head.eq(excluded(ledger::head)),
            ledger::frontier.eq(excluded(ledger::frontier)),
            ledger::updated_at.eq(excluded(ledger::updated_at)),
        ))
        .execute(c))
}
