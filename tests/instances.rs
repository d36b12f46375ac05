//! Several servers on one database.
use crate::support::instances::Instance;
use crate::support::{TestApp, each_database};
use hazard_ledger::domain::{ActId, RecordId};
use hazard_ledger::http::clock;
use hazard_ledger::phone::{Line, PhoneError};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

const HOME: &str = "360702100000";

fn line(instance: &Instance, token: &str) -> Line {
    Line::new(format!("http://{}", instance.address), token)
}

#[test]
fn servers_that_start_together_make_one_platform() {
    each_database(|app| {
        let (url, _bare) = app.bare_url();
        let starting: Vec<_> =
            (0..4).map(|_| url.clone()).map(|url| std::thread::spawn(move || Instance::start(&url))).collect();
        let instances: Vec<_> = starting.into_iter().map(|thread| thread.join().unwrap()).collect();
        let keys = |instance| line(instance, "").get("/.well-known/jwks.json").unwrap();
        assert!(instances.iter().all(|instance| keys(instance) == keys(&instances[0])));
        assert!(instances.iter().all(|instance| line(instance, "").get("/health/ready").is_ok()));
    });
}

#[test]
fn a_token_and_its_end_hold_on_all_servers() {
    each_database(|app| {
        let instances: Vec<_> = (0..2).map(|_| Instance::start(&app.database_url())).collect();
        let person = app.officer_of(HOME);
        let me = |n: usize| line(&instances[n], &person.token).get("/v1/me");
        assert!(me(0).is_ok() && me(1).is_ok());
        line(&instances[0], &person.token).post("/v1/auth/sign-out", &json!({})).unwrap();
        assert!(matches!(me(1), Err(PhoneError::Refused { status: 401, .. })));
        // A duty that ends at one server ends at all.
        let person = app.officer_of(HOME);
        let records = || line(&instances[1], &person.token).get("/v1/records").unwrap();
        report(&line(&instances[0], &person.token), person.device_id, 1).unwrap();
        assert_eq!(records()["items"].as_array().unwrap().len(), 1);
        app.end_duty(person.duty);
        assert_eq!(records()["items"].as_array().unwrap().len(), 0);
    });
}

fn report(line: &Line, device: impl serde::Serialize, number: usize) -> Result<Value, PhoneError> {
    let act = json!({
        "client_seq": number, "act_id": ActId::new(), "at": clock::now(), "kind": "hazard", "act": "report",
        "record": RecordId::new(), "ledger": HOME,
        "body": { "category": ["P2"], "description": "疏散通道堵塞", "found_at": clock::now(), "source": "daily",
            "sector": "fire", "no_owner": true },
    });
    line.post("/v1/sync/push", &json!({ "device_id": device, "schema": 1, "acts": [act] }))
}

/// Devices push without a pause to whichever server is there, while one after the other is stopped
/// as an operator stops it, and started again.
#[test]
fn servers_are_replaced_one_by_one_under_load_and_nobody_is_refused() {
    each_database(|app| {
        let instances: Vec<_> = (0..2).map(|_| Instance::start(&app.database_url())).collect();
        let people: Vec<_> = (0..4).map(|_| app.officer_of(HOME)).collect();
        let (is_over, applied) = (AtomicBool::new(false), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for (n, person) in people.iter().enumerate() {
                let (instances, is_over, applied) = (&instances, &is_over, &applied);
                scope.spawn(move || push_until(is_over, instances, n, person, applied));
            }
            for instance in &instances {
                std::thread::sleep(Duration::from_millis(300));
                instance.stop();
                std::thread::sleep(Duration::from_millis(200));
                instance.start_again();
            }
            is_over.store(true, Ordering::Relaxed);
        });
        let numbers = count_of(app);
        assert_eq!(numbers, applied.into_inner(), "every act that was acknowledged, and no other");
    });
}

fn push_until(
    is_over: &AtomicBool,
    instances: &[Instance],
    n: usize,
    person: &crate::support::people::Phone,
    applied: &AtomicUsize,
) {
    let mut number = 1;
    while !is_over.load(Ordering::Relaxed) {
        let instance = &instances[(n + number) % instances.len()];
        let other = &instances[(n + number + 1) % instances.len()];
        // Where nobody listens the balancer goes to the other one; who listens answers.
        let answer = match report(&line(instance, &person.token), person.device_id, number) {
            Err(PhoneError::Unreachable(_)) => report(&line(other, &person.token), person.device_id, number),
            answer => answer,
        };
        let answer = answer.unwrap_or_else(|error| panic!("act {number} of {n}: {error}"));
        assert_eq!(answer["results"][0]["result"], "applied", "{answer}");
        applied.fetch_add(1, Ordering::Relaxed);
        number += 1;
    }
}

/// The hazards of the unit, counted by the server.
fn count_of(app: &TestApp) -> usize {
    let auditor = app.auditor_of(HOME);
    let page = app.get("/v1/records?count=exact", &auditor.token).expect(200).json;
    let ids: BTreeSet<_> = page["items"].as_array().unwrap().iter().map(|item| item["id"].to_string()).collect();
    assert!(!ids.is_empty());
    page["count"].as_u64().unwrap_or_else(|| panic!("{page}")) as usize
}
