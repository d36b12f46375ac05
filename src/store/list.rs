//! The rows of a list's page: as they are sent, or their facets alone.
use super::among::AmongValues;
use super::schema::record;
use super::{Conn, on};
use crate::domain::{Day, Instant, Level, OrganisationId, RecordId, RegionId};
use diesel::prelude::*;

/// A record as it is sent, and where it lies.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = record)]
pub struct ListedRow {
    pub ledger: RegionId,
    pub id: RecordId,
    pub kind: String,
    pub seq: i64,
    pub rev: i64,
    pub hash: Vec<u8>,
    pub document: String,
}

/// A record's facets.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = record)]
pub struct SummaryRow {
    pub ledger: RegionId,
    pub id: RecordId,
    pub kind: String,
    pub seq: i64,
    pub rev: i64,
    pub hash: Vec<u8>,
    pub state: String,
    pub level: Option<Level>,
    pub category: Option<String>,
    /// Empty where there is none.
    pub sector: String,
    pub enterprise: Option<OrganisationId>,
    pub owner: Option<OrganisationId>,
    pub due_on: Option<Day>,
    pub occurred_on: Option<Day>,
    pub lon: Option<i64>,
    pub lat: Option<i64>,
    pub number: Option<String>,
    pub is_voided: bool,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// The open rows of these records, in no order.
pub fn documents(conn: &mut Conn, ids: &[RecordId]) -> QueryResult<Vec<ListedRow>> {
    on!(conn, c => record::table
        .filter(record::id.among(ids))
        .filter(record::moved_to.is_null())
        .select(ListedRow::as_select())
        .load(c))
}

/// The same, without the documents.
pub fn summaries(conn: &mut Conn, ids: &[RecordId]) -> QueryResult<Vec<SummaryRow>> {
    on!(conn, c => record::table
        .filter(record::id.among(ids))
        .filter(record::moved_to.is_null())
        .select(SummaryRow::as_select())
        .load(c))
}
