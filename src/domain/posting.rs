//! Postings: what an act changes of the numbers that reports are made of, in double entry.
use super::canonical::BadJson;
use super::kind::{Kind, Measure};
use super::spelled::spelled;
use super::{Instant, RecordId};
use serde_json::Value;
use std::collections::BTreeMap;

spelled! {
    /// Which of an act's two moments decides whether it had been done (separation of duty 12).
    Clock {
        /// When the server learned of it.
        Received = "received",
        /// When its author says that it was done.
        Claimed = "claimed",
    }
}

/// An earlier moment at which figures and records are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    pub clock: Clock,
    pub at: Instant,
}

impl AsOf {
    /// Whether what was claimed and received at these moments had been done.
    pub fn has(self, claimed_at: Instant, received_at: Instant) -> bool {
        let moment = match self.clock {
            Clock::Received => received_at,
            Clock::Claimed => claimed_at,
        };
        moment <= self.at
    }
    /// What an answer says of itself: the moment that was asked for, or now.
    pub fn or_now(asked: Option<Self>, now: Instant) -> Self {
        asked.unwrap_or(Self { clock: Clock::Received, at: now })
    }
}

/// The claim that counts for a revision: nothing was done after its receipt, and no record goes back.
/// So a record has one state at each claimed moment: that of its last revision up to then.
pub fn claimed(before: Option<Instant>, at: Instant, received_at: Instant) -> Instant {
    let believed = at.min(received_at);
    before.map_or(believed, |before| before.max(believed))
}

/// A measure that came, or went.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posted {
    pub measure: Measure,
    /// 1 or -1.
    pub sign: i64,
}

/// What a record contributed before an act, and what it does after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contribution {
    before: Vec<Measure>,
    after: Vec<Measure>,
}

impl Contribution {
    pub fn of(kind: &dyn Kind, record: RecordId, before: Option<&Value>, after: &Value) -> Result<Self, BadJson> {
        if kind.measured().is_empty() {
            return Ok(Self::default());
        }
        let measures = |state| kind.measures(record, state);
        Ok(Self { before: before.map(measures).transpose()?.unwrap_or_default(), after: measures(after)? })
    }

    /// Where the record stays: what is gone, and what is new. What stays is not posted.
    pub fn change(&self) -> Vec<Posted> {
        difference(&self.before, &self.after)
    }
    /// In the ledger that the record leaves.
    pub fn leaving(&self) -> Vec<Posted> {
        difference(&self.before, &[])
    }
    /// In the ledger that the record enters.
    pub fn entering(&self) -> Vec<Posted> {
        difference(&[], &self.after)
    }
}

/// In the order of the measures. The same measure may stand there several times.
fn difference(before: &[Measure], after: &[Measure]) -> Vec<Posted> {
    let mut net: BTreeMap<&Measure, i64> = BTreeMap::new();
    before.iter().for_each(|measure| *net.entry(measure).or_default() -= 1);
    after.iter().for_each(|measure| *net.entry(measure).or_default() += 1);
    let times = |(measure, net): (&Measure, i64)| {
        let posted = Posted { measure: measure.clone(), sign: net.signum() };
        (0..net.abs()).map(move |_| posted.clone())
    };
    net.into_iter().flat_map(times).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Day;

    fn on(day: &str) -> Day {
        day.parse().unwrap()
    }
    fn signs(posted: &[Posted]) -> Vec<(&str, i64, i64)> {
        posted.iter().map(|posted| (posted.measure.name, posted.measure.value, posted.sign)).collect()
    }

    #[test]
    fn what_stays_is_not_posted_and_what_stands_twice_counts_twice() {
        let (day, other) = (on("2026-11-23"), on("2026-11-24"));
        let before = vec![Measure::one("a", day), Measure::one("a", day), Measure::new("b", 5, day)];
        let after = vec![Measure::one("a", day), Measure::new("b", 7, day), Measure::one("c", other)];
        let contribution = Contribution { before, after };
        let change = contribution.change();
        assert_eq!(signs(&change), [("a", 1, -1), ("b", 5, -1), ("b", 7, 1), ("c", 1, 1)]);
        assert_eq!(signs(&contribution.leaving()), [("a", 1, -1), ("a", 1, -1), ("b", 5, -1)]);
        assert_eq!(signs(&contribution.entering()), [("a", 1, 1), ("b", 7, 1), ("c", 1, 1)]);
        let same = Contribution { before: contribution.after.clone(), after: contribution.after };
        assert_eq!(same.change(), []);
    }

    #[test]
    fn a_measure_that_lies_elsewhere_is_another_measure() {
        let day = on("2026-11-23");
        let (here, there) = (Measure::one("a", day), Measure::one("a", day).about("leader"));
        let change = Contribution { before: vec![here], after: vec![there] }.change();
        assert_eq!(signs(&change), [("a", 1, -1), ("a", 1, 1)]);
    }

    #[test]
    fn what_was_done_at_the_very_moment_had_been_done_by_the_clock_that_is_asked() {
        let at = Instant::from_millis;
        let has = |clock, claimed, received| AsOf { clock, at: at(5) }.has(at(claimed), at(received));
        assert!(has(Clock::Claimed, 5, 9) && !has(Clock::Received, 5, 9));
        assert!(has(Clock::Received, 6, 5) && !has(Clock::Claimed, 6, 5));
        assert_eq!(AsOf::or_now(None, at(7)), AsOf { clock: Clock::Received, at: at(7) });
    }

    #[test]
    fn claims_never_go_back_and_never_beyond_the_receipt() {
        let at = Instant::from_millis;
        assert_eq!(claimed(None, at(5), at(9)), at(5));
        assert_eq!(claimed(None, at(50), at(9)), at(9), "a phone whose clock is ahead");
        assert_eq!(claimed(Some(at(7)), at(5), at(9)), at(7), "an offline act that arrives late");
        assert_eq!(claimed(Some(at(7)), at(8), at(9)), at(8));
    }
}
