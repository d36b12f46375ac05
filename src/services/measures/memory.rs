//! Answers that were given once and are kept true: when ledgers grow, each is brought forward by what
//! the new entries changed, instead of being counted anew over hundreds of ledgers.
use super::groups::Groups;
use super::ledger::Change;
use super::question::{Lens, Question};
use super::sheet::Part;
use super::tally::{Answer, Of};
use super::words::Words;
use crate::domain::RegionId;
use crate::domain::scope::View;
use crate::store::coverage::Extent;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::collections::HashMap;
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

/// Where an answer lies within a ledger's numbers.
fn stamp(extent: &Extent) -> (i64, i64, i64) {
    (extent.epoch, extent.recount, extent.head)
}

/// One answer for each group of ledgers.
type Answers = HashMap<Of, HashMap<Question, Vec<Answer>>>;

/// What is known of one sight, at the extents that it was asked about last.
#[derive(Debug, Default)]
pub(super) struct Known {
    extents: Vec<Extent>,
    /// Counts the extents that were asked about.
    generation: u64,
    answers: HashMap<Groups, Answers>,
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
                let grouped = self.answers.iter_mut().filter_map(|(groups, all)| Some((groups.group(part)?, all)));
                for (group, (of, answers)) in grouped.flat_map(|(n, all)| all.iter_mut().map(move |one| (n, one))) {
                    let concerned = answers.iter_mut().filter(|(question, _)| question.asks_for(name, row, category));
                    for answer in concerned.filter_map(|(_, answers)| answers.get_mut(group)) {
                        self.bytes -= answer.bytes();
                        answer.add(*of, part, row, *times);
                        self.bytes += answer.bytes();
                    }
                }
            }
        }
    }

    fn count(&self) -> usize {
        self.answers.values().flat_map(HashMap::values).map(HashMap::len).sum()
    }

    fn keep(&mut self, groups: &Groups, asked: &[(&Question, Of)], found: Vec<Vec<Answer>>) {
        let mut bytes = 0;
        let known = self.answers.entry(groups.clone()).or_insert_with(|| {
            bytes += groups.bytes();
            Answers::default()
        });
        for ((question, of), answers) in asked.iter().zip(found) {
            let own = |answer: &Answer| size_of::<Answer>() + answer.bytes();
            let added = question.bytes() + answers.iter().map(own).sum::<usize>() + 128;
            if known.entry(*of).or_default().insert(Question::clone(question), answers).is_none() {
                bytes += added;
            }
        }
        self.bytes += bytes;
    }
}

/// What a sheet may ask and tell of its sight.
#[derive(Debug, Clone)]
pub(super) struct Recall {
    known: Arc<Mutex<Known>>,
    generation: u64,
}

impl Recall {
    /// Reads the answers that are kept, with their place among the questions; those to what nobody has
    /// asked so far are found together.
    pub fn answers<T>(
        &self,
        groups: &Groups,
        asked: &[(&Question, Of)],
        read: impl Fn(usize, &[Answer]) -> T,
        find: impl FnOnce(&[(&Question, Of)]) -> Vec<Vec<Answer>>,
    ) -> Vec<T> {
        let kept = |known: &mut Known| {
            let known = known.answers.get(groups);
            let kept = |(n, (question, of)): (usize, &(&Question, Of))| {
                known?.get(of)?.get(*question).map(|answers| read(n, answers))
            };
            asked.iter().enumerate().map(kept).collect()
        };
        let mut told: Vec<Option<T>> = self.locked(kept).unwrap_or_else(|| asked.iter().map(|_| None).collect());
        let missing: Vec<usize> = told.iter().enumerate().filter(|(_, told)| told.is_none()).map(|(n, _)| n).collect();
        if !missing.is_empty() {
            let unknown: Vec<_> = missing.iter().map(|n| asked[*n]).collect();
            let found = find(&unknown);
            missing.iter().zip(&found).for_each(|(n, answers)| told[*n] = Some(read(*n, answers)));
            self.locked(|known| known.keep(groups, &unknown, found));
        }
        told.into_iter().flatten().collect()
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
