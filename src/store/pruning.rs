//! What the ledger forgets after its time, piece by piece. Entries, records and the inbox are never among it.
use super::schema::{entry, ledger, presence, receipt};
use super::{Conn, on};
use crate::domain::{Instant, RegionId};
use diesel::dsl::min;
use diesel::prelude::*;

/// A ledger with removals from before `end`, if there is one. Of each ledger only the oldest is looked at.
pub fn ledger_with_removals(conn: &mut Conn, end: Instant) -> QueryResult<Option<RegionId>> {
    on!(conn, c => {
        let removals = presence::table.filter(presence::ledger.eq(ledger::region));
        let oldest = removals.select(min(presence::left_seq)).single_value();
        ledger::table
            .inner_join(entry::table.on(entry::ledger.eq(ledger::region).and(entry::seq.nullable().eq(oldest))))
            .filter(entry::received_at.lt(end))
            .select(ledger::region)
            .first(c)
            .optional()
    })
}

/// The last number of a ledger's oldest removals from before `end`, at most `many` of them.
pub fn last_of_oldest(conn: &mut Conn, ledger: RegionId, end: Instant, many: i64) -> QueryResult<Option<i64>> {
    let oldest: Vec<i64> = on!(conn, c => presence::table
        .inner_join(entry::table.on(entry::ledger.eq(presence::ledger).and(entry::seq.eq(presence::left_seq))))
        .filter(presence::ledger.eq(ledger))
        .filter(entry::received_at.lt(end))
        .order(presence::left_seq)
        .limit(many)
        .select(presence::left_seq)
        .load(c))?;
    Ok(oldest.last().copied())
}

/// Forgets a ledger's removals up to a number, and raises its floor to there.
pub fn forget_removals(conn: &mut Conn, of: RegionId, up_to: i64) -> QueryResult<usize> {
    let forgotten = on!(conn, c => diesel::delete(presence::table
            .filter(presence::ledger.eq(of))
            .filter(presence::left_seq.le(up_to)))
        .execute(c))?;
    on!(conn, c => diesel::update(ledger::table.find(of).filter(ledger::floor.lt(up_to)))
        .set(ledger::floor.eq(up_to))
        .execute(c))?;
    Ok(forgotten)
}

/// Forgets the oldest receipts from before `end`: `many` of them, and those of the same moment as the last.
pub fn forget_receipts(conn: &mut Conn, end: Instant, many: i64) -> QueryResult<usize> {
    let oldest: Vec<Instant> = on!(conn, c => receipt::table
        .filter(receipt::received_at.lt(end))
        .order(receipt::received_at)
        .limit(many)
        .select(receipt::received_at)
        .load(c))?;
    let Some(last) = oldest.last() else {
        return Ok(0);
    };
    on!(conn, c => diesel::delete(receipt::table.filter(receipt::received_at.le(*last))).execute(c))
}
