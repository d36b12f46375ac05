//! The fourteen rules of `docs/duties.md`, as far as they concern more than one kind; the others are
//! tested beside their kinds. Each rule of the page has a test that bears its number.
use crate::floors::sources;
use crate::support::{TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, blocked_exit, cotton_mill, phone_of, report};
use hazard_ledger::domain::outcome::{RefusalCode, Verdict};
use hazard_ledger::domain::{Instant, kind};
use hazard_ledger::http::clock;
use hazard_ledger::phone::Draft;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_rule_of_the_page_has_a_test_of_its_number() {
    let page = std::fs::read_to_string("docs/duties.md").unwrap();
    let numbers = page.lines().filter_map(|line| line.strip_prefix("| ")?.split(' ').next()?.parse().ok());
    let rules: BTreeSet<u32> = numbers.collect();
    assert_eq!(rules, (1..=14).collect());
    let code = sources(Path::new("src")).into_iter().chain(sources(Path::new("tests")));
    let text: String = code.map(|(_, text)| text).collect();
    for rule in rules {
        assert!(text.contains(&format!("fn duty_{rule}_")), "rule {rule} has no test");
    }
}

/// Every act of every kind, on a record of that kind and as a new one, is refused.
fn writes_nothing(app: &TestApp, who: &people::Phone, may: &[&str]) {
    let mut phone = phone_of(app, who);
    let mill = cotton_mill(app, HOME);
    let mut officer = phone_of(app, &app.officer_of(HOME));
    let hazard = report(&mut officer, HOME, blocked_exit());
    officer.push().unwrap();
    phone.pull(500).unwrap();
    let home = crate::sync::unit(HOME);
    for kind in kind::ALL.iter().filter(|kind| !may.contains(&kind.name())) {
        for act in kind.acts() {
            let record = if kind.name() == "enterprise" { mill.cast() } else { hazard };
            let record = if kind.creates(act) { hazard_ledger::domain::RecordId::new() } else { record };
            let base = phone.base(record);
            phone.act(
                clock::now(),
                Draft { kind: kind.name(), act, record, ledger: Some(&home), base, body: json!({}) },
            );
        }
    }
    let results = phone.push().unwrap();
    assert!(results.len() > 40);
    let refused = |verdict| matches!(verdict, Verdict::Rejected | Verdict::Held | Verdict::DependencyFailed);
    assert!(results.iter().all(|result| refused(result.result)));
    let made = json!({ "kind": "hazard", "act": "report", "ledger": HOME, "body": blocked_exit() });
    let refused = app.post("/v1/records", &who.token, &made).expect(403);
    assert_eq!(refused.json["code"], "forbidden");
}

#[test]
fn duty_8_an_administrator_writes_no_business_record_and_gives_itself_no_duty() {
    each_database(|app| {
        let who = app.administrator_of(COUNTY);
        writes_nothing(app, &who, &[]);
        let duty = json!({ "organisation": who.organisation, "role": "inspector", "region": HOME });
        let refused = app.post(&format!("/v1/persons/{}/duties", who.person), &who.token, &duty).expect(403);
        assert_eq!(refused.json["code"], "forbidden");
    });
}

#[test]
fn duty_9_an_auditor_changes_nothing() {
    // It raises findings, where there is such a kind.
    each_database(|app| writes_nothing(app, &app.auditor_of(COUNTY), &["finding"]));
}

#[test]
fn duty_11_nothing_is_deleted() {
    // Cursors, postings that the entries give again, and what only served devices that have been away for
    // less than its time.
    let technical = ["src/store/cursor.rs", "src/store/posting.rs", "src/store/pruning.rs"];
    for (file, text) in sources(Path::new("src/store")) {
        let deletes = text.contains("diesel::delete") || text.to_lowercase().contains("delete from");
        assert!(!deletes || technical.contains(&file.as_str()), "{file} deletes");
        let changes = text.contains("update(entry::table") || text.contains("update entry ");
        assert!(!changes, "{file} changes entries");
    }
    let contract = hazard_ledger::http::contract::openapi();
    assert!(contract.paths.paths.values().all(|item| item.delete.is_none()), "an operation deletes");
}

#[test]
fn duty_12_what_is_claimed_and_what_was_received_are_both_shown() {
    each_database(|app| {
        let who = app.officer_of(HOME);
        let mut phone = phone_of(app, &who);
        let before = clock::now();
        let hazard = report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        let history = app.get(&format!("/v1/records/{hazard}/history"), &who.token).expect(200).json;
        let instant = |name: &str| history["items"][0][name].as_str().unwrap().parse::<Instant>().unwrap();
        assert_eq!(instant("at"), crate::sync::at());
        assert!(instant("received_at") >= before && instant("received_at") <= clock::now());
    });
}

#[test]
fn duty_13_is_kept_by_whoever_has_both_duties() {
    each_database(|app| {
        let mill = cotton_mill(app, HOME);
        let who = app.safety_officer_of(mill, HOME);
        let body = app.officer_of(HOME).organisation;
        app.give_duty(who.person, body, "inspector", HOME, json!({}));
        let mut phone = phone_of(app, &who);
        let mut found = blocked_exit();
        (found["no_owner"], found["enterprise"]) = (json!(false), json!(mill));
        let hazard = report(&mut phone, HOME, found);
        assert!(phone.push().unwrap()[0].result.stands_in_the_ledger());
        let graded = json!({ "level": "general", "sector": "fire", "owner": mill, "lead_department": body });
        crate::sync::act(&mut phone, "register", hazard, graded);
        let refused = phone.push().unwrap();
        assert_eq!(refused[0].problem.as_ref().unwrap().code, RefusalCode::SeparationOfDuty);
    });
}
