//! Findings over HTTP: an auditor raises, the unit answers, the auditor closes.
use crate::accidents::{does, make};
use crate::support::each_database;
use crate::sync::{COUNTY, HOME, NEIGHBOUR, blocked_exit};
use hazard_ledger::http::clock;
use serde_json::json;

#[test]
fn an_auditor_finds_fault_and_changes_nothing() {
    each_database(|app| {
        let (officer, other) = (app.officer_of(HOME), app.officer_of(HOME));
        let auditor = app.auditor_of(COUNTY);
        let hazard = make(app, &officer, HOME, "hazard", "report", &blocked_exit()).expect(201).json;
        let body = json!({
            "about": hazard["id"], "gravity": "minor", "title": "未登记", "detail": "上报后三十日未登记",
            "ground": "第十六号令", "responsible": officer.organisation, "due_on": clock::now().day().plus_days(15),
        });
        make(app, &officer, HOME, "finding", "raise", &body).expect(403);
        let elsewhere = make(app, &auditor, NEIGHBOUR, "finding", "raise", &body).expect(422);
        assert_eq!(elsewhere.json["pointer"], "/body/about");
        let finding = make(app, &auditor, HOME, "finding", "raise", &body).expect(201).json;
        assert_eq!((&finding["sector"], &finding["about_kind"]), (&json!("fire"), &json!("hazard")));
        does(app, &auditor, &hazard["id"], "amend", json!({"place": "二楼"})).expect(403);
        let answer = json!({"answer": "已登记"});
        does(app, &other, &finding["id"], "answer", answer.clone()).expect(403);
        does(app, &auditor, &finding["id"], "answer", answer.clone()).expect(403);
        does(app, &officer, &finding["id"], "answer", answer).expect(200);
        does(app, &officer, &finding["id"], "close", json!({"opinion": "好"})).expect(403);
        let closed = does(app, &auditor, &finding["id"], "close", json!({"opinion": "属实"})).expect(200);
        assert_eq!(closed.json["state"], "closed");
    });
}
