//! Births: every record is made once, in one ledger. Only ever inserted.
use super::Conn;
use super::conn::insert;
use super::schema::birth;
use crate::domain::{RecordId, RegionId};
use diesel::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = birth, treat_none_as_default_value = false)]
pub struct BirthRow {
    pub record: RecordId,
    /// Where it was made; it may lie elsewhere now.
    pub ledger: RegionId,
}

/// Notes births, in the order of the records' ids; tells how many of these records were not there
/// before. Waits for another transaction that makes one of them.
pub fn add(conn: &mut Conn, rows: &[BirthRow]) -> QueryResult<usize> {
    insert!(conn, rows, |c, some| diesel::insert_into(birth::table).values(some).on_conflict_do_nothing().execute(c))
}
