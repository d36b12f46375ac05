//! Held acts: those whose record the server had not seen. They are applied when it arrives, whoever
//! brings it, and become conflicts when it does not.
//!
//! Nothing of this is done within a push. A sweep looks after commits and from time to time: each act in a
//! unit of its own that locks its row of the inbox. So it is done once, by whichever instance comes
//! first, and a kill at any point leaves it done or still to be done.
use super::item::damaged;
use super::settle::{Ending, resolves, settle};
use crate::domain::act::SentAct;
use crate::domain::outcome::{ActResult, Refusal, RefusalCode, Resolved, Verdict};
use crate::domain::retention::HELD_DAYS;
use crate::domain::scope::Subject;
use crate::domain::{InboxId, Instant, PersonId, PersonState, SessionId};
use crate::services::push::again::{self, Again, Judged};
use crate::services::push::{Origin, PushAnswer};
use crate::services::{Failure, Outcome, duties};
use crate::store::inbox::InboxRow;
use crate::store::{Conn, Store, inbox, person, receipt};
use std::sync::Arc;

/// An act waits for its record so many seconds after it was received: five days.
pub const PATIENCE: i64 = HELD_DAYS * 24 * 60 * 60;
/// An act whose record is there, but out of its author's sight, is looked at again after a part of the time
/// that it has waited, in seconds.
const SOONEST: i64 = 10;
const LATEST: i64 = 60 * 60;
const PART: i64 = 8;
/// So many acts are taken at once.
const MANY: i64 = 200;

/// Whether a push leaves something for a sweep: a record that others may wait for, or an act that waits.
pub fn concerns(answer: &PushAnswer) -> bool {
    let concerns = |result: &ActResult| result.result == Verdict::Held || result.rev == Some(1);
    answer.results.iter().any(concerns)
}

/// Looks at every held act whose record is there, and ends the waiting of those that waited too long.
/// Tells how many acts wait no longer. One that cannot be looked at keeps no other from it; then the
/// first failure is told.
pub fn sweep(store: &Store, now: Instant) -> Outcome<usize> {
    let mut swept = Swept::default();
    while swept.is_more {
        let failed = swept.failed.clone();
        let due = store.read_now(move |conn| -> Outcome<_> { Ok(inbox::due(conn, now, &failed, MANY)?) })?;
        swept.take(due, |id| store.write_now(move |conn| look(conn, id, now)));
    }
    let then = now.plus_seconds(-PATIENCE);
    swept.is_more = true;
    while swept.is_more {
        let failed = swept.failed.clone();
        let old = store.read_now(move |conn| -> Outcome<_> { Ok(inbox::held_since(conn, then, &failed, MANY)?) })?;
        swept.take(old, |id| store.write_now(move |conn| give_up(conn, id, then)));
    }
    swept.failure.map_or(Ok(swept.settled), Err)
}

/// How far a sweep is.
struct Swept {
    settled: usize,
    failed: Vec<InboxId>,
    failure: Option<Failure>,
    is_more: bool,
}

impl Default for Swept {
    fn default() -> Self {
        Self { settled: 0, failed: Vec::new(), failure: None, is_more: true }
    }
}

impl Swept {
    fn take(&mut self, ids: Vec<InboxId>, mut work: impl FnMut(InboxId) -> Outcome<bool>) {
        self.is_more = ids.len() == MANY as usize;
        for id in ids {
            match work(id) {
                Ok(is_settled) => self.settled += usize::from(is_settled),
                Err(failure) => {
                    self.failed.push(id);
                    self.failure.get_or_insert(failure);
                }
            }
        }
    }
}

/// Judges a held act once more; tells whether it waits no longer.
fn look(conn: &mut Conn, id: InboxId, now: Instant) -> Outcome<bool> {
    // Another instance, or a person, may have come first.
    let Some(row) = inbox::lock(conn, id)?.filter(|row| row.look_at.is_some_and(|then| then <= now)) else {
        return Ok(false);
    };
    let subject = author(conn, row.person, now)?;
    let sent: SentAct = serde_json::from_str(&row.sent).map_err(damaged)?;
    let resolves = resolves(&row, sent.at);
    let origin = Origin::Queue(row.device);
    let judged = again::again(conn, Again { subject, origin, sent, resolves }, now)?;
    match &judged.result.problem {
        Some(refusal) if waits(judged.result.result, refusal) => {
            inbox::look_later(conn, id, later(&row, now))?;
            return Ok(false);
        }
        Some(refusal) => end(conn, &row, &judged, refusal)?,
        None => {
            let outcome = Some(judged.result.clone());
            let (how, asked) = (Resolved::Arrived, String::new());
            let ending = Ending { how, person: None, organisation: None, reason: None, asked, outcome };
            settle(conn, &row, ending, now)?;
        }
    }
    tell(conn, &row, &judged.result)?;
    Ok(true)
}

/// The record is not there yet, is out of sight, or is there only as it was before what the author saw.
fn waits(verdict: Verdict, refusal: &Refusal) -> bool {
    verdict == Verdict::Held || refusal.code == RefusalCode::BaseAhead
}

fn later(row: &InboxRow, now: Instant) -> Instant {
    let waited = (now.millis() - row.received_at.millis()) / 1000;
    now.plus_seconds((waited / PART).clamp(SOONEST, LATEST))
}

/// The act does not stand: it is in the inbox as any other.
fn end(conn: &mut Conn, row: &InboxRow, judged: &Judged, refusal: &Refusal) -> Outcome<()> {
    let problem = serde_json::to_string(refusal).map_err(damaged)?;
    inbox::judge(conn, row.id, judged.result.result, &problem, judged.ledger)?;
    Ok(())
}

/// The record did not arrive: the act becomes a conflict.
fn give_up(conn: &mut Conn, id: InboxId, then: Instant) -> Outcome<bool> {
    let is_due = |row: &InboxRow| row.look_at.is_some() && row.received_at <= then;
    let Some(row) = inbox::lock(conn, id)?.filter(is_due) else {
        return Ok(false);
    };
    let refusal = Refusal::new(RefusalCode::UnknownRecord, "the record did not arrive within five days").at("/record");
    let sent: SentAct = serde_json::from_str(&row.sent).map_err(damaged)?;
    let result = again::refused(sent, Verdict::Conflict, refusal.clone());
    let judged = Judged { ledger: row.ledger, result };
    end(conn, &row, &judged, &refusal)?;
    tell(conn, &row, &judged.result)?;
    Ok(true)
}

/// What the author's devices are answered from now on, and what later acts of theirs build on.
fn tell(conn: &mut Conn, row: &InboxRow, result: &ActResult) -> Outcome<()> {
    let result = serde_json::to_string(result).map_err(damaged)?;
    receipt::amend(conn, row.person, row.act_id, &result)?;
    Ok(())
}

/// The author with the duties of this moment; none for somebody who was deactivated.
fn author(conn: &mut Conn, id: PersonId, now: Instant) -> Outcome<Arc<Subject>> {
    let found = person::find(conn, id)?.ok_or_else(|| damaged(format!("no person {id}")))?;
    let duties = match found.state {
        PersonState::Active => duties::in_force(conn, id, now)?,
        _ => Vec::new(),
    };
    let (name, login) = (found.name, found.login.into());
    let (session, scope_version) = (SessionId::NIL, found.scope_version);
    Ok(Arc::new(Subject { person: id, name, login, session, device: None, scope_version, duties }))
}
