//! A ledger's head row: how long it is, and the frontier of its tree. A write locks it to commit.
use super::schema::ledger;
use super::{Conn, on};
use crate::domain::{Instant, RegionId};
use diesel::prelude::*;
use diesel::upsert::excluded;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger, treat_none_as_default_value = false)]
pub struct HeadRow {
    pub region: RegionId,
    /// Counts the restores of this ledger from a backup.
    pub epoch: i64,
    /// The number of the last entry; the size of the tree.
    pub head: i64,
    pub frontier: Vec<u8>,
    pub updated_at: Instant,
}

impl HeadRow {
    fn empty(region: RegionId, now: Instant) -> Self {
        Self { region, epoch: 1, head: 0, frontier: Vec::new(), updated_at: now }
    }
}

/// Makes the heads of these ledgers that are not there yet.
pub fn open(conn: &mut Conn, regions: &[RegionId], now: Instant) -> QueryResult<usize> {
    let rows: Vec<_> = regions.iter().map(|region| HeadRow::empty(*region, now)).collect();
    on!(conn, c => diesel::insert_into(ledger::table).values(&rows).on_conflict_do_nothing().execute(c))
}

/// The heads of these ledgers, locked to commit in the order of their ids: numbers have no
/// gaps, and a reader never sees 8 before 7.
pub fn lock(conn: &mut Conn, regions: &[RegionId]) -> QueryResult<Vec<HeadRow>> {
    let query = ledger::table.filter(ledger::region.eq_any(regions)).order(ledger::region.asc());
    match conn {
        Conn::Postgres(c) => query.for_update().select(HeadRow::as_select()).load(c),
        // The whole database is locked already.
        Conn::Sqlite(c) => query.select(HeadRow::as_select()).load(c),
    }
}

pub fn find(conn: &mut Conn, regions: &[RegionId]) -> QueryResult<Vec<HeadRow>> {
    on!(conn, c => ledger::table
        .filter(ledger::region.eq_any(regions))
        .select(HeadRow::as_select())
        .load(c))
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
