//! Limits: what is told is what is enforced; who asks too often, or too much at once, is asked to wait.
use crate::support::{Answer, TestApp, each_database};
use crate::sync::{COUNTY, HOME, blocked_exit, officer, report, report_some};
use hazard_ledger::http::limits::{Limits, Trusted};
use hazard_ledger::store::{Conn, StoreError};
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

fn limited(app: &TestApp, device_rate: u32, address_rate: u32, trusted: &[&str]) -> TestApp {
    let trusted = Trusted(trusted.iter().map(|network| network.parse().unwrap()).collect());
    app.beside(|shared| shared.limited(Limits { device_rate, address_rate, trusted }))
}

/// Lets the others go on when it ends, also when it ends by a failure.
struct Done<'a>(&'a AtomicBool);
impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn until_refused(ask: impl Fn() -> Answer) -> (usize, Answer) {
    (0..5000).map(|n| (n, ask())).find(|(_, answer)| answer.status != 200).unwrap()
}

#[test]
fn a_device_that_asks_too_often_is_told_when_to_come_again_and_no_other_is() {
    each_database(|app| {
        let app = &limited(app, 1, 0, &[]);
        let (officer, other) = (app.officer_of(HOME), app.officer_of(HOME));
        let first = app.get("/v1/sync/config", &officer.token).expect(200);
        assert_eq!(first.header("ratelimit-policy"), "\"device\";q=10;w=10");
        assert_eq!(first.header("ratelimit"), "\"device\";r=9;t=1");
        let (many, refused) = until_refused(|| app.get("/v1/sync/config", &officer.token));
        assert!((9..14).contains(&many), "{many}");
        assert_eq!((refused.status, &refused.json["code"]), (429, &json!("too-many-requests")));
        assert_eq!(refused.header("content-type"), "application/problem+json");
        assert_eq!(refused.header("content-language"), "zh-CN");
        assert!((1..=2).contains(&refused.header("retry-after").parse::<u64>().unwrap()));
        assert!(refused.header("ratelimit").starts_with("\"device\";r=0;t="));
        app.get("/v1/sync/config", &other.token).expect(200);
        app.get("/health/live", &officer.token).expect(200);
        std::thread::sleep(Duration::from_millis(1200));
        app.get("/v1/sync/config", &officer.token).expect(200);
    });
}

#[test]
fn an_address_is_the_peers_or_that_of_whom_a_trusted_proxy_speaks_for() {
    each_database(|app| {
        let ask = |app: &TestApp, client: &str| {
            app.send_with("GET", "/.well-known/jwks.json", "", &[("X-Forwarded-For", client)], None)
        };
        let behind = limited(app, 0, 1, &["127.0.0.0/8"]);
        let (_, refused) = until_refused(|| ask(&behind, "198.51.100.1"));
        assert_eq!(refused.status, 429);
        assert_eq!(refused.header("ratelimit-policy"), "\"address\";q=10;w=10");
        ask(&behind, "198.51.100.2").expect(200);
        let open = limited(app, 0, 1, &[]);
        until_refused(|| ask(&open, "198.51.100.1"));
        ask(&open, "198.51.100.2").expect(429);
    });
}

#[test]
fn what_is_told_is_what_is_enforced() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        let told = app.get("/v1/sync/config", &phone.line.token).expect(200).json;
        let number = |place: &str| told.pointer(place).and_then(serde_json::Value::as_u64).unwrap() as usize;
        let most = number("/push/most_acts");
        report_some(&mut phone, HOME, most + 1);
        let push = |acts: &[_]| {
            let body = json!({ "device_id": phone.device, "schema": 1, "acts": acts });
            app.post("/v1/sync/push", &phone.line.token, &body).status
        };
        assert_eq!((push(&phone.queue), push(&phone.queue[..most])), (400, 200));
        let bytes = |many: usize| {
            let body = json!({ "device_id": phone.device, "schema": 1, "acts": [] }).to_string();
            let body = body.clone() + &" ".repeat(many - body.len());
            app.send_bytes("/v1/sync/push", &phone.line.token, body.as_bytes(), "").status
        };
        assert_eq!((bytes(number("/push/most_bytes") + 1), bytes(number("/push/most_bytes"))), (413, 200));
        let pull = |more: serde_json::Value| {
            let mut body = json!({ "device_id": phone.device, "schema": 1 });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            app.post("/v1/sync/pull", &phone.line.token, &body)
        };
        let most = number("/pull/most_changes");
        pull(json!({ "limit": most + 1 })).expect(400);
        pull(json!({ "limit": most })).expect(200);
        pull(json!({ "ledgers": vec![HOME; number("/pull/most_ledgers") + 1] })).expect(400);
        for schema in told["schemas"]["pull"].as_array().unwrap() {
            pull(json!({ "schema": schema })).expect(200);
        }
        let first = pull(json!({})).expect(200);
        assert_eq!(first.json["ledgers"][0]["changes"].as_array().unwrap().len(), number("/push/most_acts"));
        let next = first.header("next-poll").parse::<usize>().unwrap();
        assert!((number("/poll/shortest_seconds")..=number("/poll/longest_seconds")).contains(&next), "{next}");
        assert_eq!((number("/memory/removals_days"), number("/memory/held_days")), (400, 5));
    });
}

#[test]
fn polls_of_many_are_spread() {
    each_database(|app| {
        let phone = officer(app, HOME);
        let body = json!({ "device_id": phone.device, "schema": 1 });
        let ask = |_| app.post("/v1/sync/pull", &phone.line.token, &body).header("next-poll").to_owned();
        let told: std::collections::BTreeSet<_> = (0..20).map(ask).collect();
        assert!(told.len() > 3, "{told:?}");
    });
}

#[test]
fn a_scope_beyond_the_budget_is_sent_all_the_same_with_advice() {
    each_database(|app| {
        let mut phone = officer(app, COUNTY);
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        let ask = |more: serde_json::Value| {
            let mut body = json!({ "device_id": phone.device, "schema": 1 });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            app.post("/v1/sync/pull", &phone.line.token, &body).expect(200).json
        };
        let first = ask(json!({}));
        assert_eq!(first["advice"], json!(null));
        app.sql("update digest set records = 100001 where kind = 'hazard'");
        let told = ask(json!({}));
        let advice = &told["advice"];
        assert_eq!((&advice["rows"], &advice["ledgers"]), (&json!(100_001), &json!(1)));
        assert_eq!((&advice["kinds"], &advice["budget"]["rows"]), (&json!({ "hazard": 100_001 }), &json!(100_000)));
        assert_eq!(advice["largest"], json!([{ "ledger": HOME, "rows": 100_001 }]));
        assert_eq!(told["ledgers"][0]["changes"].as_array().unwrap().len(), 1);
        let lines = phone.ask_stream(500).unwrap();
        assert_eq!(json!(lines[0]), json!({ "reset": true, "advice": advice }), "a stream begins with it");
        assert_eq!(ask(json!({ "cursor": told["cursor"] }))["advice"], json!(null), "told once");
        assert_eq!(ask(json!({ "kinds": ["enterprise"] }))["advice"], json!(null), "the advice was taken");
    });
}

#[test]
fn load_is_sent_away_before_the_queue_is_full_and_the_watch_never() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let over = AtomicBool::new(false);
        let slow = |_: &mut Conn| -> Result<(), StoreError> {
            std::thread::sleep(Duration::from_millis(60));
            Ok(())
        };
        std::thread::scope(|scope| {
            let jobs: Vec<_> = (0..120).map(|_| scope.spawn(move || app.store.read_now(slow))).collect();
            let watching = scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    app.get("/health/ready", "").expect(200);
                }
            });
            let done = Done(&over);
            let (_, refused) = until_refused(|| app.get("/.well-known/jwks.json", ""));
            assert_eq!((refused.status, &refused.json["code"]), (503, &json!("busy")));
            assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 2);
            let began = std::time::Instant::now();
            app.get("/health/ready", "").expect(200);
            assert!(began.elapsed() < Duration::from_millis(500), "{:?}", began.elapsed());
            for job in jobs {
                job.join().unwrap().unwrap();
            }
            drop(done);
            watching.join().unwrap();
        });
        app.get("/v1/sync/config", &officer.token).expect(200);
    });
}

#[test]
fn a_connection_that_is_lost_halfway_is_busy_and_the_next_unit_has_another() {
    let Some(app) = TestApp::on_postgres() else {
        return;
    };
    let lose = |conn: &mut Conn| -> Result<(), StoreError> {
        use diesel::connection::SimpleConnection;
        let Conn::Postgres(c) = conn else { panic!("not PostgreSQL") };
        Ok(c.batch_execute("select pg_terminate_backend(pg_backend_pid())")?)
    };
    for _ in 0..4 {
        assert!(matches!(app.store.write_now(lose), Err(StoreError::Busy(_))));
        assert!(matches!(app.store.read_now(lose), Err(StoreError::Busy(_))));
    }
    // Also where the work itself does not see it, only the commit.
    let unseen = move |conn: &mut Conn| -> Result<(), StoreError> {
        let _ = lose(conn);
        Ok(())
    };
    assert!(matches!(app.store.write_now(unseen), Err(StoreError::Busy(_))));
    let mut phone = officer(&app, HOME);
    report(&mut phone, HOME, blocked_exit());
    app.sql(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    phone.push().unwrap();
}
