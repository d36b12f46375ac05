//! What the reports of the generated prefecture cost, beside a single record, over HTTP. It prints; it
//! judges nothing.
use super::cast::CITY;
use crate::support::TestApp;
use std::time::{Duration, Instant};

/// The briefing as it was asked for, and the statutory forms of the year.
pub fn measure(app: &TestApp, token: &str, briefing: &str, record: &str) {
    let single = least(app, token, record);
    println!("a single record: {single:?}");
    let forms = ["monthly", "enforcement", "quarterly"].iter().flat_map(|form| {
        ["2020-07", "2020Q3", "2020-01-01..2020-09-30"]
            .map(|period| format!("/v1/reports/{form}?region={CITY}&period={period}"))
    });
    for path in std::iter::once(briefing.to_owned()).chain(forms) {
        let took = least(app, token, &path);
        println!("{:5.1} times: {took:?} {path}", took.as_secs_f64() / single.as_secs_f64());
    }
}

/// The quickest of some: what else the machine does disturbs it least.
fn least(app: &TestApp, token: &str, path: &str) -> Duration {
    let took = |_| {
        let began = Instant::now();
        app.fetch(path, token);
        began.elapsed()
    };
    (0..9).map(took).min().unwrap()
}
