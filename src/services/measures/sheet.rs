//! A sheet: the measures that a person sees of some ledgers, all of one snapshot, ready for questions.
use super::column::Column;
use super::ledger::Ledger;
use super::memory::{Answer, Memory, Of, Recall};
use super::question::{Coded, Lens, Question, Sieve};
use super::words::{ABSENT, Words};
use crate::domain::RegionId;
use crate::domain::scope::View;
use crate::services::sight::Sight;
use crate::store::coverage::Extent;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

/// A ledger of the sheet.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub extent: Extent,
    pub ledger: Arc<Ledger>,
    pub view: Arc<View>,
    pub lens: Arc<Lens>,
}

#[derive(Debug)]
pub struct Sheet {
    parts: Vec<Part>,
    words: Arc<RwLock<Words>>,
    memory: Option<Arc<Memory>>,
    recall: Option<Recall>,
}

/// How much, in how many measures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    pub sum: i64,
    pub count: u64,
}

/// What is counted once, whoever contributes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Distinct {
    Enterprises,
    Subjects,
}

/// The rows of a column that lie within the question's days.
pub(super) struct Run<'a> {
    pub ledger: RegionId,
    pub name: u32,
    pub column: &'a Column,
    pub days: Range<usize>,
    pub sieve: Sieve<'a>,
}

impl<'a> Run<'a> {
    pub fn rows(&self) -> impl Iterator<Item = usize> + use<'_, 'a> {
        self.sieve.rows(self.column, self.days.clone())
    }
    fn total(&self) -> (i128, u64) {
        if self.sieve.is_open() {
            return (self.column.sum(&self.days), self.days.len() as u64);
        }
        self.rows().fold((0, 0), |(sum, count), row| (sum + i128::from(self.column.values[row]), count + 1))
    }
}

impl Part {
    fn runs<'a>(&'a self, question: &'a Coded) -> impl Iterator<Item = Run<'a>> {
        question.names.iter().filter_map(|name| {
            let column = self.ledger.column(*name)?;
            let days = column.within(question.days.from, question.days.to);
            let sieve = Sieve { question, lens: &self.lens };
            (!days.is_empty()).then_some(Run { ledger: self.extent.ledger, name: *name, column, days, sieve })
        })
    }
}

impl Sheet {
    /// In the order of the ledgers. With a memory: of ledgers as they stand.
    pub(super) fn new(
        sight: Sight,
        ledgers: Vec<Arc<Ledger>>,
        words: Arc<RwLock<Words>>,
        memory: Option<Arc<Memory>>,
    ) -> Self {
        let known = words.read().unwrap_or_else(PoisonError::into_inner);
        // Views are shared: one lens each. The parts outlive the map of their addresses.
        let mut lenses: HashMap<*const _, Arc<Lens>> = HashMap::new();
        let part = |((extent, view), ledger): ((Extent, Arc<View>), Arc<Ledger>)| {
            let lens = lenses.entry(Arc::as_ptr(&view)).or_insert_with(|| Arc::new(Lens::of(&view, &known))).clone();
            Part { extent, ledger, view, lens }
        };
        let mut parts: Vec<_> = sight.into_iter().zip(ledgers).map(part).collect();
        drop(known);
        parts.sort_by_key(|part| part.extent.ledger);
        Self::of(parts, words, memory)
    }

    fn of(parts: Vec<Part>, words: Arc<RwLock<Words>>, memory: Option<Arc<Memory>>) -> Self {
        let known = words.read().unwrap_or_else(PoisonError::into_inner);
        let recall = memory.as_ref().and_then(|memory| memory.recall(&parts, &known));
        drop(known);
        Self { parts, words, memory, recall }
    }

    /// The same of some ledgers alone.
    pub fn part(&self, is_wanted: impl Fn(RegionId) -> bool) -> Self {
        let parts = self.parts.iter().filter(|part| is_wanted(part.extent.ledger)).cloned().collect();
        Self::of(parts, self.words.clone(), self.memory.clone())
    }

    /// The same apart for each group of ledgers.
    pub fn split<K: Ord>(&self, group: impl Fn(RegionId) -> Option<K>) -> BTreeMap<K, Self> {
        let mut groups: BTreeMap<K, Vec<Part>> = BTreeMap::new();
        for part in &self.parts {
            if let Some(key) = group(part.extent.ledger) {
                groups.entry(key).or_default().push(part.clone());
            }
        }
        let sheet = |parts| Self::of(parts, self.words.clone(), self.memory.clone());
        groups.into_iter().map(|(key, parts)| (key, sheet(parts))).collect()
    }

    /// The ledgers that are looked at, and up to which entry.
    pub fn extents(&self) -> impl Iterator<Item = &Extent> {
        self.parts.iter().map(|part| &part.extent)
    }

    pub(super) fn words(&self) -> impl std::ops::Deref<Target = Words> {
        self.words.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn coded(&self, question: &Question) -> Coded {
        question.coded(&self.words())
    }

    pub(super) fn runs<'a>(&'a self, question: &'a Coded) -> impl Iterator<Item = Run<'a>> {
        self.parts.iter().flat_map(|part| part.runs(question))
    }

    pub fn total(&self, question: &Question) -> Total {
        let read = |answer: &Answer| match answer {
            Answer::Total { sum, count } => Total { sum: bounded(*sum), count: *count },
            _ => Total::default(),
        };
        self.answer(question, Of::Total, read)
    }

    /// How many measures there are, one that takes something back being one less.
    pub fn net(&self, question: &Question) -> i64 {
        let coded = self.coded(question);
        let net = |run: Run| run.rows().map(|row| run.column.values[row].signum()).sum::<i64>();
        self.runs(&coded).map(net).sum()
    }

    /// The ledgers in which something is measured, in order.
    pub fn contributing(&self, question: &Question) -> Vec<RegionId> {
        let contributes = |(part, count): (&Part, &u64)| (*count > 0).then_some(part.extent.ledger);
        let read = |answer: &Answer| match answer {
            Answer::Ledgers(counts) => self.parts.iter().zip(counts).filter_map(contributes).collect(),
            _ => Vec::new(),
        };
        self.answer(question, Of::Ledgers, read)
    }

    /// How many enterprises or subjects contribute more than nothing: of a stock, those of which
    /// something is left.
    pub fn distinct(&self, question: &Question, of: Distinct) -> u64 {
        let read = |answer: &Answer| match answer {
            Answer::Distinct { positive, .. } => *positive,
            _ => 0,
        };
        self.answer(question, Of::Distinct(of), read)
    }

    fn answer<T>(&self, question: &Question, of: Of, read: impl Fn(&Answer) -> T) -> T {
        match &self.recall {
            Some(recall) => recall.answer(question, of, read, || self.find(question, of)),
            None => read(&self.find(question, of)),
        }
    }

    fn find(&self, question: &Question, of: Of) -> Answer {
        self.find_all(&[(question, of)]).pop().unwrap_or(Answer::Ledgers(Vec::new()))
    }

    /// Counts, ledger by ledger: what several questions look at in one ledger is near by then.
    fn find_all(&self, asked: &[(&Question, Of)]) -> Vec<Answer> {
        let words = self.words();
        let start = |(question, of): &(&Question, Of)| (question.coded(&words), Counted::of(*of));
        let mut counted: Vec<_> = asked.iter().map(start).collect();
        drop(words);
        for part in &self.parts {
            for (question, counted) in &mut counted {
                counted.begin();
                part.runs(question).for_each(|run| counted.add(&run));
            }
        }
        counted.into_iter().map(|(_, counted)| counted.answer()).collect()
    }

    /// Remembers the answers to questions that will be asked, so far as nobody has asked them.
    pub fn prepare(&self, asked: &[(Question, Option<Distinct>)]) {
        let Some(recall) = &self.recall else { return };
        let asked = asked.iter().map(|(question, of)| (question, of.map_or(Of::Total, Of::Distinct)));
        let unknown = recall.unknown(asked);
        recall.keep(&unknown, self.find_all(&unknown));
    }
}

pub(super) fn bounded(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

/// What is counted, while it is.
enum Counted {
    Total(i128, u64),
    /// Sums by code.
    Distinct(Distinct, Vec<i128>),
    Ledgers(Vec<u64>),
}

impl Counted {
    fn of(of: Of) -> Self {
        match of {
            Of::Total => Self::Total(0, 0),
            Of::Distinct(of) => Self::Distinct(of, Vec::new()),
            Of::Ledgers => Self::Ledgers(Vec::new()),
        }
    }

    /// The next ledger begins.
    fn begin(&mut self) {
        if let Self::Ledgers(counts) = self {
            counts.push(0);
        }
    }

    fn add(&mut self, run: &Run) {
        match self {
            Self::Total(sum, count) => {
                let (more, rows) = run.total();
                (*sum, *count) = (*sum + more, *count + rows);
            }
            Self::Ledgers(counts) => counts.iter_mut().rev().take(1).for_each(|count| *count += run.total().1),
            Self::Distinct(of, sums) => {
                let codes = match of {
                    Distinct::Enterprises => &run.column.enterprises,
                    Distinct::Subjects => &run.column.subjects,
                };
                let values = &run.column.values;
                match run.sieve.is_open() {
                    true => run.days.clone().for_each(|row| count(sums, codes[row], values[row])),
                    false => run.rows().for_each(|row| count(sums, codes[row], values[row])),
                }
            }
        }
    }

    fn answer(self) -> Answer {
        match self {
            Self::Total(sum, count) => Answer::Total { sum, count },
            Self::Ledgers(counts) => Answer::Ledgers(counts),
            Self::Distinct(_, sums) => {
                let positive = sums.iter().filter(|sum| **sum > 0).count() as u64;
                let sums = (0..).zip(sums).filter(|(_, sum)| *sum != 0).collect();
                Answer::Distinct { sums, positive }
            }
        }
    }
}

fn count(sums: &mut Vec<i128>, code: u32, value: i64) {
    if code == ABSENT {
        return;
    }
    let at = code as usize;
    if sums.len() <= at {
        sums.resize(at + 1, 0);
    }
    sums[at] += i128::from(value);
}
