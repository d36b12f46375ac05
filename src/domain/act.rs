//! Acts as devices send them: what a person did, never a row overwrite.
use super::canonical::LARGEST_INTEGER;
use super::{ActId, DeviceId, Instant, RecordId, RegionCode};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// The schema version of acts that this server speaks.
pub const SCHEMA: u32 = 1;
/// The most acts in one push.
pub const MOST_ACTS: usize = 200;

/// Ordered acts from one device.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushBatch {
    /// The device that the token was issued to.
    pub device_id: DeviceId,
    /// The version of the acts' shapes; this server speaks 1.
    pub schema: u32,
    /// At most 200, in the order of their `client_seq`, which has no gaps.
    #[schema(max_items = 200)]
    pub acts: Vec<SentAct>,
}

/// One act, done on a device and maybe offline.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentAct {
    /// The device's own count of its acts: 1, 2, 3 ... without gaps.
    pub client_seq: Ordinal,
    /// Made by the device; the same act sent twice is applied once.
    pub act_id: ActId,
    /// When the person says it was done. Kept beside the server's own time of receipt.
    pub at: Instant,
    pub kind: Name,
    pub act: Name,
    /// The record acted upon; for an act that creates one, a new UUIDv7 of the device.
    pub record: RecordId,
    /// The unit whose ledger a new record belongs to; not needed otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<RegionCode>,
    /// What the device knew of the record; not needed by an act that creates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Base>,
    /// What the act says; its shape depends on kind and act.
    #[schema(value_type = Object)]
    pub body: Box<RawValue>,
}

/// What a device knew of a record: a server's `rev`, or the result of its own earlier act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(try_from = "BaseFields", into = "BaseFields")]
#[schema(as = Base)]
pub enum Base {
    Rev(Ordinal),
    ClientSeq(Ordinal),
}

#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BaseFields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rev: Option<Ordinal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_seq: Option<Ordinal>,
}
impl TryFrom<BaseFields> for Base {
    type Error = &'static str;
    fn try_from(fields: BaseFields) -> Result<Self, Self::Error> {
        match (fields.rev, fields.client_seq) {
            (Some(rev), None) => Ok(Self::Rev(rev)),
            (None, Some(seq)) => Ok(Self::ClientSeq(seq)),
            _ => Err("a base is either `rev` or `client_seq`"),
        }
    }
}
impl From<Base> for BaseFields {
    fn from(base: Base) -> Self {
        match base {
            Base::Rev(rev) => Self { rev: Some(rev), client_seq: None },
            Base::ClientSeq(seq) => Self { rev: None, client_seq: Some(seq) },
        }
    }
}

/// A count that begins at 1 and stays exact everywhere (at most 2^53-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, ToSchema)]
#[serde(try_from = "i64", into = "i64")]
#[schema(value_type = i64, minimum = 1, maximum = 9007199254740991_i64)]
pub struct Ordinal(i64);

impl Ordinal {
    pub const FIRST: Self = Self(1);
    pub const fn get(self) -> i64 {
        self.0
    }
}
impl TryFrom<i64> for Ordinal {
    type Error = &'static str;
    fn try_from(n: i64) -> Result<Self, Self::Error> {
        if (1..=LARGEST_INTEGER).contains(&n) { Ok(Self(n)) } else { Err("must lie between 1 and 2^53-1") }
    }
}
impl From<Ordinal> for i64 {
    fn from(n: Ordinal) -> Self {
        n.0
    }
}

/// The name of a kind or an act: up to 40 of `a`-`z` and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^[a-z_]{1,40}$", example = "hazard")]
pub struct Name(String);

impl Name {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl TryFrom<String> for Name {
    type Error = &'static str;
    fn try_from(name: String) -> Result<Self, Self::Error> {
        let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if plain && (1..=40).contains(&name.len()) { Ok(Self(name)) } else { Err("a name has 1 to 40 of a-z and _") }
    }
}
impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}
