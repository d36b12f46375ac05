//! The drill-down of a figure: days, sectors, enterprises, scope, and what is asked wrongly.
use super::{accident, act, correction, drilled, figure, long_ago, report};
use crate::accidents::fall_at;
use crate::support::each_database;
use crate::sync::{COUNTY, HOME, NEIGHBOUR, mill_of, phone_of};
use hazard_ledger::domain::kind;
use hazard_ledger::http::clock;
use serde_json::{Value, json};

#[test]
fn every_measure_is_declared_in_both_languages() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let list = |language: &str| {
            let headers = [("Accept-Language", language)];
            app.send_with("GET", "/v1/measures", &officer.token, &headers, None).expect(200)
        };
        let (chinese, english) = (list("zh"), list("en"));
        assert_eq!((chinese.header("content-language"), english.header("content-language")), ("zh-CN", "en"));
        let declared: usize = kind::ALL.iter().map(|kind| kind.measured().len()).sum();
        assert_eq!(chinese.json["items"].as_array().unwrap().len(), declared);
        let find = |list: &Value| {
            let items = list["items"].as_array().unwrap();
            items.iter().find(|item| item["name"] == "accident.count").unwrap().clone()
        };
        let (zh, en) = (find(&chinese.json), find(&english.json));
        assert_eq!((&zh["kind"], &zh["unit"]), (&json!("accident"), &json!("records")));
        assert_ne!(zh["title"], en["title"]);
    });
}

#[test]
fn days_and_sectors_narrow_a_figure() {
    each_database(|app| {
        let (officer, day) = (app.officer_of(HOME), long_ago());
        for (sector, deaths, days) in [("fire", 1, 0), ("fire", 2, 1), ("mine", 4, 1), ("mine", 8, 3)] {
            report(app, &officer, HOME, &accident(sector, deaths, day.plus_days(days)));
        }
        let sum = |query: &str| figure(app, &officer, "accident.deaths", query).1;
        let on = |days: i64| day.plus_days(days);
        assert_eq!(sum(""), 15);
        assert_eq!(sum(&format!("&from={}", on(1))), 14);
        assert_eq!(sum(&format!("&to={}", on(1))), 7);
        assert_eq!(sum(&format!("&from={}&to={}", on(1), on(1))), 6);
        assert_eq!(sum(&format!("&from={}&to={}", on(2), on(2))), 0);
        assert_eq!(sum("&sector=mine"), 12);
        assert_eq!(sum(&format!("&sector=mine&to={}", on(1))), 4);
        assert_eq!(sum("&sector=fire,mine"), 15);
        assert_eq!(sum("&sector=road"), 0);
        assert_eq!(sum("&category=fall_from_height"), 15);
        assert_eq!(sum("&category=drowning"), 0);
    });
}

#[test]
fn enterprises_count_once_and_each_sees_its_own() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        let (mill, other) = (mill_of(app, HOME, "manufacturing"), mill_of(app, NEIGHBOUR, "manufacturing"));
        let at = json!(clock::now().plus_seconds(-86_400));
        let first = report(app, &county, HOME, &fall_at(mill, &at));
        report(app, &county, HOME, &fall_at(mill, &at));
        report(app, &county, NEIGHBOUR, &fall_at(other, &at));
        let figures = |who: &_, query: &str| {
            let (page, rows) = drilled(app, who, "accident.count", query, 2);
            (rows.len(), page["count"].as_u64().unwrap(), page["distinct_enterprises"].as_u64().unwrap())
        };
        assert_eq!(figures(&county, ""), (3, 3, 2));
        assert_eq!(figures(&county, &format!("&region={NEIGHBOUR}")), (1, 1, 1));
        let own = app.safety_officer_of(mill, HOME);
        assert_eq!(figures(&own, ""), (2, 2, 1));
        assert_eq!(figures(&own, &format!("&region={COUNTY}")), (2, 2, 1));
        let (_, rows) = drilled(app, &own, "accident.count", "", 50);
        assert!(rows.iter().all(|row| row["enterprise"] == json!(mill) && row["sector"] == "manufacturing"));
        assert!(rows.iter().any(|row| row["record"] == first));
    });
}

#[test]
fn a_push_posts_what_its_acts_change() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let mut phone = phone_of(app, &officer);
        let (record, unit) = (hazard_ledger::domain::RecordId::new(), crate::sync::unit(HOME));
        let at = clock::now();
        let body = accident("fire", 3, long_ago());
        phone.act(
            at,
            hazard_ledger::phone::Draft {
                kind: "accident",
                act: "report",
                record,
                ledger: Some(&unit),
                base: None,
                body,
            },
        );
        let corrected = correction(2);
        let base = Some(hazard_ledger::domain::act::Base::ClientSeq(1.try_into().unwrap()));
        phone.act(
            at,
            hazard_ledger::phone::Draft {
                kind: "accident",
                act: "correct_casualties",
                record,
                ledger: None,
                base,
                body: corrected,
            },
        );
        let results = phone.push().unwrap();
        assert!(results.iter().all(|result| result.problem.is_none()), "{results:?}");
        assert_eq!(figure(app, &officer, "accident.deaths", ""), (1, 2));
        assert_eq!(figure(app, &officer, "accident.count", ""), (1, 1));
        assert_eq!(super::differences(app, &[HOME]), []);
    });
}

#[test]
fn a_figure_of_nothing_is_nothing_and_one_of_elsewhere_is_not_there() {
    each_database(|app| {
        let (officer, county) = (app.officer_of(HOME), app.officer_of(COUNTY));
        assert_eq!(figure(app, &officer, "accident.count", &format!("&region={HOME}")), (0, 0));
        let made = report(app, &county, NEIGHBOUR, &accident("fire", 1, long_ago()));
        let path = |region: &str| format!("/v1/measures/accident.count/records?region={region}");
        let hidden = app.get(&path(NEIGHBOUR), &officer.token).expect(404);
        let missing = app.get(&path("360702999000"), &officer.token).expect(404);
        assert_eq!(hidden.json, missing.json);
        app.get("/v1/measures/accident.joy/records", &officer.token).expect(404);
        act(app, &county, &made, "move", json!({"to": HOME, "reason": "属地有误"}));
        assert_eq!(figure(app, &officer, "accident.count", &format!("&region={HOME}")), (1, 1));
        assert_eq!(figure(app, &county, "accident.count", &format!("&region={NEIGHBOUR}")), (0, 0));
    });
}

#[test]
fn what_is_asked_wrongly_is_told_by_its_name() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let future = clock::now().plus_seconds(3600);
        #[rustfmt::skip]
        let wrong = [
            ("from=2026-02-30", "from"), ("from=2026-02-02&to=2026-02-01", "to"), ("limit=0", "limit"),
            ("after=bm90aGluZw", "after"), ("sector=joy", "sector"), ("as_of=2026-02-01", "as_of"),
            ("as_of_clock=claimed", "as_of_clock"), ("as_of=2026-02-01T00:00:00Z&as_of_clock=x", "as_of_clock"),
            ("region=7", "region"), ("joy=1", "joy"), (&format!("as_of={future}"), "as_of"),
        ];
        for (query, name) in wrong {
            let answer = app.get(&format!("/v1/measures/accident.count/records?{query}"), &officer.token).expect(400);
            assert_eq!(answer.json["pointer"], name, "{query}");
        }
    });
}
