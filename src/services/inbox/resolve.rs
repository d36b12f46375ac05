//! Resolving an item: doing the act after all, as it was sent or edited, or dropping it with a reason.
use super::Abouts;
use super::item::{InboxItem, damaged, told};
use super::settle::{Ending, resolves, settle, sha256};
use crate::domain::access::{self, ResolveGrant};
use crate::domain::act::{Base, Ordinal, SentAct};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::outcome::{ActResult, Refusal, Resolved, Verdict};
use crate::domain::scope::Subject;
use crate::domain::spelled::spelled;
use crate::domain::{ActId, InboxId, Instant, Passage};
use crate::services::Outcome;
use crate::services::push::again::{self, Again};
use crate::services::push::{Origin, fault_of};
use crate::store::inbox::InboxRow;
use crate::store::{Conn, StoreError, inbox, receipt, resolution};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;

spelled! {
    /// What is to become of an item.
    Remedy {
        /// The act is done as it was sent.
        Apply = "apply",
        /// The act is done with another body.
        Edit = "edit",
        /// The act is not done.
        Drop = "drop",
    }
}

/// What is to become of an item of the inbox.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resolve {
    pub how: Remedy,
    /// The revision of the record that the resolver has seen; needed to do an act on a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rev: Option<Ordinal>,
    /// With `edit`: what the act is to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub body: Option<Box<RawValue>>,
    /// Needed to drop an act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Passage>,
}

impl Resolve {
    fn check(&self) -> Result<(), Fault> {
        let is_edited = self.how == Remedy::Edit;
        if is_edited != self.body.is_some() {
            return Err(Fault::invalid("/body", "an edited act has a body of its own, and no other has one"));
        }
        if self.how == Remedy::Drop && self.reason.is_none() {
            return Err(Fault::invalid("/reason", "an act is dropped with a reason"));
        }
        Ok(())
    }
    /// The same request has the same mark.
    fn mark(&self) -> String {
        sha256(&serde_json::to_string(self).unwrap_or_default())
    }
}

/// Resolves an item once: whoever comes second is told how it was resolved. The same request again is
/// answered as before.
pub fn resolve(
    conn: &mut Conn,
    subject: &Arc<Subject>,
    id: InboxId,
    asked: Resolve,
    now: Instant,
) -> Outcome<InboxItem> {
    asked.check()?;
    let missing = || Fault::not_found("no such item, or none that you may resolve");
    let row = inbox::lock(conn, id)?.ok_or_else(missing)?;
    let grant = grant(conn, subject, &row)?.ok_or_else(missing)?;
    if row.resolved_at.is_some() {
        return repeated(conn, row, &grant, &asked);
    }
    let outcome = match asked.how {
        Remedy::Drop => None,
        Remedy::Apply | Remedy::Edit => Some(act(conn, subject, &row, &asked, now)?),
    };
    if row.look_at.is_some() {
        end_waiting(conn, &row)?;
    }
    let how = match asked.how {
        Remedy::Apply => Resolved::Applied,
        Remedy::Edit => Resolved::Edited,
        Remedy::Drop => Resolved::Dropped,
    };
    let (person, organisation) = (Some(grant.person()), grant.organisation());
    let (reason, asked) = (asked.reason.clone().map(String::from), asked.mark());
    let end = settle(conn, &row, Ending { how, person, organisation, reason, asked, outcome }, now)?;
    let row = inbox::lock(conn, id)?.ok_or_else(missing)?;
    told((row, Some(end)))
}

fn grant(conn: &mut Conn, subject: &Subject, row: &InboxRow) -> Outcome<Option<ResolveGrant>> {
    let abouts = Abouts::of(conn, subject, &[row])?;
    let about = abouts.about(row);
    let nowhere = BTreeSet::new();
    let covering = about.and_then(|about| abouts.coverage.get(&about.ledger)).unwrap_or(&nowhere);
    Ok(access::resolve(subject, row.person, about.as_ref(), covering))
}

/// An item that was resolved before: by the same person's same request, or otherwise.
fn repeated(conn: &mut Conn, row: InboxRow, grant: &ResolveGrant, asked: &Resolve) -> Outcome<InboxItem> {
    let end = resolution::find(conn, row.id)?;
    let end = end.ok_or_else(|| StoreError::Damaged(format!("the resolution of {}", row.id)))?;
    let is_same = end.person == Some(grant.person()) && end.asked == asked.mark();
    let item = told((row, Some(end)))?;
    match is_same {
        true => Ok(item),
        false => {
            let resolution = serde_json::to_value(&item.resolution).map_err(damaged)?;
            let fault = Fault::new(FaultCode::Conflict, "this item was resolved already");
            Err(fault.with("resolution", resolution).into())
        }
    }
}

/// Does the act as the resolver's own: judged by what the resolver may do and has seen, under an id that
/// the item gives, so that no two do it.
fn act(conn: &mut Conn, subject: &Arc<Subject>, row: &InboxRow, asked: &Resolve, now: Instant) -> Outcome<ActResult> {
    let first: SentAct = serde_json::from_str(&row.sent).map_err(damaged)?;
    let resolves = resolves(row, first.at);
    let body = asked.body.clone().unwrap_or(first.body);
    let base = asked.rev.map(Base::Rev);
    let sent = SentAct { act_id: act_id(row.id), at: now, base, body, client_seq: Ordinal::FIRST, ..first };
    let origin = Origin::Online(subject.device);
    let result = again::again(conn, Again { subject: subject.clone(), origin, sent, resolves }, now)?.result;
    match result.problem {
        None => Ok(result),
        Some(refusal) => Err(fault_of(result.result, refusal).into()),
    }
}

/// The id of the act that carries out an item.
fn act_id(item: InboxId) -> ActId {
    let hash = Sha256::new_with_prefix("inbox").chain_update(item.as_uuid()).finalize();
    let bytes = hash.first_chunk::<16>().copied().unwrap_or_default();
    ActId::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// A held act that somebody resolves by hand will never stand as its author's: what builds on it is told.
fn end_waiting(conn: &mut Conn, row: &InboxRow) -> Outcome<()> {
    let sent: SentAct = serde_json::from_str(&row.sent).map_err(damaged)?;
    let refusal: Refusal = serde_json::from_str(&row.problem).map_err(damaged)?;
    let result = again::refused(sent, Verdict::Conflict, refusal);
    let result = serde_json::to_string(&result).map_err(damaged)?;
    receipt::amend(conn, row.person, row.act_id, &result)?;
    Ok(())
}
