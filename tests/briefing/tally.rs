//! What the generator has planned, figure by figure: when it is done, and whether it arrives late.
use hazard_ledger::domain::Instant;
use std::collections::{BTreeMap, BTreeSet};

/// What somebody knows of the plan.
#[derive(Debug, Clone, Copy)]
pub enum Known {
    /// All of it.
    Everything,
    /// What had arrived with the first wave.
    Arrived,
    /// What had been done by a moment.
    DoneBy(Instant),
}

struct Tally {
    /// What is counted once, however often it is told.
    key: Option<String>,
    value: i64,
    at: Instant,
    is_late: bool,
}

#[derive(Default)]
pub struct Tallies(BTreeMap<&'static str, Vec<Tally>>);

impl Tallies {
    pub fn add(&mut self, code: &'static str, value: i64, at: Instant, is_late: bool) {
        self.0.entry(code).or_default().push(Tally { key: None, value, at, is_late });
    }
    pub fn once(&mut self, code: &'static str, key: impl ToString, at: Instant, is_late: bool) {
        self.0.entry(code).or_default().push(Tally { key: Some(key.to_string()), value: 0, at, is_late });
    }

    /// The figures as they are to whoever knows so much.
    pub fn figures(&self, known: Known) -> BTreeMap<&'static str, i64> {
        let is_known = |tally: &&Tally| match known {
            Known::Everything => true,
            Known::Arrived => !tally.is_late,
            Known::DoneBy(then) => tally.at <= then,
        };
        let figure = |tallies: &Vec<Tally>| {
            let known: Vec<_> = tallies.iter().filter(is_known).collect();
            let keys: BTreeSet<_> = known.iter().filter_map(|tally| tally.key.as_ref()).collect();
            known.iter().map(|tally| tally.value).sum::<i64>() + i64::try_from(keys.len()).unwrap()
        };
        self.0.iter().map(|(code, tallies)| (*code, figure(tallies))).collect()
    }
}
