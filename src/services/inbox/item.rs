//! An item of the inbox: the act as it was sent, why it was not applied, how it was resolved.
use crate::domain::outcome::{ActResult, Refusal, Resolved, Verdict};
use crate::domain::{ActId, DeviceId, InboxId, Instant, Language, OrganisationId, PersonId, RecordId, RegionId};
use crate::services::{Failure, Outcome};
use crate::store::StoreError;
use crate::store::inbox::{InboxRow, Item};
use crate::store::resolution::ResolutionRow;
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// An act that was not applied when it was sent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct InboxItem {
    pub id: InboxId,
    /// Who sent it.
    pub author: PersonId,
    pub device_id: DeviceId,
    pub client_seq: i64,
    pub act_id: ActId,
    pub record: RecordId,
    /// The ledger that it was meant for, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<RegionId>,
    /// What the push answered; of a held act that waits no longer, what it came to.
    pub result: Verdict,
    pub problem: Refusal,
    pub received_at: Instant,
    /// The act as it was sent. A body that is no sound JSON stands here as a string.
    #[schema(value_type = Object)]
    pub sent: Box<RawValue>,
    /// Missing while the item is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
}

/// What became of an item: it stays readable for ever, and is resolved once.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Resolution {
    pub how: Resolved,
    /// Who resolved it; nobody where the record arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// For which organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub resolved_at: Instant,
    /// The act that stands now, as a push answers it; missing where it was dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ActResult>,
    /// The canonical text of the resolution ...
    pub bytes: String,
    /// ... and the SHA-256 of a zero byte and that text, base64.
    pub leaf: String,
}

/// A page of the inbox, oldest first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct InboxPage {
    pub items: Vec<InboxItem>,
    /// Send this as `after` for the next page; missing on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<InboxId>,
}

impl InboxItem {
    /// The same item in another language.
    pub fn told_in(self, language: Language) -> Self {
        Self { problem: self.problem.told_in(language), ..self }
    }
}

impl InboxPage {
    /// The same page in another language.
    pub fn told_in(self, language: Language) -> Self {
        Self { items: self.items.into_iter().map(|item| item.told_in(language)).collect(), ..self }
    }
}

/// A stored item as it is told.
pub(super) fn told((row, resolution): Item) -> Outcome<InboxItem> {
    let InboxRow { id, device, client_seq, act_id, person, record, ledger, state, problem, received_at, sent, .. } =
        row;
    Ok(InboxItem {
        id,
        author: person,
        device_id: device,
        client_seq,
        act_id,
        record,
        ledger,
        result: state.parse().map_err(damaged)?,
        problem: serde_json::from_str(&problem).map_err(damaged)?,
        received_at,
        sent: RawValue::from_string(sent).map_err(damaged)?,
        resolution: resolution.map(resolution_of).transpose()?,
    })
}

fn resolution_of(row: ResolutionRow) -> Outcome<Resolution> {
    let ResolutionRow { item: _, how, person, organisation, reason, asked: _, outcome, bytes, leaf, resolved_at } = row;
    Ok(Resolution {
        how: how.parse().map_err(damaged)?,
        by: person,
        organisation,
        reason,
        resolved_at,
        outcome: outcome.map(|outcome| serde_json::from_str(&outcome)).transpose().map_err(damaged)?,
        bytes,
        leaf: BASE64_STANDARD.encode(leaf),
    })
}

pub(super) fn damaged(cause: impl ToString) -> Failure {
    StoreError::Damaged(cause.to_string()).into()
}
