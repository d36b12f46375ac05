//! The published contract, walked: whole, described, and kept by the server.
use crate::support::TestApp;
use hazard_ledger::http::contract;
use serde_json::Value;

fn document() -> Value {
    serde_json::from_str(&contract::text()).unwrap()
}

/// Every operation: method, path, description.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter().filter(|(_, operation)| operation.is_object());
        methods.map(move |(method, operation)| (method.to_uppercase(), path.clone(), operation.clone()))
    });
    operations.collect()
}

/// A path with something in the place of each parameter.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{code}" => "360702100000",
        part if part.starts_with('{') => "019ab000-0000-7000-8000-000000000000",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn the_published_document_is_the_codes() {
    let published = std::fs::read_to_string("openapi/hazard-ledger.json").unwrap_or_default();
    let told = "openapi/hazard-ledger.json is not what the code says: \
                cargo run -- openapi > openapi/hazard-ledger.json";
    assert!(published == contract::text(), "{told}");
}

#[test]
fn the_page_of_who_may_do_what_is_the_tables() {
    let published = std::fs::read_to_string("docs/access.md").unwrap_or_default();
    let told = "docs/access.md is not what the table says: cargo run -- manual > docs/access.md";
    assert!(published == hazard_ledger::domain::access::manual::page(), "{told}");
}

#[test]
fn every_act_of_every_kind_has_a_schema_of_its_own() {
    let document = document();
    let mut named = std::collections::BTreeMap::new();
    for kind in hazard_ledger::domain::kind::ALL {
        for act in kind.acts() {
            let reference =
                document["x-acts"][kind.name()][act].as_str().unwrap_or_else(|| panic!("{act} has no schema"));
            let schema = document.pointer(reference.strip_prefix('#').unwrap()).expect(reference);
            assert_eq!(schema["additionalProperties"], false, "{reference} is closed");
        }
        for shape in kind.shapes() {
            for (name, schema) in shape.schemas {
                let schema = serde_json::to_value(schema).unwrap();
                assert_eq!(*named.entry(name.clone()).or_insert(schema.clone()), schema, "{name} means two things");
            }
        }
    }
}

#[test]
fn every_reference_resolves() {
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(!found.is_empty());
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "dangling {reference}");
    }
}

#[test]
fn every_operation_and_every_response_is_described() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let tags: Vec<_> = document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].clone()).collect();
    let mut ids = std::collections::BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let told = |key: &str| operation[key].as_str().is_some_and(|text| !text.is_empty());
        assert!(told("summary") && told("operationId"), "{method} {path}");
        assert!(ids.insert(operation["operationId"].to_string()), "{method} {path}: an id is there twice");
        assert!(operation["tags"].as_array().unwrap().iter().all(|tag| tags.contains(tag)), "{method} {path}: tags");
        for (status, response) in operation["responses"].as_object().unwrap() {
            let described = response["description"].as_str().is_some_and(|text| !text.is_empty());
            assert!(described || response["$ref"].is_string(), "{method} {path} {status}: no description");
        }
    }
}

#[test]
fn every_operation_that_wants_a_token_refuses_a_stranger() {
    let document = document();
    let app = TestApp::on_sqlite();
    for (method, path, operation) in operations(&document) {
        let is_open = operation["security"].as_array().is_none_or(|schemes| schemes.is_empty());
        if is_open {
            continue;
        }
        for token in ["", "nonsense"] {
            let body = matches!(method.as_str(), "POST" | "PUT" | "PATCH").then(|| serde_json::json!({}));
            let answer = app.send(&method, &filled(&path), token, body.as_ref());
            assert_eq!(answer.status, 401, "{method} {path}: {}", answer.json);
            assert_eq!(answer.json["code"], "unauthenticated", "{method} {path}");
        }
    }
}

#[test]
fn every_path_answers_a_method_that_it_does_not_know_with_405() {
    let document = document();
    let app = TestApp::on_sqlite();
    for path in document["paths"].as_object().unwrap().keys() {
        let answer = app.send("TRACE", &filled(path), "", None);
        assert_eq!(answer.status, 405, "{path}: {}", answer.json);
        assert_ne!(answer.header("allow"), "", "{path}");
    }
}
