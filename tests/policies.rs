//! Policies: inherited down the tree, version by version, set by who governs the territory.
use crate::people::{get, post};
use crate::support::people::{Phone, organisation};
use crate::support::{TestApp, each_database};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, blocked_exit, officer, report};
use hazard_ledger::domain::outcome::{RefusalCode, Verdict};
use hazard_ledger::http::clock;
use hazard_ledger::store::admin_log;
use serde_json::{Value, json};

const CITY: &str = "360700000000";
const OTHER_COUNTY: &str = "360704000000";
const NOWHERE: &str = "999999000000";

/// A manager of a region's government.
fn manager_of(app: &TestApp, region: &str) -> Phone {
    let body = app.make_organisation(organisation("territorial", region, json!({})));
    app.employ(body, "manager", region, json!({}))
}

/// The days from today that a version begins on.
fn version(days: i64, limits: Value) -> Value {
    json!({"from_on": clock::now().day().plus_days(days), "limits": limits})
}

fn set(app: &TestApp, by: &Phone, region: &str, new: Value) -> Value {
    post(app, by, &format!("/policies/{region}"), new).expect(201).json
}

fn effective(app: &TestApp, by: &Phone, region: &str) -> Value {
    get(app, by, &format!("/policies/{region}")).expect(200).json
}

#[test]
fn each_value_comes_from_the_nearest_of_three_levels_and_says_so() {
    each_database(|app| {
        let (city, county) = (manager_of(app, CITY), manager_of(app, COUNTY));
        set(app, &city, CITY, version(0, json!({"deferral_total_days": 60, "general_deadline_working_days": 20})));
        set(app, &county, COUNTY, version(0, json!({"general_deadline_working_days": 15})));
        let photos = json!({"from_on": clock::now().day(), "required_photos": {"hazard.accept": 2}});
        set(app, &county, HOME, photos);
        let officer = app.officer_of(HOME);
        let home = effective(app, &officer, HOME);
        assert_eq!(home["policy"]["deferral_total_days"], 60, "the city's");
        assert_eq!(home["policy"]["general_deadline_working_days"], 15, "the county's");
        assert_eq!(home["policy"]["required_photos"], json!({"hazard.accept": 2}), "its own");
        assert_eq!(home["policy"]["deferral_notice_working_days"], 3, "the standard");
        let source = |region, name| json!({"region": region, "region_name": name, "version": 1});
        let sources = json!({
            "/deferral_total_days": source(CITY, "赣州市"),
            "/general_deadline_working_days": source(COUNTY, "章贡区"),
            "/required_photos/hazard.accept": source(HOME, "沙石镇"),
        });
        assert_eq!(home["sources"], sources);
        let neighbour = effective(app, &officer, NEIGHBOUR);
        assert_eq!(neighbour["policy"]["required_photos"], json!({}));
        assert_eq!(neighbour["policy"]["general_deadline_working_days"], 15);
        assert_eq!(effective(app, &officer, OTHER_COUNTY)["policy"]["general_deadline_working_days"], 20);
    });
}

#[test]
fn a_version_holds_from_its_day_and_the_highest_that_has_begun_wins() {
    each_database(|app| {
        let county = manager_of(app, COUNTY);
        let days = |policy: &Value| policy["policy"]["deferral_total_days"].clone();
        assert_eq!(days(&effective(app, &county, COUNTY)), 90, "the standard");
        set(app, &county, COUNTY, version(0, json!({"deferral_total_days": 60})));
        let later = set(app, &county, COUNTY, version(10, json!({"deferral_total_days": 30})));
        assert_eq!(later["version"], 2);
        assert_eq!(days(&effective(app, &county, HOME)), 60);
        let on = |days: i64| format!("/policies/{HOME}?on={}", clock::now().day().plus_days(days));
        assert_eq!(days(&get(app, &county, &on(9)).expect(200).json), 60);
        assert_eq!(days(&get(app, &county, &on(10)).expect(200).json), 30);
        set(app, &county, COUNTY, version(0, json!({})));
        assert_eq!(days(&effective(app, &county, HOME)), 90, "a version that names nothing gives all back");
        assert_eq!(days(&get(app, &county, &on(10)).expect(200).json), 90, "and replaces the one that had not begun");
    });
}

#[test]
fn versions_are_listed_page_by_page_and_logged() {
    each_database(|app| {
        let county = manager_of(app, COUNTY);
        for days in [80, 70, 60] {
            set(app, &county, COUNTY, version(0, json!({"deferral_total_days": days})));
        }
        let first = get(app, &county, &format!("/policies/{COUNTY}/versions?limit=2")).expect(200).json;
        assert_eq!(first["items"][1]["limits"], json!({"deferral_total_days": 70}));
        assert_eq!((&first["items"][0]["version"], &first["next"]), (&json!(1), &json!(2)));
        let rest = get(app, &county, &format!("/policies/{COUNTY}/versions?limit=2&after=2")).expect(200).json;
        assert_eq!(rest["items"].as_array().unwrap().len(), 1);
        assert_eq!(rest["items"][0]["set_by"], json!(county.person));
        assert_eq!(rest["next"], Value::Null);
        let log = app.store.read_now(|conn| admin_log::about(conn, COUNTY)).unwrap();
        let told: Vec<_> = log.iter().map(|line| (line.action.as_str(), line.person)).collect();
        assert_eq!(told, [("set_policy", Some(county.person)); 3]);
        assert!(log[2].detail.contains("\"deferral_total_days\":60"), "{}", log[2].detail);
    });
}

#[test]
fn only_managers_of_the_territory_set_its_policy() {
    each_database(|app| {
        let new = || version(0, json!({"deferral_total_days": 60}));
        let department = app.make_organisation(organisation("department", COUNTY, json!({"sectors": ["fire"]})));
        let others = [
            app.officer_of(COUNTY),
            manager_of(app, HOME),
            app.employ(department, "manager", COUNTY, json!({})),
            app.administrator_of(COUNTY),
            app.auditor_of(COUNTY),
            app.leader_of(COUNTY),
        ];
        for other in &others {
            let refused = post(app, other, &format!("/policies/{HOME}"), new()).expect(403);
            assert_eq!(refused.json["code"], "forbidden");
        }
        let county = manager_of(app, COUNTY);
        let missing = post(app, &county, &format!("/policies/{NOWHERE}"), new()).expect(404).json;
        for foreign in [OTHER_COUNTY, CITY] {
            assert_eq!(post(app, &county, &format!("/policies/{foreign}"), new()).expect(404).json, missing);
        }
        get(app, &county, &format!("/policies/{NOWHERE}")).expect(404);
        assert_eq!(effective(app, &county, HOME)["sources"], json!({}));
    });
}

#[test]
fn what_no_limit_can_be_is_refused_with_its_place() {
    each_database(|app| {
        let county = manager_of(app, COUNTY);
        let refused = |new: Value, status: u16| {
            let answer = post(app, &county, &format!("/policies/{COUNTY}"), new).expect(status).json;
            answer["pointer"].as_str().unwrap_or_default().to_owned()
        };
        assert_eq!(refused(version(-1, json!({})), 422), "/from_on");
        let endless = json!({"acceptance_working_days": 3661});
        assert_eq!(refused(version(0, endless), 422), "/limits/acceptance_working_days");
        let never = json!({"inspection_months": 0});
        assert_eq!(refused(version(0, never), 422), "/limits/inspection_months");
        assert_eq!(refused(version(0, json!({"deferal_total_days": 60})), 400), "/limits/deferal_total_days");
        let photos = |act: &str, count: u32| json!({"from_on": clock::now().day(), "required_photos": {act: count}});
        assert_eq!(refused(photos("hazard.applaud", 1), 422), "/required_photos/hazard.applaud");
        assert_eq!(refused(photos("hazard.move", 1), 422), "/required_photos/hazard.move", "carries none");
        assert_eq!(refused(photos("hazard.accept", 31), 422), "/required_photos/hazard.accept");
        set(app, &county, COUNTY, version(0, json!({"reminder_working_days": 0, "acceptance_working_days": 3660})));
    });
}

#[test]
fn a_push_is_judged_by_the_policy_of_its_ledger() {
    each_database(|app| {
        let county = manager_of(app, COUNTY);
        let photos = json!({"from_on": clock::now().day(), "required_photos": {"hazard.report": 1}});
        set(app, &county, HOME, photos);
        let mut phone = officer(app, COUNTY);
        report(&mut phone, HOME, blocked_exit());
        report(&mut phone, NEIGHBOUR, blocked_exit());
        let results = phone.push().unwrap();
        assert_eq!(results[0].problem.as_ref().map(|problem| problem.code), Some(RefusalCode::Missing));
        assert_eq!(results[1].result, Verdict::Applied);
    });
}

#[test]
fn a_version_is_tried_before_it_is_set_and_nothing_is_written() {
    each_database(|app| {
        let (county, officer) = (manager_of(app, COUNTY), app.officer_of(HOME));
        set(app, &county, NEIGHBOUR, version(0, json!({"acceptance_working_days": 9, "reminder_working_days": 4})));
        let mill = crate::sync::mill_of(app, HOME, "fire");
        let near = crate::records::warnings::ordered(app, &officer, mill, 25);
        crate::records::warnings::ordered(app, &officer, mill, -20);
        let wide = version(0, json!({"reminder_working_days": 60}));
        let tried = post(app, &county, &format!("/policies/{COUNTY}/dry-run"), wide.clone()).expect(200).json;
        let limit = &tried["limits"][0];
        assert_eq!(tried["limits"].as_array().unwrap().len(), 1, "{tried}");
        assert_eq!(
            (&limit["limit"], &limit["before"], &limit["after"]),
            (&json!("/reminder_working_days"), &json!(3), &json!(60))
        );
        let units = app.units_of(COUNTY).len();
        assert_eq!(
            (limit["inheriting"].as_u64(), limit["keeping"].as_u64()),
            (Some(units as u64), Some(1)),
            "all but one, and the county"
        );
        assert_eq!((&limit["kept"][0]["region"], &limit["kept"][0]["value"]), (&json!(NEIGHBOUR), &json!(4)));
        let expected = json!([{"kind": "hazard", "matter": "rectification", "urgency": "due_soon", "appearing": 1, "vanishing": 0}]);
        assert_eq!((&tried["warnings"], &tried["is_complete"]), (&expected, &json!(true)));
        assert_eq!((&tried["examples"][0]["id"], &tried["examples"][0]["is_appearing"]), (&json!(near), &json!(true)));
        assert_eq!((tried["version"].as_u64(), tried["looked_at"].as_u64()), (Some(1), Some(2)));
        let versions = get(app, &county, &format!("/policies/{COUNTY}/versions")).expect(200).json;
        assert_eq!(versions["items"], json!([]), "nothing was written");
        // What would be set away again vanishes.
        set(app, &county, COUNTY, wide);
        let tried = post(app, &county, &format!("/policies/{COUNTY}/dry-run"), version(0, json!({}))).expect(200).json;
        assert_eq!((&tried["limits"][0]["after"], &tried["warnings"][0]["vanishing"]), (&json!(3), &json!(1)));
        // As the real call, it refuses what could not be set.
        post(app, &county, &format!("/policies/{COUNTY}/dry-run"), version(-1, json!({}))).expect(422);
        post(app, &county, &format!("/policies/{CITY}/dry-run"), version(0, json!({}))).expect(404);
        post(app, &officer, &format!("/policies/{HOME}/dry-run"), version(0, json!({}))).expect(403);
    });
}
