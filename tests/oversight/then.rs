//! Reports of oversight as of an earlier moment, one thing at a time.
use super::{inspect, period, register, report};
use crate::accidents::does;
use crate::people::post;
use crate::records::warnings::ordered;
use crate::support::{TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, mill_of};
use hazard_ledger::domain::Instant;
use hazard_ledger::http::clock;
use serde_json::{Value, json};
use std::time::Duration;

const DAY: i64 = 86_400;

/// A moment in which nothing is received.
fn moment() -> Instant {
    std::thread::sleep(Duration::from_millis(3));
    let now = clock::now();
    std::thread::sleep(Duration::from_millis(3));
    now
}

fn coverage(app: &TestApp, who: &people::Phone, region: &str, more: &str) -> (Value, Value) {
    let told = report(app, who, "coverage", region, more);
    (told["expected"].clone(), told["observed"].clone())
}

#[test]
fn what_is_learned_late_had_been_done_by_the_claimed_clock() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        let (early, noon, late) = (3, 2, 1);
        let ago = |hours: i64| clock::now().plus_seconds(-hours * 3_600);
        let make = |kind: &str, act: &str, hours: i64, body: Value| {
            let new = json!({"kind": kind, "act": act, "ledger": HOME, "at": ago(hours), "body": body});
            app.post("/v1/records", &county.token, &new).expect(201).json
        };
        let body = json!({"name": "某厂", "uscc_is_missing": true, "sector": "fire"});
        let mill = make("enterprise", "register", early, body)["id"].clone();
        let about = json!({"inspection_type": "township", "subject": "某厂", "enterprise": mill});
        let visit = json!({"visited_at": ago(late), "team": [{"name": "张三"}]});
        make("inspection", "visit_unplanned", late, json!({"about": about, "visit": visit}));
        let asked =
            |at: Instant, clock: &str| coverage(app, &county, COUNTY, &format!("&as_of={at}&as_of_clock={clock}"));
        let expected = |counts: (usize, usize)| (json!(counts.0), json!(counts.1));
        assert_eq!(asked(ago(early).plus_seconds(-60), "claimed"), expected((0, 0)));
        assert_eq!(asked(ago(noon), "claimed"), expected((1, 0)));
        assert_eq!(asked(ago(late).plus_seconds(60), "claimed"), expected((1, 1)));
        assert_eq!(asked(ago(late).plus_seconds(60), "received"), expected((0, 0)));
        assert_eq!(asked(moment(), "received"), expected((1, 1)));
    });
}

#[test]
fn who_sees_a_ledger_sees_what_lay_there_by_the_sector_that_it_had() {
    each_database(|app| {
        let (county, home) = (app.officer_of(COUNTY), app.officer_of(HOME));
        let (fire, mine) = (app.fire_department_of(COUNTY), app.department_of(COUNTY, &["mine"]));
        let mill = register(app, &county, HOME, json!({"key_target": "place"}));
        let before = moment();
        does(app, &county, &mill, "amend", json!({"sector": "mine"})).expect(200);
        let between = moment();
        does(app, &county, &mill, "move", json!({"to": NEIGHBOUR, "reason": "搬迁"})).expect(200);
        let seen = |who: &people::Phone, at: Option<Instant>| {
            let as_of = at.map(|at| format!("&as_of={at}")).unwrap_or_default();
            let zones = report(app, who, "blind-zones", COUNTY, &format!("&zone=no_leader{as_of}"));
            let items = zones["zones"][0]["items"].as_array().unwrap().clone();
            items.first().map(|item| item["ledger"].as_str().unwrap().to_owned())
        };
        let (here, there) = (Some(HOME.to_owned()), Some(NEIGHBOUR.to_owned()));
        let told = |at: Option<Instant>| [&county, &home, &fire, &mine].map(|who| seen(who, at));
        assert_eq!(told(Some(before)), [here.clone(), here.clone(), here.clone(), None]);
        assert_eq!(told(Some(between)), [here.clone(), here.clone(), None, here]);
        assert_eq!(told(None), [there.clone(), None, None, there.clone()]);
        assert_eq!(told(Some(moment())), told(None));
    });
}

#[test]
fn what_was_erased_is_left_out_from_there_on() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        let mill = register(app, &county, HOME, json!({}));
        let named = |name: &str| does(app, &county, &mill, "amend", json!({"name": name})).expect(200);
        let before = moment();
        named("甲厂");
        let between = moment();
        let kept = moment();
        named("乙厂");
        app.sql("update entry set body = null, salt = null where act = 'amend' and rev = 2");
        let path = format!("/v1/records/{}", mill.as_str().unwrap());
        let expected = |at: Instant| coverage(app, &county, COUNTY, &format!("&as_of={at}")).0;
        let one = |at: Instant, status: u16| app.get(&format!("{path}?as_of={at}"), &county.token).expect(status).json;
        assert_eq!((expected(before), &one(before, 200)["document"]["name"]), (json!(1), &json!("某厂")));
        assert_eq!(expected(between), 0);
        one(kept, 404);
        // What nothing was done to since stands as it stands today.
        let now = moment();
        assert_eq!((expected(now), &one(now, 200)["document"]["name"]), (json!(1), &json!("乙厂")));
    });
}

#[test]
fn what_is_late_is_told_by_the_day_and_the_limits_of_then() {
    each_database(|app| {
        let (officer, county) = (app.officer_of(HOME), app.officer_of(COUNTY));
        let mill = mill_of(app, HOME, "fire");
        let hazard = json!(ordered(app, &officer, mill, 25));
        let overdue = |more: &str| {
            let path = format!("/v1/reports/overdue?region={COUNTY}{more}");
            let told = app.get(&path, &county.token).expect(200).json;
            let sum = |name: &str| {
                let courts = told["courts"].as_array().unwrap();
                courts.iter().map(|court| court[name].as_u64().unwrap()).sum::<u64>()
            };
            (told["on"].clone(), (sum("due_soon"), sum("overdue")))
        };
        let today = clock::now().day();
        let before = moment();
        let manager = app.make_organisation(people::organisation("territorial", COUNTY, json!({})));
        let manager = app.employ(manager, "manager", COUNTY, json!({}));
        let wide = json!({"from_on": today, "limits": {"reminder_working_days": 60}});
        post(app, &manager, &format!("/policies/{COUNTY}"), wide).expect(201);
        assert_eq!(overdue(""), (json!(today), (1, 0)));
        assert_eq!(overdue(&format!("&as_of={}", moment())), (json!(today), (1, 0)));
        assert_eq!(overdue(&format!("&as_of={before}")), (json!(today), (0, 0)), "nobody had set it");
        let late = format!("&on={}", today.plus_days(26));
        does(app, &officer, &hazard, "amend", json!({"deadline": today.plus_days(27)})).expect(200);
        assert_eq!(overdue(&format!("&as_of={before}{late}")).1, (0, 1));
        assert_eq!(overdue(&late).1, (1, 0));
        // By the claimed clock the hazard was there a month ago.
        let then = clock::now().plus_seconds(-20 * DAY);
        assert_eq!(overdue(&format!("&as_of={then}&as_of_clock=claimed")), (json!(then.day()), (0, 0)));
        let late = format!("&on={}", today.plus_days(26));
        assert_eq!(overdue(&format!("&as_of={then}&as_of_clock=claimed{late}")).1, (0, 1));
        let long_ago = clock::now().plus_seconds(-900 * DAY);
        assert_eq!(overdue(&format!("&as_of={long_ago}")), (json!(long_ago.day()), (0, 0)));
    });
}

#[test]
fn leaders_do_not_come_late_before_their_day() {
    each_database(|app| {
        let (county, leader) = (app.officer_of(COUNTY), app.leader_of(COUNTY));
        let mill = register(app, &county, HOME, json!({"key_target": "place"}));
        let ago = |days: i64| clock::now().plus_seconds(-days * DAY);
        let target = json!({"target_kind": "enterprise", "name": "重点厂", "enterprise": mill, "unit": HOME});
        let body = json!({"leader": {"person": leader.person, "name": "刘县长"}, "tier": "county", "target": target,
            "from_on": ago(95).day()});
        let new = json!({"kind": "assignment", "act": "assign", "ledger": COUNTY, "at": ago(90), "body": body});
        let nobody = moment();
        let made = app.post("/v1/records", &county.token, &new).expect(201).json;
        let led = moment();
        let zones = |who: &people::Phone, region: &str, more: &str| {
            let told = report(app, who, "blind-zones", region, more);
            let count = |name: &str| super::zone(&told, name)["count"].as_u64().unwrap();
            (count("no_leader"), count("not_visited"), count("visit_overdue"))
        };
        let claimed = |days: i64| format!("&as_of={}&as_of_clock=claimed", ago(days));
        let due_on: hazard_ledger::domain::Day = made["visit_due_on"].as_str().unwrap().parse().unwrap();
        assert!(due_on < clock::now().day() && due_on > ago(30).day(), "{due_on}");
        assert_eq!(zones(&county, COUNTY, &format!("&as_of={nobody}")), (1, 0, 0));
        assert_eq!(zones(&county, COUNTY, &format!("&as_of={led}")), (0, 1, 1));
        assert_eq!(zones(&county, COUNTY, &claimed(40)), (0, 1, 0), "its day had not passed");
        // Who does not see the assignment knows that there was one.
        let officer = app.officer_of(HOME);
        does(app, &county, &made["id"], "end", json!({"to_on": clock::now().day(), "reason": "轮换"})).expect(200);
        assert_eq!(zones(&officer, HOME, ""), (1, 0, 0));
        assert_eq!(zones(&officer, HOME, &format!("&as_of={led}")), (0, 0, 0));
        assert_eq!(zones(&officer, HOME, &format!("&as_of={nobody}")), (1, 0, 0));
    });
}

#[test]
fn a_moment_that_has_not_come_and_a_clock_without_one_are_refused() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        inspect(app, &county, mill_of(app, HOME, "fire"));
        let future = clock::now().plus_seconds(60);
        let wrong = [
            (format!("as_of={future}"), "as_of"),
            ("as_of=x".to_owned(), "as_of"),
            ("as_of_clock=claimed".to_owned(), "as_of_clock"),
            (format!("as_of={}&as_of_clock=x", clock::now()), "as_of_clock"),
        ];
        for name in ["coverage", "blind-zones", "overdue"] {
            let days = if name == "overdue" { String::new() } else { format!("&{}", period()) };
            for (query, pointer) in &wrong {
                let path = format!("/v1/reports/{name}?region={COUNTY}{days}&{query}");
                assert_eq!(app.get(&path, &county.token).expect(400).json["pointer"], *pointer, "{path}");
            }
        }
    });
}
