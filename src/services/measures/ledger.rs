//! A ledger's measures in memory, as they stood at a number.
use super::column::{Column, Net, Row};
use super::words::Words;
use crate::services::Outcome;
use crate::store::Conn;
use crate::store::coverage::Extent;
use crate::store::posting::{self, PostingRow};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// So many entries' postings are read at once.
const ENTRIES: i64 = 4096;
/// So many steps are told again, each of so few changes that this is less work than to count anew.
const STEPS: usize = 64;
const CHANGES: usize = 1024;

/// Cheap to clone: columns are shared until they change.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    epoch: i64,
    recount: i64,
    head: i64,
    /// By the code of their name.
    columns: Vec<(u32, Arc<Column>)>,
    /// What the last entries changed, the latest last.
    steps: Vec<Arc<Step>>,
}

/// How often one measure came, or went.
#[derive(Debug)]
pub struct Change {
    pub name: u32,
    pub row: Row,
    pub times: i64,
}

/// What was read at once.
#[derive(Debug)]
struct Step {
    /// The head before.
    from: i64,
    changes: Vec<Change>,
}

impl Ledger {
    /// Of which nothing is there.
    #[cfg(test)]
    pub fn at(extent: &Extent) -> Self {
        Self { epoch: extent.epoch, recount: extent.recount, head: extent.head, ..Self::default() }
    }
    fn is_of(&self, extent: &Extent) -> bool {
        (self.epoch, self.recount) == (extent.epoch, extent.recount)
    }
    /// Whether it is the ledger of the snapshot, neither more nor less.
    pub fn is_at(&self, extent: &Extent) -> bool {
        self.is_of(extent) && self.head == extent.head
    }
    /// Whether it was read by a later snapshot.
    pub fn is_past(&self, extent: &Extent) -> bool {
        (self.epoch, self.recount, self.head) > (extent.epoch, extent.recount, extent.head)
    }

    /// Reads what is new. What was read of another epoch, or before the postings were made anew, is forgotten.
    pub fn bring_to(&mut self, conn: &mut Conn, words: &RwLock<Words>, extent: &Extent) -> Outcome<()> {
        if !self.is_of(extent) {
            *self = Self { epoch: extent.epoch, recount: extent.recount, ..Self::default() };
        }
        while self.head < extent.head {
            let to = extent.head.min(self.head + ENTRIES);
            self.step(&posting::between(conn, extent.ledger, self.head, to)?, to, words);
        }
        Ok(())
    }

    /// Nets the postings of the entries up to a number, and remembers what they changed.
    pub(super) fn step(&mut self, rows: &[PostingRow], to: i64, words: &RwLock<Words>) {
        let changes = self.take(rows, words);
        if changes.len() > CHANGES {
            self.steps.clear();
        } else {
            let surplus = (self.steps.len() + 1).saturating_sub(STEPS);
            self.steps.drain(..surplus);
            self.steps.push(Arc::new(Step { from: self.head, changes }));
        }
        self.head = to;
    }

    /// What has changed since this extent. `None`: nobody knows any more.
    pub fn since(&self, extent: &Extent) -> Option<Vec<&Change>> {
        if self.is_at(extent) {
            return Some(Vec::new());
        }
        let first = self.steps.iter().position(|step| step.from == extent.head).filter(|_| self.is_of(extent))?;
        Some(self.steps[first..].iter().flat_map(|step| &step.changes).collect())
    }

    /// Nets the postings with what stands, and tells what they made of it.
    pub fn take(&mut self, rows: &[PostingRow], words: &RwLock<Words>) -> Vec<Change> {
        let mut made = Vec::new();
        if rows.is_empty() {
            return made;
        }
        let mut changes: BTreeMap<u32, Net> = BTreeMap::new();
        let mut words = words.write().unwrap_or_else(PoisonError::into_inner);
        for row in rows {
            let coded = words.of(row);
            *changes.entry(coded.name).or_default().entry(Row::of(row, coded)).or_default() += row.sign;
        }
        drop(words);
        for (name, net) in changes {
            let found = self.columns.binary_search_by_key(&name, |(name, _)| *name);
            let (column, net) = match found {
                Ok(at) => self.columns[at].1.with(net),
                Err(_) => Column::default().with(net),
            };
            match found {
                Ok(at) => self.columns[at].1 = Arc::new(column),
                Err(at) => self.columns.insert(at, (name, Arc::new(column))),
            }
            made.extend(net.into_iter().map(|(row, times)| Change { name, row, times }));
        }
        made
    }

    pub fn column(&self, name: u32) -> Option<&Column> {
        let at = self.columns.binary_search_by_key(&name, |(name, _)| *name).ok()?;
        Some(&self.columns[at].1)
    }

    pub fn bytes(&self) -> usize {
        self.columns.iter().map(|(_, column)| column.bytes()).sum()
    }
}
