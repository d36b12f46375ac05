//! An act of the inbox, judged once more: by whoever resolves it, or for its author when its record has
//! arrived. The same desk, judge and writer; what came of it is told, the inbox is its caller's.
use super::answers::answer;
use super::desk::Desk;
use super::gather;
use super::judge::{Refused, judge};
use super::parts::{Author, Origin};
use super::prepare::Prepared;
use super::write;
use crate::domain::act::SentAct;
use crate::domain::entry::Resolves;
use crate::domain::outcome::{ActResult, Refusal, Verdict};
use crate::domain::scope::Subject;
use crate::domain::{Instant, RegionId};
use crate::services::Outcome;
use crate::store::Conn;
use std::sync::Arc;

/// Who acts, and on what.
pub struct Again {
    pub subject: Arc<Subject>,
    pub origin: Origin,
    pub sent: SentAct,
    pub resolves: Resolves,
}

/// What came of it: an act that stands is written already.
pub struct Judged {
    pub result: ActResult,
    /// The ledger in which it stands or would stand, where that is known.
    pub ledger: Option<RegionId>,
}

pub fn again(conn: &mut Conn, again: Again, now: Instant) -> Outcome<Judged> {
    let Again { subject, origin, sent, resolves } = again;
    let act = Prepared::from(sent);
    let mut desk = Desk::new(Author::new(subject, origin), now);
    if let Origin::Queue(device) = origin {
        let receipts = gather::receipts(conn, &mut desk, &[(device, std::slice::from_ref(&act))])?;
        desk.author.remember(receipts.get(&device).map(Vec::as_slice).unwrap_or_default());
    }
    desk.resolves = Some(resolves);
    gather::facts(conn, &mut desk, &[&act])?;
    let result = match judge(&desk, &act) {
        Ok(standing) => desk.append(&act, standing)?,
        Err(Refused { verdict, refusal, ledger }) => {
            let result = ActResult { problem: Some(refusal), ..answer(&act, verdict) };
            return Ok(Judged { result, ledger });
        }
    };
    write::all(conn, desk, &[])?;
    Ok(Judged { ledger: result.ledger, result })
}

/// The answer for an act that does not stand after all.
pub fn refused(sent: SentAct, verdict: Verdict, refusal: Refusal) -> ActResult {
    ActResult { problem: Some(refusal), ..answer(&Prepared::from(sent), verdict) }
}
