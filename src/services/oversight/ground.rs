//! The ground of a report: a region and what the person sees of its subtree, now or as of an earlier moment.
use super::past::Past;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::posting::AsOf;
use crate::domain::report::Period;
use crate::domain::scope::Subject;
use crate::domain::search::{Filter, Several, Token};
use crate::domain::{Instant, OrganisationId, RecordId, RegionCode, RegionId};
use crate::services::Outcome;
use crate::services::index::{Glance, Index};
use crate::services::measures::not_ahead;
use crate::services::sight::{Sight, sight};
use crate::store::record::{self, RecordRow};
use crate::store::{Conn, assignment, coverage, register};
use std::collections::{BTreeMap, HashSet};
use std::str::FromStr;

/// What the person sees of a region's subtree.
pub struct Ground<'a> {
    pub region: RegionId,
    pub subject: &'a Subject,
    index: &'a Index,
    /// The ledgers that the person sees something of today, whatever moment is asked for.
    sight: Sight,
    past: Option<Past>,
}

impl<'a> Ground<'a> {
    pub fn of(conn: &mut Conn, index: &'a Index, subject: &'a Subject, code: &RegionCode) -> Outcome<Self> {
        let found = coverage::named(conn, std::slice::from_ref(code))?.pop();
        let unknown = || Fault::new(FaultCode::BadRequest, "no region has or had this code").at("region");
        let (_, region) = found.ok_or_else(unknown)?;
        Ok(Self { region, subject, index, sight: sight(conn, subject, Some(region))?, past: None })
    }

    /// As of a moment that has passed, if one is given: the records of these kinds alone. Duties are those of
    /// today; they show what a record was by the sector and the enterprise that it had then.
    pub fn at(self, conn: &mut Conn, as_of: Option<AsOf>, now: Instant, kinds: &[&str]) -> Outcome<Self> {
        let Some(then) = as_of else { return Ok(self) };
        not_ahead(then, now)?;
        let past = Past::of(conn, &self.sight, then, kinds)?;
        Ok(Self { past: Some(past), ..self })
    }

    /// Shows every record in sight that the filter lets through, with its ledger.
    pub fn each(&self, conn: &mut Conn, filter: &Filter, mut see: impl FnMut(RegionId, Glance)) -> Outcome<()> {
        for (extent, view) in &self.sight {
            let see = |glance: Glance| see(extent.ledger, glance);
            match &self.past {
                None => self.index.look(conn, extent, |ledger| ledger.glance(view, filter, see))?,
                Some(past) => past.glance((conn, self.index), extent, (view, filter), see)?,
            }
        }
        Ok(())
    }

    /// The open rows of these records, by id: those that the person sees in the snapshot as well, or saw as of
    /// the moment by today's duties.
    pub fn rows(&self, conn: &mut Conn, ids: &[RecordId]) -> Outcome<BTreeMap<RecordId, RecordRow>> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows = match &self.past {
            None => record::find(conn, ids)?,
            Some(past) => past.rows(conn, ids)?,
        };
        let views: BTreeMap<_, _> = self.sight.iter().map(|(extent, view)| (extent.ledger, view)).collect();
        let sees = |row: &RecordRow| views.get(&row.ledger).is_some_and(|view| view.shows(&row.place()));
        Ok(rows.into_iter().filter(sees).map(|row| (row.id, row)).collect())
    }

    /// Of the enterprises in sight, those that are marked as not to be inspected, maybe with others.
    pub fn exempt(&self, conn: &mut Conn) -> Outcome<HashSet<RecordId>> {
        let today = register::exempt_within(conn, self.region)?;
        Ok(match &self.past {
            None => today.into_iter().collect(),
            Some(past) => past.exempt(today),
        })
    }

    /// The enterprises that have a leader. That there is one is known to whoever sees the target, also where
    /// the assignment lies in a ledger out of sight: a target would be called blind that is not.
    pub fn led(&self, conn: &mut Conn) -> Outcome<HashSet<OrganisationId>> {
        match &self.past {
            None => Ok(assignment::targets_around(conn, self.region)?.into_iter().collect()),
            Some(past) => past.led(conn, self.index, self.region),
        }
    }

    /// The moment that is looked at, unless it is now: limits that were set later did not hold then.
    pub fn moment(&self) -> Option<Instant> {
        self.past.as_ref().map(|past| past.then.at)
    }
}

/// Records of one kind; where states are named, in any of them.
pub fn of_kind(kind: &str, states: Option<&str>) -> Filter {
    let several = |text: &str| Several::<Token>::from_str(text).ok();
    Filter { kind: several(kind), state: states.and_then(several), ..Filter::default() }
}

/// Enterprises on the register.
pub fn listed() -> Filter {
    of_kind("enterprise", Some("listed"))
}

/// Visits that were made in a period.
pub fn visited(period: Period) -> Filter {
    Filter { occurred: period.span(), ..of_kind("inspection", Some("done,documented")) }
}
