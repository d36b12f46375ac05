//! What a person may hear of: the regions and enterprises that its duties show.
use crate::domain::scope::Duty;
use crate::domain::{Day, Instant, Layer, OrganisationId, PersonId, RegionId};
use crate::services::{Outcome, duties};
use crate::store::{Conn, watch};
use std::collections::BTreeSet;

/// A tree that duties stand on, and how large it was when they were read.
pub type Size<T> = (T, i64);

/// What a stream listens to, and how one will know that this has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ears {
    /// Ledgers below these are seen, at least in part.
    pub regions: Vec<Size<RegionId>>,
    /// Changes of these enterprises are seen, in whichever ledger.
    pub enterprises: Vec<OrganisationId>,
    /// The enterprises that the duties name, with those below.
    pub roots: Vec<Size<OrganisationId>>,
    pub scope_version: i64,
    /// The next day on which a duty begins or is over.
    pub changes_on: Option<Day>,
}

impl Ears {
    pub fn of(conn: &mut Conn, person: PersonId, scope_version: i64, now: Instant) -> Outcome<Self> {
        let changes_on = changes_on(&duties::of_person(conn, person)?, now.day());
        let duties = duties::in_force(conn, person, now)?;
        let regions = each(duties.iter().filter(|duty| sees_its_region(duty)).map(|duty| duty.region));
        let enterprises = each(duties.iter().flat_map(|duty| duty.enterprises.iter().copied()));
        let of_enterprises = duties.iter().filter(|duty| duty.layer == Layer::Enterprise);
        let roots = each(of_enterprises.map(|duty| duty.organisation));
        Ok(Self {
            regions: if regions.is_empty() { Vec::new() } else { watch::sizes_of_regions(conn, &regions)? },
            roots: if roots.is_empty() { Vec::new() } else { watch::sizes_of_organisations(conn, &roots)? },
            enterprises,
            scope_version,
            changes_on,
        })
    }
}

/// Each of them once.
fn each<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Something of every ledger that the region covers.
fn sees_its_region(duty: &Duty) -> bool {
    !duty.view(true).is_empty() && duty.layer != Layer::Enterprise
}

fn changes_on(duties: &[Duty], today: Day) -> Option<Day> {
    let begin = duties.iter().map(|duty| duty.from_on);
    let end = duties.iter().filter_map(|duty| duty.to_on).map(|last| last.plus_days(1));
    begin.chain(end).filter(|day| *day > today).min()
}
