//! Code lists: for everybody, in two languages, kept until they change.
use crate::support::TestApp;
use hazard_ledger::domain::{Sector, code_lists};
use serde_json::json;

#[test]
fn the_lists_are_named_and_every_name_leads_to_its_list() {
    let app = TestApp::on_sqlite();
    let names = app.get("/v1/codes", "").expect(200).json;
    let names = names["items"].as_array().unwrap();
    assert_eq!(names.len(), code_lists::all().len());
    for name in names {
        let list = app.get(&format!("/v1/codes/{}", name["name"].as_str().unwrap()), "").expect(200).json;
        assert_eq!((&list["name"], &list["version"]), (&name["name"], &name["version"]));
        assert!(!list["values"].as_array().unwrap().is_empty(), "{name}");
    }
    let sectors = app.get("/v1/codes/sector", "").expect(200).json;
    assert_eq!(sectors["values"].as_array().unwrap().len(), Sector::ALL.len());
    assert_eq!(sectors["values"][8], json!({"code": "fire", "zh": "消防", "en": "Fire safety"}));
    assert_eq!(app.get("/v1/codes/horoscope", "").expect(404).json["code"], "not-found");
}

#[test]
fn titles_of_problems_are_lists_as_well() {
    let app = TestApp::on_sqlite();
    for (list, code) in [("problem_code", "out-of-order"), ("refusal_code", "separation-of-duty")] {
        let list = app.get(&format!("/v1/codes/{list}"), "").expect(200).json;
        assert!(list["values"].as_array().unwrap().iter().any(|value| value["code"] == code), "{list}");
    }
}

#[test]
fn a_copy_is_kept_and_asked_about_by_its_tag() {
    let app = TestApp::on_sqlite();
    for path in ["/v1/codes", "/v1/codes/sector"] {
        let first = app.get(path, "").expect(200);
        assert_eq!(first.header("cache-control"), "public, max-age=3600");
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        let ask = |tag: &str| app.send_with("GET", path, "", &[("If-None-Match", tag)], None);
        let kept = ask(&format!("\"other\", {tag}")).expect(304);
        assert_eq!((kept.header("etag"), kept.header("cache-control")), (tag.as_str(), "public, max-age=3600"));
        assert_eq!(kept.json, json!(""));
        assert_eq!(ask("W/\"other\"").expect(200).json, first.json);
        ask("nonsense").expect(200);
    }
    let (one, other) = (app.get("/v1/codes/sector", ""), app.get("/v1/codes/category", ""));
    assert_ne!(one.header("etag"), other.header("etag"));
}
