//! Exports: all that a list would show, page after page, as CSV, XLSX or the documents themselves.
mod columns;
mod turns;
mod writer;

pub use turns::{Turn, Turns};
pub use writer::Writer;

use super::Outcome;
use super::index::Index;
use super::records::{Search, Searched};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::scope::Subject;
use crate::domain::search::{Direction, Filter, Order, Position, SortKey};
use crate::domain::spelled::spelled;
use crate::domain::{Language, RecordId, RegionCode};
use crate::store::record::{self, RecordRow};
use crate::store::{Conn, StoreError};
use std::collections::BTreeMap;

spelled! {
    /// What an export is written as.
    Format {
        /// A row for each record.
        Csv = "csv",
        /// The same as a workbook, in which codes are texts and days are days.
        Xlsx = "xlsx",
        /// The documents as they are stored, one a line.
        Ndjson = "ndjson",
    }
}

/// So many records fit a sheet below its header.
pub const MOST_ROWS: i64 = 1_048_575;
/// As many records are read in one unit of work.
const PAGE: usize = 1000;
/// A record is made once: it keeps its place, whatever happens to it while one reads.
const ORDER: Order = Order { by: SortKey::CreatedAt, direction: Direction::Ascending };

/// What is to be exported.
#[derive(Debug, Clone)]
pub struct Export {
    pub region: Option<RegionCode>,
    pub filter: Filter,
    pub format: Format,
    pub language: Language,
}

/// How far an export is: what comes after a place, and no more records than were counted when it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    after: Position,
    left: i64,
}

/// A part of an export, and where it goes on.
#[derive(Debug)]
pub struct Part {
    pub rows: Vec<RecordRow>,
    /// How many records there are from here on.
    pub count: i64,
    pub next: Option<Next>,
}

impl Export {
    /// The next part, from one snapshot. `None`: a record of it changed after the snapshot was taken, and
    /// a newer snapshot will show how.
    pub fn part(&self, conn: &mut Conn, index: &Index, subject: &Subject, from: Option<Next>) -> Outcome<Option<Part>> {
        let (region, filter, after) = (self.region.as_ref(), &self.filter, from.map(|next| next.after));
        let search = Search { region, filter, order: ORDER, after, limit: PAGE, counts: from.is_none() };
        let Searched { hits, next, count } = search.over(conn, index, subject)?;
        let count = from.map(|next| next.left).or(count).unwrap_or_default();
        self.check(count)?;
        let taken = usize::try_from(count).map_or(hits.len(), |left| left.min(hits.len()));
        let hits = &hits[..taken];
        let ids: Vec<RecordId> = hits.iter().map(|hit| hit.id).collect();
        let found = if ids.is_empty() { Vec::new() } else { record::find(conn, &ids)? };
        let open = found.into_iter().filter(|row| row.moved_to.is_none());
        let mut rows: BTreeMap<_, _> = open.map(|row| ((row.id, row.seq), row)).collect();
        let rows: Option<Vec<_>> = hits.iter().map(|hit| rows.remove(&(hit.id, hit.seq))).collect();
        let left = count - taken as i64;
        let next = hits.last().filter(|_| next.is_some() && left > 0).map(|hit| Next { after: hit.position, left });
        Ok(rows.map(|rows| Part { rows, count, next }))
    }

    fn check(&self, count: i64) -> Result<(), Fault> {
        match self.format == Format::Xlsx && count > MOST_ROWS {
            true => Err(too_many()),
            false => Ok(()),
        }
    }
}

fn too_many() -> Fault {
    let detail = format!("a workbook holds at most {MOST_ROWS} records: ask for fewer, or for CSV");
    Fault::new(FaultCode::BadRequest, detail).at("format")
}

/// What went wrong with a sheet is no fault of whoever asked.
impl From<super::sheets::SheetError> for super::Failure {
    fn from(error: super::sheets::SheetError) -> Self {
        Self::Store(StoreError::Damaged(format!("a sheet was not written: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_has_no_more_rows_than_a_sheet() {
        let export = |format| Export { region: None, filter: Filter::default(), format, language: Language::Chinese };
        assert!(export(Format::Xlsx).check(MOST_ROWS).is_ok());
        assert_eq!(export(Format::Xlsx).check(MOST_ROWS + 1), Err(too_many()));
        assert!(export(Format::Csv).check(MOST_ROWS + 1).is_ok());
    }
}
