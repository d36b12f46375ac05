//! Entries: what was done, in order, for ever. Only ever inserted.
use super::among::AmongValues;
use super::conn::insert;
use super::schema::entry;
use super::{Conn, on};
use crate::domain::entry::{Body, Entry, Stamp};
use crate::domain::{ActId, DeviceId, Instant, OrganisationId, PersonId, RecordId, RegionId};
use diesel::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = entry, treat_none_as_default_value = false)]
pub struct EntryRow {
    pub ledger: RegionId,
    pub seq: i64,
    pub act_id: ActId,
    pub kind: String,
    pub act: String,
    pub record: RecordId,
    pub rev: i64,
    pub actor: PersonId,
    pub organisation: OrganisationId,
    pub device: Option<DeviceId>,
    pub client_seq: Option<i64>,
    pub at: Instant,
    pub received_at: Instant,
    /// The canonical text whose hash is the leaf; never made again.
    pub bytes: String,
    pub salt: Option<Vec<u8>>,
    pub body: Option<String>,
    pub leaf: Vec<u8>,
}

impl From<Entry> for EntryRow {
    fn from(entry: Entry) -> Self {
        let Entry { stamp, bytes, salt, body, leaf } = entry;
        Self {
            ledger: stamp.ledger,
            seq: stamp.seq,
            act_id: stamp.act_id,
            kind: stamp.kind,
            act: stamp.act,
            record: stamp.record,
            rev: stamp.rev,
            actor: stamp.actor.person,
            organisation: stamp.actor.organisation,
            device: stamp.device,
            client_seq: stamp.client_seq,
            at: stamp.at,
            received_at: stamp.received_at,
            bytes,
            salt: Some(salt.to_vec()),
            body: Some(body),
            leaf: leaf.to_vec(),
        }
    }
}

pub fn append(conn: &mut Conn, entries: &[EntryRow]) -> QueryResult<usize> {
    insert!(conn, entries, |c, rows| diesel::insert_into(entry::table).values(rows).execute(c))
}

/// A ledger's entries after a number, in order.
pub fn after(conn: &mut Conn, ledger: RegionId, seq: i64, limit: i64) -> QueryResult<Vec<EntryRow>> {
    on!(conn, c => entry::table
        .filter(entry::ledger.eq(ledger))
        .filter(entry::seq.gt(seq))
        .order(entry::seq.asc())
        .limit(limit)
        .select(EntryRow::as_select())
        .load(c))
}

/// The entries of an act: one, two of a move, none of an act that does not stand.
pub fn of_act(conn: &mut Conn, act: ActId) -> QueryResult<Vec<EntryRow>> {
    on!(conn, c => entry::table.filter(entry::act_id.eq(act)).select(EntryRow::as_select()).load(c))
}

/// A record's entries after one revision and up to another, in order; of a move both.
pub fn of_record(conn: &mut Conn, record: RecordId, after: i64, to: i64) -> QueryResult<Vec<EntryRow>> {
    on!(conn, c => entry::table
        .filter(entry::record.eq(record))
        .filter(entry::rev.gt(after))
        .filter(entry::rev.le(to))
        .order((entry::rev.asc(), entry::ledger.asc()))
        .select(EntryRow::as_select())
        .load(c))
}

/// The records with entries in a ledger, behind one of them, in the order of their ids.
pub fn records_within(conn: &mut Conn, ledger: RegionId, after: RecordId, limit: i64) -> QueryResult<Vec<RecordId>> {
    on!(conn, c => entry::table
        .filter(entry::ledger.eq(ledger))
        .filter(entry::record.gt(after))
        .order(entry::record)
        .select(entry::record)
        .distinct()
        .limit(limit)
        .load(c))
}

/// An entry as it is folded: its bytes and its body, which is missing where it was erased.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = entry)]
pub struct Told {
    pub record: RecordId,
    bytes: String,
    body: Option<String>,
}

impl Told {
    pub fn stamp(&self) -> Result<Stamp, serde_json::Error> {
        serde_json::from_str(&self.bytes)
    }
    pub fn body(&self) -> Result<Option<Body>, serde_json::Error> {
        self.body.as_deref().map(serde_json::from_str).transpose()
    }
    pub fn read(&self) -> Result<Option<(Stamp, Body)>, serde_json::Error> {
        let Some(body) = self.body()? else { return Ok(None) };
        Ok(Some((self.stamp()?, body)))
    }
}

/// The entries of these records, each record's in order; of a move both.
pub fn of_records(conn: &mut Conn, records: &[RecordId]) -> QueryResult<Vec<Told>> {
    on!(conn, c => entry::table
        .filter(entry::record.among(records))
        .order((entry::record, entry::rev, entry::ledger))
        .select(Told::as_select())
        .load(c))
}
