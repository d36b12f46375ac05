//! The end of an item: once, by one row that is only ever inserted, and that can be proven.
use super::item::damaged;
use crate::domain::canonical::text_of;
use crate::domain::entry::Resolves;
use crate::domain::merkle::leaf_hash;
use crate::domain::outcome::{ActResult, Resolved};
use crate::domain::{ActId, InboxId, Instant, OrganisationId, PersonId, RegionId};
use crate::services::Outcome;
use crate::store::inbox::InboxRow;
use crate::store::resolution::ResolutionRow;
use crate::store::{Conn, inbox, resolution};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// How an item comes to its end.
pub struct Ending {
    pub how: Resolved,
    pub person: Option<PersonId>,
    pub organisation: Option<OrganisationId>,
    pub reason: Option<String>,
    /// SHA-256 of the request.
    pub asked: String,
    pub outcome: Option<ActResult>,
}

/// What a resolution says for ever; canonical JSON of it is its `bytes`.
#[derive(Serialize)]
struct Bytes<'a> {
    v: u8,
    item: InboxId,
    act_id: ActId,
    author: PersonId,
    /// SHA-256 of the canonical text of the act as it stands in the inbox.
    sent_hash: String,
    received_at: Instant,
    how: Resolved,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<PersonId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    resolved_at: Instant,
    /// The entry that carries it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<Standpoint<'a>>,
}

#[derive(Serialize)]
struct Standpoint<'a> {
    act_id: ActId,
    ledger: Option<RegionId>,
    seq: Option<i64>,
    leaf: Option<&'a str>,
}

/// What an entry says of the act that it carries out.
pub fn resolves(row: &InboxRow, at: Instant) -> Resolves {
    Resolves {
        item: row.id,
        act_id: row.act_id,
        author: row.person,
        device: row.device,
        client_seq: row.client_seq,
        at,
        received_at: row.received_at,
    }
}

/// Writes the end of an item that is locked and open.
pub fn settle(conn: &mut Conn, row: &InboxRow, ending: Ending, now: Instant) -> Outcome<ResolutionRow> {
    let Ending { how, person, organisation, reason, asked, outcome } = ending;
    let entry = outcome.as_ref().map(|result| Standpoint {
        act_id: result.act_id,
        ledger: result.ledger,
        seq: result.seq,
        leaf: result.leaf.as_deref(),
    });
    let sent: Value = serde_json::from_str(&row.sent).map_err(damaged)?;
    let bytes = text_of(&Bytes {
        v: 1,
        item: row.id,
        act_id: row.act_id,
        author: row.person,
        sent_hash: sha256(&text_of(&sent)),
        received_at: row.received_at,
        how,
        by: person,
        organisation,
        reason: reason.as_deref(),
        resolved_at: now,
        entry,
    });
    let leaf = leaf_hash(bytes.as_bytes()).to_vec();
    let outcome = outcome.map(|result| serde_json::to_string(&result)).transpose().map_err(damaged)?;
    let how = how.as_str().to_owned();
    let end = ResolutionRow {
        item: row.id,
        how,
        person,
        organisation,
        reason,
        asked,
        outcome,
        bytes,
        leaf,
        resolved_at: now,
    };
    resolution::add(conn, &end)?;
    inbox::close(conn, row.id, &end)?;
    Ok(end)
}

pub fn sha256(text: &str) -> String {
    BASE64_STANDARD.encode(Sha256::digest(text))
}
