//! The one place where the clock is read; below this floor, time is a parameter.
use crate::domain::Instant;
use std::time::{SystemTime, UNIX_EPOCH};

pub fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
