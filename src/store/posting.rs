//! Postings: what each act has changed of the numbers in reports. Only ever inserted; made anew as a whole.
use super::schema::{ledger, posting};
use super::{Conn, on};
use crate::domain::posting::{AsOf, Clock, Posted};
use crate::domain::{Day, Instant, OrganisationId, RecordId, RegionId};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Uuid as PgUuid};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable, Insertable)]
#[diesel(table_name = posting, treat_none_as_default_value = false)]
pub struct PostingRow {
    pub ledger: RegionId,
    pub seq: i64,
    /// Counted within the entry.
    pub n: i64,
    pub record: RecordId,
    pub name: String,
    /// 1 for what came, -1 for what went.
    pub sign: i64,
    pub value: i64,
    pub on_day: Day,
    pub enterprise: Option<OrganisationId>,
    /// Empty where there is none.
    pub sector: String,
    pub category: Option<String>,
    pub subject: Option<String>,
    /// The claim that counts for the record's revision.
    pub at: Instant,
    pub received_at: Instant,
}

/// The entry that postings belong to.
#[derive(Debug, Clone, Copy)]
pub struct Posting {
    pub ledger: RegionId,
    pub seq: i64,
    pub record: RecordId,
    pub at: Instant,
    pub received_at: Instant,
}

impl Posting {
    pub fn rows(self, posted: Vec<Posted>) -> impl Iterator<Item = PostingRow> {
        let Self { ledger, seq, record, at, received_at } = self;
        posted.into_iter().zip(1..).map(move |(Posted { measure, sign }, n)| PostingRow {
            ledger,
            seq,
            n,
            record,
            name: measure.name.to_owned(),
            sign,
            value: measure.value,
            on_day: measure.on,
            enterprise: measure.enterprise,
            sector: measure.sector.map_or_else(String::new, |sector| sector.as_str().to_owned()),
            category: measure.category,
            subject: measure.subject,
            at,
            received_at,
        })
    }
}

/// A column each, so that a message takes any number of rows: a push may post more than there may be
/// parameters.
const ON_POSTGRES: &str = "
    insert into posting (ledger, seq, n, record, name, sign, value, on_day,
                         enterprise, sector, category, subject, at, received_at)
    select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
pub fn append(conn: &mut Conn, rows: &[PostingRow]) -> QueryResult<usize> {
    match conn {
        Conn::Postgres(c) => {
            let numbers = |of: fn(&PostingRow) -> i64| rows.iter().map(of).collect::<Vec<_>>();
            let texts = |of: fn(&PostingRow) -> String| rows.iter().map(of).collect::<Vec<_>>();
            let maybe = |of: fn(&PostingRow) -> Option<String>| rows.iter().map(of).collect::<Vec<_>>();
            let records: Vec<Uuid> = rows.iter().map(|row| *row.record.as_uuid()).collect();
            let enterprises: Vec<_> = rows.iter().map(|row| row.enterprise.map(|id| *id.as_uuid())).collect();
            diesel::sql_query(ON_POSTGRES)
                .bind::<Array<BigInt>, _>(numbers(|row| row.ledger.0))
                .bind::<Array<BigInt>, _>(numbers(|row| row.seq))
                .bind::<Array<BigInt>, _>(numbers(|row| row.n))
                .bind::<Array<PgUuid>, _>(records)
                .bind::<Array<Text>, _>(texts(|row| row.name.clone()))
                .bind::<Array<BigInt>, _>(numbers(|row| row.sign))
                .bind::<Array<BigInt>, _>(numbers(|row| row.value))
                .bind::<Array<Text>, _>(texts(|row| row.on_day.to_string()))
                .bind::<Array<Nullable<PgUuid>>, _>(enterprises)
                .bind::<Array<Text>, _>(texts(|row| row.sector.clone()))
                .bind::<Array<Nullable<Text>>, _>(maybe(|row| row.category.clone()))
                .bind::<Array<Nullable<Text>>, _>(maybe(|row| row.subject.clone()))
                .bind::<Array<BigInt>, _>(numbers(|row| row.at.millis()))
                .bind::<Array<BigInt>, _>(numbers(|row| row.received_at.millis()))
                .execute(c)
        }
        Conn::Sqlite(c) => {
            let insert = |row| diesel::insert_into(posting::table).values(row).execute(c);
            rows.iter().map(insert).sum()
        }
    }
}

/// What was posted in a ledger after a number and up to another, in order.
pub fn between(conn: &mut Conn, ledger: RegionId, after: i64, to: i64) -> QueryResult<Vec<PostingRow>> {
    on!(conn, c => posting::table
        .filter(posting::ledger.eq(ledger))
        .filter(posting::seq.gt(after))
        .filter(posting::seq.le(to))
        .order((posting::seq.asc(), posting::n.asc()))
        .select(PostingRow::as_select())
        .load(c))
}

/// What had been posted in these ledgers at an earlier moment, ledger by ledger; of these names, if any are given.
pub fn as_of(
    conn: &mut Conn,
    ledgers: &[RegionId],
    then: AsOf,
    names: Option<&[String]>,
) -> QueryResult<Vec<PostingRow>> {
    on!(conn, c => {
        let mut query = posting::table
            .filter(posting::ledger.eq_any(ledgers))
            .order((posting::ledger.asc(), posting::seq.asc(), posting::n.asc()))
            .select(PostingRow::as_select())
            .into_boxed();
        query = match then.clock {
            Clock::Received => query.filter(posting::received_at.le(then.at)),
            Clock::Claimed => query.filter(posting::at.le(then.at)),
        };
        if let Some(names) = names {
            query = query.filter(posting::name.eq_any(names.to_vec()));
        }
        query.load(c)
    })
}

/// Takes a ledger's postings away, to be made anew.
pub fn clear(conn: &mut Conn, ledger: RegionId) -> QueryResult<usize> {
    on!(conn, c => diesel::delete(posting::table.filter(posting::ledger.eq(ledger))).execute(c))
}

/// Tells those who hold a ledger's postings in memory that they were made anew.
pub fn recounted(conn: &mut Conn, of: RegionId) -> QueryResult<usize> {
    on!(conn, c => diesel::update(ledger::table.find(of)).set(ledger::recount.eq(ledger::recount + 1)).execute(c))
}
