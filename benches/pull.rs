//! Deltas a second, and first syncs.
use super::floor;
use super::load::{self, Connection, is_ok, post};
use super::push::{COUNTY, pushes};
use super::report::{line, rate, resident};
use super::support::{TestApp, people};
use hazard_ledger::domain::{RecordId, RegionId};
use hazard_ledger::services::Failure;
use hazard_ledger::store::record::RecordRow;
use hazard_ledger::store::{Conn, ledger, record};
use serde_json::{Value, json};
use std::net::SocketAddr;

const TOWNSHIP: usize = 5_000;
/// So many times larger is the other ledger.
const TIMES: usize = 100;

/// Puts copies of a record into a ledger, behind what lies there.
fn plant(app: &TestApp, unit: &str, many: usize, one: &RecordRow) {
    let unit = RegionId(unit.parse().unwrap());
    for from in (0..many).step_by(2000) {
        let (one, many) = (one.clone(), 2000.min(many - from));
        let write = move |conn: &mut Conn| -> Result<(), Failure> {
            ledger::open(conn, &[unit], one.created_at)?;
            let mut head = ledger::find(conn, &[unit])?.remove(0);
            let mut row = || {
                head.head += 1;
                varied(RecordRow { id: RecordId::new(), ledger: unit, seq: head.head, ..one.clone() }, &one)
            };
            let rows: Vec<_> = (0..many).map(|_| row()).collect();
            for rows in rows.chunks(1000) {
                record::save(conn, rows)?;
            }
            ledger::save(conn, &[head])?;
            Ok(())
        };
        app.store.write_now(write).unwrap();
    }
}

/// With words of its own: copies of one text would compress to nothing.
fn varied(row: RecordRow, one: &RecordRow) -> RecordRow {
    const WORDS: [&str; 8] = [
        "疏散通道堵塞",
        "配电箱无门",
        "脚手架缺少连墙件",
        "通风机停转",
        "燃气软管老化",
        "护栏松动",
        "灭火器过期",
        "油污未清",
    ];
    let chance = row.id.as_uuid().as_u128() as usize;
    let place = format!("{}号厂房{}层{}", chance % 97, chance / 97 % 9, WORDS[chance / 873 % 8]);
    let document = one.document.replace(&one.id.to_string(), &row.id.to_string());
    let document = document.replace("疏散通道堵塞", WORDS[chance % 8]).replace("二楼东侧", &place);
    RecordRow { document, ..row }
}

/// A hazard as it stands after some acts: of a usual size.
fn usual(app: &TestApp, unit: &str) -> RecordRow {
    let device = app.officer_of(COUNTY);
    let mut connection = Connection::open(app.address());
    pushes(&device, 1, 1, unit).iter().for_each(|request| is_ok(&connection.send(request)));
    let id = unit.parse().map(RegionId).unwrap();
    let range = record::Range { ledger: id, after: 0, to: i64::MAX, limit: 1 };
    app.store.read_now(move |conn| record::changed(conn, range).map_err(Failure::from)).unwrap().remove(0)
}

fn ask(device: &people::Phone, cursor: &Value) -> Vec<u8> {
    let body = json!({ "device_id": device.device_id, "schema": 1, "cursor": cursor, "limit": 1000 });
    post("/v1/sync/pull", &device.token, "", body.to_string().as_bytes())
}

/// The cursor after all that is there now.
fn caught_up(app: &TestApp, device: &people::Phone) -> Value {
    let (mut connection, mut cursor) = (Connection::open(app.address()), Value::Null);
    loop {
        let answer: Value = serde_json::from_slice(&connection.send(&ask(device, &cursor)).body).unwrap();
        cursor = answer["cursor"].clone();
        if answer["has_more"] == false {
            return cursor;
        }
    }
}

/// Requests a second, of 16 devices.
fn asked(address: SocketAddr, devices: &[(people::Phone, Value)], each: usize) -> f64 {
    let clients = devices.iter().map(|(device, cursor)| vec![ask(device, cursor); each]).collect();
    rate(devices.len() * each, load::run(address, clients, is_ok))
}

pub fn measure(app: &TestApp) {
    let units = app.units_of(COUNTY);
    let one = usual(app, &units[0]);
    let mut deltas = Vec::new();
    for (unit, many) in [(&units[1], TOWNSHIP), (&units[2], TOWNSHIP * TIMES)] {
        plant(app, unit, many - 100, &one);
        app.sql("analyze");
        let devices: Vec<_> = (0..16).map(|_| app.officer_of(unit)).collect();
        // Far from the end a new cursor is the same; the server reads what lies behind it.
        let cursor = caught_up(app, &devices[0]);
        let devices: Vec<_> = devices.into_iter().map(|device| (device, cursor.clone())).collect();
        plant(app, unit, 100, &one);
        let bytes = Connection::open(app.address()).send(&ask(&devices[0].0, &cursor)).body;
        let floor = asked(floor::serve(bytes.clone()), &devices, 150);
        let delta = asked(app.address(), &devices, 150);
        line(&format!("100 changes of {many}"), delta, "deltas/s", &[("the same bytes alone", floor)]);
        deltas.push(delta);
        let end = caught_up(app, &devices[0].0);
        let devices: Vec<_> = devices.into_iter().map(|(device, _)| (device, end.clone())).collect();
        let bytes = Connection::open(app.address()).send(&ask(&devices[0].0, &end)).body;
        let floor = asked(floor::serve(bytes), &devices, 600);
        let nothing = asked(app.address(), &devices, 600);
        line(&format!("nothing new of {many}"), nothing, "pulls/s", &[("the same bytes alone", floor)]);
    }
    println!("a delta in the ledger {TIMES} times as large takes {:.2} times as long", deltas[0] / deltas[1]);
    println!("{:.0} MiB resident, clients and all", resident());
}

/// A township of some thousand records, as a stream: by the first who asks, and by all others.
pub fn measure_first(app: &TestApp) {
    let units = app.units_of(COUNTY);
    let one = usual(app, &units[0]);
    plant(app, &units[1], TOWNSHIP, &one);
    let body = |device: &people::Phone| json!({ "device_id": device.device_id, "schema": 1 }).to_string();
    let request = |device: &people::Phone| {
        post("/v1/sync/stream", &device.token, "Accept-Encoding: zstd\r\n", body(device).as_bytes())
    };
    let devices: Vec<_> = (0..16).map(|_| app.officer_of(&units[1])).collect();
    let first = load::run(app.address(), vec![vec![request(&devices[0])]], is_ok);
    let bytes = Connection::open(app.address()).send(&request(&devices[0])).body;
    let floor = floor::serve(bytes.clone());
    let clients = || devices.iter().map(|device| vec![request(device); 20]).collect::<Vec<_>>();
    let all = load::run(app.address(), clients(), is_ok);
    let alone = load::run(floor, clients(), is_ok);
    let records = |many: usize, took| rate(many * TOWNSHIP, took);
    line("first sync, by the first device", records(1, first), "records/s", &[]);
    line("first sync, by the others", records(320, all), "records/s", &[("the same bytes alone", records(320, alone))]);
    println!(
        "{:.0} bytes a record, compressed; a document has {}",
        bytes.len() as f64 / TOWNSHIP as f64,
        one.document.len()
    );
}
