//! Acts that follow from acts: what is done on one record is noted on another by itself.
use super::RecordId;
use serde::Serialize;
use serde_json::Value;

/// The fact that a consequence's entry keeps: the id of the act that it follows from.
pub const FOLLOWS: &str = "follows";

/// An act on another record that follows from one that stands. At most one on each record.
#[derive(Debug, Clone, PartialEq)]
pub struct Consequence {
    pub kind: &'static str,
    pub record: RecordId,
    /// One of the kind's acts that only follow.
    pub act: &'static str,
    pub body: Value,
}

impl Consequence {
    pub fn new(kind: &'static str, record: RecordId, act: &'static str, body: impl Serialize) -> Self {
        // Fails only for maps with keys that are not strings: bodies have none.
        Self { kind, record, act, body: serde_json::to_value(body).unwrap_or_default() }
    }
}
