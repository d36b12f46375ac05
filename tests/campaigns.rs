//! Campaigns over HTTP: who belongs by rule or by tag, both lists, and the units that are missing.
use crate::accidents::{does, make};
use crate::support::{Answer, TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, blocked_exit, phone_of};
use hazard_ledger::domain::{Day, RecordId};
use hazard_ledger::http::clock;
use hazard_ledger::phone::Draft;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn today() -> Day {
    clock::now().day()
}

pub fn summer() -> Value {
    json!({
        "name": "夏季攻势", "aim": "五防一治理", "from_on": today().plus_days(-20), "to_on": today().plus_days(40),
        "categories": ["P1", "P2"],
    })
}

fn plan(app: &TestApp, who: &people::Phone, more: Value) -> Value {
    let mut body = summer();
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    make(app, who, COUNTY, "campaign", "plan", &body).expect(201).json["id"].clone()
}

pub fn planned(app: &TestApp, who: &people::Phone) -> Value {
    plan(app, who, json!({}))
}

pub fn path(campaign: &Value, what: &str) -> String {
    format!("/v1/campaigns/{}/{what}", campaign.as_str().unwrap())
}

fn ask(app: &TestApp, who: &people::Phone, campaign: &Value, what: &str) -> Answer {
    app.get(&path(campaign, what), &who.token)
}

/// A hazard found now in a unit, with these differences.
fn found(app: &TestApp, unit: &str, more: Value) -> Value {
    let mut body = blocked_exit();
    body["found_at"] = json!(clock::now());
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    make(app, &app.officer_of(unit), unit, "hazard", "report", &body).expect(201).json["id"].clone()
}

fn ids(page: &Value) -> BTreeSet<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}
fn text(id: &Value) -> String {
    id.as_str().unwrap().to_owned()
}
fn item<'a>(page: &'a Value, id: &Value) -> &'a Value {
    page["items"].as_array().unwrap().iter().find(|item| item["id"] == *id).unwrap()
}
fn unit<'a>(told: &'a Value, region: &str) -> &'a Value {
    told["units"].as_array().unwrap().iter().find(|unit| unit["region"] == region).unwrap()
}
fn class<'a>(told: &'a Value, category: &str) -> &'a Value {
    told["classes"].as_array().unwrap().iter().find(|class| class["category"] == category).unwrap()
}

#[test]
fn hazards_belong_by_the_rule_or_by_a_tag() {
    each_database(|app| {
        let (county, officer) = (app.officer_of(COUNTY), app.officer_of(HOME));
        let campaign = plan(app, &county, json!({"sectors": ["fire"], "regions": [HOME]}));
        let own = found(app, HOME, json!({}));
        let early = clock::now().plus_seconds(-30 * 86_400);
        let others = [
            found(app, HOME, json!({"found_at": early})),
            found(app, HOME, json!({"category": ["P5"]})),
            found(app, HOME, json!({"sector": "mine"})),
            found(app, NEIGHBOUR, json!({})),
        ];
        let problems = |who: &people::Phone| ask(app, who, &campaign, "problems").expect(200).json;
        let page = problems(&county);
        assert_eq!((ids(&page), &page["count"]), (BTreeSet::from([text(&own)]), &json!(1)));
        let only = item(&page, &own);
        assert_eq!(
            (&only["by_rule"], &only["by_tag"], &only["state"]),
            (&json!(true), &json!(false), &json!("reported"))
        );
        assert_eq!(only["description"], "疏散通道堵塞");
        // The township does not see the county's ledger, and tags all the same.
        ask(app, &officer, &campaign, "problems").expect(404);
        for hazard in [&own, &others[1], &others[3]] {
            let who = if *hazard == others[3] { app.officer_of(NEIGHBOUR) } else { officer.clone() };
            does(app, &who, hazard, "join_campaign", json!({"campaign": campaign, "note": "夏季攻势"})).expect(200);
        }
        let page = problems(&county);
        assert_eq!(ids(&page), [&own, &others[1], &others[3]].map(text).into());
        assert_eq!((&item(&page, &own)["by_rule"], &item(&page, &own)["by_tag"]), (&json!(true), &json!(true)));
        assert_eq!(item(&page, &others[3])["by_rule"], false);
        for hazard in [&own, &others[1]] {
            does(app, &officer, hazard, "leave_campaign", json!({"campaign": campaign, "reason": "误标"})).expect(200);
        }
        assert_eq!(ids(&problems(&county)), [&own, &others[3]].map(text).into(), "by the rule it stays");
        does(app, &officer, &own, "void", json!({"reason": "not_hazard"})).expect(200);
        assert_eq!(
            ids(&problems(&app.auditor_of(COUNTY))),
            [&others[3]].map(text).into(),
            "what is void is no problem"
        );
        // A tag of nothing is in no list, and hurts none.
        does(app, &officer, &others[0], "join_campaign", json!({"campaign": RecordId::new()})).expect(200);
        assert_eq!(problems(&county)["count"], 1);
    });
}

#[test]
fn the_list_of_problems_comes_in_pages_and_shows_what_one_may_see() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        let campaign = plan(app, &county, json!({"sectors": ["fire", "mine"]}));
        let sectors = ["fire", "fire", "mine", "fire", "mine"];
        let all: Vec<Value> = sectors.iter().map(|sector| found(app, HOME, json!({"sector": sector}))).collect();
        let walk = |who: &people::Phone, limit: usize| {
            let (mut seen, mut after) = (Vec::new(), String::new());
            loop {
                let page = ask(app, who, &campaign, &format!("problems?limit={limit}{after}")).expect(200).json;
                seen.extend(ids(&page));
                let Some(next) = page["next"].as_str() else { return seen };
                after = format!("&after={next}");
            }
        };
        let expected: BTreeSet<_> = all.iter().map(text).collect();
        for limit in [1, 2, 5, 200] {
            let seen = walk(&county, limit);
            assert_eq!((seen.len(), BTreeSet::from_iter(seen)), (5, expected.clone()));
        }
        // The first sector's department sees the campaign, and of its problems its own.
        let fire = app.fire_department_of(COUNTY);
        assert_eq!(BTreeSet::from_iter(walk(&fire, 2)), [0, 1, 3].map(|n| text(&all[n])).into());
        assert_eq!(ask(app, &fire, &campaign, "completeness").expect(200).json["sees_everything"], false);
        ask(app, &app.department_of(COUNTY, &["road"]), &campaign, "problems").expect(404);
        for bad in ["limit=0", "after=x", "state=a%20b", "unheard=1"] {
            ask(app, &county, &campaign, &format!("problems?{bad}")).expect(400);
        }
        let none = ask(app, &county, &campaign, "problems?state=closed").expect(200).json;
        assert_eq!((&none["count"], &none["items"]), (&json!(0), &json!([])));
        ask(app, &county, &all[0], "problems").expect(404);
    });
}

#[test]
fn each_class_of_problems_shows_its_measures() {
    each_database(|app| {
        let (county, fire) = (app.officer_of(COUNTY), app.fire_department_of(COUNTY));
        let campaign = plan(app, &county, json!({"sectors": ["fire"]}));
        found(app, HOME, json!({}));
        found(app, NEIGHBOUR, json!({"category": ["P1", "P2"]}));
        let add = |category: &str, due_on: Day| {
            let id = uuid::Uuid::now_v7();
            let body = json!({
                "measure": id, "category": category, "content": "建立动火审批制度",
                "accountable": fire.organisation, "due_on": due_on,
            });
            does(app, &county, &campaign, "add_measure", body).expect(200);
            id
        };
        let (one, _) = (add("P2", today()), add("P1", today().plus_days(9)));
        let done = json!({"measure": one, "done_on": today(), "evidence": "已印发"});
        does(app, &fire, &campaign, "complete_measure", done.clone()).expect(409);
        does(app, &county, &campaign, "launch", json!({"document_number": "6号"})).expect(200);
        let warned = app.get("/v1/warnings?yours=true", &fire.token).expect(200).json;
        let own = warned["items"].as_array().unwrap().iter().find(|item| item["id"] == campaign).unwrap();
        assert_eq!(own["warnings"][0]["matter"], "campaign_measure");
        does(app, &app.fire_department_of(COUNTY), &campaign, "complete_measure", done.clone()).expect(403);
        does(app, &fire, &campaign, "complete_measure", done).expect(200);
        let told = ask(app, &county, &campaign, "measures").expect(200).json;
        let (fires, leaks) = (class(&told, "P2"), class(&told, "P1"));
        assert_eq!((&fires["problems"], &leaks["problems"]), (&json!(2), &json!(1)));
        assert_eq!((&fires["measures"][0]["state"], &leaks["measures"][0]["state"]), (&json!("done"), &json!("open")));
        let open = ask(app, &county, &campaign, "measures?state=open,overdue").expect(200).json;
        assert_eq!(
            (&class(&open, "P2")["measures"], class(&open, "P1")["measures"].as_array().unwrap().len()),
            (&json!([]), 1)
        );
        ask(app, &county, &campaign, "measures?state=nonsense").expect(400);
        let refused = does(app, &county, &campaign, "close", json!({"summary": "结束"})).expect(409);
        assert_eq!(refused.json["reason"], "illegal-state");
    });
}

#[test]
fn incomplete_statistics_name_who_is_missing() {
    each_database(|app| {
        let (county, officer) = (app.officer_of(COUNTY), app.officer_of(HOME));
        let campaign = plan(app, &county, json!({"regions": [HOME, NEIGHBOUR, "110101001000"]}));
        let told = || ask(app, &county, &campaign, "completeness").expect(200).json;
        let nobody = told();
        assert_eq!((nobody["missing"].as_array().unwrap().len(), &nobody["is_complete"]), (2, &json!(false)));
        assert_eq!(nobody["unknown_regions"], json!(["110101001000"]));
        let hazard = found(app, HOME, json!({}));
        let major = json!({
            "level": "major", "sector": "fire", "owner": officer.organisation, "criterion": "6.2",
            "lead_department": app.fire_department_of(COUNTY).organisation,
        });
        does(app, &officer, &hazard, "register", major).expect(200);
        let listing = json!({
            "level": "county", "units": ["某单位"], "document_number": "3号", "publication": "网站",
            "deadline": today().plus_days(30),
        });
        does(app, &county, &hazard, "list", listing).expect(200);
        let some = told();
        assert_eq!(some["missing"].as_array().unwrap().len(), 1);
        let home = unit(&some, HOME);
        assert_eq!((&home["problems"], &home["rectified"], &home["supervised"]), (&json!(1), &json!(0), &json!(1)));
        // Who looked and found nothing has reported.
        let about = json!({"inspection_type": "township", "subject": "广场", "no_owner": true, "sector": "fire"});
        let visit = json!({"visited_at": clock::now(), "team": [{"name": "张三"}]});
        let visit = json!({"about": about, "visit": visit});
        make(app, &app.officer_of(NEIGHBOUR), NEIGHBOUR, "inspection", "visit_unplanned", &visit).expect(201);
        does(app, &county, &campaign, "amend", json!({"regions": [HOME, NEIGHBOUR]})).expect(200);
        let all = told();
        assert_eq!(
            (&all["missing"], &all["is_complete"], &all["sees_everything"]),
            (&json!([]), &json!(true), &json!(true))
        );
        assert_eq!(all["totals"], json!({"problems": 1, "rectified": 0, "supervised": 1, "inspections": 1}));
        // Without a list of regions every unit of the county takes part.
        does(app, &county, &campaign, "amend", json!({"regions": []})).expect(200);
        let units = app.units_of(COUNTY).len();
        assert_eq!(told()["missing"].as_array().unwrap().len(), units - 2);
    });
}

#[test]
fn tags_that_were_put_on_far_from_each_other_merge() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        let campaign: RecordId = text(&planned(app, &county)).parse().unwrap();
        let hazard: RecordId = text(&found(app, HOME, json!({"category": ["P5"]}))).parse().unwrap();
        let mut phones = [app.officer_of(HOME), app.officer_of(HOME)].map(|person| phone_of(app, &person));
        phones.iter_mut().for_each(|phone| _ = phone.pull(500).unwrap());
        for phone in &mut phones {
            let base = phone.base(hazard);
            let body = json!({"campaign": campaign});
            phone.act(
                clock::now(),
                Draft { kind: "hazard", act: "join_campaign", record: hazard, ledger: None, base, body },
            );
        }
        let verdicts = phones.each_mut().map(|phone| phone.push().unwrap()[0].result.as_str());
        assert_eq!(verdicts, ["applied", "merged"]);
        let page = ask(app, &county, &json!(campaign), "problems").expect(200).json;
        assert_eq!(page["count"], 1);
    });
}
