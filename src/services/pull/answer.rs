//! The answer's text: documents are spliced in as they are stored, never parsed.
use super::Advice;
use super::page::{Item, Page, Pages};
use super::segments::Text;
use crate::domain::cursor::Mode;
use crate::domain::digest::Digests;
use crate::domain::{RecordId, RegionId};
use crate::store::record::Put;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::fmt::Write;
use std::sync::Arc;
use utoipa::ToSchema;

/// What a device must learn. Apply the ledgers in their order, then store the cursor.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PullAnswer {
    /// Opaque; send it with the next pull. It is no secret and grants nothing.
    pub cursor: String,
    /// Ask again at once.
    pub has_more: bool,
    /// Forget everything before applying this answer.
    pub reset: bool,
    pub acks: Acks,
    /// With `reset`, where this is more than a device should hold (`scope_budget` of the config).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<Advice>,
    pub ledgers: Vec<LedgerPage>,
}

/// What the server has consumed of this device's acts, from the same snapshot as the changes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Acks {
    pub last_client_seq: i64,
}

/// One ledger's changes. A device holds records by ledger and id: what stands here concerns
/// this ledger's alone.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct LedgerPage {
    pub ledger: RegionId,
    pub mode: Mode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<i64>,
    /// The changes lie after this number ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i64>,
    /// ... up to this one. The ledger is held completely when it is the head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<i64>,
    /// The ledger's last number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<i64>,
    #[serde(default)]
    pub changes: Vec<Change>,
    /// With `to == head`: count and XOR, per kind, of what the device must hold of this ledger
    /// now. The XOR is over the first 8 bytes of each record's `hash`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digests>,
}

/// A record to hold, or to forget.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Change {
    Put {
        id: RecordId,
        kind: String,
        rev: i64,
        seq: i64,
        /// SHA-256 of the document's canonical text (RFC 8785), hexadecimal.
        hash: String,
        #[schema(value_type = Object)]
        document: serde_json::Value,
    },
    Remove {
        id: RecordId,
        kind: String,
        seq: i64,
        /// `deleted`: struck from the ledger; `changed`: no longer within this person's duties.
        reason: String,
    },
}

pub fn write(
    cursor: &str,
    pages: &Pages<Arc<Text>>,
    last_client_seq: i64,
    is_reset: bool,
    advice: Option<Advice>,
) -> String {
    let mut head = json!({
        "cursor": cursor,
        "has_more": pages.has_more,
        "reset": is_reset,
        "acks": { "last_client_seq": last_client_seq },
    });
    if let Some(advice) = advice {
        head["advice"] = json!(advice);
    }
    let drops: Vec<_> = pages.drops.iter().map(dropped).collect();
    let parts = drops.iter().map(String::as_str).chain(pages.pages.iter().map(|text| text.json.as_str()));
    let mut text = head.to_string();
    text.reserve(pages.pages.iter().map(|text| text.json.len() + 1).sum());
    text.pop(); // the brace that closes the object
    text.push_str(",\"ledgers\":[");
    for (n, part) in parts.enumerate() {
        text.push_str(if n > 0 { "," } else { "" });
        text.push_str(part);
    }
    text.push_str("]}");
    text
}

/// A ledger of which nothing is visible any more.
pub fn dropped(ledger: &RegionId) -> String {
    json!({ "ledger": ledger, "mode": Mode::Drop, "changes": [] }).to_string()
}

pub fn ledger(page: &Page, digest: Option<&Digests>) -> String {
    let Page { ledger, epoch, is_snapshot, from, to, head, items } = page;
    let mode = if *is_snapshot { Mode::Snapshot } else { Mode::Delta };
    let mut known = json!({ "ledger": ledger, "mode": mode, "epoch": epoch, "from": from, "to": to, "head": head });
    if let Some(digest) = digest {
        known["digest"] = json!(digest);
    }
    let mut text = known.to_string();
    text.reserve(items.iter().map(size).sum());
    text.pop();
    text.push_str(",\"changes\":[");
    for (n, item) in items.iter().enumerate() {
        text.push_str(if n > 0 { "," } else { "" });
        push_change(&mut text, item);
    }
    text.push_str("]}");
    text
}

/// What a change takes beside its document, at most.
const BESIDE: usize = 256;

fn size(item: &Item) -> usize {
    match item {
        Item::Put(put) => BESIDE + put.document.len(),
        Item::Remove { .. } => BESIDE,
    }
}

/// Written field by field: ids, hashes and the names of kinds need no escapes.
fn push_change(text: &mut String, item: &Item) {
    match item {
        Item::Put(Put { seq, id, kind, rev, hash, document }) => {
            // Writing to a String does not fail.
            let _ = write!(text, r#"{{"op":"put","id":"{id}","kind":"{kind}","rev":{rev},"seq":{seq},"hash":""#);
            push_hex(text, hash);
            text.push_str("\",\"document\":");
            text.push_str(document);
            text.push('}');
        }
        Item::Remove { seq, record, kind, reason } => {
            let _ =
                write!(text, r#"{{"op":"remove","id":"{record}","kind":"{kind}","seq":{seq},"reason":"{reason}"}}"#);
        }
    }
}

pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    push_hex(&mut text, bytes);
    text
}

fn push_hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    text.extend(digits.map(|digit| DIGITS[usize::from(digit)]));
}
