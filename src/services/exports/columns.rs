//! The columns of an export: what every record shows, then the fields of one value of the kinds in it.
use crate::domain::document::state_of;
use crate::domain::headings::{heading, place_of};
use crate::domain::kind::{self, Field, Holds, Kind};
use crate::domain::report::page::Decimal;
use crate::domain::search::{Filter, Several};
use crate::domain::{Day, Instant, Language};
use crate::services::sheets::Value;
use crate::store::record::RecordRow;
use serde_json::json;
use std::collections::BTreeMap;

/// What is known of every record, whatever its kind. A facet that a record does not have may be a field
/// of its own: an accident's level.
#[rustfmt::skip]
const COMMON: &[(&str, Holds)] = &[
    ("id", Holds::Text), ("kind", Holds::Text), ("ledger", Holds::Text), ("number", Holds::Text),
    ("state", Holds::Text), ("level", Holds::Text), ("category", Holds::Text), ("sector", Holds::Text),
    ("enterprise", Holds::Text), ("owner", Holds::Text), ("due_on", Holds::Day), ("occurred_on", Holds::Day),
    ("lon", Holds::Integer), ("lat", Holds::Integer), ("is_voided", Holds::Truth), ("rev", Holds::Integer),
    ("created_at", Holds::Instant), ("updated_at", Holds::Instant),
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column(Field);

/// Those of the kinds that the filter lets through. Of fields that are called alike there is one column.
pub fn columns(filter: &Filter) -> Vec<Column> {
    let common = COMMON.iter().map(|(name, holds)| Field { name: (*name).to_owned(), holds: *holds });
    let is_wanted =
        |kind: &&&dyn Kind| filter.kind.iter().all(|kinds| Several::iter(kinds).any(|name| name == kind.name()));
    let own = kind::ALL.iter().filter(is_wanted).flat_map(|kind| kind.fields());
    let own: BTreeMap<_, _> = own
        .filter(|field| COMMON.iter().all(|(name, _)| field.name != *name))
        .map(|field| ((place_of(&field.name), field.name.clone()), field))
        .collect();
    common.chain(own.into_values()).map(Column).collect()
}

impl Column {
    pub fn heading(&self, language: Language) -> String {
        heading(&self.0.name, language)
    }

    /// What a record has in each column.
    pub fn reader(row: &RecordRow) -> impl Fn(&Column) -> Value {
        let fields = state_of(&row.document);
        let facets = facets(row);
        move |Column(field)| {
            let known = facets.get(&field.name).filter(|value| !value.is_null());
            known.or_else(|| fields.get(&field.name)).map_or(Value::Nothing, |value| read(value, field.holds))
        }
    }
}

fn facets(row: &RecordRow) -> serde_json::Value {
    json!({
        "id": row.id, "kind": row.kind, "ledger": row.ledger, "number": row.number, "state": row.state,
        "level": row.level, "category": row.category, "sector": Some(&row.sector).filter(|sector| !sector.is_empty()),
        "enterprise": row.enterprise, "owner": row.owner, "due_on": row.due_on, "occurred_on": row.occurred_on,
        "lon": row.lon, "lat": row.lat, "is_voided": row.is_voided, "rev": row.rev,
        "created_at": row.created_at, "updated_at": row.updated_at,
    })
}

/// What is not what its column holds is told as a text: of kinds whose fields are called alike, one may
/// hold a day there and another a text.
fn read(value: &serde_json::Value, holds: Holds) -> Value {
    let text = |text: &str| match holds {
        Holds::Day => text.parse::<Day>().ok().map(Value::Day),
        Holds::Instant => text.parse::<Instant>().ok().map(Value::Instant),
        Holds::Text | Holds::Integer | Holds::Truth => None,
    };
    match value {
        serde_json::Value::String(spelled) => text(spelled).unwrap_or_else(|| Value::Text(spelled.clone())),
        serde_json::Value::Bool(truth) => Value::Truth(*truth),
        serde_json::Value::Number(number) if holds == Holds::Text => Value::Text(number.to_string()),
        serde_json::Value::Number(number) => number
            .as_i64()
            .map_or_else(|| Value::Text(number.to_string()), |whole| Value::Number(Decimal::whole(whole))),
        serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => Value::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(kinds: &str) -> Vec<String> {
        let kind = (!kinds.is_empty()).then(|| kinds.parse().unwrap());
        columns(&Filter { kind, ..Filter::default() }).into_iter().map(|Column(field)| field.name).collect()
    }

    #[test]
    fn columns_are_those_of_the_kinds_that_are_asked_for() {
        let (hazards, both, all) = (names("hazard"), names("hazard,accident"), names(""));
        assert_eq!(hazards[..4], ["id", "kind", "ledger", "number"]);
        assert!(hazards.contains(&"description".to_owned()) && !hazards.contains(&"summary".to_owned()));
        assert!(both.contains(&"summary".to_owned()) && !both.contains(&"uscc".to_owned()));
        assert!(all.contains(&"uscc".to_owned()));
        let mut once = all.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), all.len());
    }

    #[test]
    fn every_column_is_headed_in_both_languages() {
        let all = columns(&Filter::default());
        let is_bare = |column: &&Column| column.heading(Language::Chinese).is_ascii();
        let bare: Vec<_> = all.iter().filter(is_bare).map(|column| &column.0.name).collect();
        assert!(bare.is_empty(), "no headings in src/domain/headings.rs: {bare:?}");
        for column in all {
            let english = column.heading(Language::English);
            assert!(english.is_ascii() && english.starts_with(|c: char| c.is_ascii_uppercase()), "{english}");
        }
    }

    #[test]
    fn a_value_is_read_as_what_its_column_holds_or_told_as_it_is() {
        let day: Day = "2026-12-01".parse().unwrap();
        assert_eq!(read(&json!("2026-12-01"), Holds::Day), Value::Day(day));
        assert_eq!(read(&json!("soon"), Holds::Day), Value::Text("soon".into()));
        assert_eq!(read(&json!(7), Holds::Integer), Value::Number(Decimal::whole(7)));
        assert_eq!(read(&json!("360702100000"), Holds::Text), Value::Text("360702100000".into()));
        assert_eq!(read(&json!({"a": 1}), Holds::Text), Value::Nothing);
    }
}
