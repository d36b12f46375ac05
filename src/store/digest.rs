//! Digest cells: count and XOR of the records of one kind, sector and visibility in a ledger.
use super::among::AmongValues;
use super::schema::digest;
use super::{Conn, on};
use crate::domain::RegionId;
use diesel::prelude::*;
use diesel::upsert::excluded;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = digest, treat_none_as_default_value = false)]
pub struct DigestRow {
    pub ledger: RegionId,
    pub kind: String,
    /// Empty for records without one.
    pub sector: String,
    pub is_voided: bool,
    pub records: i64,
    /// 64 bits, as the databases' signed integer.
    pub fold: i64,
}

pub fn of_ledgers(conn: &mut Conn, ledgers: &[RegionId]) -> QueryResult<Vec<DigestRow>> {
    on!(conn, c => digest::table.filter(digest::ledger.among(ledgers)).select(DigestRow::as_select()).load(c))
}

pub fn save(conn: &mut Conn, rows: &[DigestRow]) -> QueryResult<usize> {
    on!(conn, c => diesel::insert_into(digest::table)
        .values(rows)
        .on_conflict((digest::ledger, digest::kind, digest::sector, digest::is_voided))
        .do_update()
        .set((digest::records.eq(excluded(digest::records)), digest::fold.eq(excluded(digest::fold))))
        .execute(c))
}
