//! A record as of an earlier moment, made again from its entries.
use super::{Found, answer, sighted};
use crate::domain::document::{Added, compose};
use crate::domain::entry::{Body, Stamp};
use crate::domain::fault::Fault;
use crate::domain::kind::MOVED_TO;
use crate::domain::posting::{self, AsOf, Clock};
use crate::domain::scope::Subject;
use crate::domain::{Instant, RecordId, RegionId};
use crate::services::Outcome;
use crate::services::fold::{Fold, damaged};
use crate::services::measures::not_ahead;
use crate::store::list::ListedRow;
use crate::store::{Conn, entry};

/// The document that the record's last act up to then has left, byte by byte. Who sees the record now sees
/// what it was: a duty is a matter of today.
pub fn one_as_of(conn: &mut Conn, subject: &Subject, id: RecordId, then: AsOf, now: Instant) -> Outcome<Found> {
    not_ahead(then, now)?;
    sighted(conn, subject, id)?;
    let mut entries = Vec::new();
    for told in entry::of_records(conn, &[id])? {
        let read = told.read().map_err(|bad| damaged(bad.to_string()))?;
        entries.push(read.ok_or_else(|| Fault::not_found("what was done on this record was erased"))?);
    }
    Ok(as_of(&entries, then)?.ok_or_else(|| Fault::not_found("the record was not there yet"))?)
}

fn as_of(entries: &[(Stamp, Body)], then: AsOf) -> Outcome<Option<Found>> {
    let (mut fold, mut found) = (Fold::default(), None);
    for (stamp, body) in entries {
        let claimed_at = posting::claimed(fold.claimed_at, stamp.at, stamp.received_at);
        let moment = if then.clock == Clock::Received { stamp.received_at } else { claimed_at };
        if moment > then.at {
            break;
        }
        fold.step(stamp, body)?;
        // Of a move's two entries, the one where the record went.
        let is_left = body.decided.get::<RegionId>(MOVED_TO).is_some_and(|entered| entered != stamp.ledger);
        if let Some(state) = fold.state.as_ref().filter(|_| !is_left) {
            found = entries.first().map(|(first, _)| told(state, stamp, first.received_at));
        }
    }
    Ok(found)
}

fn told(state: &serde_json::Value, stamp: &Stamp, created_at: Instant) -> Found {
    let Stamp { record: id, ledger, rev, seq, received_at: updated_at, .. } = *stamp;
    let kind = stamp.kind.clone();
    let (document, hash) = compose(state, &Added { id, kind: &kind, ledger, rev, created_at, updated_at });
    let hash = hash.to_vec();
    let json = answer::item(&ListedRow { ledger, id, kind, seq, rev, hash: hash.clone(), document });
    Found { rev, hash, json }
}
