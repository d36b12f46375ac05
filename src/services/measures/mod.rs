//! Measures in memory: what stands of all postings, by ledger, name and day, so that a figure of a
//! prefecture costs microseconds. A copy that a request trusts only as far as its own snapshot says.
mod answer;
mod column;
mod grouping;
mod groups;
mod ledger;
mod memory;
mod page;
mod question;
pub mod recount;
mod sheet;
mod tally;
#[cfg(test)]
mod tests;
mod words;

pub use answer::{Asked, MeasureItem, MeasureList, MeasuredPage};
pub use answer::{declared, list_measures, named, not_ahead, records_of, scope};
pub use grouping::{Contributor, Group};
pub use groups::Groups;
pub use page::{MeasureRow, Place};
pub use question::Question;
pub use sheet::{Sheet, Total};
pub use tally::Distinct;

use super::sight::Sight;
use super::{Failure, Outcome};
use crate::domain::posting::AsOf;
use crate::domain::{Instant, RegionId};
use crate::store::coverage::{self, Extent};
use crate::store::{Conn, Store, posting};
use ledger::Ledger;
use memory::Memory;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use words::Words;

/// A ledger as it was read last; whoever answers from it keeps it as it was.
type Held = Arc<RwLock<Arc<Ledger>>>;

/// What one process holds.
#[derive(Debug, Default)]
pub struct Measures {
    ledgers: RwLock<HashMap<RegionId, Held>>,
    words: Arc<RwLock<Words>>,
    memory: Arc<Memory>,
}

impl Measures {
    /// What the person sees, as the snapshot has it.
    pub fn sheet(&self, conn: &mut Conn, sight: Sight) -> Outcome<Sheet> {
        let ledgers = sight.iter().map(|(extent, _)| self.look(conn, extent)).collect::<Outcome<_>>()?;
        Ok(Sheet::new(sight, ledgers, self.words.clone(), Some(self.memory.clone())))
    }

    /// As it stands, or as of a moment that has passed; of these names, if any are given.
    pub fn sheet_at(
        &self,
        conn: &mut Conn,
        sight: Sight,
        then: Option<AsOf>,
        names: Option<&[String]>,
        now: Instant,
    ) -> Outcome<Sheet> {
        let Some(then) = then else { return self.sheet(conn, sight) };
        not_ahead(then, now)?;
        self.sheet_as_of(conn, sight, then, names)
    }

    /// The same as of an earlier moment, read from the postings; of these names, if any are given.
    pub fn sheet_as_of(&self, conn: &mut Conn, sight: Sight, then: AsOf, names: Option<&[String]>) -> Outcome<Sheet> {
        let ids: Vec<_> = sight.iter().map(|(extent, _)| extent.ledger).collect();
        let mut ledgers: HashMap<RegionId, Ledger> = HashMap::new();
        let rows = posting::as_of(conn, &ids, then, names)?;
        for rows in rows.chunk_by(|one, next| one.ledger == next.ledger) {
            if let Some(first) = rows.first() {
                ledgers.entry(first.ledger).or_default().take(rows, &self.words);
            }
        }
        let ledgers = ids.iter().map(|id| Arc::new(ledgers.remove(id).unwrap_or_default())).collect();
        Ok(Sheet::new(sight, ledgers, self.words.clone(), None))
    }

    /// The ledger at the very extent of the snapshot.
    fn look(&self, conn: &mut Conn, extent: &Extent) -> Outcome<Arc<Ledger>> {
        let held = self.held(extent.ledger);
        if let Some(known) = held.read().ok().filter(|known| known.is_at(extent)) {
            return Ok(known.clone());
        }
        // A broken lock keeps what was there before somebody panicked: ledgers are replaced whole.
        let mut known = held.write().unwrap_or_else(PoisonError::into_inner);
        if known.is_past(extent) {
            let mut apart = Ledger::default();
            apart.bring_to(conn, &self.words, extent)?;
            return Ok(Arc::new(apart));
        }
        let mut next = Ledger::clone(&known);
        next.bring_to(conn, &self.words, extent)?;
        *known = Arc::new(next);
        Ok(known.clone())
    }

    fn held(&self, id: RegionId) -> Held {
        let known = self.ledgers.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        known.unwrap_or_else(|| {
            self.ledgers.write().unwrap_or_else(PoisonError::into_inner).entry(id).or_default().clone()
        })
    }

    /// Reads every ledger, one unit of work each; whoever asks meanwhile reads what it needs itself.
    pub fn warm(self: Arc<Self>, store: &Store) -> Outcome<()> {
        let extents = store.read_now(|conn| Ok::<_, Failure>(coverage::extents(conn)?))?;
        for extent in extents {
            let measures = self.clone();
            store.read_now(move |conn| measures.look(conn, &extent).map(drop))?;
        }
        Ok(())
    }

    /// Roughly, in memory.
    pub fn bytes(&self) -> usize {
        let ledgers = self.ledgers.read().unwrap_or_else(PoisonError::into_inner);
        ledgers.values().map(|held| held.read().unwrap_or_else(PoisonError::into_inner).bytes()).sum()
    }
}
