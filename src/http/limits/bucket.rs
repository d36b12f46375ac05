//! Token buckets: one for each key, in a table of limited size.
use super::{Problem, too_many};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// Seconds whose tokens may be spent at once.
const WINDOW: u32 = 10;
/// The most buckets that are kept: about 6 MB.
const MOST: usize = 1 << 16;
/// The table is looked over once in so many requests.
const LOOK_EVERY: u32 = 1 << 10;

type Table<K, C> = RateLimiter<K, HashMapStateStore<K>, C, StateInformationMiddleware>;

/// The buckets of one policy.
pub struct Buckets<K: Hash + Eq + Clone, C: Clock + Clone = DefaultClock> {
    name: &'static str,
    quota: Quota,
    clock: C,
    table: RwLock<Arc<Table<K, C>>>,
    taken: AtomicU32,
}

/// How a bucket stands after a token was taken, or could not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    name: &'static str,
    quota: u32,
    left: u32,
    /// Seconds until the next token, where there was none.
    wait: Option<u64>,
}

impl<K: Hash + Eq + Clone> Buckets<K> {
    /// `None` where nothing is limited.
    pub fn of(name: &'static str, rate: u32) -> Option<Self> {
        Self::with(name, rate, DefaultClock::default())
    }
}

impl<K: Hash + Eq + Clone, C: Clock + Clone> Buckets<K, C> {
    fn with(name: &'static str, rate: u32, clock: C) -> Option<Self> {
        let burst = NonZeroU32::new(rate.saturating_mul(WINDOW))?;
        let quota = Quota::per_second(NonZeroU32::new(rate)?).allow_burst(burst);
        let table = RwLock::new(Arc::new(empty(quota, &clock)));
        Some(Self { name, quota, clock, table, taken: AtomicU32::new(0) })
    }

    pub fn take(&self, key: K) -> Standing {
        if self.taken.fetch_add(1, Ordering::Relaxed) % LOOK_EVERY == LOOK_EVERY - 1 {
            self.look_over();
        }
        let quota = self.quota.burst_size().get();
        match self.table().check_key(&key) {
            Ok(state) => Standing { name: self.name, quota, left: state.remaining_burst_capacity(), wait: None },
            Err(until) => {
                let wait = until.wait_time_from(self.clock.now()).as_secs() + 1;
                Standing { name: self.name, quota, left: 0, wait: Some(wait) }
            }
        }
    }

    fn table(&self) -> Arc<Table<K, C>> {
        self.table.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets the buckets that are full again. If there are too many others still, all are
    /// forgotten: so many addresses at once are no case for a limit by address.
    fn look_over(&self) {
        let table = self.table();
        if table.len() <= MOST {
            return;
        }
        table.retain_recent();
        if table.len() > MOST / 2 {
            *self.table.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(empty(self.quota, &self.clock));
        }
    }
}

fn empty<K: Hash + Eq + Clone, C: Clock + Clone>(quota: Quota, clock: &C) -> Table<K, C> {
    RateLimiter::new(quota, HashMapStateStore::default(), clock.clone())
}

impl Standing {
    pub fn refusal(&self) -> Option<Problem> {
        self.wait.map(too_many)
    }
    pub fn policy(&self) -> String {
        format!("\"{}\";q={};w={WINDOW}", self.name, self.quota)
    }
    /// `t`: seconds until there is another token, or until the bucket is full.
    pub fn state(&self) -> String {
        let rate = u64::from(self.quota / WINDOW).max(1);
        let full = u64::from(self.quota.saturating_sub(self.left)).div_ceil(rate);
        format!("\"{}\";r={};t={}", self.name, self.left, self.wait.unwrap_or(full))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;
    use std::time::Duration;

    #[test]
    fn a_bucket_holds_ten_seconds_worth_and_fills_again() {
        let clock = FakeRelativeClock::default();
        let buckets = Buckets::with("device", 2, clock.clone()).unwrap();
        let mut taken = (0..20).map(|_| buckets.take("a")).collect::<Vec<_>>();
        assert!(taken.iter().all(|standing| standing.refusal().is_none()));
        let last = taken.pop().unwrap();
        assert_eq!((last.policy(), last.state()), ("\"device\";q=20;w=10".into(), "\"device\";r=0;t=10".into()));
        assert_eq!(buckets.take("a").wait, Some(1));
        assert_eq!(buckets.take("b").left, 19, "another's bucket");
        clock.advance(Duration::from_millis(600));
        assert_eq!(buckets.take("a").wait, None);
        assert_eq!(buckets.take("a").wait, Some(1));
    }

    #[test]
    fn the_table_never_grows_beyond_its_size() {
        let buckets = Buckets::with("address", 1, FakeRelativeClock::default()).unwrap();
        for n in 0..3 * MOST {
            assert_eq!(buckets.take(n).wait, None);
        }
        assert!(buckets.table().len() <= MOST + LOOK_EVERY as usize);
    }

    #[test]
    fn a_rate_of_0_is_no_limit() {
        assert!(Buckets::<u8>::of("device", 0).is_none());
    }
}
