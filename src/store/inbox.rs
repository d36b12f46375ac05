//! The inbox: acts that were not applied, as they were sent. Nothing that a person wrote is lost.
use super::resolution::ResolutionRow;
use super::schema::{inbox, record, region_closure, resolution};
use super::{Conn, on};
use crate::domain::outcome::Verdict;
use crate::domain::{ActId, DeviceId, InboxId, Instant, OrganisationId, PersonId, RecordId, RegionId, Sector};
use diesel::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = inbox, treat_none_as_default_value = false)]
pub struct InboxRow {
    pub id: InboxId,
    pub ledger: Option<RegionId>,
    pub device: DeviceId,
    pub client_seq: i64,
    pub act_id: ActId,
    pub person: PersonId,
    pub organisation: Option<OrganisationId>,
    pub kind: String,
    pub act: String,
    pub record: RecordId,
    pub sent: String,
    pub state: String,
    pub problem: String,
    pub received_at: Instant,
    pub resolved_at: Option<Instant>,
    pub resolved_by: Option<PersonId>,
    pub resolution: Option<String>,
    /// When a held act is looked at again; nothing for one that does not wait.
    pub look_at: Option<Instant>,
}

/// An item with how it was resolved.
pub type Item = (InboxRow, Option<ResolutionRow>);

/// Which items are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sought {
    pub result: Option<Verdict>,
    pub is_open: Option<bool>,
}

/// Part of a list, by id: after `after`, the first `limit`.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub after: Option<InboxId>,
    pub limit: i64,
}

pub fn add(conn: &mut Conn, rows: &[InboxRow]) -> QueryResult<usize> {
    on!(conn, c => diesel::insert_into(inbox::table).values(rows).execute(c))
}

/// A person's acts that were not applied, oldest first. Ids are made in the order of arrival.
pub fn of_person(conn: &mut Conn, person: PersonId, sought: Sought, part: Part) -> QueryResult<Vec<Item>> {
    on!(conn, c => {
        let mut query = inbox::table
            .left_join(resolution::table.on(resolution::item.eq(inbox::id)))
            .filter(inbox::person.eq(person))
            .filter(inbox::id.gt(part.after.unwrap_or(InboxId::NIL)))
            .order(inbox::id.asc())
            .limit(part.limit)
            .select((InboxRow::as_select(), Option::<ResolutionRow>::as_select()))
            .into_boxed();
        if let Some(result) = sought.result {
            query = query.filter(inbox::state.eq(result.as_str()));
        }
        match sought.is_open {
            Some(true) => query = query.filter(inbox::resolved_at.is_null()),
            Some(false) => query = query.filter(inbox::resolved_at.is_not_null()),
            None => {}
        }
        query.load(c)
    })
}

/// What is about a record below these regions, and of one of these sectors if they are given; or, where
/// there is no record, was meant for a unit there. Oldest first.
pub fn below(
    conn: &mut Conn,
    regions: &[RegionId],
    sectors: Option<&[Sector]>,
    sought: Sought,
    part: Part,
) -> QueryResult<Vec<Item>> {
    on!(conn, c => {
        let below = || region_closure::table
            .filter(region_closure::ancestor.eq_any(regions.to_vec()))
            .select(region_closure::descendant.nullable());
        let is_here = record::ledger.nullable().eq_any(below());
        let was_meant = record::id.nullable().is_null().and(inbox::ledger.eq_any(below()));
        let mut query = inbox::table
            .left_join(record::table.on(record::id.eq(inbox::record).and(record::moved_to.is_null())))
            .left_join(resolution::table.on(resolution::item.eq(inbox::id)))
            .filter(is_here.or(was_meant))
            .filter(inbox::id.gt(part.after.unwrap_or(InboxId::NIL)))
            .order(inbox::id.asc())
            .limit(part.limit)
            .select((InboxRow::as_select(), Option::<ResolutionRow>::as_select()))
            .into_boxed();
        if let Some(sectors) = sectors {
            let sectors: Vec<_> = sectors.iter().map(|sector| sector.as_str()).collect();
            query = query.filter(record::sector.nullable().eq_any(sectors));
        }
        if let Some(result) = sought.result {
            query = query.filter(inbox::state.eq(result.as_str()));
        }
        match sought.is_open {
            Some(true) => query = query.filter(inbox::resolved_at.is_null()),
            Some(false) => query = query.filter(inbox::resolved_at.is_not_null()),
            None => {}
        }
        query.load(c)
    })
}

/// Where these records lie now, and of which sector they are.
pub fn places(conn: &mut Conn, records: &[RecordId]) -> QueryResult<Vec<(RecordId, RegionId, String)>> {
    on!(conn, c => record::table
        .filter(record::id.eq_any(records))
        .filter(record::moved_to.is_null())
        .select((record::id, record::ledger, record::sector))
        .load(c))
}

/// An item, locked to commit: whoever resolves it or looks at it again comes one after the other.
pub fn lock(conn: &mut Conn, id: InboxId) -> QueryResult<Option<InboxRow>> {
    match conn {
        Conn::Postgres(c) => inbox::table.find(id).for_update().select(InboxRow::as_select()).first(c).optional(),
        // The whole database is locked already.
        Conn::Sqlite(c) => inbox::table.find(id).select(InboxRow::as_select()).first(c).optional(),
    }
}

/// Held acts whose record is there and that are to be looked at, of each device in its order.
pub fn due(conn: &mut Conn, now: Instant, but: &[InboxId], limit: i64) -> QueryResult<Vec<InboxId>> {
    on!(conn, c => inbox::table
        .inner_join(record::table.on(record::id.eq(inbox::record).and(record::moved_to.is_null())))
        .filter(inbox::look_at.le(now))
        .filter(inbox::id.ne_all(but))
        .order((inbox::device, inbox::client_seq))
        .limit(limit)
        .select(inbox::id)
        .load(c))
}

/// Held acts that were received by then.
pub fn held_since(conn: &mut Conn, then: Instant, but: &[InboxId], limit: i64) -> QueryResult<Vec<InboxId>> {
    on!(conn, c => inbox::table
        .filter(inbox::look_at.is_not_null())
        .filter(inbox::received_at.le(then))
        .filter(inbox::id.ne_all(but))
        .order((inbox::device, inbox::client_seq))
        .limit(limit)
        .select(inbox::id)
        .load(c))
}

/// A held act waits on.
pub fn look_later(conn: &mut Conn, id: InboxId, then: Instant) -> QueryResult<usize> {
    on!(conn, c => diesel::update(inbox::table.find(id)).set(inbox::look_at.eq(Some(then))).execute(c))
}

/// A held act waits no longer: it was judged, and does not stand.
pub fn judge(
    conn: &mut Conn,
    id: InboxId,
    state: Verdict,
    problem: &str,
    ledger: Option<RegionId>,
) -> QueryResult<usize> {
    on!(conn, c => diesel::update(inbox::table.find(id))
        .set((
            inbox::state.eq(state.as_str()),
            inbox::problem.eq(problem),
            inbox::ledger.eq(ledger),
            inbox::look_at.eq(None::<Instant>),
        ))
        .execute(c))
}

/// Marks an item as resolved.
pub fn close(conn: &mut Conn, id: InboxId, row: &ResolutionRow) -> QueryResult<usize> {
    on!(conn, c => diesel::update(inbox::table.find(id).filter(inbox::resolved_at.is_null()))
        .set((
            inbox::resolved_at.eq(Some(row.resolved_at)),
            inbox::resolved_by.eq(row.person),
            inbox::resolution.eq(Some(&row.how)),
            inbox::look_at.eq(None::<Instant>),
        ))
        .execute(c))
}
