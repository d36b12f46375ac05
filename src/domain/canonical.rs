//! Canonical JSON (RFC 8785) of what we are able to canonicalise, and the refusal of the rest.
use super::objects::Objects;
use serde::de::{DeserializeOwned, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::fmt;

/// Canonicalisers disagree about larger integers, so they never enter an entry.
pub const LARGEST_INTEGER: i64 = (1 << 53) - 1;

/// What is wrong with a JSON text, and where (a JSON pointer).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct BadJson {
    pub pointer: String,
    pub detail: String,
}

/// Reads a JSON text that may become an entry: no duplicate names, no fractions,
/// no integer beyond 2^53-1, no U+0000.
pub fn read_strictly(text: &str) -> Result<Value, BadJson> {
    let mut json = serde_json::Deserializer::from_str(text);
    let strict: Strict = serde_path_to_error::deserialize(&mut json).map_err(bad_json)?;
    json.end().map_err(|error| BadJson { pointer: String::new(), detail: error.to_string() })?;
    Ok(strict.0)
}

/// Reads a value into its type, structs from objects alone; an error says where.
pub fn typed<T: DeserializeOwned>(value: &Value) -> Result<T, BadJson> {
    serde_path_to_error::deserialize(Objects(value)).map_err(bad_json)
}

/// The one text of a value, the one that is hashed and stored.
pub fn text_of(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(value) => text_of_value(&value),
        // Maps with keys that are not strings: our types have none.
        Err(_) => String::new(),
    }
}

/// The same of what is JSON already. A value whose members are in order, as `Value` keeps them, is canonical
/// as it is commonly written; whatever may differ is left to the canonicaliser, at several times the cost.
pub fn text_of_value(value: &Value) -> String {
    if is_plain(value) { value.to_string() } else { serde_json_canonicalizer::to_string(value).unwrap_or_default() }
}

/// Names in ASCII, which are in the same order by bytes as by UTF-16; and of numbers, integers that a double
/// holds. Texts are escaped alike.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_i64().is_some_and(|number| number.abs_diff(0) <= LARGEST_INTEGER as u64),
        Value::Array(items) => items.iter().all(is_plain),
        Value::Object(members) => members.iter().all(|(name, value)| name.is_ascii() && is_plain(value)),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

/// An error of serde with its path, as a pointer and a sentence without the parser's position.
pub fn bad_json<E: fmt::Display>(error: serde_path_to_error::Error<E>) -> BadJson {
    let pointer = pointer_of(error.path());
    let detail = error.into_inner().to_string();
    BadJson { pointer, detail }
}

/// `acts[0].body` as the JSON pointer `/acts/0/body`.
fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { variant } => Some(format!("/{variant}")),
            Segment::Unknown => None,
        })
        .collect()
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        if value.abs_diff(0) > LARGEST_INTEGER as u64 {
            return Err(E::custom("an integer beyond 2^53-1"));
        }
        Ok(Value::from(value))
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        if value > LARGEST_INTEGER as u64 {
            return Err(E::custom("an integer beyond 2^53-1"));
        }
        Ok(Value::from(value))
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<Value, E> {
        Err(E::custom("a number that is not an integer of at most 2^53-1"))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        if text.contains('\0') {
            return Err(E::custom("the character U+0000"));
        }
        Ok(Value::from(text))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if name.contains('\0') {
                return Err(A::Error::custom("the character U+0000"));
            }
            let Strict(value) = members.next_value()?;
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom("a name that stands twice in its object"));
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn what_cannot_be_canonicalised_is_refused_with_its_place() {
        let place = |text| read_strictly(text).map_err(|bad| bad.pointer);
        assert_eq!(place(r#"{"a":[1,9007199254740992]}"#), Err("/a/1".into()));
        assert_eq!(place(r#"{"a":{"b":1.5}}"#), Err("/a/b".into()));
        assert_eq!(place(r#"{"a":1e400}"#), Err("/a".into()));
        assert_eq!(place(r#"{"a":"x\u0000"}"#), Err("/a".into()));
        assert!(place(r#"{"a":1,"a":2}"#).is_err());
        assert!(place(r#"{"a":"\ud800"}"#).is_err());
        assert!(place(r#"{} {}"#).is_err());
        assert!(place(r#"{"a":9007199254740991}"#).is_ok());
    }

    fn any_name() -> impl Strategy<Value = String> {
        prop_oneof!["[^\0]{0,8}", "[\x01-\x7f]{0,8}", "[a-z_]{1,8}"]
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-LARGEST_INTEGER..=LARGEST_INTEGER).prop_map(Value::from),
            prop_oneof!["[^\0]{0,12}", "[\x01-\x7f]{0,12}"].prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::hash_map(any_name(), inner, 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_canonicaliser() {
        let plain = [r#"{"b":{"a":[1,null,true,"\u00e9\n"]},"c":-9007199254740991}"#, r#""\ud83d\ude00\u007f\u001f""#];
        let others =
            [r#"{"a":1.5}"#, r#"[9007199254740992]"#, r#"{"\ue000":1,"\ud83d\ude00":2}"#, r#"{"a":{"\u00e9":1}}"#];
        let value = |text: &&str| serde_json::from_str::<Value>(text).unwrap();
        assert!(plain.iter().map(value).all(|value| is_plain(&value)));
        assert!(!others.iter().map(value).any(|value| is_plain(&value)));
        // By UTF-16 the surrogates of an emoji come before U+E000.
        assert_eq!(text_of_value(&value(&others[2])), "{\"\u{1f600}\":2,\"\u{e000}\":1}");
        assert_eq!(text_of(&json!({"a": 1.0})), r#"{"a":1}"#);
    }

    proptest! {
        #[test]
        fn the_canonical_text_is_the_other_library_s_too(value in any_json()) {
            let text = text_of(&value);
            prop_assert_eq!(&text, &serde_jcs::to_string(&value).unwrap());
            prop_assert_eq!(&text, &serde_json_canonicalizer::to_string(&value).unwrap());
            prop_assert_eq!(&read_strictly(&text).unwrap(), &value);
        }
    }
}
