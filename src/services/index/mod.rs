//! The index: the facets of every record in memory, by ledger, so that any filters together cost
//! one look at each. It is a copy that a request trusts only as far as its own snapshot says.
mod best;
mod column;
mod ids;
mod item;
mod ledger;
mod pairs;
mod ranged;
mod rows;
mod segment;
mod text;

pub use best::{Best, Hit};
pub use ledger::Ledger;
pub use segment::Glance;

use super::{Failure, Outcome};
use crate::domain::RegionId;
use crate::store::coverage::{self, Extent};
use crate::store::{Conn, Store};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// What one process holds.
#[derive(Debug, Default)]
pub struct Index {
    ledgers: RwLock<HashMap<RegionId, Arc<RwLock<Ledger>>>>,
}

impl Index {
    /// Looks at a ledger, which is brought up to the snapshot's extent before, if it lies behind.
    pub fn look<T>(&self, conn: &mut Conn, extent: &Extent, look: impl FnOnce(&Ledger) -> T) -> Outcome<T> {
        let ledger = self.ledger(extent.ledger);
        if let Some(known) = ledger.read().ok().filter(|known| known.holds(extent)) {
            return Ok(look(&known));
        }
        // Whoever panicked while it brought the ledger forward left it broken: it begins anew.
        let mut behind = ledger.write().unwrap_or_else(|poisoned| {
            ledger.clear_poison();
            let mut broken = poisoned.into_inner();
            *broken = Ledger::default();
            broken
        });
        behind.bring_to(conn, extent)?;
        Ok(look(&behind))
    }

    /// Looks at a ledger at the snapshot's very extent: one that others have brought further is read apart.
    pub fn look_at(&self, conn: &mut Conn, extent: &Extent, mut look: impl FnMut(&Ledger)) -> Outcome<()> {
        let has_looked = self.look(conn, extent, |ledger| {
            let is_there = ledger.is_at(extent);
            is_there.then(|| look(ledger)).is_some()
        })?;
        if !has_looked {
            let mut apart = Ledger::default();
            apart.bring_to(conn, extent)?;
            look(&apart);
        }
        Ok(())
    }

    fn ledger(&self, id: RegionId) -> Arc<RwLock<Ledger>> {
        let known = self.ledgers.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        known.unwrap_or_else(|| {
            self.ledgers.write().unwrap_or_else(PoisonError::into_inner).entry(id).or_default().clone()
        })
    }

    /// Reads every ledger, one unit of work each; whoever asks meanwhile reads what it needs itself.
    pub fn warm(self: Arc<Self>, store: &Store) -> Outcome<()> {
        let extents = store.read_now(|conn| Ok::<_, Failure>(coverage::extents(conn)?))?;
        for extent in extents {
            let index = self.clone();
            store.read_now(move |conn| index.look(conn, &extent, Ledger::prepare))?;
        }
        Ok(())
    }

    /// Roughly, in memory.
    pub fn bytes(&self) -> usize {
        let ledgers = self.ledgers.read().unwrap_or_else(PoisonError::into_inner);
        ledgers.values().map(|ledger| ledger.read().unwrap_or_else(PoisonError::into_inner).bytes()).sum()
    }
}
