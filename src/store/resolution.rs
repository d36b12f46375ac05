//! Resolutions: what became of an item of the inbox. Only ever inserted, once for each.
use super::schema::resolution;
use super::{Conn, on};
use crate::domain::{InboxId, Instant, OrganisationId, PersonId};
use diesel::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = resolution, treat_none_as_default_value = false)]
pub struct ResolutionRow {
    pub item: InboxId,
    pub how: String,
    /// Nobody where the record arrived.
    pub person: Option<PersonId>,
    pub organisation: Option<OrganisationId>,
    pub reason: Option<String>,
    /// SHA-256 (base64) of what was asked for, so that a repeated request is known.
    pub asked: String,
    /// What the act was answered, as JSON; nothing for one that was dropped.
    pub outcome: Option<String>,
    /// The canonical text whose hash is the leaf; never made again.
    pub bytes: String,
    pub leaf: Vec<u8>,
    pub resolved_at: Instant,
}

pub fn add(conn: &mut Conn, row: &ResolutionRow) -> QueryResult<usize> {
    on!(conn, c => diesel::insert_into(resolution::table).values(row).execute(c))
}

pub fn find(conn: &mut Conn, item: InboxId) -> QueryResult<Option<ResolutionRow>> {
    on!(conn, c => resolution::table.find(item).select(ResolutionRow::as_select()).first(c).optional())
}
