//! Records as of an earlier moment: the rows of today where nothing was done since, the others made again
//! from their entries.
use super::Outcome;
use super::fold::{Fold, damaged, kind_of};
use super::revision::Revision;
use crate::domain::document::{Added, Touched};
use crate::domain::entry::Stamp;
use crate::domain::kind::MOVED_TO;
use crate::domain::posting::AsOf;
use crate::domain::{Instant, RecordId, RegionId};
use crate::store::Conn;
use crate::store::entry::{self, Told};
use crate::store::record::{self, RecordRow};
use std::collections::HashSet;

/// So many records are looked at by a statement.
const RECORDS: usize = 500;

/// What is known of a record as of a moment.
pub enum Then {
    /// It was not there yet.
    Absent,
    /// Something of what had been done on it was erased since: nobody can tell any more what it was.
    Erased,
    /// It stood so, in the ledger where it lay.
    Stood(Box<RecordRow>),
}

/// The records of these kinds with a row in a ledger on which something was done since. Shows each of them that
/// lay there, in no order; what was erased is left out.
pub fn changed(
    conn: &mut Conn,
    ledger: RegionId,
    kinds: &[&str],
    then: AsOf,
    mut see: impl FnMut(&RecordRow),
) -> Outcome<HashSet<RecordId>> {
    let mut all = HashSet::new();
    let mut after = RecordId::NIL;
    loop {
        let ids = record::changed_since(conn, ledger, kinds, then, after, RECORDS as i64)?;
        after = ids.last().copied().unwrap_or(after);
        made_again(conn, &ids, then)?.iter().filter(|row| row.ledger == ledger).for_each(&mut see);
        let is_last = ids.len() < RECORDS;
        all.extend(ids);
        if is_last {
            return Ok(all);
        }
    }
}

/// These records as they stood, wherever they lay.
pub fn find(conn: &mut Conn, ids: &[RecordId], then: AsOf) -> Outcome<Vec<RecordRow>> {
    let mut all = Vec::new();
    for ids in ids.chunks(RECORDS) {
        let open = record::find(conn, ids)?.into_iter().filter(|row| row.moved_to.is_none());
        let (same, changed): (Vec<_>, Vec<_>) = open.partition(|row| then.has(row.claimed_at, row.updated_at));
        all.extend(same);
        all.extend(made_again(conn, &changed.into_iter().map(|row| row.id).collect::<Vec<_>>(), then)?);
    }
    Ok(all)
}

/// The record of an open row.
pub fn one(conn: &mut Conn, row: RecordRow, then: AsOf) -> Outcome<Then> {
    match then.has(row.claimed_at, row.updated_at) {
        true => Ok(Then::Stood(Box::new(row))),
        false => folded(&entry::of_records(conn, &[row.id])?, then),
    }
}

fn made_again(conn: &mut Conn, ids: &[RecordId], then: AsOf) -> Outcome<Vec<RecordRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for told in entry::of_records(conn, ids)?.chunk_by(|one, next| one.record == next.record) {
        if let Then::Stood(row) = folded(told, then)? {
            all.push(*row);
        }
    }
    Ok(all)
}

/// A record of all its entries, up to the first that had not been done.
fn folded(told: &[Told], then: AsOf) -> Outcome<Then> {
    let unreadable = |bad: serde_json::Error| damaged(bad.to_string());
    let (mut fold, mut created_at, mut last) = (Fold::default(), None, None);
    for told in told {
        let stamp = told.stamp().map_err(unreadable)?;
        if !then.has(fold.claim(&stamp), stamp.received_at) {
            break;
        }
        let Some(body) = told.body().map_err(unreadable)? else { return Ok(Then::Erased) };
        fold.step(&stamp, &body)?;
        created_at = created_at.or(Some(stamp.received_at));
        // Of a move's two entries, the one where the record went.
        let is_left = body.decided.get::<RegionId>(MOVED_TO).is_some_and(|entered| entered != stamp.ledger);
        last = if is_left { last } else { Some(stamp) };
    }
    match (created_at, last) {
        (Some(created_at), Some(last)) => row(&fold, &last, created_at),
        _ => Ok(Then::Absent),
    }
}

/// Nobody acts upon what was: which revision had changed which field is left out.
fn row(fold: &Fold, stamp: &Stamp, created_at: Instant) -> Outcome<Then> {
    let (Some(state), Some(claimed_at)) = (&fold.state, fold.claimed_at) else { return Ok(Then::Absent) };
    let Stamp { record: id, ledger, rev, seq, received_at: updated_at, .. } = *stamp;
    let facets = kind_of(stamp)?.facets(id, state).map_err(|bad| damaged(bad.detail))?;
    let added = Added { id, kind: &stamp.kind, ledger, rev, created_at, updated_at };
    let revision = Revision { state, facets, added, seq, touched: &Touched::default(), claimed_at };
    Ok(Then::Stood(Box::new(revision.into())))
}
