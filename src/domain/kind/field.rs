//! The fields of a record that fit a cell of a sheet: one value each, at the top of its document. They
//! are read from the kind's schema, so that no kind lists them.
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Text,
    Integer,
    Truth,
    Day,
    Instant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub holds: Holds,
}

pub fn fields<R: ToSchema>() -> Vec<Field> {
    let mut schemas = Vec::new();
    R::schemas(&mut schemas);
    let json = |schema| serde_json::to_value(schema).unwrap_or_default();
    let named: BTreeMap<String, Value> = schemas.into_iter().map(|(name, schema)| (name, json(schema))).collect();
    let own = json(R::schema());
    let properties = own.get("properties").and_then(Value::as_object);
    let fields = properties.into_iter().flatten().filter_map(|(name, schema)| {
        let holds = holds(schema, &named)?;
        Some(Field { name: name.clone(), holds })
    });
    fields.collect()
}

/// What a schema lets through, if that is one value, or none at all.
fn holds(schema: &Value, named: &BTreeMap<String, Value>) -> Option<Holds> {
    if let Some(reference) = schema["$ref"].as_str() {
        return holds(named.get(reference.rsplit('/').next()?)?, named);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let mut some = choices.iter().filter(|choice| choice["type"] != "null");
        let only = some.next().filter(|_| some.next().is_none())?;
        return holds(only, named);
    }
    match (one_type(&schema["type"])?, schema["format"].as_str()) {
        ("string", Some("date")) => Some(Holds::Day),
        ("string", Some("date-time")) => Some(Holds::Instant),
        ("string", _) => Some(Holds::Text),
        ("integer", _) => Some(Holds::Integer),
        ("boolean", _) => Some(Holds::Truth),
        _ => None,
    }
}

fn one_type(kind: &Value) -> Option<&str> {
    match kind {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        kind => kind.as_str(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind::{self, hazard::Hazard};

    #[test]
    fn the_fields_of_one_value_are_found_and_no_others() {
        let fields = fields::<Hazard>();
        let holds = |name: &str| fields.iter().find(|field| field.name == name).map(|field| field.holds);
        assert_eq!(holds("description"), Some(Holds::Text));
        assert_eq!(holds("sector"), Some(Holds::Text), "of a code list, or missing");
        assert_eq!(holds("enterprise"), Some(Holds::Text), "an id, or missing");
        assert_eq!((holds("deadline"), holds("closed_at")), (Some(Holds::Day), Some(Holds::Instant)));
        assert_eq!(holds("cycle"), Some(Holds::Integer));
        for none in ["category", "plan", "reported", "photos", "location"] {
            assert_eq!(holds(none), None, "{none}");
        }
    }

    #[test]
    fn every_kind_has_fields() {
        for kind in kind::ALL {
            assert!(kind.fields().iter().any(|field| field.name == "state"), "{}", kind.name());
        }
    }
}
