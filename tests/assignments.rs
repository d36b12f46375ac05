//! Assignments over HTTP: a leader, its target, and the visits that it makes itself.
use crate::accidents::{does, make};
use crate::support::each_database;
use crate::sync::{COUNTY, HOME, mill_of, phone_of};
use hazard_ledger::http::clock;
use serde_json::json;

#[test]
fn a_leader_visits_its_target_on_its_own_device() {
    each_database(|app| {
        let (county, leader, other) = (app.officer_of(COUNTY), app.leader_of(COUNTY), app.leader_of(COUNTY));
        let mill = mill_of(app, HOME, "manufacturing");
        let today = clock::now().day();
        let target = json!({"target_kind": "enterprise", "name": "纺织厂", "enterprise": mill, "unit": HOME});
        let body = json!({
            "leader": {"person": leader.person, "name": "刘县长"}, "tier": "county", "target": target,
            "from_on": today.plus_days(-10),
        });
        make(app, &county, HOME, "assignment", "assign", &body).expect(422);
        let made = make(app, &county, COUNTY, "assignment", "assign", &body).expect(201).json;
        assert_eq!((&made["sector"], &made["visit_months"]), (&json!("manufacturing"), &json!(3)));
        let about = json!({"inspection_type": "leader", "subject": "纺织厂", "enterprise": mill});
        let visit = json!({"visited_at": clock::now(), "team": [{"name": "刘县长"}]});
        let visit = json!({"about": about, "visit": visit});
        let inspection = make(app, &leader, HOME, "inspection", "visit_unplanned", &visit).expect(201).json;
        let added = json!({"inspection": inspection["id"]});
        does(app, &other, &made["id"], "add_visit", added.clone()).expect(403);
        let visited = does(app, &leader, &made["id"], "add_visit", added).expect(200).json;
        assert_eq!(visited["visit_due_on"], json!(today.plus_months(3)));
        assert_eq!(visited["visits"][0]["device"], json!(leader.device_id));
        let mut phone = phone_of(app, &leader);
        phone.pull(500).unwrap();
        assert!(phone.held.len() >= 3, "the assignment, its target and the visit");
        let officer = app.officer_of(HOME);
        let path = format!("/v1/records/{}", made["id"].as_str().unwrap());
        app.get(&path, &officer.token).expect(404);
    });
}
