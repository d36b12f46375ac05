//! Sights: as little of a ledger's records as it takes to compare them with what a device holds.
use super::schema::record;
use super::{Conn, on};
use crate::domain::scope::{Place, View};
use crate::domain::{OrganisationId, RecordId, RegionId};
use diesel::prelude::*;

/// A record, its revision and its document's hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    pub id: RecordId,
    pub rev: i64,
    pub hash: Vec<u8>,
}

type Columns = (RecordId, i64, Vec<u8>, String, Option<OrganisationId>, bool);

/// What the view shows of a ledger's records of one kind, by id. `View::shows` decides; the statement
/// only leaves out what it cannot show.
pub fn of_kind(conn: &mut Conn, ledger: RegionId, kind: &str, view: &View) -> QueryResult<Vec<Sight>> {
    let rows: Vec<Columns> = on!(conn, c => {
        let mut query = record::table
            .filter(record::ledger.eq(ledger))
            .filter(record::kind.eq(kind))
            .filter(record::moved_to.is_null())
            .order(record::id.asc())
            .select((record::id, record::rev, record::hash, record::sector, record::enterprise, record::is_voided))
            .into_boxed();
        if !view.all {
            let sectors: Vec<_> = view.sectors.iter().map(|sector| sector.as_str()).collect();
            let enterprises: Vec<_> = view.enterprises.iter().copied().collect();
            let own = record::enterprise.eq_any(enterprises).and(record::enterprise.is_not_null());
            query = query.filter(record::sector.eq_any(sectors).nullable().or(own));
        }
        query.load(c)
    })?;
    let shown = rows.into_iter().filter_map(|(id, rev, hash, sector, enterprise, is_voided)| {
        let place = Place { sector: sector.parse().ok(), enterprise, is_voided, has_moved: false };
        view.shows(&place).then_some(Sight { id, rev, hash })
    });
    Ok(shown.collect())
}
