//! Load: what can wait is sent away before the database's queue grows, and polls are spread.
use super::Problem;
use crate::domain::fault::FaultCode;
use crate::services::config::{LONGEST_POLL_SECONDS, POLL_JITTER_PERCENT, POLL_SECONDS};
use crate::store::Store;
use actix_web::http::Method;
use actix_web::http::header::HeaderName;
use std::time::Duration;

/// Seconds after which a device that has everything asks again.
pub const NEXT_POLL: HeaderName = HeaderName::from_static("next-poll");

/// Expected waits for a database thread beyond which requests are sent away.
const WAIT_FOR_READS: Duration = Duration::from_millis(1000);
const WAIT_FOR_WRITES: Duration = Duration::from_millis(4000);
/// The first and the last pause that a client sent away is told, in seconds.
const PAUSES: (u64, u64) = (2, 30);
/// Seconds.
const LONGEST_LULL: u64 = 60;

/// How dear it is to a person that a request is sent away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Never: it tells whether the server lives.
    Watch,
    /// Asked again by itself, and nothing is lost meanwhile: pulls, lists, streams.
    Read,
    /// Somebody's work, or somebody at a door.
    Write,
}

impl Class {
    pub fn of(method: &Method, path: &str) -> Self {
        let reads = [Method::GET, Method::HEAD].contains(method);
        match path {
            "/health/live" | "/health/ready" => Self::Watch,
            "/v1/sync/pull" | "/v1/sync/stream" | "/v1/sync/verify" => Self::Read,
            _ if reads => Self::Read,
            _ => Self::Write,
        }
    }
}

/// How busy the database is, as requests are let in by it.
#[derive(Clone)]
pub struct Pace(Store);

impl Pace {
    pub fn of(store: Store) -> Self {
        Self(store)
    }

    /// The pause of one who is sent away; `None` for one who may come in.
    pub fn refusal(&self, class: Class) -> Option<Problem> {
        let wait = too_long(class, self.0.expected_waits())?;
        tracing::warn!("busy: a unit would wait for {} ms", wait.as_millis());
        Some(Problem::new(FaultCode::Busy, "try again shortly").after(pause(wait, share())))
    }

    /// Comes back as soon as the database has time for what can wait, or after a minute.
    pub async fn lull(&self) {
        for _ in 0..LONGEST_LULL {
            if too_long(Class::Read, self.0.expected_waits()).is_none() {
                return;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// Seconds until the next poll: more of them while the database is busy, never the same for all.
    pub fn next_poll(&self) -> u64 {
        next_poll(self.0.expected_waits().0, share())
    }
}

/// The expected wait, if it is longer than this class of request bears.
fn too_long(class: Class, (reading, writing): (Duration, Duration)) -> Option<Duration> {
    match class {
        Class::Watch => None,
        Class::Read => Some(reading).filter(|wait| *wait > WAIT_FOR_READS),
        Class::Write => Some(reading.max(writing)).filter(|wait| *wait > WAIT_FOR_WRITES),
    }
}

/// Twice the wait and more, so that what was sent away does not come back at once, nor together.
fn pause(wait: Duration, share: f64) -> u64 {
    let (first, last) = PAUSES;
    let seconds = wait.as_secs_f64() * (1.0 + 2.0 * share) + first as f64;
    (seconds as u64).clamp(first, last)
}

/// A second of expected wait doubles the interval.
fn next_poll(wait: Duration, share: f64) -> u64 {
    let stretched = POLL_SECONDS as f64 * (1.0 + wait.as_secs_f64());
    let spread = POLL_JITTER_PERCENT as f64 / 100.0;
    let seconds = stretched.min(LONGEST_POLL_SECONDS as f64) * (1.0 - spread + 2.0 * spread * share);
    seconds.round() as u64
}

/// Somewhere from 0 to 1; the middle where there is no randomness.
fn share() -> f64 {
    f64::from(getrandom::u32().unwrap_or(u32::MAX / 2)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_wait_is_sent_away_first_and_the_watch_never() {
        let seconds = |reading, writing| (Duration::from_secs(reading), Duration::from_secs(writing));
        let away = |class, waits| too_long(class, waits).is_some();
        let cases = [
            (seconds(0, 0), (false, false)),
            (seconds(2, 2), (true, false)),
            (seconds(0, 5), (false, true)),
            (seconds(9, 9), (true, true)),
        ];
        for (waits, expected) in cases {
            assert_eq!((away(Class::Read, waits), away(Class::Write, waits)), expected, "{waits:?}");
            assert!(!away(Class::Watch, waits));
        }
    }

    #[test]
    fn requests_are_classed_by_what_is_lost_if_they_wait() {
        for path in ["/v1/sync/pull", "/v1/sync/stream", "/v1/sync/verify"] {
            assert_eq!(Class::of(&Method::POST, path), Class::Read, "{path}");
        }
        assert_eq!(Class::of(&Method::POST, "/v1/sync/push"), Class::Write);
        assert_eq!(Class::of(&Method::GET, "/v1/records"), Class::Read);
        assert_eq!(Class::of(&Method::POST, "/v1/auth/sign-in"), Class::Write);
        assert_eq!(Class::of(&Method::GET, "/health/ready"), Class::Watch);
    }

    #[test]
    fn polls_are_spread_and_become_rare_under_load() {
        assert_eq!((next_poll(Duration::ZERO, 0.0), next_poll(Duration::ZERO, 1.0)), (48, 72));
        assert_eq!(next_poll(Duration::from_secs(1), 0.5), 120);
        assert_eq!(next_poll(Duration::from_secs(100), 0.5), LONGEST_POLL_SECONDS);
    }

    #[test]
    fn a_pause_grows_with_the_wait_and_has_an_end() {
        assert_eq!((pause(Duration::from_secs(1), 0.0), pause(Duration::from_secs(1), 1.0)), (3, 5));
        assert_eq!(pause(Duration::from_secs(3600), 1.0), PAUSES.1);
    }
}
