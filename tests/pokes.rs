//! Streams of events: who hears of what, how soon, and when it ends.
use crate::support::{TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, blocked_exit, mill_of, officer, phone_of, report, report_some};
use hazard_ledger::http::clock;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// A stream as a client reads it.
pub struct Listening {
    pub status: u16,
    pub head: Vec<String>,
    lines: BufReader<TcpStream>,
}

/// What came.
#[derive(Debug, PartialEq)]
pub enum Came {
    Event(String, Value),
    Nothing,
    End,
}

pub fn listen(app: &TestApp, token: &str) -> Listening {
    let mut stream = TcpStream::connect(app.address()).unwrap();
    let asked = format!(
        "GET /v1/sync/events HTTP/1.1\r\nHost: ledger\r\nAuthorization: Bearer {token}\r\nAccept-Encoding: gzip, zstd\r\n\r\n"
    );
    stream.write_all(asked.as_bytes()).unwrap();
    let mut lines = BufReader::new(stream);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        head.push(line.trim().to_ascii_lowercase());
    }
    let status = head[0].split(' ').nth(1).unwrap().parse().unwrap();
    Listening { status, head, lines }
}

impl Listening {
    /// A line within this time; `Err` if the stream has ended.
    fn line(&mut self, end: Instant) -> Result<Option<String>, ()> {
        let left = end.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        self.lines.get_ref().set_read_timeout(Some(left)).unwrap();
        let mut line = String::new();
        match self.lines.read_line(&mut line) {
            Ok(0) => Err(()),
            Ok(_) if line.trim() == "0" => Err(()),
            Ok(_) => Ok(Some(line.trim().to_owned())),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Ok(None),
            Err(_) => Err(()),
        }
    }

    /// The next event within this time.
    pub fn next(&mut self, within: Duration) -> Came {
        let end = Instant::now() + within;
        let mut event = String::new();
        loop {
            match self.line(end) {
                Err(()) => return Came::End,
                Ok(None) => return Came::Nothing,
                Ok(Some(line)) => {
                    if let Some(name) = line.strip_prefix("event: ") {
                        event = name.to_owned();
                    } else if let Some(data) = line.strip_prefix("data: ") {
                        return Came::Event(event, serde_json::from_str(data).unwrap());
                    }
                }
            }
        }
    }
    /// Sooner or later; what was done just before the stream was opened may be told as well.
    #[track_caller]
    fn hears_of_scope(&mut self) {
        loop {
            match self.next(SOON) {
                Came::Event(event, _) if event == "ledger" => {}
                came => return assert_eq!(came, Came::Event("scope".to_owned(), json!({}))),
            }
        }
    }
    #[track_caller]
    fn hears(&mut self, event: &str, data: &Value) {
        assert_eq!(self.next(SOON), Came::Event(event.to_owned(), data.clone()));
    }
}

const SOON: Duration = Duration::from_secs(8);
/// Longer than two looks.
const WHILE: Duration = Duration::from_millis(2500);

fn told(ledger: &str, seq: i64) -> Value {
    json!({ "ledger": ledger, "seq": seq })
}

#[test]
fn a_change_is_told_to_whoever_sees_its_ledger_and_to_nobody_else() {
    each_database(|app| {
        let [home, county, neighbour] = [HOME, COUNTY, NEIGHBOUR].map(|code| app.officer_of(code));
        let mut streams = [&home, &county, &neighbour].map(|who| listen(app, &who.token));
        assert!(streams.iter().all(|stream| stream.status == 200));
        let head = &streams[0].head;
        assert!(head.contains(&"content-type: text/event-stream".to_owned()), "{head:?}");
        assert!(!head.iter().any(|line| line.starts_with("content-encoding: gzip") || line.contains("zstd")));
        let mut phone = phone_of(app, &home);
        report_some(&mut phone, HOME, 3);
        let began = Instant::now();
        phone.push().unwrap();
        streams[0].hears("ledger", &told(HOME, 3));
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        streams[1].hears("ledger", &told(HOME, 3));
        assert_eq!(streams[2].next(WHILE), Came::Nothing);
    });
}

#[test]
fn a_change_by_another_instance_is_told_and_so_is_one_made_online() {
    each_database(|app| {
        let other = app.beside(|shared| shared);
        let county = app.officer_of(COUNTY);
        let mut stream = listen(&other, &county.token);
        let new = json!({ "kind": "hazard", "act": "report", "ledger": HOME, "body": blocked_exit() });
        app.post("/v1/records", &county.token, &new).expect(201);
        stream.hears("ledger", &told(HOME, 1));
    });
}

#[test]
fn an_enterprise_hears_of_its_own_records_in_whichever_ledger() {
    each_database(|app| {
        let mill = mill_of(app, HOME, "fire");
        let mut stream = listen(app, &app.safety_officer_of(mill, HOME).token);
        let mut phone = officer(app, COUNTY);
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        assert_eq!(stream.next(WHILE), Came::Nothing, "nobody's");
        let mut own = blocked_exit();
        own["no_owner"] = json!(false);
        own["enterprise"] = json!(mill);
        report(&mut phone, NEIGHBOUR, own);
        phone.push().unwrap();
        stream.hears("ledger", &told(NEIGHBOUR, 1));
    });
}

#[test]
fn who_sees_other_things_is_told_and_hears_of_those_from_then_on() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        let who = app.officer_of(NEIGHBOUR);
        let mut stream = listen(app, &who.token);
        app.give_duty(who.person, county.organisation, "inspector", COUNTY, json!({}));
        stream.hears_of_scope();
        let mut phone = phone_of(app, &county);
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        stream.hears("ledger", &told(HOME, 1));
        // A new region, and a new enterprise below one's own, are news of the same sort.
        let park = json!({ "parent": COUNTY, "code": "360702900000", "name": "某园区", "level": "park" });
        app.post("/v1/regions", &app.administrator().token, &park).expect(201);
        stream.hears_of_scope();
        let mother = mill_of(app, HOME, "fire");
        let mut stream = listen(app, &app.safety_officer_of(mother, HOME).token);
        let daughter = people::organisation("enterprise", HOME, json!({ "parent": mother, "uscc_is_missing": true }));
        app.make_organisation(daughter);
        stream.hears_of_scope();
    });
}

#[test]
fn a_mandate_that_ends_by_its_date_is_told_without_anybody_doing_anything() {
    use hazard_ledger::services::pokes::Ears;
    each_database(|app| {
        let auditor = app.auditor_of(COUNTY);
        let ears = |days: i64| {
            let now = clock::now().plus_seconds(days * 86_400);
            app.store.read_now(move |conn| Ears::of(conn, auditor.person, 1, now)).unwrap()
        };
        let last = clock::now().day().plus_days(30);
        assert_eq!((ears(0).changes_on, ears(0).regions.len()), (Some(last.plus_days(1)), 1));
        assert_eq!((ears(31).changes_on, ears(31).regions.len()), (None, 0));
    });
}

#[test]
fn a_stream_ends_soon_after_its_session_its_device_or_its_person() {
    each_database(|app| {
        let other = app.beside(|shared| shared);
        let administrator = app.administrator();
        let who = [0; 3].map(|_| app.officer_of(HOME));
        let mut streams = who.each_ref().map(|who| listen(&other, &who.token));
        let mut staying = listen(&other, &administrator.token);
        app.post("/v1/auth/sign-out", &who[0].token, &json!({})).expect(204);
        app.post(&format!("/v1/devices/{}/revoke", who[1].device_id), &who[1].token, &json!({})).expect(204);
        let person = who[2].person;
        app.post(&format!("/v1/persons/{person}/deactivate"), &administrator.token, &json!({})).expect(204);
        let began = Instant::now();
        for stream in &mut streams {
            assert_eq!(stream.next(SOON), Came::End);
        }
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        assert_eq!(staying.next(Duration::from_millis(50)), Came::Nothing);
    });
}

#[test]
fn a_stream_ends_when_its_token_does() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let keys = &app.shared.keys;
        let mut claims = (*keys.verify(&officer.token, clock::now()).unwrap()).clone();
        claims.exp = clock::now().millis() / 1000 + 2;
        let mut stream = listen(app, keys.sign(&claims).unwrap().reveal());
        assert_eq!(stream.status, 200);
        assert_eq!(stream.next(SOON), Came::End);
    });
}

#[test]
fn streams_are_limited_and_a_stranger_gets_none() {
    use hazard_ledger::services::pokes::Pokes;
    each_database(|app| {
        assert_eq!(listen(app, "nonsense").status, 401);
        let small = app.beside(|shared| shared.with_streams(Pokes::with_at_most(2)));
        let officer = app.officer_of(HOME);
        let mut held = [0; 2].map(|_| listen(&small, &officer.token));
        let refused = listen(&small, &app.officer_of(HOME).token);
        assert_eq!((held[1].status, refused.status), (200, 503));
        assert!(refused.head.iter().any(|line| line.starts_with("retry-after: ")));
        assert_eq!(listen(&small, &officer.token).status, 200, "a device takes the place of its own");
        assert_eq!((held[0].next(SOON), held[1].next(Duration::from_millis(50))), (Came::End, Came::Nothing));
    });
}

#[test]
fn the_cost_of_looking_does_not_grow_with_the_streams() {
    each_database(|app| {
        let cost = |many: usize| {
            let officers: Vec<_> = (0..many).map(|_| app.officer_of(HOME)).collect();
            let _held: Vec<_> = officers.iter().map(|who| listen(app, &who.token)).collect();
            app.store.statements_of(|| std::thread::sleep(Duration::from_secs(4)))
        };
        let (few, many) = (cost(1), cost(30));
        assert!((3..=12).contains(&few) && many <= few + 3, "{few} and {many} statements in 4 s");
    });
}

#[test]
fn asking_with_head_opens_no_stream() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let answer = app.send("HEAD", "/v1/sync/events", &officer.token, None);
        assert!(answer.status < 500, "{}", answer.status);
        assert!(app.shared.pokes.is_idle());
    });
}

/// Needs 4,000 file descriptors: `cargo test --test main -- --ignored two_thousand_streams`.
#[test]
#[ignore = "measures the whole process, so it runs alone"]
fn two_thousand_streams_are_held_within_300_mib_and_all_are_told_soon() {
    let resident = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    };
    each_database(|app| {
        let before = resident();
        let city: Vec<_> = (0..250).map(|_| app.officer_of("360700000000")).collect();
        let mut streams: Vec<_> = city.iter().flat_map(|who| [(); 8].map(|()| listen(app, &who.token))).collect();
        assert!(streams.iter().all(|stream| stream.status == 200));
        let held = resident();
        let mut phone = officer(app, HOME);
        report(&mut phone, HOME, blocked_exit());
        let began = Instant::now();
        phone.push().unwrap();
        streams.iter_mut().for_each(|stream| stream.hears("ledger", &told(HOME, 1)));
        eprintln!("{before} MiB, with 2,000 streams {held} MiB; all were told after {:?}", began.elapsed());
        assert!(held - before < 300, "{before} MiB, then {held} MiB");
    });
}
