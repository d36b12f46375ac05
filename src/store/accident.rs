//! Accidents below a region: what a flag round is computed from.
use super::schema::record;
use super::{Conn, on};
use crate::domain::{RecordId, RegionId};
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// The accidents that lie or lay in these ledgers. The condition is spelled as the partial index
/// `record_accident` spells it, so that both databases use it.
pub fn within(conn: &mut Conn, ledgers: &[RegionId]) -> QueryResult<Vec<RecordId>> {
    on!(conn, c => record::table
        .filter(diesel::dsl::sql::<Bool>("kind = 'accident'"))
        .filter(record::ledger.eq_any(ledgers))
        .order(record::id)
        .select(record::id)
        .distinct()
        .load(c))
}
