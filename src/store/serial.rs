//! The last serial of a unit, series and year. The ledger's head row guards it.
use super::schema::serial;
use super::{Conn, on};
use crate::domain::RegionId;
use diesel::prelude::*;
use diesel::upsert::excluded;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = serial, treat_none_as_default_value = false)]
pub struct SerialRow {
    pub ledger: RegionId,
    pub series: String,
    pub year: i64,
    pub last: i64,
}

pub fn of_year(conn: &mut Conn, ledgers: &[RegionId], year: i64) -> QueryResult<Vec<SerialRow>> {
    on!(conn, c => serial::table
        .filter(serial::ledger.eq_any(ledgers))
        .filter(serial::year.eq(year))
        .select(SerialRow::as_select())
        .load(c))
}

pub fn save(conn: &mut Conn, rows: &[SerialRow]) -> QueryResult<usize> {
    on!(conn, c => diesel::insert_into(serial::table)
        .values(rows)
        .on_conflict((serial::ledger, serial::series, serial::year))
        .do_update()
        .set(serial::last.eq(excluded(serial::last)))
        .execute(c))
}
