//! The inbox: acts that were not applied, as they were sent. Nothing that a person wrote is lost.
use super::schema::inbox;
use super::{Conn, on};
use crate::domain::{ActId, DeviceId, InboxId, Instant, OrganisationId, PersonId, RecordId, RegionId};
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
}

pub fn add(conn: &mut Conn, rows: &[InboxRow]) -> QueryResult<usize> {
    on!(conn, c => diesel::insert_into(inbox::table).values(rows).execute(c))
}

/// A person's acts that were not applied, oldest first. Ids are made in the order of arrival.
pub fn of_person(conn: &mut Conn, person: PersonId, after: Option<InboxId>, limit: i64) -> QueryResult<Vec<InboxRow>> {
    on!(conn, c => inbox::table
        .filter(inbox::person.eq(person))
        .filter(inbox::id.gt(after.unwrap_or(InboxId::NIL)))
        .order(inbox::id.asc())
        .limit(limit)
        .select(InboxRow::as_select())
        .load(c))
}
