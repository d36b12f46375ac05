//! Verify: a device finds what it holds wrongly, and mends it without a full re-sync.
//!
//! Four questions, from the coarse to the fine; a device asks the next one only of what differs, and
//! may ask several at once. Each answer is taken from one snapshot.
mod answer;
mod request;

pub use answer::{
    DifferingBuckets, FetchedRecords, LedgerKind, ListedRecord, ListedRecords, VerifyAnswer, VerifyResult,
};
pub use request::{KindBuckets, KindIds, KindLists, LedgerDigests, Verify, VerifyRequest};

use super::Outcome;
use super::pull::{Change, Visible, digests_of, hex};
use crate::domain::digest::{Bucket, Buckets, Digests, share, share_text};
use crate::domain::scope::{Place, Subject, View};
use crate::domain::{RecordId, RegionId};
use crate::services::Failure;
use crate::store::record::RecordRow;
use crate::store::sight::Sight;
use crate::store::{Conn, StoreError, record, sight};
use std::collections::{BTreeMap, BTreeSet};

/// Compares what a device tells of itself with what its user may see now.
pub fn verify(conn: &mut Conn, subject: &Subject, asked: &Verify) -> Outcome<VerifyAnswer> {
    let visible = Visible::of(conn, subject, asked.kinds.as_ref())?;
    let mismatches = match &asked.digests {
        Some(theirs) => mismatches(conn, &visible, theirs, asked.kinds.as_ref())?,
        None => Vec::new(),
    };
    let buckets = asked.buckets.iter().map(|question| buckets(conn, &visible, question));
    let buckets = buckets.collect::<Outcome<Vec<_>>>()?;
    let lists = asked.lists.iter().map(|question| list(conn, &visible, question)).collect::<Outcome<Vec<_>>>()?;
    let fetched = fetch(conn, &visible, &asked.fetch)?;
    let result = match mismatches.is_empty() && buckets.iter().all(|answer| answer.differ.is_empty()) {
        true => VerifyResult::Ok,
        false => VerifyResult::Mismatch,
    };
    Ok(VerifyAnswer { result, mismatches, buckets, lists, fetched })
}

/// Every (ledger, kind) of which the device holds something else than it must, nothing included.
fn mismatches(
    conn: &mut Conn,
    visible: &Visible,
    theirs: &BTreeMap<RegionId, Digests>,
    kinds: Option<&BTreeSet<String>>,
) -> Outcome<Vec<LedgerKind>> {
    let ledgers: Vec<_> = visible.0.keys().copied().collect();
    let ours = digests_of(conn, visible, &ledgers, kinds)?;
    let wanted = |kind: &&String| kinds.is_none_or(|kinds| kinds.contains(*kind));
    let all: BTreeSet<_> = ours.keys().chain(theirs.keys()).copied().collect();
    let none = Digests::new();
    let differing = all.into_iter().flat_map(|ledger| {
        let (ours, theirs) = (ours.get(&ledger).unwrap_or(&none), theirs.get(&ledger).unwrap_or(&none));
        let kinds: BTreeSet<_> = ours.keys().chain(theirs.keys()).filter(wanted).collect();
        let differing = kinds.into_iter().filter(|kind| ours.get(*kind) != theirs.get(*kind));
        differing.map(|kind| LedgerKind { ledger, kind: kind.clone() }).collect::<Vec<_>>()
    });
    Ok(differing.collect())
}

/// What the person sees of a ledger's records of one kind; nothing of a ledger out of sight.
fn sights(conn: &mut Conn, visible: &Visible, ledger: RegionId, kind: &str) -> Outcome<Vec<Sight>> {
    match visible.0.get(&ledger) {
        Some(seen) => Ok(sight::of_kind(conn, ledger, kind, &seen.view)?),
        None => Ok(Vec::new()),
    }
}

fn buckets(conn: &mut Conn, visible: &Visible, question: &KindBuckets) -> Outcome<DifferingBuckets> {
    let KindBuckets { ledger, kind, buckets: theirs } = question;
    let mut ours = Buckets::default();
    for sight in sights(conn, visible, *ledger, kind.as_str())? {
        ours.add(sight.id, share_of(&sight)?);
    }
    let (kind, differ) = (kind.as_str().to_owned(), ours.differing(theirs).into_iter().collect());
    Ok(DifferingBuckets { ledger: *ledger, kind, differ })
}

fn list(conn: &mut Conn, visible: &Visible, question: &KindLists) -> Outcome<ListedRecords> {
    let KindLists { ledger, kind, buckets } = question;
    let wanted: BTreeSet<_> = buckets.iter().collect();
    let sights = sights(conn, visible, *ledger, kind.as_str())?;
    let listed = sights.into_iter().filter(|sight| wanted.contains(&Bucket::of(sight.id)));
    let listed = listed.map(|sight| {
        let hash = share_text(share_of(&sight)?);
        Ok(ListedRecord { id: sight.id, rev: sight.rev, hash })
    });
    let records = listed.collect::<Outcome<Vec<_>>>()?;
    Ok(ListedRecords { ledger: *ledger, kind: kind.as_str().to_owned(), records })
}

fn share_of(sight: &Sight) -> Outcome<u64> {
    let hash = sight.hash.first_chunk::<32>();
    let damaged = || Failure::from(StoreError::Damaged(format!("the hash of {}", sight.id)));
    hash.map(share).ok_or_else(damaged)
}

/// The records that were asked for by id: to hold, or to forget.
fn fetch(conn: &mut Conn, visible: &Visible, questions: &[KindIds]) -> Outcome<Vec<FetchedRecords>> {
    let ids: BTreeSet<_> = questions.iter().flat_map(|question| &question.ids).copied().collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let rows = if ids.is_empty() { Vec::new() } else { record::find(conn, &ids)? };
    let rows: BTreeMap<_, _> = rows.into_iter().map(|row| ((row.ledger, row.id), row)).collect();
    let nothing = View::default();
    let answers = questions.iter().map(|question| {
        let seen = visible.0.get(&question.ledger);
        let (view, head) = seen.map_or((&nothing, 0), |seen| (&seen.view, seen.extent.head));
        let ids: BTreeSet<_> = question.ids.iter().copied().collect();
        let changes = ids.into_iter().map(|id| {
            let row = rows.get(&(question.ledger, id));
            change(row, view, id, question.kind.as_str(), head)
        });
        Ok(FetchedRecords { ledger: question.ledger, changes: changes.collect::<Outcome<Vec<_>>>()? })
    });
    answers.collect()
}

/// As a pull tells it. What the person may not see is told as what is not there.
fn change(row: Option<&RecordRow>, view: &View, id: RecordId, kind: &str, head: i64) -> Outcome<Change> {
    let shown = row.filter(|row| view.shows(&row.place()));
    let Some(row) = shown else {
        let was_struck = row.is_some_and(|row| view.shows(&Place { is_voided: false, ..row.place() }));
        let reason = if was_struck { "deleted" } else { "changed" };
        return Ok(Change::Remove { id, kind: kind.to_owned(), seq: head, reason: reason.to_owned() });
    };
    let damaged = |error: serde_json::Error| Failure::from(StoreError::Damaged(error.to_string()));
    let RecordRow { id, kind, rev, seq, hash, document, .. } = row;
    let document = serde_json::from_str(document).map_err(damaged)?;
    Ok(Change::Put { id: *id, kind: kind.clone(), rev: *rev, seq: *seq, hash: hex(hash), document })
}
