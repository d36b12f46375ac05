//! Births: every record is made once, in one ledger. Only ever inserted.
use super::schema::birth;
use super::{Conn, on};
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
    on!(conn, c => diesel::insert_into(birth::table).values(rows).on_conflict_do_nothing().execute(c))
}
