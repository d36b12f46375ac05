//! What the reports of the generated prefecture cost, beside a single record, over HTTP. It prints; it
//! judges nothing.
use super::cast::CITY;
use crate::accidents::make;
use crate::support::{TestApp, people};
use serde_json::json;
use std::time::{Duration, Instant};

/// The briefing as it was asked for, and the statutory forms of the year: when something has happened
/// since it was asked last, and when nothing has.
pub fn measure(app: &TestApp, officer: &people::Phone, briefing: &str, record: &str) {
    let single = least(|| took(app, officer, record));
    println!("a single record: {single:?}");
    let forms = ["monthly", "enforcement", "quarterly"].iter().flat_map(|form| {
        ["2020-07", "2020Q3", "2020-01-01..2020-09-30"]
            .map(|period| format!("/v1/reports/{form}?region={CITY}&period={period}"))
    });
    let units = app.units_of(CITY);
    let mut units = units.iter().cycle();
    for path in std::iter::once(briefing.to_owned()).chain(forms) {
        let first = took(app, officer, &path);
        let after_acts = least(|| {
            happen(app, officer, units.next().unwrap());
            took(app, officer, &path)
        });
        let again = least(|| took(app, officer, &path));
        let times = |took: Duration| took.as_secs_f64() / single.as_secs_f64();
        println!(
            "{:5.1} times: {after_acts:?} after an act; {:.1}: {again:?} again; {:.1}: {first:?} at first; {path}",
            times(after_acts),
            times(again),
            times(first)
        );
    }
}

/// Something is found, on a day that the reports tell of.
fn happen(app: &TestApp, officer: &people::Phone, unit: &str) {
    let body = json!({ "category": ["P2"], "description": "疏散通道堵塞", "found_at": "2020-09-01T09:00:00+08:00",
        "source": "daily", "sector": "fire", "no_owner": true });
    make(app, officer, unit, "hazard", "report", &body).expect(201);
}

fn took(app: &TestApp, who: &people::Phone, path: &str) -> Duration {
    let began = Instant::now();
    app.fetch(path, &who.token);
    began.elapsed()
}

/// The quickest of some: what else the machine does disturbs it least.
fn least(mut took: impl FnMut() -> Duration) -> Duration {
    (0..9).map(|_| took()).min().unwrap()
}
