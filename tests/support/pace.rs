//! What one request costs beside another. It measures, and judges nothing.
use super::{TestApp, people};
use std::time::{Duration, Instant};

/// How long an answer takes over HTTP.
pub fn took(app: &TestApp, who: &people::Phone, path: &str) -> Duration {
    let began = Instant::now();
    app.fetch(path, &who.token);
    began.elapsed()
}

/// How many times as long the other takes right after the one, and how long both took: of an odd number of
/// pairs the one with the middle ratio, as what else the machine does disturbs both.
pub fn beside<T>(
    each: impl IntoIterator<Item = T>,
    mut pair: impl FnMut(T) -> (Duration, Duration),
) -> (f64, Duration, Duration) {
    let ratio = |(one, other): (Duration, Duration)| (other.as_secs_f64() / one.as_secs_f64(), one, other);
    let mut pairs: Vec<_> = each.into_iter().map(|n| ratio(pair(n))).collect();
    pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
    pairs[pairs.len() / 2]
}
