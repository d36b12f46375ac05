//! Entries: the canonical bytes that a ledger is made of.
use super::canonical::text_of;
use super::merkle::{Hash, leaf_hash};
use super::{ActId, DeviceId, InboxId, Instant, Layer, OrganisationId, PersonId, RecordId, RegionId, Tier};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// Who acted, and for which responsibility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Actor {
    pub person: PersonId,
    pub organisation: OrganisationId,
    pub layer: Layer,
    pub tier: Tier,
}

/// The act of the inbox that an entry carries out: done by who resolved it, or by its author, whose
/// record had not arrived with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Resolves {
    pub item: InboxId,
    /// The act as it was sent ...
    pub act_id: ActId,
    /// ... by whom, on which device, under which number ...
    pub author: PersonId,
    pub device: DeviceId,
    pub client_seq: i64,
    /// ... when its author says that it was done, and when the server learned of it.
    pub at: Instant,
    pub received_at: Instant,
}

/// All of an entry but its body. Serialised canonically, with the body's hash, it is the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub ledger: RegionId,
    pub seq: i64,
    pub act_id: ActId,
    pub kind: String,
    pub act: String,
    pub record: RecordId,
    pub rev: i64,
    pub actor: Actor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_seq: Option<i64>,
    /// The author's claim.
    pub at: Instant,
    /// The server's clock.
    pub received_at: Instant,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolves: Option<Resolves>,
}

/// Facts that the server added to what was sent, so that the entries alone give the record again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Decided(Map<String, Value>);

impl Decided {
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.set(name, value);
        self
    }
    pub fn set(&mut self, name: &str, value: impl Serialize) {
        if let Ok(value) = serde_json::to_value(value) {
            self.0.insert(name.to_owned(), value);
        }
    }
    pub fn get<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        self.0.get(name).and_then(|value| T::deserialize(value).ok())
    }
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// An entry's body: what was sent and what was decided. Stored beside the entry, which holds
/// only its salted hash: a lawful erasure of the body leaves the log verifiable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    pub decided: Decided,
    pub sent: Value,
}

pub type Salt = [u8; 16];

/// `SHA-256(salt ‖ body)`.
pub fn body_hash(salt: &[u8], body: &str) -> Hash {
    Sha256::new_with_prefix(salt).chain_update(body).finalize().into()
}

/// A finished entry, ready to be written.
#[derive(Debug, Clone)]
pub struct Entry {
    pub stamp: Stamp,
    /// The canonical text whose hash is the leaf.
    pub bytes: String,
    pub salt: Salt,
    /// The canonical text of the body.
    pub body: String,
    pub leaf: Hash,
}

#[derive(Serialize)]
struct Bytes<'a> {
    #[serde(flatten)]
    stamp: &'a Stamp,
    body_hash: String,
    v: u8,
}

impl Entry {
    pub fn new(stamp: Stamp, body: &Body, salt: Salt) -> Self {
        let body = text_of(body);
        let body_hash = BASE64_STANDARD.encode(body_hash(&salt, &body));
        let bytes = text_of(&Bytes { stamp: &stamp, body_hash, v: 1 });
        let leaf = leaf_hash(bytes.as_bytes());
        Self { stamp, bytes, salt, body, leaf }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn entry_bytes_never_change() {
        let id = |n: u128| uuid::Uuid::from_u128(n);
        let stamp = Stamp {
            ledger: RegionId(360702100000),
            seq: 7,
            act_id: ActId::from_uuid(id(1)),
            kind: "hazard".into(),
            act: "report".into(),
            record: RecordId::from_uuid(id(2)),
            rev: 1,
            actor: Actor {
                person: PersonId::from_uuid(id(3)),
                organisation: OrganisationId::from_uuid(id(4)),
                layer: Layer::Territorial,
                tier: Tier::Township,
            },
            device: Some(DeviceId::from_uuid(id(5))),
            client_seq: Some(58),
            at: Instant::from_millis(1_763_860_502_120),
            received_at: Instant::from_millis(1_763_860_600_000),
            resolves: None,
        };
        let body = Body { decided: Decided::default(), sent: json!({"description": "疏散通道堵塞"}) };
        let entry = Entry::new(stamp, &body, [9; 16]);
        assert_eq!(entry.body, r#"{"decided":{},"sent":{"description":"疏散通道堵塞"}}"#);
        assert_eq!(
            entry.bytes,
            concat!(
                r#"{"act":"report","act_id":"00000000-0000-0000-0000-000000000001","actor":{"#,
                r#""layer":"territorial","organisation":"00000000-0000-0000-0000-000000000004","#,
                r#""person":"00000000-0000-0000-0000-000000000003","tier":"township"},"#,
                r#""at":"2025-11-23T01:15:02.120Z","body_hash":"n47Puh/TpGOJs8Xkda93TgfUhoYJiuupNPqS3U7el1Q=","#,
                r#""client_seq":58,"device":"00000000-0000-0000-0000-000000000005","kind":"hazard","#,
                r#""ledger":"360702100000","received_at":"2025-11-23T01:16:40.000Z","#,
                r#""record":"00000000-0000-0000-0000-000000000002","rev":1,"seq":7,"v":1}"#
            )
        );
        let (stamp, _): (Stamp, ()) = (serde_json::from_str(&entry.bytes).unwrap(), ());
        assert_eq!(stamp, entry.stamp);
    }
}
