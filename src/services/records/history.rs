//! A record's history: its entries, as people ask who did what and when.
use super::sighted;
use crate::domain::entry::{Actor, Resolves, Stamp};
use crate::domain::scope::Subject;
use crate::domain::{ActId, DeviceId, Instant, Layer, OrganisationId, PersonId, RecordId, RegionId, Tier};
use crate::services::{Failure, Outcome};
use crate::store::entry::{self, EntryRow};
use crate::store::{Conn, StoreError};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// What a history tells besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Include {
    /// The canonical bytes of each entry, and the salt of its body's hash.
    Bytes,
}

/// Who acted, and for which responsibility.
#[derive(Debug, Serialize, ToSchema)]
pub struct Author {
    pub person: PersonId,
    pub organisation: OrganisationId,
    pub layer: Layer,
    pub tier: Tier,
}

/// Where an act stands in a ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct Standpoint {
    pub ledger: RegionId,
    pub seq: i64,
    /// The entry's leaf in the ledger's Merkle tree, base64: SHA-256 of a zero byte and `bytes`.
    pub leaf: String,
    /// With `include=bytes`: the entry's canonical text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<String>,
    /// With `include=bytes`: `body_hash` in `bytes` is SHA-256 of the salt and the body's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
}

/// An act that was done on the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryItem {
    /// The record's revision after it.
    pub rev: i64,
    pub act_id: ActId,
    pub act: String,
    pub by: Author,
    /// When its author says that it was done.
    pub at: Instant,
    /// When the server learned of it.
    pub received_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// One; of a move two, in the ledger that was left and in the one that was entered.
    pub stands: Vec<Standpoint>,
    /// The act of the inbox that this one carries out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolves: Option<Resolves>,
    /// What was sent; missing where it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub sent: Option<Box<RawValue>>,
    /// What the server decided with it: a number, a default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub decided: Option<Box<RawValue>>,
}

/// A page of a history, the first act first.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryPage {
    pub items: Vec<HistoryItem>,
    /// Send this as `after` for the next page; missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<i64>,
}

/// Revisions have no gaps, so a page is a range of them.
pub fn history(
    conn: &mut Conn,
    subject: &Subject,
    record: RecordId,
    after: i64,
    limit: usize,
    include: Option<Include>,
) -> Outcome<HistoryPage> {
    let last = sighted(conn, subject, record)?.row.rev;
    let to = after.saturating_add(limit as i64);
    let rows = entry::of_record(conn, record, after, to)?;
    let acts = rows.chunk_by(|one, next| one.rev == next.rev);
    let items = acts.map(|rows| item(rows, include)).collect::<Outcome<Vec<_>>>()?;
    Ok(HistoryPage { items, next: (to < last).then_some(to) })
}

/// The entries of one act: they differ in where they stand alone. The left ledger comes first.
fn item(rows: &[EntryRow], include: Option<Include>) -> Outcome<HistoryItem> {
    let stamps = rows.iter().map(|row| serde_json::from_str::<Stamp>(&row.bytes));
    let stamps = stamps.collect::<Result<Vec<_>, _>>().map_err(damaged)?;
    let none = || Failure::from(StoreError::Damaged("an act without an entry".into()));
    let (row, stamp) = rows.first().zip(stamps.into_iter().next()).ok_or_else(none)?;
    let body = row.body.as_deref().map(serde_json::from_str::<Body>).transpose().map_err(damaged)?;
    let Stamp {
        act_id,
        act,
        rev,
        actor: Actor { person, organisation, layer, tier },
        at,
        received_at,
        device,
        resolves,
        ..
    } = stamp;
    let mut stands: Vec<_> = rows.iter().map(|row| standpoint(row, include)).collect();
    if let [_, entered] = &stands[..]
        && body.as_ref().is_some_and(|body| body.entered() != Some(entered.ledger))
    {
        stands.reverse();
    }
    let (sent, decided) = body.map(|body| (body.sent, body.decided)).unzip();
    Ok(HistoryItem {
        rev,
        act_id,
        act,
        by: Author { person, organisation, layer, tier },
        at,
        received_at,
        device,
        stands,
        resolves,
        sent,
        decided,
    })
}

/// The stored body, its parts as text.
#[derive(Deserialize)]
struct Body {
    sent: Box<RawValue>,
    decided: Box<RawValue>,
}

impl Body {
    /// The ledger that a move leads to.
    fn entered(&self) -> Option<RegionId> {
        #[derive(Deserialize)]
        struct Moved {
            moved_to: Option<RegionId>,
        }
        serde_json::from_str::<Moved>(self.decided.get()).ok().and_then(|moved| moved.moved_to)
    }
}

fn standpoint(row: &EntryRow, include: Option<Include>) -> Standpoint {
    let is_whole = include == Some(Include::Bytes);
    Standpoint {
        ledger: row.ledger,
        seq: row.seq,
        leaf: BASE64_STANDARD.encode(&row.leaf),
        bytes: is_whole.then(|| row.bytes.clone()),
        salt: row.salt.as_ref().filter(|_| is_whole).map(|salt| BASE64_STANDARD.encode(salt)),
    }
}

fn damaged(error: serde_json::Error) -> Failure {
    StoreError::Damaged(error.to_string()).into()
}
