//! What the reports of the generated prefecture cost, beside a single record, over HTTP. It prints; it
//! judges nothing.
use super::cast::CITY;
use crate::accidents::make;
use crate::support::pace::{beside, took};
use crate::support::{TestApp, people};
use hazard_ledger::domain::Day;
use serde_json::json;

/// An odd number: the middle one counts.
const TIMES: i64 = 15;

/// The briefing as it was asked for, and the statutory forms: over a period that nobody has asked about,
/// then when something has happened since it was asked last, and when nothing has.
pub fn measure(app: &TestApp, officer: &people::Phone, briefing: &str, record: &str) {
    let single = || took(app, officer, record);
    let forms = ["monthly", "enforcement", "quarterly"].map(|form| format!("/v1/reports/{form}?region={CITY}"));
    let units = app.units_of(CITY);
    let mut units = units.iter().cycle();
    for report in std::iter::once(briefing).chain(forms.iter().map(String::as_str)) {
        for (from, to) in [("2020-07-01", "2020-07-31"), ("2020-07-01", "2020-09-30"), ("2020-01-01", "2020-09-30")] {
            let to: Day = to.parse().unwrap();
            let path = |less: i64| format!("{report}&from={from}&to={}", to.plus_days(-less));
            let at_first = beside(1..=TIMES, |n| (single(), took(app, officer, &path(n))));
            let after_acts = beside(1..=TIMES, |_| {
                let single = single();
                happen(app, officer, units.next().unwrap());
                (single, took(app, officer, &path(0)))
            });
            let again = beside(1..=TIMES, |_| (single(), took(app, officer, &path(0))));
            let told = [("at first", at_first), ("after an act", after_acts), ("again", again)]
                .map(|(when, (times, _, took))| format!("{times:.1} ({took:?}) {when}"));
            println!("times a single record: {}; {}", told.join(", "), path(0));
        }
    }
}

/// Something is found, on a day that the reports tell of.
fn happen(app: &TestApp, officer: &people::Phone, unit: &str) {
    let body = json!({ "category": ["P2"], "description": "疏散通道堵塞", "found_at": "2020-07-15T09:00:00+08:00",
        "source": "daily", "sector": "fire", "no_owner": true });
    make(app, officer, unit, "hazard", "report", &body).expect(201);
}
