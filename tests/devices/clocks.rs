//! A phone whose clock is years off: what it says is kept, and decides nothing.
use crate::support::{TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, blocked_exit, officer, unit, verdicts};
use hazard_ledger::domain::outcome::Verdict;
use hazard_ledger::domain::{Instant, RecordId};
use hazard_ledger::http::clock;
use hazard_ledger::phone::{Draft, Phone};
use serde_json::{Value, json};

fn do_at(phone: &mut Phone, at: Instant, act: &str, record: RecordId, body: Value) {
    let home = unit(HOME);
    let ledger = (act == "report").then_some(&home);
    let base = phone.base(record);
    phone.act(at, Draft { kind: "hazard", act, record, ledger, base, body });
}

#[test]
fn the_phones_time_and_the_servers_are_both_kept_and_nothing_is_refused() {
    each_database(|app| {
        for (n, claimed) in ["1999-12-31T23:59:59.000Z", "2099-01-01T00:00:00.000Z"].into_iter().enumerate() {
            let at: Instant = claimed.parse().unwrap();
            let mut phone = officer(app, HOME);
            let hazard = RecordId::new();
            let mut body = blocked_exit();
            body["found_at"] = json!(at);
            do_at(&mut phone, at, "report", hazard, body);
            do_at(&mut phone, at, "amend", hazard, json!({ "place": "二楼" }));
            let before = clock::now();
            assert_eq!(verdicts(&phone.push().unwrap()), [Verdict::Applied; 2], "{claimed}");
            let history = app.get(&format!("/v1/records/{hazard}/history"), &phone.line.token).expect(200).json;
            for entry in history["items"].as_array().unwrap() {
                assert_eq!(entry["at"], claimed);
                let received: Instant = entry["received_at"].as_str().unwrap().parse().unwrap();
                assert!(before <= received && received <= clock::now());
            }
            phone.pull(500).unwrap();
            assert_eq!(phone.held.len(), n + 1);
        }
    });
}

/// The order that a phone of this clock gives, with a deadline so many days after today.
fn ordered(app: &TestApp, at: Instant, days: i64) -> Verdict {
    let mut phone = officer(app, HOME);
    let hazard = RecordId::new();
    do_at(&mut phone, at, "report", hazard, blocked_exit());
    let owner = people::organisation("enterprise", HOME, json!({ "uscc_is_missing": true }));
    let department = people::organisation("department", HOME, json!({ "sectors": ["fire"] }));
    let (owner, department) = (app.make_organisation(owner), app.make_organisation(department));
    let level = json!({ "level": "general", "sector": "fire", "owner": owner, "lead_department": department });
    do_at(&mut phone, at, "register", hazard, level);
    let deadline = clock::now().day().plus_days(days);
    let order = json!({ "deadline": deadline, "responsible_person": "王安全", "measures": "清理通道" });
    do_at(&mut phone, at, "order", hazard, order);
    let results = phone.push().unwrap();
    assert!(results[..2].iter().all(|result| result.result == Verdict::Applied), "{results:?}");
    results[2].result
}

#[test]
fn a_deadline_is_judged_by_the_day_of_receipt() {
    each_database(|app| {
        let body = app.make_organisation(people::organisation("territorial", COUNTY, json!({})));
        let manager = app.employ(body, "manager", COUNTY, json!({}));
        let policy = json!({ "from_on": clock::now().day(), "limits": { "general_deadline_working_days": 60 } });
        app.post(&format!("/v1/policies/{COUNTY}"), &manager.token, &policy).expect(201);
        for at in ["1999-12-31T23:59:59.000Z", "2099-01-01T00:00:00.000Z"] {
            let at: Instant = at.parse().unwrap();
            assert_eq!(ordered(app, at, 10), Verdict::Applied, "{at}");
            assert_eq!(ordered(app, at, 400), Verdict::Rejected, "the policy's limit counts from today: {at}");
        }
        // Only a claim of an earlier day makes an earlier deadline possible: an order that was given offline.
        assert_eq!(ordered(app, "2099-01-01T00:00:00.000Z".parse().unwrap(), -10), Verdict::Rejected);
        assert_eq!(ordered(app, clock::now().plus_seconds(-20 * 86_400), -10), Verdict::Applied);
    });
}
