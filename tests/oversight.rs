//! Oversight over HTTP: what is covered, what is blind, and in whose court what is late lies.
mod random;
mod then;

use crate::accidents::{does, make};
use crate::records::warnings::ordered;
use crate::support::{TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, blocked_exit, mill_of};
use hazard_ledger::domain::{OrganisationId, RecordId};
use hazard_ledger::http::clock;
use hazard_ledger::phone::Draft;
use serde_json::{Value, json};

fn period() -> String {
    let today = clock::now().day();
    format!("from={}&to={today}", today.plus_days(-30))
}
fn report(app: &TestApp, who: &people::Phone, name: &str, region: &str, more: &str) -> Value {
    app.get(&format!("/v1/reports/{name}?region={region}&{}{more}", period()), &who.token).expect(200).json
}
fn inspect(app: &TestApp, who: &people::Phone, mill: OrganisationId) -> Value {
    let about = json!({"inspection_type": "township", "subject": "纺织厂", "enterprise": mill});
    let visit = json!({"visited_at": clock::now(), "team": [{"name": "张三"}]});
    let body = json!({"about": about, "visit": visit});
    make(app, who, HOME, "inspection", "visit_unplanned", &body).expect(201).json
}
fn register(app: &TestApp, who: &people::Phone, unit: &str, more: Value) -> Value {
    let mut body = json!({"name": "某厂", "uscc_is_missing": true, "sector": "fire"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    make(app, who, unit, "enterprise", "register", &body).expect(201).json["id"].clone()
}
fn zone<'a>(report: &'a Value, name: &str) -> &'a Value {
    report["zones"].as_array().unwrap().iter().find(|zone| zone["zone"] == name).unwrap()
}
fn ids(zone: &Value) -> Vec<Value> {
    zone["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect()
}

#[test]
fn coverage_counts_each_enterprise_once_and_none_that_is_exempt() {
    each_database(|app| {
        let (officer, county) = (app.officer_of(HOME), app.officer_of(COUNTY));
        let mills: Vec<_> = (0..3).map(|_| mill_of(app, HOME, "fire")).collect();
        mill_of(app, NEIGHBOUR, "mine");
        register(app, &officer, HOME, json!({"is_covered": false, "address": "\"is_covered\":true"}));
        inspect(app, &officer, mills[0]);
        inspect(app, &officer, mills[0]);
        inspect(app, &officer, mills[1]);
        let told = report(app, &county, "coverage", COUNTY, "");
        let total = (&told["expected"], &told["observed"], &told["percent"], &told["exempt"]);
        assert_eq!(total, (&json!(4), &json!(2), &json!(50.0), &json!(1)));
        let home = json!({
            "unit": HOME, "unit_name": "沙石镇", "sector": "fire", "expected": 3, "observed": 2, "percent": 66.7,
        });
        assert_eq!(told["items"][0], home);
        assert_eq!((&told["items"][1]["sector"], &told["items"][1]["percent"]), (&json!("mine"), &json!(0.0)));
        let first = report(app, &county, "coverage", COUNTY, "&limit=1");
        let next = format!("&limit=1&after={}", first["next"].as_str().unwrap());
        let second = report(app, &county, "coverage", COUNTY, &next);
        assert_eq!((&second["items"][0], &second["next"]), (&told["items"][1], &Value::Null));
        // Within sight alone.
        let fire = report(app, &app.fire_department_of(COUNTY), "coverage", COUNTY, "");
        assert_eq!((&fire["expected"], &fire["observed"]), (&json!(3), &json!(2)));
        assert_eq!(report(app, &app.officer_of(NEIGHBOUR), "coverage", HOME, "")["expected"], 0);
        for bad in ["from=2026-02-01&to=2026-01-01", "from=2026-01-01", "from=x&to=2026-01-01", ""] {
            app.get(&format!("/v1/reports/coverage?region={HOME}&{bad}"), &county.token).expect(400);
        }
    });
}

#[test]
fn what_nobody_looks_at_is_told_zone_by_zone() {
    each_database(|app| {
        let (officer, county) = (app.officer_of(HOME), app.officer_of(COUNTY));
        let department = app.fire_department_of(COUNTY).organisation;
        let location = json!({"lon": 1149345678, "lat": 258312345, "coord_sys": "wgs84"});
        let known = json!({"department": department, "location": location, "key_target": "place"});
        let (led, forsaken) = (register(app, &officer, HOME, known.clone()), register(app, &officer, HOME, known));
        let bare = register(app, &officer, HOME, json!({}));
        let leader = app.leader_of(COUNTY);
        let today = clock::now().day();
        let target = json!({"target_kind": "enterprise", "name": "重点厂", "enterprise": led, "unit": HOME});
        let body = json!({
            "leader": {"person": leader.person, "name": "刘县长"}, "tier": "county", "target": target,
            "from_on": today.plus_days(-200),
        });
        let assigned = make(app, &county, COUNTY, "assignment", "assign", &body).expect(201).json["id"].clone();
        let told = report(app, &county, "blind-zones", COUNTY, "");
        assert_eq!(ids(zone(&told, "no_department")), std::slice::from_ref(&bare));
        assert_eq!(ids(zone(&told, "no_location")), std::slice::from_ref(&bare));
        assert_eq!(zone(&told, "not_inspected")["count"], 3);
        assert_eq!(ids(zone(&told, "no_leader")), std::slice::from_ref(&forsaken));
        let late = &zone(&told, "visit_overdue")["items"][0];
        assert_eq!(
            (&late["id"], &late["name"], &late["leader"]["name"]),
            (&assigned, &json!("重点厂"), &json!("刘县长"))
        );
        assert_eq!(ids(zone(&told, "not_visited")), std::slice::from_ref(&assigned));
        // Who does not see the assignment knows that there is one.
        let below = report(app, &officer, "blind-zones", HOME, "");
        assert_eq!((ids(zone(&below, "no_leader")), ids(zone(&below, "not_visited"))), (vec![forsaken], vec![]));
        // A visit closes two zones, and the target is inspected.
        let about = json!({"inspection_type": "leader", "subject": "重点厂", "enterprise": led});
        let visit = json!({"about": about, "visit": {"visited_at": clock::now(), "team": [{"name": "刘县长"}]}});
        let made = make(app, &leader, HOME, "inspection", "visit_unplanned", &visit).expect(201).json;
        does(app, &leader, &assigned, "add_visit", json!({"inspection": made["id"]})).expect(200);
        let told = report(app, &county, "blind-zones", COUNTY, "");
        assert_eq!(
            (zone(&told, "not_visited")["count"].as_u64(), zone(&told, "visit_overdue")["count"].as_u64()),
            (Some(0), Some(0))
        );
        let first = report(app, &county, "blind-zones", COUNTY, "&zone=not_inspected&limit=1");
        assert_eq!(
            (first["zones"].as_array().unwrap().len(), zone(&first, "not_inspected")["count"].as_u64()),
            (1, Some(2))
        );
        let next = zone(&first, "not_inspected")["next"].as_str().unwrap();
        let more = format!("&zone=not_inspected&limit=1&after={next}");
        let second = report(app, &county, "blind-zones", COUNTY, &more);
        assert_eq!(
            (ids(zone(&second, "not_inspected")).len(), &zone(&second, "not_inspected")["next"]),
            (1, &Value::Null)
        );
        assert_ne!(ids(zone(&second, "not_inspected")), ids(zone(&first, "not_inspected")));
        let nothing = report(app, &app.officer_of(NEIGHBOUR), "blind-zones", HOME, "");
        assert!(nothing["zones"].as_array().unwrap().iter().all(|zone| zone["count"] == 0), "{nothing}");
    });
}

#[test]
fn a_unit_that_is_silent_among_peers_that_are_not_is_told_with_the_rule() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        let units = app.units_of(COUNTY);
        let (silent, talking) = units.split_first().unwrap();
        mill_of(app, silent, "fire");
        let mut found = blocked_exit();
        found["found_at"] = json!(clock::now());
        for unit in talking {
            mill_of(app, unit, "fire");
            make(app, &county, unit, "hazard", "report", &found).expect(201);
        }
        let told = report(app, &county, "blind-zones", COUNTY, "&limit=1")["silence"].clone();
        assert_eq!((&told["count"], &told["items"][0]["unit"]), (&json!(1), &json!(silent)), "{told}");
        assert_eq!(told["items"][0]["peers_median_per_hundred"], 100.0);
        assert!(told["rule"]["least_peers"].is_u64());
        // Who sees one unit knows nothing of its peers.
        let alone = report(app, &app.officer_of(silent), "blind-zones", COUNTY, "");
        assert_eq!(alone["silence"]["count"], 0);
    });
}

#[test]
fn what_is_late_lies_in_one_court() {
    each_database(|app| {
        let (officer, county) = (app.officer_of(HOME), app.officer_of(COUNTY));
        let mill = mill_of(app, HOME, "fire");
        for due_in in [-20, -3, 1] {
            ordered(app, &officer, mill, due_in);
        }
        let path = |more: &str| format!("/v1/reports/overdue?region={COUNTY}{more}");
        let told = app.get(&path(""), &county.token).expect(200).json;
        let court = |told: &Value, name: &str| {
            let courts = told["courts"].as_array().unwrap();
            let found = courts.iter().find(|court| court["court"] == name).unwrap();
            let late: Vec<_> =
                found["late"].as_array().unwrap().iter().map(|one| one["count"].as_u64().unwrap()).collect();
            (found["due_soon"].as_u64().unwrap(), found["overdue"].as_u64().unwrap(), late)
        };
        assert_eq!(court(&told, "enterprise"), (1, 2, vec![1, 1, 0, 0]));
        assert_eq!(court(&told, "territorial"), (0, 0, vec![0; 4]));
        assert_eq!((&told["units"][0]["unit"], &told["is_complete"]), (&json!(HOME), &json!(true)));
        let next_month = clock::now().day().plus_days(40);
        let later = app.get(&path(&format!("&on={next_month}")), &county.token).expect(200).json;
        assert_eq!(court(&later, "enterprise"), (0, 3, vec![0, 0, 3, 0]));
        let blind = app.get(&path(""), &app.officer_of(NEIGHBOUR).token).expect(200).json;
        assert_eq!((&blind["looked_at"], &blind["units"]), (&json!(0), &json!([])));
        for bad in ["&on=2199-01-01", "&on=x", "&region=360702000000"] {
            app.get(&path(bad), &county.token).expect(400);
        }
    });
}

/// Registers so many enterprises, each with a hazard that is not put right.
fn settle(app: &TestApp, many: usize) {
    let mut phone = crate::sync::officer(app, HOME);
    for _ in 0..many {
        let body = json!({"name": "某厂", "uscc_is_missing": true, "sector": "fire", "key_target": "place"});
        let (record, unit) = (RecordId::new(), crate::sync::unit(HOME));
        let draft = Draft { kind: "enterprise", act: "register", record, ledger: Some(&unit), base: None, body };
        phone.act(clock::now(), draft);
    }
    crate::sync::report_some(&mut phone, HOME, many);
    assert!(phone.push().unwrap().iter().all(|result| result.result.stands_in_the_ledger()));
}

#[test]
fn the_statements_of_a_report_do_not_depend_on_how_many_enterprises_there_are() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        let ask = || {
            report(app, &county, "coverage", COUNTY, "");
            report(app, &county, "blind-zones", COUNTY, "");
            app.get(&format!("/v1/reports/overdue?region={COUNTY}"), &county.token).expect(200);
        };
        let statements = |many: usize| {
            settle(app, many);
            ask();
            app.store.statements_of(ask)
        };
        let (few, many) = (statements(3), statements(90));
        println!("{few} statements for three reports");
        assert_eq!(few, many);
    });
}
