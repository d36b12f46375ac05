//! Measures: what acts post, the figures that come of it, and the records behind each figure.
mod book;
mod figures;
mod random;
mod recounting;
mod snapshots;
mod then;
mod volume;

use crate::accidents::{does, make};
use crate::support::{Answer, TestApp, people};
use hazard_ledger::domain::{Day, RegionId};
use hazard_ledger::http::clock;
use hazard_ledger::services::measures::recount::{self, Difference};
use serde_json::{Value, json};

/// Long enough ago for whatever is claimed.
pub fn long_ago() -> Day {
    clock::now().day().plus_days(-20)
}

/// An accident without an owner, of a sector, with so many deaths.
pub fn accident(sector: &str, deaths: u32, on: Day) -> Value {
    json!({
        "occurred_at": format!("{on}T09:00:00+08:00"), "place": "二号厂房", "accident_type": "fall_from_height",
        "summary": "检修时坠落", "casualties": casualties(deaths), "no_owner": true, "sector": sector,
    })
}
pub fn casualties(deaths: u32) -> Value {
    json!({"deaths": deaths, "injuries": 1, "loss_fen": 0})
}
pub fn correction(deaths: u32) -> Value {
    json!({"casualties": casualties(deaths), "ground": "error", "reason": "误报"})
}
pub fn voiding() -> Value {
    json!({"reason": "not_work_safety", "opinion": "非生产安全事故"})
}

pub fn report(app: &TestApp, who: &people::Phone, unit: &str, body: &Value) -> Value {
    make(app, who, unit, "accident", "report", body).expect(201).json["id"].clone()
}
pub fn act(app: &TestApp, who: &people::Phone, record: &Value, act: &str, body: Value) -> Answer {
    does(app, who, record, act, body).expect(200)
}

/// The figure of a measure, with all that is behind it, read in pages of a size.
pub fn drilled(app: &TestApp, who: &people::Phone, name: &str, query: &str, size: usize) -> (Value, Vec<Value>) {
    let (mut rows, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("/v1/measures/{name}/records?limit={size}{query}{after}");
        let page = app.get(&path, &who.token).expect(200).json;
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= size);
        rows.extend(items.clone());
        match page["next"].as_str() {
            Some(next) => {
                assert_eq!(items.len(), size, "a page is full where another follows");
                after = format!("&after={next}");
            }
            None => return (page, rows),
        }
    }
}

/// Number and sum of a measure; whoever follows the figure to its records finds the same.
pub fn figure(app: &TestApp, who: &people::Phone, name: &str, query: &str) -> (u64, i64) {
    let (page, rows) = drilled(app, who, name, query, 7);
    let sum: i64 = rows.iter().map(|row| row["value"].as_i64().unwrap()).sum();
    let told = (page["count"].as_u64().unwrap(), page["sum"].as_i64().unwrap());
    assert_eq!(told, (rows.len() as u64, sum), "{name} {query}");
    let place = |row: &Value| (row["on"].to_string(), row["ledger"].to_string(), row["record"].to_string());
    assert!(rows.windows(2).all(|pair| place(&pair[0]) <= place(&pair[1])), "by day, ledger and record");
    told
}

/// Where the postings of these units are not those that their entries make.
pub fn differences(app: &TestApp, units: &[&str]) -> Vec<Difference> {
    let units: Vec<RegionId> = units.iter().map(|unit| people::region(unit)).collect();
    let check = move |conn: &mut _| units.iter().map(|unit| recount::check(conn, *unit)).collect::<Result<Vec<_>, _>>();
    app.store.read_now(check).unwrap().concat()
}
