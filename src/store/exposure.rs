//! Published lists of exposed enterprises: for everybody, the newest first.
use super::record::RecordRow;
use super::schema::{record, region_closure};
use super::{Conn, on};
use crate::domain::{Day, RecordId, RegionId};
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// The lists that were published in a region's subtree, from the one after a place on. The condition is
/// spelled as the partial index `record_exposure` spells it, so that both databases use it.
pub fn published_within(
    conn: &mut Conn,
    root: RegionId,
    after: Option<(Day, RecordId)>,
    limit: i64,
) -> QueryResult<Vec<RecordRow>> {
    on!(conn, c => {
        let mut query = record::table
            .filter(diesel::dsl::sql::<Bool>("kind = 'exposure' and state = 'published'"))
            .filter(record::moved_to.is_null())
            .filter(record::ledger.eq_any(region_closure::table
                .filter(region_closure::ancestor.eq(root))
                .select(region_closure::descendant)))
            .order((record::occurred_on.desc(), record::id.desc()))
            .limit(limit)
            .select(RecordRow::as_select())
            .into_boxed();
        if let Some((day, id)) = after {
            let earlier = record::occurred_on.lt(day);
            let beside = record::occurred_on.eq(day).and(record::id.nullable().lt(id));
            query = query.filter(earlier.or(beside));
        }
        query.load(c)
    })
}
