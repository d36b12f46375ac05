//! Acts done online, one by one: judged and written as those of a queue, answered at once. Who is
//! refused knows it, so nothing goes to the inbox.
use super::desk::Desk;
use super::gather;
use super::judge::{Refused, judge};
use super::parts::{Author, Origin};
use super::prepare::Prepared;
use super::write;
use crate::domain::act::{Base, Name, Ordinal, SentAct};
use crate::domain::canonical::read_strictly;
use crate::domain::entry as entries;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::outcome::{Refusal, RefusalCode, Verdict};
use crate::domain::scope::Subject;
use crate::domain::{ActId, Instant, PersonId, RecordId, RegionCode};
use crate::services::Outcome;
use crate::store::entry::EntryRow;
use crate::store::record::RecordRow;
use crate::store::{Conn, StoreError, coverage, entry, record};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

/// An act that makes a record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRecord {
    pub kind: Name,
    /// The act that makes it: `report` of a hazard, `register` of an enterprise.
    pub act: Name,
    /// The unit whose ledger it belongs to.
    pub ledger: RegionCode,
    /// Its id, a UUIDv7; made by the server where left out.
    pub id: Option<RecordId>,
    /// When it was done; now where left out.
    pub at: Option<Instant>,
    /// What the act says; its shape depends on kind and act.
    #[schema(value_type = Object)]
    pub body: Box<RawValue>,
}

/// An act on a record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAct {
    pub act: Name,
    /// When it was done; now where left out.
    pub at: Option<Instant>,
    /// What the act says; its shape depends on kind and act.
    #[schema(value_type = Object)]
    pub body: Box<RawValue>,
}

/// The record as an act left it, or as it stands now if the act was done before.
#[derive(Debug, Clone)]
pub struct Acted {
    pub record: RecordRow,
    pub act_id: ActId,
    pub is_repeated: bool,
}

/// The id of the act that a person asks for under a key: the same key is the same act.
pub fn act_id(person: PersonId, key: Option<&str>) -> ActId {
    let Some(key) = key else {
        return ActId::new();
    };
    let hash = Sha256::new_with_prefix(person.as_uuid()).chain_update(key).finalize();
    let bytes = hash.first_chunk::<16>().copied().unwrap_or_default();
    ActId::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

pub fn create(conn: &mut Conn, subject: &Arc<Subject>, id: ActId, new: NewRecord, now: Instant) -> Outcome<Acted> {
    let NewRecord { kind, act, ledger, id: named, at, body } = new;
    let record = named.unwrap_or_else(|| RecordId::from_uuid(Uuid::now_v7()));
    let (ledger, at) = (Some(ledger), at.unwrap_or(now));
    let sent = SentAct { client_seq: Ordinal::FIRST, act_id: id, at, kind, act, record, ledger, base: None, body };
    if let Some(acted) = repeated(conn, subject, &sent, named)? {
        return Ok(acted);
    }
    stand(conn, subject, sent, named, |_| Ok(()), Origin::Online(subject.device), now)
}

/// `seen` checks that the record is as its author saw it.
pub fn act(
    conn: &mut Conn,
    subject: &Arc<Subject>,
    id: ActId,
    on: RecordId,
    new: NewAct,
    seen: impl Fn(&RecordRow) -> bool,
    now: Instant,
) -> Outcome<Acted> {
    let NewAct { act, at, body } = new;
    let rows = record::find(conn, &[on])?;
    let open = rows.into_iter().find(|row| row.moved_to.is_none()).ok_or_else(missing)?;
    let rev = Ordinal::try_from(open.rev).map_err(|bad| StoreError::Damaged(bad.to_owned()))?;
    let kind = Name::try_from(open.kind).map_err(|bad| StoreError::Damaged(bad.to_owned()))?;
    let (base, at) = (Some(Base::Rev(rev)), at.unwrap_or(now));
    let sent = SentAct { client_seq: Ordinal::FIRST, act_id: id, at, kind, act, record: on, ledger: None, base, body };
    if let Some(acted) = repeated(conn, subject, &sent, Some(on))? {
        return Ok(acted);
    }
    let check = |desk: &Desk| {
        let row = desk.visible(on).ok_or_else(missing)?;
        if seen(row) { Ok(()) } else { Err(changed(row)) }
    };
    stand(conn, subject, sent, Some(on), check, Origin::Online(subject.device), now)
}

/// An act whose body the server made, on what it was made from: `row` must not have changed since.
pub fn computed(
    conn: &mut Conn,
    subject: &Arc<Subject>,
    row: &RecordRow,
    act: &'static str,
    body: Box<RawValue>,
    now: Instant,
) -> Outcome<Acted> {
    let damaged = |bad: &'static str| StoreError::Damaged(bad.to_owned());
    let rev = Ordinal::try_from(row.rev).map_err(damaged)?;
    let kind = Name::try_from(row.kind.clone()).map_err(damaged)?;
    let act = Name::try_from(act.to_owned()).map_err(damaged)?;
    let (record, base, act_id) = (row.id, Some(Base::Rev(rev)), ActId::new());
    let sent = SentAct { client_seq: Ordinal::FIRST, act_id, at: now, kind, act, record, ledger: None, base, body };
    let check = |desk: &Desk| {
        let found = desk.visible(record).ok_or_else(missing)?;
        if found.rev == row.rev { Ok(()) } else { Err(changed(found)) }
    };
    stand(conn, subject, sent, Some(record), check, Origin::Computed(subject.device), now)
}

/// What the person did before under this id, if it was the same.
fn repeated(conn: &mut Conn, subject: &Subject, sent: &SentAct, on: Option<RecordId>) -> Outcome<Option<Acted>> {
    let entries = entry::of_act(conn, sent.act_id)?;
    let Some(first) = entries.first() else {
        return Ok(None);
    };
    if first.actor != subject.person || !is_same(first, sent, on) {
        let fault = Fault::new(FaultCode::Invalid, "this key was used for another act");
        return Err(fault.at("Idempotency-Key").into());
    }
    let rows = record::find(conn, &[first.record])?;
    let open = rows.into_iter().find(|row| row.moved_to.is_none());
    let record = open.ok_or_else(|| StoreError::Damaged(format!("{} lies nowhere", first.record)))?;
    let coverage = coverage::covering(conn, &subject.regions(), &[record.ledger])?;
    if !subject.view(coverage.get(&record.ledger)).shows(&record.place()) {
        return Err(missing().into());
    }
    Ok(Some(Acted { record, act_id: sent.act_id, is_repeated: true }))
}

/// The same act with the same body, on the same record if one was named.
fn is_same(first: &EntryRow, sent: &SentAct, on: Option<RecordId>) -> bool {
    let body: Option<entries::Body> = first.body.as_ref().and_then(|body| serde_json::from_str(body).ok());
    let said = read_strictly(sent.body.get());
    first.kind == sent.kind.as_str()
        && first.act == sent.act.as_str()
        && on.is_none_or(|on| on == first.record)
        // An erased body is no longer there to be compared.
        && body.is_none_or(|body| said.is_ok_and(|said| said == body.sent))
}

fn stand(
    conn: &mut Conn,
    subject: &Arc<Subject>,
    sent: SentAct,
    named: Option<RecordId>,
    check: impl Fn(&Desk) -> Result<(), Fault>,
    origin: Origin,
    now: Instant,
) -> Outcome<Acted> {
    let (id, on) = (sent.act_id, sent.record);
    let act = Prepared::from(sent);
    let mut desk = Desk::new(Author::new(subject.clone(), origin), now);
    gather::facts(conn, &mut desk, &[&act])?;
    // The same request, sent twice at once: the other was first.
    if desk.standing.contains(&id)
        && let Some(acted) = repeated(conn, subject, &act.sent, named)?
    {
        return Ok(acted);
    }
    check(&desk)?;
    let standing = judge(&desk, &act).map_err(|Refused { verdict, refusal, .. }| fault(verdict, refusal))?;
    desk.append(&act, standing)?;
    let record = desk.records.get(&on).cloned().ok_or_else(|| StoreError::Damaged(format!("{on} lies nowhere")))?;
    write::all(conn, desk, &[])?;
    Ok(Acted { record, act_id: id, is_repeated: false })
}

fn missing() -> Fault {
    Fault::not_found("no such record, or none that you may see")
}

pub(in crate::services) fn changed(row: &RecordRow) -> Fault {
    let current: Value = serde_json::from_str(&row.document).unwrap_or_default();
    Fault::new(FaultCode::PreconditionFailed, "the record was changed since").with("current", current)
}

/// A refusal, told at once: forbidden, impossible now, or wrong in itself.
pub(in crate::services) fn fault(verdict: Verdict, refusal: Refusal) -> Fault {
    use RefusalCode::*;
    let Refusal { code, detail, pointer, state, open_acts } = refusal;
    let kind = match (verdict, code) {
        (Verdict::Held, _) => FaultCode::NotFound,
        (_, Forbidden | SeparationOfDuty | OutsideDuties) => FaultCode::Forbidden,
        (_, IllegalState | FieldConflict | BaseAhead | RecordExists | ActIdTaken) => FaultCode::Conflict,
        _ => FaultCode::Invalid,
    };
    let mut fault = Fault::new(kind, detail).with("reason", code.as_str());
    fault.pointer = pointer;
    let known = [("state", state.map(Value::from)), ("open_acts", open_acts.map(Value::from))];
    known.into_iter().fold(fault, |fault, (name, value)| match value {
        Some(value) => fault.with(name, value),
        None => fault,
    })
}
