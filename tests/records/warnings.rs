//! What is due soon or overdue: of whom it is told, and up to which tier.
use crate::support::{TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, blocked_exit, mill_of, phone_of};
use hazard_ledger::domain::calendar::minus_working_days;
use hazard_ledger::domain::{OrganisationId, RecordId};
use hazard_ledger::http::clock;
use hazard_ledger::phone::Draft;
use serde_json::{Value, json};

/// A hazard of the mill, found and ordered thirty days ago, due so many days from today.
pub fn ordered(app: &TestApp, officer: &people::Phone, mill: OrganisationId, due_in: i64) -> RecordId {
    let (mut phone, record) = (phone_of(app, &app.sign_in(&officer.login, None)), RecordId::new());
    let (today, home) = (clock::now().day(), crate::sync::unit(HOME));
    let mut found = blocked_exit();
    (found["no_owner"], found["enterprise"]) = (json!(false), json!(mill));
    let department = app.fire_department_of(COUNTY).organisation;
    let graded = json!({ "level": "general", "sector": "fire", "owner": mill, "lead_department": department });
    let order = json!({ "deadline": today.plus_days(due_in), "responsible_person": "张三", "measures": "清理通道" });
    for (act, body) in [("report", found), ("register", graded), ("order", order)] {
        let (at, base) = (clock::now().plus_seconds(-30 * 86_400), phone.base(record));
        phone.act(at, Draft { kind: "hazard", act, record, ledger: Some(&home), base, body });
    }
    let results = phone.push().unwrap();
    assert!(results.iter().all(|result| result.result.stands_in_the_ledger()), "{results:?}");
    record
}

fn warnings(app: &TestApp, who: &people::Phone, record: RecordId) -> Vec<Value> {
    let answer = app.get(&format!("/v1/records/{record}/warnings"), &who.token).expect(200).json;
    answer["warnings"].as_array().unwrap().clone()
}

#[test]
fn an_overdue_hazard_is_told_to_its_owner_and_up_the_chain() {
    each_database(|app| {
        let mill = mill_of(app, HOME, "fire");
        let officer = app.officer_of(HOME);
        // Twelve working days late, whatever the day: past the second step of five.
        let today = clock::now().day();
        let due_in = today.days_until(minus_working_days(today, 12));
        let hazard = ordered(app, &officer, mill, due_in);
        let told = |who: &people::Phone| warnings(app, who, hazard)[0].clone();
        let (county, auditor) = (app.officer_of(COUNTY), app.auditor_of(COUNTY));
        let first = told(&officer);
        assert_eq!(
            (&first["matter"], &first["days_overdue"], &first["body"]),
            (&json!("rectification"), &json!(-due_in), &json!(mill))
        );
        assert_eq!(first["tier"], "city");
        let owner = app.safety_officer_of(mill, HOME);
        for who in [&officer, &county, &owner, &app.fire_department_of(COUNTY)] {
            assert_eq!(told(who)["is_yours"], true);
        }
        assert_eq!(told(&auditor)["is_yours"], false);
        assert_eq!(told(&app.officer_of("360000000000"))["is_yours"], false, "not before it has climbed so far");
        app.get(&format!("/v1/records/{hazard}/warnings"), &app.officer_of(NEIGHBOUR).token).expect(404);
    });
}

#[test]
fn what_is_near_is_told_to_who_has_to_do_it() {
    each_database(|app| {
        let mill = mill_of(app, HOME, "fire");
        let officer = app.officer_of(HOME);
        let (near, far) = (ordered(app, &officer, mill, 1), ordered(app, &officer, mill, 40));
        assert_eq!(warnings(app, &officer, far), [] as [Value; 0]);
        let told = warnings(app, &officer, near)[0].clone();
        assert!(told.get("tier").is_none() && told["is_yours"] == false);
        assert_eq!(warnings(app, &app.safety_officer_of(mill, HOME), near)[0]["is_yours"], true);
    });
}

/// The ids of all pages.
fn listed(app: &TestApp, who: &people::Phone, query: &str) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), String::new());
    loop {
        let page = app.get(&format!("/v1/warnings?limit=2{query}{after}"), &who.token).expect(200).json;
        ids.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return ids,
        }
    }
}

#[test]
fn all_warnings_of_what_one_sees_are_listed_what_is_due_first_coming_first() {
    each_database(|app| {
        let mill = mill_of(app, HOME, "fire");
        let officer = app.officer_of(HOME);
        let due_in = [40, -3, 1, -20, 50];
        let hazards: Vec<_> = due_in.iter().map(|days| ordered(app, &officer, mill, *days).to_string()).collect();
        let [_, late, near, later, _] = &hazards[..] else { panic!() };
        assert_eq!(listed(app, &officer, ""), [later, late, near].map(String::clone));
        assert_eq!(listed(app, &officer, "&yours=true"), [later, late].map(String::clone));
        let owner = app.safety_officer_of(mill, HOME);
        assert_eq!(listed(app, &owner, "&yours=true"), [later, late, near].map(String::clone));
        assert_eq!(listed(app, &app.officer_of(NEIGHBOUR), ""), [] as [String; 0]);
        assert_eq!(listed(app, &officer, &format!("&region={NEIGHBOUR}")), [] as [String; 0]);
        assert_eq!(listed(app, &app.officer_of(COUNTY), &format!("&region={HOME}")).len(), 3);
        for wrong in ["after=x", "limit=0", "yours=perhaps", "region=1", "overdue=true"] {
            app.get(&format!("/v1/warnings?{wrong}"), &officer.token).expect(400);
        }
    });
}

#[test]
fn a_planned_visit_that_is_not_made_is_warned_of() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let about = json!({ "inspection_type": "township", "subject": "桥头市场", "no_owner": true });
        let body = json!({ "about": about, "planned_on": clock::now().day().plus_days(-2) });
        let new = json!({ "kind": "inspection", "act": "plan", "ledger": HOME, "body": body });
        let made = app.post("/v1/records", &officer.token, &new).expect(201).json;
        let id: RecordId = made["id"].as_str().unwrap().parse().unwrap();
        let told = warnings(app, &officer, id);
        assert_eq!((&told[0]["matter"], &told[0]["is_yours"]), (&json!("visit"), &json!(true)));
    });
}
