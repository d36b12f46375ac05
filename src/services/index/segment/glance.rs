//! What reports look at: some facets of a record, without its document.
use super::super::rows::Rows;
use super::{ABSENT, Segment};
use crate::domain::{OrganisationId, RecordId, Sector};

/// A record as far as reports count it.
#[derive(Debug, Clone, Copy)]
pub struct Glance<'a> {
    pub id: RecordId,
    pub category: Option<&'a str>,
    pub sector: Option<Sector>,
    pub enterprise: Option<OrganisationId>,
    pub owner: Option<OrganisationId>,
    /// Whether it has a place in WGS-84.
    pub is_located: bool,
}

impl Segment {
    pub fn glances(&self, rows: &Rows, see: &mut impl FnMut(Glance)) {
        if rows.is_empty() {
            return;
        }
        let (categories, sectors) = (self.categories.spelled(), self.sectors.spelled());
        let (enterprises, owners) = (self.enterprises.spelled(), self.owners.spelled());
        for row in rows.iter() {
            see(Glance {
                id: self.id(row),
                category: categories[row].as_deref(),
                sector: *sectors[row],
                enterprise: *enterprises[row],
                owner: *owners[row],
                is_located: self.lon.at(row) != ABSENT,
            });
        }
    }
}
