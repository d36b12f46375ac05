//! Records: the fold of their entries, as text that is ready to be sent.
use super::among::AmongValues;
use super::schema::record;
use super::{Conn, on};
use crate::domain::kind::Facets;
use crate::domain::posting::{AsOf, Clock};
use crate::domain::scope::{Place, View};
use crate::domain::{Day, Instant, Level, OrganisationId, RecordId, RegionId};
use diesel::prelude::*;
use diesel::upsert::excluded;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = record, treat_none_as_default_value = false)]
pub struct RecordRow {
    pub ledger: RegionId,
    pub id: RecordId,
    pub kind: String,
    /// Its last entry's number.
    pub seq: i64,
    pub rev: i64,
    pub state: String,
    pub level: Option<Level>,
    pub category: Option<String>,
    pub tags: Option<String>,
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
    /// Set where only a closed row is left: the record lies in that ledger now.
    pub moved_to: Option<RegionId>,
    pub document: String,
    pub hash: Vec<u8>,
    /// The revision that last changed each field, as a JSON object.
    pub touched: String,
    pub created_at: Instant,
    pub updated_at: Instant,
    /// The latest of the moments that its acts claim, none believed beyond its receipt.
    pub claimed_at: Instant,
}

impl RecordRow {
    pub fn place(&self) -> Place {
        Place {
            sector: self.sector.parse().ok(),
            enterprise: self.enterprise,
            is_voided: self.is_voided,
            has_moved: self.moved_to.is_some(),
        }
    }
    pub fn facets(&self) -> Facets {
        Facets {
            state: self.state.clone(),
            level: self.level,
            category: self.category.clone(),
            tags: self.tags.clone(),
            sector: self.sector.parse().ok(),
            enterprise: self.enterprise,
            owner: self.owner,
            due_on: self.due_on,
            occurred_on: self.occurred_on,
            lon: self.lon,
            lat: self.lat,
            number: self.number.clone(),
            is_voided: self.is_voided,
        }
    }
}

/// Which ledgers hold a row of these records, closed ones included.
pub fn ledgers_of(conn: &mut Conn, ids: &[RecordId]) -> QueryResult<Vec<RegionId>> {
    on!(conn, c => record::table
        .filter(record::id.among(ids))
        .select(record::ledger)
        .distinct()
        .load(c))
}

/// The enterprises that these records are of.
pub fn enterprises_of(conn: &mut Conn, ids: &[RecordId]) -> QueryResult<Vec<OrganisationId>> {
    let found: Vec<Option<OrganisationId>> = on!(conn, c => record::table
        .filter(record::id.among(ids))
        .filter(record::enterprise.is_not_null())
        .select(record::enterprise)
        .distinct()
        .load(c))?;
    Ok(found.into_iter().flatten().collect())
}

/// The rows of these records, closed ones included.
pub fn find(conn: &mut Conn, ids: &[RecordId]) -> QueryResult<Vec<RecordRow>> {
    on!(conn, c => record::table.filter(record::id.among(ids)).select(RecordRow::as_select()).load(c))
}

/// Writes records as their new entries have left them.
pub fn save(conn: &mut Conn, rows: &[RecordRow]) -> QueryResult<usize> {
    on!(conn, c => diesel::insert_into(record::table)
        .values(rows)
        .on_conflict((record::ledger, record::id))
        .do_update()
        .set((
            record::seq.eq(excluded(record::seq)),
            record::rev.eq(excluded(record::rev)),
            record::state.eq(excluded(record::state)),
            record::level.eq(excluded(record::level)),
            record::category.eq(excluded(record::category)),
            record::tags.eq(excluded(record::tags)),
            record::sector.eq(excluded(record::sector)),
            record::enterprise.eq(excluded(record::enterprise)),
            record::owner.eq(excluded(record::owner)),
            record::due_on.eq(excluded(record::due_on)),
            record::occurred_on.eq(excluded(record::occurred_on)),
            record::lon.eq(excluded(record::lon)),
            record::lat.eq(excluded(record::lat)),
            record::number.eq(excluded(record::number)),
            record::is_voided.eq(excluded(record::is_voided)),
            record::moved_to.eq(excluded(record::moved_to)),
            record::document.eq(excluded(record::document)),
            record::hash.eq(excluded(record::hash)),
            record::touched.eq(excluded(record::touched)),
            record::updated_at.eq(excluded(record::updated_at)),
            record::claimed_at.eq(excluded(record::claimed_at)),
        ))
        .execute(c))
}

/// Part of a ledger, by number: after `after`, up to `to`, the first `limit`.
#[derive(Debug, Clone, Copy)]
pub struct Range {
    pub ledger: RegionId,
    pub after: i64,
    pub to: i64,
    pub limit: i64,
}

/// A record as it is sent: the document as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = record)]
pub struct Put {
    pub seq: i64,
    pub id: RecordId,
    pub kind: String,
    pub rev: i64,
    pub hash: Vec<u8>,
    pub document: String,
}

/// What the view shows of the records that changed within the range. Says the same as
/// `View::shows`; a test compares the two.
pub fn changes(conn: &mut Conn, range: Range, view: &View, kinds: Option<&[String]>) -> QueryResult<Vec<Put>> {
    on!(conn, c => {
        let mut query = record::table
            .filter(record::ledger.eq(range.ledger))
            .filter(record::seq.gt(range.after))
            .filter(record::seq.le(range.to))
            .filter(record::moved_to.is_null())
            .order(record::seq.asc())
            .limit(range.limit)
            .select(Put::as_select())
            .into_boxed();
        if !view.audits {
            query = query.filter(record::is_voided.eq(false));
        }
        if !view.all {
            let sectors: Vec<_> = view.sectors.iter().map(|sector| sector.as_str()).collect();
            let enterprises: Vec<_> = view.enterprises.iter().copied().collect();
            let own = record::enterprise.eq_any(enterprises).and(record::enterprise.is_not_null());
            query = query.filter(record::sector.eq_any(sectors).nullable().or(own));
        }
        if let Some(kinds) = kinds {
            query = query.filter(record::kind.eq_any(kinds.to_vec()));
        }
        query.load(c)
    })
}

/// The rows that changed within the range, closed ones included, in the order of their numbers.
pub fn changed(conn: &mut Conn, range: Range) -> QueryResult<Vec<RecordRow>> {
    on!(conn, c => record::table
        .filter(record::ledger.eq(range.ledger))
        .filter(record::seq.gt(range.after))
        .filter(record::seq.le(range.to))
        .order(record::seq.asc())
        .limit(range.limit)
        .select(RecordRow::as_select())
        .load(c))
}

/// The records of these kinds with a row in a ledger, open or closed, that was written by what had not been
/// done at a moment: behind one of them, in the order of their ids.
pub fn changed_since(
    conn: &mut Conn,
    ledger: RegionId,
    kinds: &[&str],
    then: AsOf,
    after: RecordId,
    limit: i64,
) -> QueryResult<Vec<RecordId>> {
    on!(conn, c => {
        let query = record::table
            .filter(record::ledger.eq(ledger))
            .filter(record::kind.eq_any(kinds))
            .filter(record::id.gt(after))
            .order(record::id.asc())
            .limit(limit)
            .select(record::id)
            .into_boxed();
        match then.clock {
            Clock::Received => query.filter(record::updated_at.gt(then.at)),
            Clock::Claimed => query.filter(record::claimed_at.gt(then.at)),
        }
        .load(c)
    })
}

/// Which of these records lie open in the ledger, and where in a view's terms.
pub fn places(conn: &mut Conn, ledger: RegionId, ids: &[RecordId]) -> QueryResult<Vec<(RecordId, Place)>> {
    type Columns = (RecordId, String, Option<OrganisationId>, bool);
    let rows: Vec<Columns> = on!(conn, c => record::table
        .filter(record::ledger.eq(ledger))
        .filter(record::id.among(ids))
        .filter(record::moved_to.is_null())
        .select((record::id, record::sector, record::enterprise, record::is_voided))
        .load(c))?;
    let place = |(id, sector, enterprise, is_voided): Columns| {
        (id, Place { sector: sector.parse().ok(), enterprise, is_voided, has_moved: false })
    };
    Ok(rows.into_iter().map(place).collect())
}

/// Ledger, kind, place and hash of a record.
pub type OwnHash = (RegionId, String, Place, Vec<u8>);

/// The open records of these enterprises, as far as a digest needs them.
pub fn hashes_of_enterprises(
    conn: &mut Conn,
    ledgers: &[RegionId],
    enterprises: &[OrganisationId],
) -> QueryResult<Vec<OwnHash>> {
    type Columns = (RegionId, String, String, Option<OrganisationId>, bool, Vec<u8>);
    let rows: Vec<Columns> = on!(conn, c => record::table
        .filter(record::enterprise.eq_any(enterprises))
        .filter(record::ledger.eq_any(ledgers))
        .filter(record::moved_to.is_null())
        .select((record::ledger, record::kind, record::sector, record::enterprise, record::is_voided, record::hash))
        .load(c))?;
    let split = |(ledger, kind, sector, enterprise, is_voided, hash): Columns| {
        let sector = sector.parse().ok();
        (ledger, kind, Place { sector, enterprise, is_voided, has_moved: false }, hash)
    };
    Ok(rows.into_iter().map(split).collect())
}
