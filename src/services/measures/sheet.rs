//! A sheet: the measures that a person sees of some ledgers, all of one snapshot, ready for questions.
use super::column::Column;
use super::groups::Groups;
use super::ledger::Ledger;
use super::memory::{Memory, Recall};
use super::question::{Coded, Lens, Question, Sieve};
use super::tally::{Answer, Counted, Distinct, Of};
use super::words::Words;
use crate::domain::RegionId;
use crate::domain::report::Aggregate;
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
    /// All its ledgers together.
    whole: Groups,
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
    pub fn total(&self) -> (i128, u64) {
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
        let whole = Groups::whole(parts.len());
        Self { parts, whole, words, memory, recall }
    }

    /// The same of some ledgers alone.
    pub fn part(&self, is_wanted: impl Fn(RegionId) -> bool) -> Self {
        let parts = self.parts.iter().filter(|part| is_wanted(part.extent.ledger)).cloned().collect();
        Self::of(parts, self.words.clone(), self.memory.clone())
    }

    /// Its ledgers by these keys, in their order; what has none of them belongs to no group.
    pub fn groups<K: Ord>(&self, keys: &[K], key: impl Fn(RegionId) -> Option<K>) -> Groups {
        let places: BTreeMap<&K, usize> = keys.iter().zip(0..).collect();
        let place = |part: &Part| key(part.extent.ledger).and_then(|key| places.get(&key).copied());
        Groups::of(keys.len(), self.parts.iter().map(place))
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

    /// Each question as one number, all asked at once.
    pub fn counts(&self, asked: &[(Question, Aggregate)]) -> Vec<i64> {
        self.counts_by(asked, &self.whole).pop().unwrap_or_default()
    }

    /// The same of each group of ledgers.
    pub fn counts_by(&self, asked: &[(Question, Aggregate)], groups: &Groups) -> Vec<Vec<i64>> {
        let questions: Vec<_> = asked.iter().map(|(question, aggregate)| (question, Of::from(*aggregate))).collect();
        let read = |n: usize, answers: &[Answer]| -> Vec<i64> {
            answers.iter().map(|answer| number(answer, asked[n].1)).collect()
        };
        let told = self.answers(groups, &questions, read);
        (0..groups.many()).map(|group| told.iter().filter_map(|of_one| of_one.get(group)).copied().collect()).collect()
    }

    fn answer<T: Default>(&self, question: &Question, of: Of, read: impl Fn(&Answer) -> T) -> T {
        let first = |_: usize, answers: &[Answer]| answers.first().map(&read);
        self.answers(&self.whole, &[(question, of)], first).pop().flatten().unwrap_or_default()
    }

    /// Reads what each question is answered by, with its place among the questions.
    fn answers<T>(&self, groups: &Groups, asked: &[(&Question, Of)], read: impl Fn(usize, &[Answer]) -> T) -> Vec<T> {
        match &self.recall {
            Some(recall) => recall.answers(groups, asked, read, |unknown| self.find(groups, unknown)),
            None => self.find(groups, asked).iter().enumerate().map(|(n, answers)| read(n, answers)).collect(),
        }
    }

    /// Counts, ledger by ledger: what several questions look at in one ledger is near by then.
    fn find(&self, groups: &Groups, asked: &[(&Question, Of)]) -> Vec<Vec<Answer>> {
        let words = self.words();
        let start = |(question, of): &(&Question, Of)| {
            let counted: Vec<_> = (0..groups.many()).map(|_| Counted::of(*of)).collect();
            (question.coded(&words), counted)
        };
        let mut counted: Vec<_> = asked.iter().map(start).collect();
        drop(words);
        for (n, part) in self.parts.iter().enumerate() {
            let Some(group) = groups.group(n) else { continue };
            for (question, counted) in &mut counted {
                let counted = &mut counted[group];
                counted.begin();
                part.runs(question).for_each(|run| counted.add(&run));
            }
        }
        let answers = |(_, counted): (Coded, Vec<Counted>)| counted.into_iter().map(Counted::answer).collect();
        counted.into_iter().map(answers).collect()
    }
}

/// An answer as one number.
fn number(answer: &Answer, aggregate: Aggregate) -> i64 {
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    match answer {
        Answer::Total { count, .. } if aggregate == Aggregate::Count => whole(*count),
        Answer::Total { sum, .. } => bounded(*sum),
        Answer::Distinct { positive, .. } => whole(*positive),
        Answer::Ledgers(counts) => whole(counts.iter().sum()),
    }
}

pub(super) fn bounded(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}
