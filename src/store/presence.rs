//! Presence: the views that a record has left. With it the delta of any scope is exact.
use super::record::Range;
use super::schema::presence;
use super::{Conn, on};
use crate::domain::scope::View;
use crate::domain::{OrganisationId, RecordId, RegionId};
use diesel::prelude::*;
use diesel::upsert::excluded;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = presence, treat_none_as_default_value = false)]
pub struct PresenceRow {
    pub ledger: RegionId,
    pub record: RecordId,
    /// The place that was left; empty and nil where the record had none.
    pub sector: String,
    pub enterprise: OrganisationId,
    pub kind: String,
    pub left_seq: i64,
    /// `deleted`: nobody but auditors sees it any more; `changed`: others still may.
    pub reason: String,
}

/// Notes that records have left places; leaving one again moves its number on.
pub fn save(conn: &mut Conn, rows: &[PresenceRow]) -> QueryResult<usize> {
    on!(conn, c => diesel::insert_into(presence::table)
        .values(rows)
        .on_conflict((presence::ledger, presence::record, presence::sector, presence::enterprise))
        .do_update()
        .set((presence::left_seq.eq(excluded(presence::left_seq)), presence::reason.eq(excluded(presence::reason))))
        .execute(c))
}

/// What left the view within the range; some of it may be back, or visible in another way.
pub fn left(conn: &mut Conn, range: Range, view: &View, kinds: Option<&[String]>) -> QueryResult<Vec<PresenceRow>> {
    on!(conn, c => {
        let mut query = presence::table
            .filter(presence::ledger.eq(range.ledger))
            .filter(presence::left_seq.gt(range.after))
            .filter(presence::left_seq.le(range.to))
            .order(presence::left_seq.asc())
            .limit(range.limit)
            .select(PresenceRow::as_select())
            .into_boxed();
        if !view.all {
            let sectors: Vec<_> = view.sectors.iter().map(|sector| sector.as_str()).collect();
            let enterprises: Vec<_> = view.enterprises.iter().copied().collect();
            query = query.filter(presence::sector.eq_any(sectors).or(presence::enterprise.eq_any(enterprises)));
        }
        if let Some(kinds) = kinds {
            query = query.filter(presence::kind.eq_any(kinds.to_vec()));
        }
        query.load(c)
    })
}
