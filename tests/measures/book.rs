//! What the acts of a test come to, counted by hand: the oracle of figures, now and then.
use hazard_ledger::domain::Instant;
use hazard_ledger::domain::posting::Clock;
use serde_json::Value;
use std::collections::BTreeMap;

/// An accident as an act has left it.
#[derive(Clone)]
pub struct Left {
    pub unit: String,
    pub sector: String,
    pub deaths: u32,
    pub is_voided: bool,
    received_at: Instant,
    /// As claimed, and never before an earlier act.
    claimed_at: Instant,
}

#[derive(Default)]
pub struct Book(pub BTreeMap<String, Vec<Left>>);

impl Book {
    /// Notes what an act has made of a record: the record as it was answered, and what the act claimed.
    pub fn note(&mut self, answered: &Value, claimed: Instant, is_voided: bool) {
        let text = |name: &str| answered[name].as_str().unwrap().to_owned();
        let received_at: Instant = text("updated_at").parse().unwrap();
        let lives = self.0.entry(text("id")).or_default();
        let before = lives.last().map(|left| left.claimed_at);
        let claimed = claimed.min(received_at);
        lives.push(Left {
            unit: text("ledger"),
            sector: text("sector"),
            deaths: u32::try_from(answered["casualties"]["deaths"].as_u64().unwrap()).unwrap(),
            is_voided,
            received_at,
            claimed_at: before.map_or(claimed, |before| before.max(claimed)),
        });
    }

    /// How many accidents and deaths there were at a moment, of those that are wanted.
    pub fn counted(&self, clock: Clock, at: Instant, is_wanted: impl Fn(&Left) -> bool) -> (u64, i64) {
        let had_been = |left: &&Left| match clock {
            Clock::Received => left.received_at <= at,
            Clock::Claimed => left.claimed_at <= at,
        };
        let then = self.0.values().filter_map(|lives| lives.iter().take_while(had_been).last());
        let counted = then.filter(|left| !left.is_voided && is_wanted(left));
        counted.fold((0, 0), |(count, deaths), left| (count + 1, deaths + i64::from(left.deaths)))
    }

    /// Every moment at which something changed.
    pub fn moments(&self) -> Vec<Instant> {
        self.0.values().flatten().flat_map(|left| [left.received_at, left.claimed_at]).collect()
    }

    pub fn open(&self) -> Vec<String> {
        let is_open = |lives: &Vec<Left>| lives.last().is_some_and(|left| !left.is_voided);
        self.0.iter().filter(|(_, lives)| is_open(lives)).map(|(id, _)| id.clone()).collect()
    }
}
