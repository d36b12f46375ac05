//! Who looked at what: noted before the answer goes out, told to auditors and administrators.
use super::Outcome;
use super::administration::page;
use crate::domain::access::AuditGrant;
use crate::domain::{AuditId, Instant, PersonId, SessionId};
use crate::store::Conn;
use crate::store::audit::{self, ReadRow, Sought};
use serde::Serialize;
use utoipa::ToSchema;

/// A read that is about to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub person: PersonId,
    pub session: SessionId,
    pub operation: String,
    /// Path and query, as they were sent.
    pub filter: String,
    /// Unknown where the answer is no list.
    pub rows: Option<i64>,
}

pub fn note(conn: &mut Conn, read: Read, now: Instant) -> Outcome<()> {
    let Read { person, session, operation, filter, rows } = read;
    audit::append(conn, &ReadRow { id: AuditId::new(), at: now, person, session, operation, filter, row_count: rows })?;
    Ok(())
}

/// A read of the ledger that was answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditedRead {
    pub id: AuditId,
    pub at: Instant,
    pub person: PersonId,
    /// The person's name, as it is now.
    pub name: String,
    pub session: SessionId,
    /// The operation's id in this document.
    #[schema(example = "list_records")]
    pub operation: String,
    /// Path and query as they were sent.
    #[schema(example = "/v1/records?kind=hazard")]
    pub filter: String,
    /// How many rows were told: of an export as many as were found when it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<i64>,
}

/// A page of reads, the last one first.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditedReadPage {
    pub items: Vec<AuditedRead>,
    /// Send this as `after` for the next page; missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<AuditId>,
}

/// What is asked for.
#[derive(Debug)]
pub struct Asked {
    pub person: Option<PersonId>,
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    pub after: Option<AuditId>,
    pub limit: usize,
}

/// Reads of people who belong to the grant's regions.
pub fn list(conn: &mut Conn, grant: &AuditGrant, asked: &Asked) -> Outcome<AuditedReadPage> {
    let Asked { person, from, to, after, limit } = *asked;
    let sought = Sought { person, from, to, after, limit: limit as i64 + 1 };
    let (rows, next) = page(audit::of_people_below(conn, &grant.regions(), &sought)?, limit, |(row, _)| row.id);
    let told = |(row, name): (ReadRow, String)| {
        let ReadRow { id, at, person, session, operation, filter, row_count } = row;
        AuditedRead { id, at, person, name, session, operation, filter, rows: row_count }
    };
    Ok(AuditedReadPage { items: rows.into_iter().map(told).collect(), next })
}
