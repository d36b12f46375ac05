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

/// Cheap to clone: columns are shared until they change.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    epoch: i64,
    recount: i64,
    head: i64,
    /// By the code of their name.
    columns: Vec<(u32, Arc<Column>)>,
}

impl Ledger {
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
            self.take(&posting::between(conn, extent.ledger, self.head, to)?, words);
            self.head = to;
        }
        Ok(())
    }

    /// Nets the postings with what stands.
    pub fn take(&mut self, rows: &[PostingRow], words: &RwLock<Words>) {
        if rows.is_empty() {
            return;
        }
        let mut changes: BTreeMap<u32, Net> = BTreeMap::new();
        let mut words = words.write().unwrap_or_else(PoisonError::into_inner);
        for row in rows {
            let coded = words.of(row);
            *changes.entry(coded.name).or_default().entry(Row::of(row, coded)).or_default() += row.sign;
        }
        drop(words);
        for (name, net) in changes {
            match self.columns.binary_search_by_key(&name, |(name, _)| *name) {
                Ok(at) => self.columns[at].1 = Arc::new(self.columns[at].1.with(net)),
                Err(at) => self.columns.insert(at, (name, Arc::new(Column::default().with(net)))),
            }
        }
    }

    pub fn column(&self, name: u32) -> Option<&Column> {
        let at = self.columns.binary_search_by_key(&name, |(name, _)| *name).ok()?;
        Some(&self.columns[at].1)
    }

    pub fn bytes(&self) -> usize {
        self.columns.iter().map(|(_, column)| column.bytes()).sum()
    }
}
