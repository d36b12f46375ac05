//! Who looked at what: noted before the answer, told to whoever oversees the reader.
use crate::records::{hazard, plant};
use crate::support::{TestApp, each_database, people};
use crate::sync::{COUNTY, HOME};
use serde_json::{Value, json};

fn reads(app: &TestApp, who: &people::Phone, query: &str) -> Vec<Value> {
    let page = app.get(&format!("/v1/audit/reads?{query}"), &who.token).expect(200).json;
    page["items"].as_array().unwrap().clone()
}

fn told(reads: &[Value]) -> Vec<(String, Value)> {
    let told = |read: &Value| (read["operation"].as_str().unwrap().to_owned(), read["rows"].clone());
    reads.iter().rev().map(told).collect()
}

#[test]
fn whatever_an_auditor_reads_of_the_ledger_is_noted_and_nothing_else() {
    each_database(|app| {
        let planted = plant(app, vec![hazard(HOME), hazard(HOME)]);
        let (auditor, officer) = (app.auditor_of(COUNTY), app.officer_of(HOME));
        let id = planted[0].id;
        for who in [&auditor, &officer] {
            app.get("/v1/records?kind=hazard", &who.token).expect(200);
            app.get(&format!("/v1/records/{id}"), &who.token).expect(200);
            app.get(&format!("/v1/records/{id}/history"), &who.token).expect(200);
            app.get("/v1/warnings", &who.token).expect(200);
            app.post("/v1/sync/pull", &who.token, &json!({"device_id": who.device_id, "schema": 1})).expect(200);
            app.get("/v1/me", &who.token).expect(200);
            app.get("/v1/codes", &who.token).expect(200);
            app.get(&format!("/v1/records/{}", uuid::Uuid::now_v7()), &who.token).expect(404);
            app.get("/v1/exports/records?format=csv&kind=hazard", &who.token).expect(200);
        }
        let administrator = app.administrator_of(COUNTY);
        let all = reads(app, &administrator, &format!("person={}", auditor.person));
        let expected = [
            ("list_records", json!(2)),
            ("get_record", json!(1)),
            ("get_history", json!(0)),
            ("list_warnings", json!(0)),
            ("pull_changes", Value::Null),
            ("export_records", json!(2)),
        ];
        assert_eq!(told(&all), expected.map(|(operation, rows)| (operation.to_owned(), rows)));
        let export = &all[0];
        assert_eq!(export["filter"], "/v1/exports/records?format=csv&kind=hazard");
        assert_eq!((&export["person"], &export["session"]), (&json!(auditor.person), &json!(auditor.session)));
        let own = reads(app, &administrator, &format!("person={}", officer.person));
        assert_eq!(told(&own), [("export_records".to_owned(), json!(2))], "of others, exports alone");
    });
}

#[test]
fn reads_are_told_to_who_oversees_the_reader() {
    each_database(|app| {
        let (officer, auditor) = (app.officer_of(HOME), app.auditor_of(COUNTY));
        app.get("/v1/exports/records?format=ndjson", &officer.token).expect(200);
        let of_officer = format!("person={}", officer.person);
        for overseer in [&app.auditor_of(COUNTY), &app.administrator_of(COUNTY), &app.administrator_of(HOME)] {
            assert_eq!(reads(app, overseer, &of_officer).len(), 1);
        }
        for elsewhere in [app.auditor_of("360704000000"), app.administrator_of("360704000000")] {
            assert!(reads(app, &elsewhere, &of_officer).is_empty());
        }
        app.get("/v1/audit/reads", &officer.token).expect(403);
        // Whoever reads the notes is noted, too.
        reads(app, &auditor, "");
        assert_eq!(told(&reads(app, &auditor, &format!("person={}", auditor.person))).len(), 1);
    });
}

#[test]
fn reads_come_page_by_page_and_of_a_time() {
    each_database(|app| {
        let (officer, administrator) = (app.officer_of(HOME), app.administrator_of(COUNTY));
        for format in ["csv", "ndjson", "xlsx"] {
            app.get(&format!("/v1/exports/records?format={format}"), &officer.token).expect(200);
        }
        let page = app.get("/v1/audit/reads?limit=2", &administrator.token).expect(200).json;
        let filters = |page: &Value| -> Vec<String> {
            page["items"].as_array().unwrap().iter().map(|item| item["filter"].to_string()).collect()
        };
        assert!(filters(&page)[0].contains("xlsx") && filters(&page)[1].contains("ndjson"));
        let next = page["next"].as_str().unwrap();
        let last = app.get(&format!("/v1/audit/reads?limit=2&after={next}"), &administrator.token).expect(200).json;
        assert!(filters(&last)[0].contains("csv") && filters(&last).len() == 1 && last.get("next").is_none());
        let at = page["items"][1]["at"].as_str().unwrap();
        let since = reads(app, &administrator, &format!("from={at}"));
        assert!((2..=3).contains(&since.len()) && reads(app, &administrator, &format!("to={at}")).len() >= 2);
        assert!(reads(app, &administrator, "to=2026-01-01T00:00:00Z").is_empty());
        let backward = "/v1/audit/reads?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z";
        assert_eq!(app.get(backward, &administrator.token).expect(400).json["pointer"], "to");
    });
}

#[test]
fn a_read_that_cannot_be_noted_is_not_answered() {
    each_database(|app| {
        let planted = plant(app, vec![hazard(HOME)]);
        let (auditor, officer) = (app.auditor_of(COUNTY), app.officer_of(HOME));
        let path = format!("/v1/records/{}", planted[0].id);
        app.get(&path, &auditor.token).expect(200);
        app.sql("alter table audit_read rename to lost");
        for path in [&path, "/v1/records", "/v1/exports/records?format=csv", "/v1/exports/records?format=xlsx"] {
            let refused = app.get(path, &auditor.token).expect(500);
            assert_eq!((&refused.json["code"], refused.header("content-language")), (&json!("internal"), "zh-CN"));
            assert!(!String::from_utf8_lossy(&refused.bytes).contains("疏散通道"));
        }
        app.get("/v1/exports/records?format=csv", &officer.token).expect(500);
        app.get(&path, &officer.token).expect(200);
        app.get("/v1/me", &auditor.token).expect(200);
    });
}
