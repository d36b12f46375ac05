//! Programmes over HTTP: adopted, worked off, merged, and their progress computed from the ledgers.
use crate::accidents::{does, make};
use crate::support::{TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, phone_of, verdicts};
use hazard_ledger::domain::outcome::Verdict;
use hazard_ledger::domain::{Day, RecordId};
use hazard_ledger::http::clock;
use hazard_ledger::phone::{Draft, Phone};
use serde_json::{Value, json};

const CITY: &str = "360700000000";
const OTHER_COUNTY: &str = "360704000000";

fn today() -> Day {
    clock::now().day()
}
fn new_id() -> RecordId {
    RecordId::new()
}
fn plan(class: &str, lead: &people::Phone) -> Value {
    json!({
        "id": new_id(), "class": class, "title": "专项整治", "lead": lead.organisation,
        "issued_on": today().plus_days(-10),
    })
}
fn system() -> Value {
    json!({"id": new_id(), "title": "调度制度", "document_number": "制1", "issued_on": today().plus_days(-10)})
}
/// A programme as the briefing has it: two topics, eleven special plans, ten work systems.
fn adopting(lead: &people::Phone) -> Value {
    let plans = (0..13).map(|n| plan(if n < 2 { "topic" } else { "special" }, lead));
    json!({
        "title": "安全生产专项整治三年行动", "document_number": "1号",
        "from_on": today().plus_days(-30), "to_on": today().plus_days(900),
        "plans": plans.collect::<Vec<_>>(), "work_systems": (0..10).map(|_| system()).collect::<Vec<_>>(),
    })
}
pub fn adopted(app: &TestApp, who: &people::Phone, ledger: &str) -> Value {
    make(app, who, ledger, "program", "adopt", &adopting(who)).expect(201).json
}
fn progress(app: &TestApp, who: &people::Phone, program: &Value, query: &str) -> Value {
    app.get(&path(&program["id"], query), &who.token).expect(200).json
}
pub fn path(program: &Value, query: &str) -> String {
    format!("/v1/programs/{}/progress{query}", program.as_str().unwrap())
}
fn task(program: &Value, accountable: &people::Phone, due_on: Day) -> Value {
    json!({
        "id": new_id(), "plan": program["plans"][0]["id"], "title": "全面排查",
        "accountable": accountable.organisation, "due_on": due_on,
    })
}
/// How many plans there are, by county.
fn plans_in_force() -> Value {
    json!({
        "id": new_id(), "title": "专项方案数", "definition": "有效的专题和专项方案", "unit": "number", "tier": "county",
        "aim": "at_least", "formula": {
            "numerator": {"measure": "program.plans", "aggregate": "distinct_subjects", "categories": ["special"]},
            "period": "to_date",
        },
    })
}
fn of_region<'a>(told: &'a Value, region: &str) -> &'a Value {
    let regions = told["indicators"][0]["regions"].as_array().unwrap();
    regions.iter().find(|one| one["region"]["code"] == region).unwrap_or_else(|| panic!("no {region} in {told}"))
}

#[test]
fn indicators_are_computed_for_the_region_and_those_below_and_override_no_reading() {
    each_database(|app| {
        let (city, county) = (app.officer_of(CITY), app.officer_of(COUNTY));
        let program = adopted(app, &city, CITY);
        let id = &program["id"];
        adopted(app, &county, COUNTY);
        let indicator = plans_in_force();
        does(app, &city, id, "add_indicator", indicator.clone()).expect(200);
        let target = json!({
            "indicator": indicator["id"], "region": COUNTY, "value": 12, "by_on": today().plus_days(100),
        });
        does(app, &city, id, "set_target", target).expect(200);
        let reading = json!({
            "indicator": indicator["id"], "region": COUNTY, "value": 12, "on": today(), "source": "月报",
        });
        does(app, &city, id, "read_indicator", reading).expect(200);
        let told = progress(app, &city, &program, "");
        let values = |region: &str| of_region(&told, region)["values"].clone();
        assert_eq!(
            (&told["sees_all"], &told["indicators"][0]["indicator"]["formula"]),
            (&json!(true), &indicator["formula"])
        );
        assert_eq!((&values(CITY)[0]["value"], &values(OTHER_COUNTY)[0]["value"]), (&json!(22), &json!(0)));
        let own = values(COUNTY);
        assert_eq!(
            (&own[0]["origin"], &own[0]["value"], &own[0]["is_met"]),
            (&json!("computed"), &json!(11), &json!(false))
        );
        assert_eq!(
            (&own[1]["origin"], &own[1]["value"], &own[1]["is_met"]),
            (&json!("manual"), &json!(12), &json!(true))
        );
        assert_eq!(own[1]["reading"]["source"], "月报");
        assert_eq!(told["in_force"], json!({"topics": 2, "special_plans": 11, "work_systems": 10}));
        // One region below, and a day before anything was issued.
        let below = progress(app, &city, &program, &format!("?region={COUNTY}"));
        assert_eq!(below["indicators"][0]["regions"].as_array().unwrap().len(), 1);
        assert_eq!(of_region(&below, COUNTY)["values"][0]["value"], 11);
        let before = progress(app, &city, &program, &format!("?on={}", today().plus_days(-11)));
        let values = of_region(&before, COUNTY)["values"].clone();
        assert_eq!(values.as_array().unwrap().len(), 1, "nobody had read it");
        assert_eq!((&values[0]["value"], &before["in_force"]["topics"]), (&json!(0), &json!(0)));
    });
}

#[test]
fn a_formula_is_refused_where_no_kind_declares_its_measure() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        let program = adopted(app, &county, COUNTY);
        let mut unheard = plans_in_force();
        unheard["formula"]["numerator"]["measure"] = json!("unicorn.horns");
        let refused = does(app, &county, &program["id"], "add_indicator", unheard).expect(422).json;
        assert_eq!(refused["pointer"], "/body/formula/numerator/measure");
        let indicator = plans_in_force();
        does(app, &county, &program["id"], "add_indicator", indicator.clone()).expect(200);
        let target =
            |region: &str| json!({"indicator": indicator["id"], "region": region, "value": 1, "by_on": today()});
        for foreign in [CITY, OTHER_COUNTY, "360799000000"] {
            let refused = does(app, &county, &program["id"], "set_target", target(foreign)).expect(422).json;
            assert_eq!(refused["pointer"], "/body/region", "{foreign}");
        }
        let set = does(app, &county, &program["id"], "set_target", target(HOME)).expect(200).json;
        assert_eq!(set["targets"][0]["region"], HOME);
        does(app, &county, &program["id"], "set_target", target(COUNTY)).expect(200);
    });
}

#[test]
fn a_task_is_done_once_another_person_has_confirmed_it() {
    each_database(|app| {
        let (county, fire) = (app.officer_of(COUNTY), app.fire_department_of(COUNTY));
        let colleague = app.employ(county.organisation, "inspector", COUNTY, json!({}));
        let mut body = adopting(&county);
        body["sector"] = json!("fire");
        let program = make(app, &county, COUNTY, "program", "adopt", &body).expect(201).json;
        let id = &program["id"];
        let (first, late) =
            (task(&program, &fire, today().plus_days(30)), task(&program, &fire, today().plus_days(-1)));
        does(app, &county, id, "add_task", first.clone()).expect(200);
        does(app, &county, id, "add_task", late.clone()).expect(200);
        let counts = |on: &str| progress(app, &fire, &program, on)["counts"].clone();
        assert_eq!((&counts("")["not_started"], &counts("")["overdue"]), (&json!(1), &json!(1)));
        let warned = app.get(&format!("/v1/records/{}/warnings", id.as_str().unwrap()), &fire.token).expect(200).json;
        assert_eq!(
            (&warned["warnings"][0]["matter"], &warned["warnings"][0]["is_yours"]),
            (&json!("task"), &json!(true))
        );
        let report = json!({"task": first["id"], "percent": 100, "note": "全部完成"});
        does(app, &fire, id, "report_task", report).expect(200);
        assert_eq!((&counts("")["underway"], &counts("")["done"]), (&json!(1), &json!(0)));
        let complete = json!({"task": first["id"], "result": "完成", "document_number": "报1"});
        does(app, &fire, id, "confirm_task", json!({"task": first["id"], "completion": 1, "opinion": "同意"}))
            .expect(409);
        does(app, &county, id, "complete_task", complete).expect(200);
        let confirm = json!({"task": first["id"], "completion": 1, "opinion": "同意"});
        does(app, &fire, id, "confirm_task", confirm.clone()).expect(403);
        let refused = does(app, &county, id, "confirm_task", confirm.clone()).expect(403).json;
        assert_eq!((&refused["reason"], &refused["pointer"]), (&json!("separation-of-duty"), &json!("/body/task")));
        does(app, &colleague, id, "confirm_task", confirm).expect(200);
        assert_eq!((&counts("")["done"], &counts("")["overdue"]), (&json!(1), &json!(1)));
        let told = progress(app, &fire, &program, "");
        assert_eq!((&told["sees_all"], &told["plans"][0]["counts"]["done"]), (&json!(false), &json!(1)));
        // The programme of another sector is no business of theirs.
        let road = app.department_of(COUNTY, &["road"]);
        app.get(&path(id, ""), &road.token).expect(404);
    });
}

fn offline(phone: &mut Phone, act: &str, record: RecordId, body: Value) {
    let base = phone.base(record);
    phone.act(clock::now(), Draft { kind: "program", act, record, ledger: None, base, body });
}

#[test]
fn what_two_people_add_offline_is_merged_and_the_same_completion_stands_once() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        let other = app.employ(county.organisation, "inspector", COUNTY, json!({}));
        let program = adopted(app, &county, COUNTY);
        let record: RecordId = program["id"].as_str().unwrap().parse().unwrap();
        let (mut one, mut two) = (phone_of(app, &county), phone_of(app, &other));
        one.pull(500).unwrap();
        two.pull(500).unwrap();
        let shared = task(&program, &county, today().plus_days(30));
        offline(&mut one, "add_task", record, shared.clone());
        offline(&mut one, "add_plan", record, plan("special", &county));
        offline(&mut two, "add_task", record, task(&program, &county, today().plus_days(60)));
        offline(&mut two, "add_work_system", record, system());
        assert_eq!(verdicts(&one.push().unwrap()), [Verdict::Applied; 2]);
        assert_eq!(verdicts(&two.push().unwrap()), [Verdict::Merged; 2]);
        one.pull(500).unwrap();
        two.pull(500).unwrap();
        let complete = json!({"task": shared["id"], "result": "完成", "document_number": "报1"});
        offline(&mut one, "complete_task", record, complete.clone());
        offline(&mut two, "complete_task", record, complete);
        assert_eq!(verdicts(&one.push().unwrap()), [Verdict::Applied]);
        assert!(!verdicts(&two.push().unwrap())[0].stands_in_the_ledger());
        let told = progress(app, &county, &program, "");
        assert_eq!((&told["counts"]["completed"], &told["counts"]["not_started"]), (&json!(1), &json!(1)));
        assert_eq!((&told["in_force"]["special_plans"], &told["in_force"]["work_systems"]), (&json!(12), &json!(11)));
    });
}

#[test]
fn progress_is_told_to_who_sees_the_programme_and_asks_as_often_for_many_indicators() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        let program = adopted(app, &county, COUNTY);
        let id = &program["id"];
        for stranger in [app.officer_of(HOME), app.officer_of(OTHER_COUNTY), app.administrator_of(COUNTY)] {
            app.get(&path(id, ""), &stranger.token).expect(404);
        }
        app.get(&path(&json!(RecordId::new()), ""), &county.token).expect(404);
        let hazard = make(app, &county, HOME, "hazard", "report", &crate::sync::blocked_exit()).expect(201).json;
        app.get(&path(&hazard["id"], ""), &county.token).expect(404);
        for outside in [CITY, OTHER_COUNTY, "360799000000", "0"] {
            let refused = app.get(&path(id, &format!("?region={outside}")), &county.token).expect(400).json;
            assert_eq!(refused["pointer"], "region", "{outside}");
        }
        app.get(&path(id, "?on=yesterday"), &county.token).expect(400);
        let asked = || app.store.statements_of(|| drop(progress(app, &county, &program, "")));
        does(app, &county, id, "add_indicator", plans_in_force()).expect(200);
        let few = asked();
        for _ in 0..20 {
            does(app, &county, id, "add_indicator", plans_in_force()).expect(200);
        }
        // Fewer where a ledger has not moved since it was read.
        assert!(asked() <= few);
        assert_eq!(progress(app, &county, &program, &format!("?region={NEIGHBOUR}"))["region"]["code"], NEIGHBOUR);
    });
}
