//! Chores: what the server does from time to time of its own accord, in pieces that keep nobody waiting.
use super::Outcome;
use crate::domain::Instant;
use crate::domain::retention::{RECEIPT_DAYS, REMOVAL_MEMORY_DAYS};
use crate::store::{Conn, ledger, pruning};

/// The most rows of one piece, about.
const PIECE: i64 = 1000;
const DAY_SECONDS: i64 = 24 * 3600;

/// A piece of work, one unit each; says whether there was something to do.
pub type Chore = fn(&mut Conn, Instant) -> Outcome<bool>;

/// Any instance may do any of them at any time: each piece locks what it forgets.
pub const CHORES: &[(&str, Chore)] = &[("receipts", forget_receipts), ("removals", forget_removals)];

fn before(now: Instant, days: i64) -> Instant {
    now.plus_seconds(-days * DAY_SECONDS)
}

fn forget_receipts(conn: &mut Conn, now: Instant) -> Outcome<bool> {
    Ok(pruning::forget_receipts(conn, before(now, RECEIPT_DAYS), PIECE)? > 0)
}

/// The floor rises with what is forgotten, under the lock of the head: no device ever trusts a
/// memory that has a hole.
fn forget_removals(conn: &mut Conn, now: Instant) -> Outcome<bool> {
    let end = before(now, REMOVAL_MEMORY_DAYS);
    let Some(ledger) = pruning::ledger_with_removals(conn, end)? else {
        return Ok(false);
    };
    ledger::lock(conn, &[ledger])?;
    if let Some(last) = pruning::last_of_oldest(conn, ledger, end, PIECE)? {
        pruning::forget_removals(conn, ledger, last)?;
    }
    Ok(true)
}
