//! A record as of an earlier moment.
use super::{Found, found, sighted};
use crate::domain::fault::Fault;
use crate::domain::posting::AsOf;
use crate::domain::scope::Subject;
use crate::domain::{Instant, RecordId};
use crate::services::Outcome;
use crate::services::measures::not_ahead;
use crate::services::past::{self, Then};
use crate::store::Conn;

/// The document that the record's last act up to then has left, byte by byte. Who sees the record now sees
/// what it was: a duty is a matter of today.
pub fn one_as_of(conn: &mut Conn, subject: &Subject, id: RecordId, then: AsOf, now: Instant) -> Outcome<Found> {
    not_ahead(then, now)?;
    let row = sighted(conn, subject, id)?.row;
    match past::one(conn, row, then)? {
        Then::Stood(row) => Ok(found(*row)),
        Then::Erased => Err(Fault::not_found("what was done on this record was erased").into()),
        Then::Absent => Err(Fault::not_found("the record was not there yet").into()),
    }
}
