//! The inbox as people read it: acts that were not applied, and why.
use super::{Failure, Outcome};
use crate::domain::outcome::{Refusal, Verdict};
use crate::domain::scope::Subject;
use crate::domain::{ActId, DeviceId, InboxId, Instant, Language};
use crate::store::inbox::{self, InboxRow};
use crate::store::{Conn, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// An act that was not applied.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct InboxItem {
    pub id: InboxId,
    pub device_id: DeviceId,
    pub client_seq: i64,
    pub act_id: ActId,
    /// What the push answered.
    pub result: Verdict,
    pub problem: Refusal,
    pub received_at: Instant,
    /// The act as it was sent. A body that is no sound JSON stands here as a string.
    #[schema(value_type = Object)]
    pub sent: Box<RawValue>,
}

/// A page of the inbox, oldest first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct InboxPage {
    pub items: Vec<InboxItem>,
    /// Send this as `after` for the next page; missing on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<InboxId>,
}

impl InboxPage {
    /// The same page in another language.
    pub fn told_in(self, language: Language) -> Self {
        let told = |item: InboxItem| InboxItem { problem: item.problem.told_in(language), ..item };
        Self { items: self.items.into_iter().map(told).collect(), ..self }
    }
}

/// The person's own acts that were not applied.
pub fn own(conn: &mut Conn, subject: &Subject, after: Option<InboxId>, limit: usize) -> Outcome<InboxPage> {
    let mut rows = inbox::of_person(conn, subject.person, after, limit as i64 + 1)?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().map(|row| row.id).filter(|_| has_more);
    let items = rows.into_iter().map(item).collect::<Outcome<Vec<_>>>()?;
    Ok(InboxPage { items, next })
}

fn item(row: InboxRow) -> Outcome<InboxItem> {
    let damaged = |detail: String| Failure::from(StoreError::Damaged(detail));
    let InboxRow { id, device, client_seq, act_id, state, problem, received_at, sent, .. } = row;
    Ok(InboxItem {
        id,
        device_id: device,
        client_seq,
        act_id,
        result: state.parse().map_err(damaged)?,
        problem: serde_json::from_str(&problem).map_err(|error| damaged(error.to_string()))?,
        received_at,
        sent: RawValue::from_string(sent).map_err(|error| damaged(error.to_string()))?,
    })
}
