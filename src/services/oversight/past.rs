//! A ground as of an earlier moment: today's index, but for what changed since, which is made again.
use super::ground::of_kind;
use crate::domain::kind::{Assignment, Life};
use crate::domain::posting::AsOf;
use crate::domain::scope::View;
use crate::domain::search::Filter;
use crate::domain::{OrganisationId, RecordId, RegionId};
use crate::services::Outcome;
use crate::services::index::{Glance, Index, Ledger};
use crate::services::past;
use crate::services::sight::Sight;
use crate::store::coverage::Extent;
use crate::store::record::RecordRow;
use crate::store::{Conn, assignment, register};
use std::collections::{HashMap, HashSet};

/// Of the records of some kinds in the ledgers in sight. Facets alone: documents are made again as far as a
/// report asks for them.
pub struct Past {
    pub then: AsOf,
    ledgers: HashMap<RegionId, Changes>,
    /// The enterprises among what changed whose documents said that they are not to be inspected.
    exempt: HashSet<RecordId>,
}

/// What has changed in a ledger since.
#[derive(Default)]
struct Changes {
    changed: HashSet<RecordId>,
    /// Those of them that lay there, as they stood.
    stood: Ledger,
}

impl Changes {
    fn of(
        conn: &mut Conn,
        of: RegionId,
        kinds: &[&str],
        then: AsOf,
        mut note: impl FnMut(&RecordRow),
    ) -> Outcome<Self> {
        let mut stood = Ledger::default();
        let changed = past::changed(conn, of, kinds, then, |row| {
            stood.add(row);
            note(row);
        })?;
        Ok(Self { changed, stood })
    }

    fn glance(
        &self,
        (conn, index): (&mut Conn, &Index),
        extent: &Extent,
        (view, filter): (&View, &Filter),
        mut see: impl FnMut(Glance),
    ) -> Outcome<()> {
        index.look_at(conn, extent, |ledger| {
            ledger.glance(view, filter, |glance| {
                if !self.changed.contains(&glance.id) {
                    see(glance);
                }
            });
        })?;
        self.stood.glance(view, filter, see);
        Ok(())
    }
}

impl Past {
    pub fn of(conn: &mut Conn, sight: &Sight, then: AsOf, kinds: &[&str]) -> Outcome<Self> {
        let (mut ledgers, mut exempt) = (HashMap::new(), HashSet::new());
        for (extent, _) in sight {
            let note = |row: &RecordRow| {
                if register::is_exempt(row) {
                    exempt.insert(row.id);
                }
            };
            ledgers.insert(extent.ledger, Changes::of(conn, extent.ledger, kinds, then, note)?);
        }
        Ok(Self { then, ledgers, exempt })
    }

    pub fn glance(
        &self,
        (conn, index): (&mut Conn, &Index),
        extent: &Extent,
        (view, filter): (&View, &Filter),
        see: impl FnMut(Glance),
    ) -> Outcome<()> {
        match self.ledgers.get(&extent.ledger) {
            Some(changes) => changes.glance((conn, index), extent, (view, filter), see),
            None => Ok(()),
        }
    }

    pub fn rows(&self, conn: &mut Conn, ids: &[RecordId]) -> Outcome<Vec<RecordRow>> {
        past::find(conn, ids, self.then)
    }

    /// Those of the exempt of today that were it then, and those that are not any more.
    pub fn exempt(&self, today: Vec<RecordId>) -> HashSet<RecordId> {
        let changed: HashSet<&RecordId> = self.ledgers.values().flat_map(|changes| &changes.changed).collect();
        today.into_iter().filter(|id| !changed.contains(id)).chain(self.exempt.iter().copied()).collect()
    }

    /// The enterprises that had a leader, as `assignment::targets_around` tells those that have one.
    pub fn led(&self, conn: &mut Conn, index: &Index, region: RegionId) -> Outcome<HashSet<OrganisationId>> {
        let (all, active) = (View { all: true, ..View::default() }, of_kind(Assignment::NAME, Some("active")));
        let mut led = HashSet::new();
        let around = assignment::ledgers_around(conn, region)?;
        for (extent, _) in around.iter().filter(|(_, level)| Assignment::LEDGERS.contains(&level.tier())) {
            let changes = Changes::of(conn, extent.ledger, &[Assignment::NAME], self.then, |_| {})?;
            changes.glance((conn, index), extent, (&all, &active), |glance| led.extend(glance.enterprise))?;
        }
        Ok(led)
    }
}
