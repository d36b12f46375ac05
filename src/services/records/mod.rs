//! Records as people read them online: one, its history, what may be done now, lists.
mod acts;
mod answer;
mod history;
mod list;
mod then;
mod warnings;

pub use acts::{OpenActs, open_acts};
pub use answer::{RecordItem, RecordSummary};
pub use history::{Author, HistoryItem, HistoryPage, Include, Standpoint, history};
pub use list::{List, Listed, RecordPage, list};
pub(super) use list::{Search, Searched};
pub use then::one_as_of;
pub use warnings::{Asked, ORDER as WARNING_ORDER, ReadWarning, Warned, WarningPage, list_warnings, warnings};

use super::Outcome;
use crate::domain::RecordId;
use crate::domain::fault::Fault;
use crate::domain::scope::{Coverage, Subject};
use crate::store::list::ListedRow;
use crate::store::record::{self, RecordRow};
use crate::store::{Conn, coverage};

/// A record, and which of the person's regions cover where it lies.
struct Sighted {
    row: RecordRow,
    coverage: Coverage,
}

/// The open row of a record, if the person may see it.
pub(super) fn seen(conn: &mut Conn, subject: &Subject, id: RecordId) -> Outcome<RecordRow> {
    sighted(conn, subject, id).map(|sighted| sighted.row)
}

/// The open record, if the person may see it: a foreign one is answered as one that is not there.
fn sighted(conn: &mut Conn, subject: &Subject, id: RecordId) -> Outcome<Sighted> {
    let missing = || Fault::not_found("no such record, or none that you may see");
    let rows = record::find(conn, &[id])?;
    let row = rows.into_iter().find(|row| row.moved_to.is_none()).ok_or_else(missing)?;
    let coverage = coverage::covering(conn, &subject.regions(), &[row.ledger])?;
    match subject.view(coverage.get(&row.ledger)).shows(&row.place()) {
        true => Ok(Sighted { row, coverage }),
        false => Err(missing().into()),
    }
}

/// A record, ready to be sent.
#[derive(Debug)]
pub struct Found {
    pub rev: i64,
    pub hash: Vec<u8>,
    pub json: String,
}

pub fn one(conn: &mut Conn, subject: &Subject, id: RecordId) -> Outcome<Found> {
    Ok(found(sighted(conn, subject, id)?.row))
}

fn found(row: RecordRow) -> Found {
    let RecordRow { ledger, id, kind, seq, rev, hash, document, .. } = row;
    let json = answer::item(&ListedRow { ledger, id, kind, seq, rev, hash: hash.clone(), document });
    Found { rev, hash, json }
}
