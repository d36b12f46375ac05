//! What was done to people, organisations and accounts: append-only.
use super::schema::admin_log;
use super::{Conn, StoreError, on};
use crate::domain::{AdminAction, Instant, LogId, PersonId};
use diesel::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = admin_log, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct LogLine {
    pub id: LogId,
    pub at: Instant,
    /// Who did it; nobody for the command line and for strangers.
    pub person: Option<PersonId>,
    pub action: AdminAction,
    /// The identity of what it was done to.
    pub subject: String,
    pub detail: String,
}

pub fn append(conn: &mut Conn, line: &LogLine) -> Result<(), StoreError> {
    on!(conn, c => diesel::insert_into(admin_log::table).values(line).execute(c))?;
    Ok(())
}

/// What was done to one subject, oldest first.
pub fn about(conn: &mut Conn, subject: &str) -> Result<Vec<LogLine>, StoreError> {
    Ok(on!(conn, c => admin_log::table
        .filter(admin_log::subject.eq(subject))
        .order((admin_log::at, admin_log::id))
        .select(LogLine::as_select())
        .load(c))?)
}
