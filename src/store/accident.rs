//! Accidents below a region, and their entries: what a flag round is computed from.
use super::schema::{entry, record};
use super::{Conn, on};
use crate::domain::entry::{Body, Stamp};
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

/// An entry's bytes and its body; no body where it was erased.
pub type Told = (String, Option<String>);

/// The entries of these records, each record's in order; of a move both.
pub fn entries_of(conn: &mut Conn, records: &[RecordId]) -> QueryResult<Vec<Told>> {
    on!(conn, c => entry::table
        .filter(entry::record.eq_any(records))
        .order((entry::record, entry::rev, entry::ledger))
        .select((entry::bytes, entry::body))
        .load(c))
}

/// An entry as it is folded.
pub fn read((bytes, body): &Told) -> Option<(Stamp, Body)> {
    let stamp = serde_json::from_str(bytes).ok()?;
    body.as_ref().and_then(|body| serde_json::from_str(body).ok()).map(|body| (stamp, body))
}
