//! Structs are read from JSON objects alone, at every depth. Derived code would take an array as well,
//! field by field in the order of the source: what no contract says, no app may send.
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::fmt;

/// Reads as the deserializer in it does, but for arrays in the place of structs. What `flatten` and
/// untagged enums hold is read by serde from its own copy, and escapes.
pub struct Objects<D>(pub D);

/// What reads a value; a struct takes no array.
struct Reading<V> {
    inner: V,
    is_struct: bool,
}

fn reading<V>(inner: V) -> Reading<V> {
    Reading { inner, is_struct: false }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Objects<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(reading(visitor))
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_option(reading(visitor))
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, reading(visitor))
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        inner: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, Reading { inner, is_struct: true })
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_enum(name, variants, reading(visitor))
    }
    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier ignored_any
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Reading<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.inner.expecting(f)
    }
    fn visit_bool<E: Error>(self, value: bool) -> Result<V::Value, E> {
        self.inner.visit_bool(value)
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        self.inner.visit_i64(value)
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.inner.visit_u64(value)
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        self.inner.visit_f64(value)
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        self.inner.visit_str(text)
    }
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<V::Value, E> {
        self.inner.visit_borrowed_str(text)
    }
    fn visit_string<E: Error>(self, text: String) -> Result<V::Value, E> {
        self.inner.visit_string(text)
    }
    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }
    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }
    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Objects(value))
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        self.inner.visit_newtype_struct(Objects(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        if self.is_struct {
            return Err(A::Error::invalid_type(serde::de::Unexpected::Seq, &self));
        }
        self.inner.visit_seq(Within(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(Within(members))
    }
    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(variant)
    }
}

/// The inside of an array, of an object, of one of their values.
struct Within<A>(A);

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Within<A> {
    type Error = A::Error;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, A::Error> {
        self.0.next_element_seed(Within(seed))
    }
    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Within<A> {
    type Error = A::Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }
    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.0.next_value_seed(Within(seed))
    }
    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Within<T> {
    type Value = T::Value;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T::Value, D::Error> {
        self.0.deserialize(Objects(from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::PushBatch;
    use serde::Deserialize;
    use serde_json::value::RawValue;
    use serde_json::{Value, json};
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Point {
        x: i64,
        note: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    struct Shape {
        #[serde(default)]
        points: Vec<Point>,
        named: Option<BTreeMap<String, Point>>,
        raw: Option<Box<RawValue>>,
    }

    fn read(text: &str) -> Result<Shape, String> {
        let mut json = serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(Objects(&mut json)).map_err(|error| error.path().to_string())
    }

    #[test]
    fn a_struct_is_no_array_at_any_depth_and_the_error_says_where() {
        assert_eq!(read(r#"[[],null,null]"#).unwrap_err(), ".");
        assert_eq!(read(r#"{"points":[{"x":1},[1,"a"]]}"#).unwrap_err(), "points[1]");
        assert_eq!(read(r#"{"named":{"a":[1,null]}}"#).unwrap_err(), "named.a");
    }

    #[test]
    fn all_else_is_read_as_before() {
        let shape = read(r#"{"points":[{"x":-1,"note":"é"},{"x":2,"note":null}],"named":{"a":{"x":3}},"raw":[1.50]}"#);
        let shape = shape.unwrap();
        assert_eq!(shape.points[0], Point { x: -1, note: Some("é".into()) });
        assert_eq!((shape.points[1].x, shape.named.unwrap()["a"].x), (2, 3));
        assert_eq!(shape.raw.unwrap().get(), "[1.50]", "raw text stays as it was sent");
        assert!(read(r#"{"points":[{"x":1,"y":2}]}"#).is_err());
    }

    #[test]
    fn an_act_and_its_base_are_objects() {
        let id = "0198c0de-7a11-7000-8000-000000000001";
        let batch = |act: Value| {
            let text = json!({ "device_id": id, "schema": 1, "acts": [act] }).to_string();
            let mut json = serde_json::Deserializer::from_str(&text);
            let read: Result<PushBatch, _> = serde_path_to_error::deserialize(Objects(&mut json));
            read.map(|batch| batch.acts.len()).map_err(|error| error.path().to_string())
        };
        let act = |base: Value| {
            json!({
                "client_seq": 1, "act_id": id, "at": "2026-11-23T09:15:02.120+08:00", "kind": "hazard", "act": "amend",
                "record": id, "base": base, "body": {},
            })
        };
        assert_eq!(batch(act(json!({ "rev": 1 }))), Ok(1));
        assert_eq!(batch(act(json!([1, null]))), Err("acts[0].base".into()));
        assert_eq!(
            batch(json!([1, id, "2026-11-23T09:15:02.120+08:00", "hazard", "amend", id])),
            Err("acts[0]".into())
        );
    }
}
