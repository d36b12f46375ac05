//! Documents: a record's own fields and what the engine adds, as the canonical text that is
//! hashed, stored and sent; and which revision last changed each field.
use super::canonical::{text_of, text_of_value};
use super::merkle::Hash;
use super::{Instant, RecordId, RegionId};
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What the engine adds to a record's own fields; no kind may have a field of these names.
#[derive(Debug, Serialize)]
pub struct Added<'a> {
    pub id: RecordId,
    pub kind: &'a str,
    pub ledger: RegionId,
    pub rev: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}
pub const ADDED: [&str; 6] = ["id", "kind", "ledger", "rev", "created_at", "updated_at"];

/// The document's text and its hash.
pub fn compose(state: &Value, added: &Added) -> (String, Hash) {
    let mut document = state.clone();
    if let (Some(fields), Ok(Value::Object(added))) = (document.as_object_mut(), serde_json::to_value(added)) {
        fields.extend(added);
    }
    let text = text_of_value(&document);
    let hash = Sha256::digest(&text).into();
    (text, hash)
}

/// A record's own fields from its document.
pub fn state_of(document: &str) -> Value {
    let mut state: Map<String, Value> = serde_json::from_str(document).unwrap_or_default();
    ADDED.iter().for_each(|name| drop(state.remove(*name)));
    Value::Object(state)
}

/// Whether a stored record's document and touched fields are what `state_of` and `Touched` read.
pub fn check_stored(document: &str, touched: &str) -> Result<(), serde_json::Error> {
    serde_json::from_str::<Map<String, Value>>(document)?;
    serde_json::from_str::<BTreeMap<String, i64>>(touched)?;
    Ok(())
}

/// The fields that differ, those that are gone included.
pub fn changed_fields(before: Option<&Value>, after: &Value) -> BTreeSet<String> {
    let empty = Map::new();
    let before = before.and_then(Value::as_object).unwrap_or(&empty);
    let after = after.as_object().unwrap_or(&empty);
    let names = before.keys().chain(after.keys());
    names.filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

/// The revision that last changed each field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched(BTreeMap<String, i64>);

impl Touched {
    pub fn from_text(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }
    pub fn to_text(&self) -> String {
        text_of(&self.0)
    }
    /// Notes what a revision changes.
    pub fn by(mut self, fields: BTreeSet<String>, rev: i64) -> Self {
        self.0.extend(fields.into_iter().map(|field| (field, rev)));
        self
    }
    /// The revision that last changed a field; 0 if none ever did.
    pub fn rev_of(&self, field: &str) -> i64 {
        self.0.get(field).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_document_gives_its_state_back() {
        let state = json!({"state": "reported", "description": "疏散通道堵塞"});
        let at = Instant::from_millis(0);
        let id = RecordId::new();
        let added =
            Added { id, kind: "hazard", ledger: RegionId(360702100000), rev: 3, created_at: at, updated_at: at };
        let (text, hash) = compose(&state, &added);
        assert_eq!(state_of(&text), state);
        assert_eq!(hash, <Hash>::from(Sha256::digest(&text)));
        let names: BTreeSet<_> = serde_json::to_value(&added).unwrap().as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, ADDED.map(str::to_owned).into());
    }

    #[test]
    fn a_field_that_came_or_went_has_changed() {
        let (before, after) = (json!({"a": 1, "b": 2, "c": 3}), json!({"a": 1, "b": 4, "d": 5}));
        let changed = changed_fields(Some(&before), &after);
        assert_eq!(changed, ["b", "c", "d"].map(str::to_owned).into());
        let touched = Touched::default().by(changed, 7);
        assert_eq!((touched.rev_of("c"), touched.rev_of("a")), (7, 0));
        assert_eq!(Touched::from_text(&touched.to_text()), touched);
    }
}
