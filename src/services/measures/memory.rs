//! Answers that were given once and are kept true: when ledgers grow, each is brought forward by what
//! the new entries changed, instead of being counted anew over hundreds of ledgers.
use super::column::Row;
use super::ledger::Change;
use super::question::{Lens, Question};
use super::sheet::{Distinct, Part};
use super::words::{ABSENT, Words};
use crate::domain::RegionId;
use crate::domain::scope::View;
use crate::store::coverage::Extent;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Roughly how many sights are remembered, each maybe with hundreds of answers. So few that the cache
/// keeps all its bytes together: the sight of a prefecture may need a good part of them.
const SIGHTS: usize = 32;
/// So many bytes of answers are kept.
const BYTES: u64 = 32 << 20;
/// A sight that was asked more than this begins anew.
const ANSWERS: usize = 2048;

/// Which ledgers, and what of each.
type Key = Arc<[(RegionId, Arc<View>)]>;

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Of {
    Total,
    Distinct(Distinct),
    Ledgers,
}

/// What is kept of an answer: enough to go on counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Total {
        sum: i128,
        count: u64,
    },
    /// What each code contributes, where that is something; and how many contribute more than nothing.
    Distinct {
        sums: BTreeMap<u32, i128>,
        positive: u64,
    },
    /// How many measures lie in each part.
    Ledgers(Vec<u64>),
}

impl Answer {
    /// One measure of a part came so often, or went.
    fn add(&mut self, of: Of, part: usize, row: &Row, times: i64) {
        let value = i128::from(row.value) * i128::from(times);
        match self {
            Self::Total { sum, count } => {
                *sum += value;
                *count = count.saturating_add_signed(times);
            }
            Self::Distinct { sums, positive } => {
                let code = if of == Of::Distinct(Distinct::Enterprises) { row.enterprise } else { row.subject };
                if code != ABSENT {
                    let sum = sums.entry(code).or_default();
                    let was_positive = *sum > 0;
                    *sum += value;
                    *positive = *positive + u64::from(*sum > 0) - u64::from(was_positive);
                    if *sum == 0 {
                        sums.remove(&code);
                    }
                }
            }
            Self::Ledgers(counts) => {
                if let Some(count) = counts.get_mut(part) {
                    *count = count.saturating_add_signed(times);
                }
            }
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Total { .. } => 0,
            Self::Distinct { sums, .. } => sums.len() * 48,
            Self::Ledgers(counts) => counts.len() * 8,
        }
    }
}

/// Where an answer lies within a ledger's numbers.
fn stamp(extent: &Extent) -> (i64, i64, i64) {
    (extent.epoch, extent.recount, extent.head)
}

/// What is known of one sight, at the extents that it was asked about last.
#[derive(Debug, Default)]
pub(super) struct Known {
    extents: Vec<Extent>,
    /// Counts the extents that were asked about.
    generation: u64,
    answers: HashMap<Of, HashMap<Question, Answer>>,
    /// Roughly, in memory.
    bytes: usize,
}

impl Known {
    /// Brings all answers to these parts. `None`: they are of an earlier snapshot than the answers.
    fn advance(&mut self, parts: &[Part], words: &Words) -> Option<u64> {
        let now: Vec<Extent> = parts.iter().map(|part| part.extent).collect();
        if self.extents == now {
            return Some(self.generation);
        }
        let pairs = || self.extents.iter().zip(&now);
        if pairs().any(|(before, now)| stamp(before) > stamp(now)) {
            return None;
        }
        let changes = pairs().zip(parts).map(|((before, _), part)| part.ledger.since(before));
        // Where there is none, too much has changed, or everything was read anew.
        match changes.collect::<Option<Vec<_>>>().filter(|_| self.count() <= ANSWERS) {
            Some(changes) => self.bring(&changes, parts, words),
            None => (self.answers, self.bytes) = Default::default(),
        }
        self.extents = now;
        self.generation += 1;
        Some(self.generation)
    }

    fn bring(&mut self, changes: &[Vec<&Change>], parts: &[Part], words: &Words) {
        for (part, changed) in changes.iter().enumerate().filter(|(_, changed)| !changed.is_empty()) {
            let lens: &Lens = &parts[part].lens;
            for Change { name, row, times } in changed {
                let name = words.names.value(*name).map_or("", String::as_str);
                let category = words.categories.value(row.category).map(String::as_str);
                if !lens.shows(row.sector, row.enterprise) {
                    continue;
                }
                for (of, answers) in &mut self.answers {
                    let concerned = answers.iter_mut().filter(|(question, _)| question.asks_for(name, row, category));
                    for (_, answer) in concerned {
                        self.bytes -= answer.bytes();
                        answer.add(*of, part, row, *times);
                        self.bytes += answer.bytes();
                    }
                }
            }
        }
    }

    fn count(&self) -> usize {
        self.answers.values().map(HashMap::len).sum()
    }

    fn keep(&mut self, question: &Question, of: Of, answer: Answer) {
        let added = question.bytes() + answer.bytes() + 128;
        if self.answers.entry(of).or_default().insert(question.clone(), answer).is_none() {
            self.bytes += added;
        }
    }
}

/// What a sheet may ask and tell of its sight.
#[derive(Debug, Clone)]
pub(super) struct Recall {
    known: Arc<Mutex<Known>>,
    generation: u64,
}

impl Recall {
    /// Reads the answer that is kept, or the one that is found now.
    pub fn answer<T>(
        &self,
        question: &Question,
        of: Of,
        read: impl Fn(&Answer) -> T,
        find: impl FnOnce() -> Answer,
    ) -> T {
        let kept = |known: &mut Known| known.answers.get(&of)?.get(question).map(&read);
        if let Some(kept) = self.locked(kept).flatten() {
            return kept;
        }
        let found = find();
        let told = read(&found);
        self.locked(|known| known.keep(question, of, found));
        told
    }

    /// Those that nobody has asked so far.
    pub fn unknown<'a>(&self, asked: impl Iterator<Item = (&'a Question, Of)>) -> Vec<(&'a Question, Of)> {
        let asked: HashSet<_> = asked.collect();
        let is_known = |known: &Known, (question, of): &(&Question, Of)| {
            known.answers.get(of).is_some_and(|answers| answers.contains_key(*question))
        };
        let unknown = |known: &mut Known| asked.iter().filter(|one| !is_known(known, one)).copied().collect();
        self.locked(unknown).unwrap_or_default()
    }

    pub fn keep(&self, asked: &[(&Question, Of)], answers: Vec<Answer>) {
        self.locked(|known| {
            asked.iter().zip(answers).for_each(|((question, of), answer)| known.keep(question, *of, answer))
        });
    }

    /// `None`: others have asked about later extents meanwhile.
    fn locked<T>(&self, with: impl FnOnce(&mut Known) -> T) -> Option<T> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        (known.generation == self.generation).then(|| with(&mut known))
    }
}

/// A sight in the cache. What it weighed when it was put there counts until it is put there again.
#[derive(Debug, Clone, Default)]
struct Shelved {
    known: Arc<Mutex<Known>>,
    bytes: u64,
}

#[derive(Debug, Clone)]
struct Size;

impl Weighter<Key, Shelved> for Size {
    fn weight(&self, _: &Key, shelved: &Shelved) -> u64 {
        shelved.bytes
    }
}

/// The sights that were asked last.
#[derive(Debug)]
pub(super) struct Memory(Cache<Key, Shelved, Size>);

impl Default for Memory {
    fn default() -> Self {
        Self(Cache::with_weighter(SIGHTS, BYTES, Size))
    }
}

impl Memory {
    pub fn recall(&self, parts: &[Part], words: &Words) -> Option<Recall> {
        let key: Key = parts.iter().map(|part| (part.extent.ledger, part.view.clone())).collect();
        let Shelved { known, bytes: before } = self.0.get(&key).unwrap_or_default();
        let mut locked = known.lock().unwrap_or_else(PoisonError::into_inner);
        let generation = locked.advance(parts, words);
        let bytes = (key.len() * (16 + size_of::<Extent>()) + locked.bytes) as u64;
        drop(locked);
        // What it was told since it was asked last is weighed now.
        if bytes != before {
            self.0.insert(key, Shelved { known: known.clone(), bytes });
        }
        generation.map(|generation| Recall { known, generation })
    }
}
