//! One record as of an earlier moment: the very document that was answered then.
use super::{accident, act, correction, long_ago, report, voiding};
use crate::regions::{create, recode};
use crate::support::each_database;
use crate::sync::{COUNTY, HOME, NEIGHBOUR};
use hazard_ledger::domain::Instant;
use hazard_ledger::http::clock;
use serde_json::{Value, json};

#[test]
fn a_record_is_read_as_it_was() {
    each_database(|app| {
        let (county, other) = (app.officer_of(COUNTY), app.officer_of(COUNTY));
        let made = report(app, &county, HOME, &accident("fire", 1, long_ago()));
        let path = format!("/v1/records/{}", made.as_str().unwrap());
        let mut answers = vec![app.get(&path, &county.token).expect(200)];
        for (name, body) in [
            ("correct_casualties", correction(2)),
            ("move", json!({"to": NEIGHBOUR, "reason": "属地有误"})),
            ("correct_casualties", correction(3)),
        ] {
            act(app, &county, &made, name, body);
            answers.push(app.get(&path, &county.token).expect(200));
        }
        let moment = |answer: &Value| answer["document"]["updated_at"].as_str().unwrap().parse::<Instant>().unwrap();
        for answer in &answers {
            let at = moment(&answer.json);
            // Two acts may have been received within a millisecond: the later one counts.
            let expected = answers.iter().rfind(|other| moment(&other.json) <= at).unwrap();
            let then = app.get(&format!("{path}?as_of={at}"), &county.token).expect(200);
            assert_eq!(then.json, expected.json);
            assert_eq!(then.header("etag"), expected.header("etag"));
        }
        let before = moment(&answers[0].json).plus_millis(-1);
        app.get(&format!("{path}?as_of={before}"), &county.token).expect(404);
        let foreign = app.officer_of(HOME);
        app.get(&format!("{path}?as_of={}", clock::now()), &foreign.token).expect(404);
        act(app, &other, &made, "void", voiding());
        let last = moment(&answers[3].json);
        app.get(&format!("{path}?as_of={last}"), &county.token).expect(404);
        app.get(&format!("{path}?as_of={last}"), &app.auditor_of(COUNTY).token).expect(200);
    });
}

#[test]
fn by_the_claimed_clock_a_record_is_there_as_soon_as_it_is_said_to_have_been() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        let now = clock::now();
        let (early, late) = (now.plus_seconds(-7200), now.plus_seconds(-3600));
        let body = accident("fire", 1, long_ago());
        let new = json!({"kind": "accident", "act": "report", "ledger": HOME, "at": late, "body": body});
        let made = app.post("/v1/records", &county.token, &new).expect(201).json["id"].clone();
        let path = format!("/v1/records/{}", made.as_str().unwrap());
        // Claims do not go back: this one counts as of the report.
        let corrected = json!({"act": "correct_casualties", "at": early, "body": correction(2)});
        let acts = format!("{path}/acts");
        app.send_with("POST", &acts, &county.token, &[("If-Match", "*")], Some(&corrected)).expect(200);
        let then = |at: Instant, clock: &str| app.get(&format!("{path}?as_of={at}&as_of_clock={clock}"), &county.token);
        assert_eq!(then(late, "claimed").expect(200).json["document"]["casualties"]["deaths"], 2);
        then(late.plus_millis(-1), "claimed").expect(404);
        then(late, "received").expect(404);
        for (query, name) in [("as_of_clock=claimed", "as_of_clock"), ("as_of=x", "as_of"), ("joy=1", "joy")] {
            let answer = app.get(&format!("{path}?{query}"), &county.token).expect(400);
            assert_eq!(answer.json["pointer"], name);
        }
        let future = clock::now().plus_seconds(60);
        assert_eq!(app.get(&format!("{path}?as_of={future}"), &county.token).expect(400).json["pointer"], "as_of");
    });
}

/// The town's ledger keeps its name; whoever asks may use the code of then or of now.
#[test]
fn a_recoded_region_has_one_past_under_both_codes() {
    let (old, new) = ("360799000000", "360784000000");
    each_database(|app| {
        let admin = app.administrator_of("360700000000").token;
        create(app, &admin, old, "county", "360700000000").expect(201);
        create(app, &admin, "360799100000", "town", old).expect(201);
        let officer = app.officer_of(old);
        let figures = |code: &str, more: &str| -> (Value, Vec<Value>) {
            let query = format!("region={code}&from=2015-01-01&to={}{more}", clock::now().day());
            let told = app.get(&format!("/v1/reports/briefing?{query}"), &officer.token).expect(200).json;
            let sections = told["sections"].as_array().unwrap().iter();
            let figures = sections.flat_map(|section| section["figures"].as_array().unwrap());
            (told["as_of"].clone(), figures.map(|figure| json!([figure["code"], figure["value"]])).collect())
        };
        let has = |figures: &[Value], accidents: i64| figures.contains(&json!(["accidents", accidents]));
        report(app, &officer, "360799100000", &accident("fire", 1, long_ago()));
        let (as_of, before) = figures(old, "");
        assert!(has(&before, 1), "{before:?}");
        while json!(clock::now()) == as_of {}
        recode(app, &admin, old, new).expect(200);
        report(app, &officer, "360784100000", &accident("fire", 2, long_ago()));
        for code in [old, new] {
            let then = format!("&as_of={}", as_of.as_str().unwrap());
            assert_eq!(figures(code, &then).1, before, "{code}");
            assert!(has(&figures(code, "").1, 2), "{code}");
        }
    });
}
