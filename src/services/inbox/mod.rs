//! The inbox as people read it: acts that were not applied, why, and what became of them.
pub mod held;
mod item;
mod list;
mod resolve;
mod settle;

pub use item::{InboxItem, InboxPage, Resolution};
pub use list::{Asked, Whose, list};
pub use resolve::{Remedy, Resolve, resolve};

use super::Outcome;
use crate::domain::RecordId;
use crate::domain::access::About;
use crate::domain::scope::{Coverage, Subject};
use crate::store::inbox::InboxRow;
use crate::store::{Conn, coverage, inbox};
use std::collections::BTreeMap;

/// What each of these items is about, and which of the person's regions cover it.
struct Abouts {
    places: BTreeMap<RecordId, About>,
    coverage: Coverage,
}

impl Abouts {
    fn of(conn: &mut Conn, subject: &Subject, rows: &[&InboxRow]) -> Outcome<Self> {
        let records: Vec<_> = rows.iter().map(|row| row.record).collect();
        let places = inbox::places(conn, &records)?.into_iter();
        let places: BTreeMap<_, _> =
            places.map(|(id, ledger, sector)| (id, About { ledger, sector: sector.parse().ok() })).collect();
        let named = rows.iter().filter_map(|row| row.ledger);
        let ledgers: Vec<_> = places.values().map(|about| about.ledger).chain(named).collect();
        let coverage = coverage::covering(conn, &subject.regions(), &ledgers)?;
        Ok(Self { places, coverage })
    }

    /// Where the record lies now; where there is none, the unit that the act was meant for.
    fn about(&self, row: &InboxRow) -> Option<About> {
        let meant = || row.ledger.map(|ledger| About { ledger, sector: None });
        self.places.get(&row.record).copied().or_else(meant)
    }
}
