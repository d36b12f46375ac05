//! What the histories came upon: a model that never meets a conflict proves nothing about conflicts.
use hazard_ledger::domain::cursor::Mode;
use hazard_ledger::domain::outcome::Verdict;
use hazard_ledger::services::pull::{Change, PullAnswer};
use hazard_ledger::services::push::PushAnswer;
use std::collections::BTreeMap;

/// How often each verdict was given and each sort of change was sent.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<&'static str, u64>);

const CHANGES: [&str; 8] = ["put", "remove", "delta", "snapshot", "drop", "reset", "repaired", "arrived"];

impl Tally {
    pub fn add(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }
    pub fn pushed(&mut self, answer: &PushAnswer) {
        answer.results.iter().for_each(|result| self.add(result.result.as_str()));
    }
    pub fn pulled(&mut self, answer: &PullAnswer) {
        if answer.reset {
            self.add("reset");
        }
        for page in &answer.ledgers {
            self.add(match page.mode {
                Mode::Delta => "delta",
                Mode::Snapshot => "snapshot",
                Mode::Drop => "drop",
            });
            for change in &page.changes {
                self.add(if matches!(change, Change::Remove { .. }) { "remove" } else { "put" });
            }
        }
    }
    /// Everything that can come has come.
    pub fn is_whole(&self) {
        let all = Verdict::ALL.iter().map(|verdict| verdict.as_str()).chain(CHANGES);
        let missing: Vec<_> = all.filter(|what| !self.0.contains_key(what)).collect();
        assert!(missing.is_empty(), "the histories never met {missing:?}: {self:?}");
    }
}
