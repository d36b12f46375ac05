//! The measures behind a figure, page by page.
use super::question::Question;
use super::sheet::{Run, Sheet};
use super::words::{Words, sector};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::{Day, OrganisationId, RecordId, RegionId, Sector};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a record contributes to a figure. The order is that of pages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct MeasureRow {
    /// The day on which it counts.
    pub on: Day,
    pub ledger: RegionId,
    pub record: RecordId,
    pub name: String,
    pub value: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// What is counted once, whoever contributes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

type Key = (Day, RegionId, RecordId);

/// A place among the measures: behind so many of this record's on this day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    on: Day,
    ledger: RegionId,
    record: RecordId,
    passed: usize,
}

impl Place {
    fn key(&self) -> Key {
        (self.on, self.ledger, self.record)
    }
    pub fn opaque(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }
    pub fn read(opaque: &str) -> Result<Self, Fault> {
        let json = BASE64_URL_SAFE_NO_PAD.decode(opaque).ok();
        let place = json.and_then(|json| serde_json::from_slice(&json).ok());
        place.ok_or_else(|| Fault::new(FaultCode::BadRequest, "this was not the `next` of such a list").at("after"))
    }
}

impl MeasureRow {
    fn key(&self) -> Key {
        (self.on, self.ledger, self.record)
    }
}

impl Sheet {
    /// At most `limit` measures after a place, and the place after them if there are more.
    pub fn page(&self, question: &Question, after: Option<Place>, limit: usize) -> (Vec<MeasureRow>, Option<Place>) {
        let coded = self.coded(question);
        let passed = after.map_or(0, |after| after.passed);
        let words = self.words();
        let mut rows: Vec<MeasureRow> =
            self.runs(&coded).flat_map(|run| first(&run, after, limit.saturating_add(passed), &words)).collect();
        rows.sort();
        let same = rows.iter().take_while(|row| after.is_some_and(|after| after.key() == row.key())).count();
        rows.drain(..passed.min(same));
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| has_more).map(|last| place(last, &rows, after));
        (rows, next)
    }
}

/// Behind the last row of a page.
fn place(last: &MeasureRow, page: &[MeasureRow], after: Option<Place>) -> Place {
    let key = last.key();
    let here = page.iter().rev().take_while(|row| row.key() == key).count();
    let before = after.filter(|after| here == page.len() && after.key() == key).map_or(0, |after| after.passed);
    Place { on: last.on, ledger: last.ledger, record: last.record, passed: before + here }
}

/// More than `enough` of a run's rows from the place on, whole records: columns do not tell which of a
/// record's measures comes first, for their codes are another process's tomorrow.
fn first(run: &Run, after: Option<Place>, enough: usize, words: &Words) -> Vec<MeasureRow> {
    let column = run.column;
    let key = |row: usize| (column.days[row], run.ledger, column.records[row]);
    let mut rows: Vec<usize> = Vec::new();
    let is_before = |row: &usize| after.is_some_and(|after| key(*row) < after.key());
    for row in run.rows().skip_while(is_before) {
        let is_other = rows.last().is_none_or(|last| key(*last) != key(row));
        if is_other && rows.len() > enough {
            break;
        }
        rows.push(row);
    }
    rows.into_iter().map(|row| told(run, row, words)).collect()
}

fn told(run: &Run, row: usize, words: &Words) -> MeasureRow {
    let row = run.column.row(row);
    MeasureRow {
        on: row.on,
        ledger: run.ledger,
        record: row.record,
        name: words.names.value(run.name).cloned().unwrap_or_default(),
        value: row.value,
        enterprise: words.enterprises.value(row.enterprise).copied(),
        sector: sector(row.sector),
        category: words.categories.value(row.category).cloned(),
        subject: words.subjects.value(row.subject).cloned(),
    }
}
