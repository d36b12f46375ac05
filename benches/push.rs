//! Acts a second, pushed by many devices at once.
use super::floor::{self, Written};
use super::load::{self, is_ok, post};
use super::report::{line, rate};
use super::support::TestApp;
use super::support::people;
use hazard_ledger::domain::{ActId, RecordId};
use hazard_ledger::http::clock;
use hazard_ledger::services::Failure;
use hazard_ledger::services::push::{Batch, Lanes, Sent};
use hazard_ledger::services::sessions;
use hazard_ledger::store::{entry, receipt, record};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub const COUNTY: &str = "360702000000";

fn act(number: usize, unit: &str) -> Value {
    json!({
        "client_seq": number, "act_id": ActId::new(), "at": clock::now(), "kind": "hazard", "act": "report",
        "record": RecordId::new(), "ledger": unit,
        "body": { "category": ["P2"], "description": "疏散通道堵塞", "place": "二楼东侧", "found_at": clock::now(),
            "source": "daily", "sector": "fire", "no_owner": true },
    })
}

pub fn batch(device: &people::Phone, from: usize, acts: usize, unit: &str) -> Value {
    let acts: Vec<_> = (from..from + acts).map(|number| act(number, unit)).collect();
    json!({ "device_id": device.device_id, "schema": 1, "acts": acts })
}

/// A push after the other of one device.
pub fn pushes(device: &people::Phone, many: usize, acts: usize, unit: &str) -> Vec<Vec<u8>> {
    let push = |n| batch(device, n * acts + 1, acts, unit).to_string();
    (0..many).map(|n| post("/v1/sync/push", &device.token, "", push(n).as_bytes())).collect()
}

/// What the server wrote for one act.
fn written(app: &TestApp, unit: &str) -> Written {
    let device = app.officer_of(COUNTY);
    let batch = batch(&device, 1, 1, unit);
    let answer = app.post("/v1/sync/push", &device.token, &batch).expect(200).json;
    let act: ActId = answer["results"][0]["act_id"].as_str().unwrap().parse().unwrap();
    let read = move |conn: &mut _| -> Result<Written, Failure> {
        let entry = entry::of_act(conn, act)?.remove(0);
        let record = record::find(conn, &[entry.record])?.remove(0);
        let receipt = receipt::find(conn, &[], &[act])?.remove(0).0;
        Ok(Written { entry, record, receipt })
    };
    app.store.read_now(read).unwrap()
}

pub fn measure(app: &TestApp) {
    let units = app.units_of(COUNTY);
    let one = written(app, &units[0]);
    for acts in [1, 50] {
        let transactions = 1200 / acts;
        let floor = rate(transactions * acts, floor::write(app, &one, transactions, acts, 4));
        for devices in [1, 16, 64] {
            for (place, many) in [("one township", 1), ("many", units.len())] {
                let each = (if acts == 1 { 1920 } else { 256 } / devices).max(1).min(if acts == 1 { 400 } else { 60 });
                let phones: Vec<_> = (0..devices).map(|_| app.officer_of(COUNTY)).collect();
                let clients =
                    phones.iter().enumerate().map(|(n, phone)| pushes(phone, each, acts, &units[n % many])).collect();
                let took = load::run(app.address(), clients, is_ok);
                let what = format!("{acts} acts a push, {devices} devices, {place}");
                line(&what, rate(devices * each * acts, took), "acts/s", &[("the rows alone", floor)]);
            }
        }
    }
    company(app, &units[0]);
}

/// 64 devices with one act each, in company and with a transaction each; without HTTP.
fn company(app: &TestApp, unit: &str) {
    let together = Lanes::open(app.store.clone(), clock::now);
    let alone = together.clone().without_company();
    let rates: Vec<_> = [together, alone].iter().map(|lanes| rate(64 * 20, push_by(app, lanes, unit))).collect();
    line("64 devices, 1 act each, in company", rates[0], "acts/s", &[("a transaction each", rates[1])]);
}

fn push_by(app: &TestApp, lanes: &Lanes, unit: &str) -> Duration {
    let phones: Vec<_> = (0..64).map(|_| app.officer_of(COUNTY)).collect();
    let queue = |phone: &people::Phone| (1..=20).map(|n| sent(app, phone, batch(phone, n, 1, unit))).collect();
    let queues: Vec<Vec<Sent>> = phones.iter().map(queue).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let began = Instant::now();
        let push = |queue: Vec<Sent>| {
            let lanes = lanes.clone();
            tokio::spawn(async move {
                for sent in queue {
                    lanes.push(sent).await.unwrap();
                }
            })
        };
        for device in queues.into_iter().map(push).collect::<Vec<_>>() {
            device.await.unwrap();
        }
        began.elapsed()
    })
}

fn sent(app: &TestApp, phone: &people::Phone, batch: Value) -> Sent {
    let claims = app.shared.keys.verify(&phone.token, clock::now()).unwrap();
    let subject = app.store.read_now(move |conn| sessions::subject(conn, &claims, clock::now())).unwrap();
    Sent {
        batch: Batch::prepare(&subject, serde_json::from_value(batch).unwrap()).unwrap(),
        subject: Arc::new(subject),
    }
}
