//! What an import tells: one line for each row.
use super::fields::Draft;
use super::known::Same;
use crate::domain::outcome::Refusal;
use crate::domain::register::{Column, RowResult};
use crate::domain::said::told;
use crate::domain::{Language, RecordId, RegionId};
use serde::Serialize;
use utoipa::ToSchema;

/// What an import has done; after a dry run, what it would do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportReport {
    pub ledger: RegionId,
    /// Nothing was written.
    pub is_dry_run: bool,
    pub new: usize,
    pub duplicates: usize,
    pub faulty: usize,
    /// Headings of columns that were not read.
    pub ignored_columns: Vec<String>,
    /// One for each row that is not empty, in the file's order.
    pub rows: Vec<RowReport>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RowReport {
    /// The row as the spreadsheet counts it, from 1.
    pub row: u32,
    pub result: RowResult,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The enterprise's record: the new one, or the one that is there already, if this person may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordId>,
    /// The earlier row of this file that names the same enterprise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as_row: Option<u32>,
    /// A gap: the row names no code.
    pub uscc_is_missing: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<CellProblem>,
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CellProblem {
    /// The column as the file heads it.
    pub column: String,
    pub field: Column,
    pub detail: String,
}

impl ImportReport {
    pub fn of(ledger: RegionId, is_dry_run: bool, ignored_columns: Vec<String>, mut rows: Vec<RowReport>) -> Self {
        rows.sort_by_key(|row| row.row);
        let count = |result| rows.iter().filter(|row| row.result == result).count();
        let (new, duplicates) = (count(RowResult::New), count(RowResult::Duplicate));
        Self { ledger, is_dry_run, new, duplicates, faulty: count(RowResult::Faulty), ignored_columns, rows }
    }
    /// The same report in another language.
    pub fn told_in(mut self, language: Language) -> Self {
        for problem in self.rows.iter_mut().flat_map(|row| &mut row.problems) {
            problem.detail = told(&problem.detail, language);
        }
        self
    }
}

impl RowReport {
    fn of(draft: &Draft, result: RowResult) -> Self {
        let (name, uscc_is_missing) = (Some(draft.name.clone()), draft.uscc.is_none());
        Self { row: draft.row, result, name, record: None, same_as_row: None, uscc_is_missing, problems: Vec::new() }
    }
    pub fn new(draft: &Draft, record: Option<RecordId>) -> Self {
        Self { record, ..Self::of(draft, RowResult::New) }
    }
    pub fn duplicate(draft: &Draft, same: Same) -> Self {
        let row = Self::of(draft, RowResult::Duplicate);
        match same {
            Same::AsRecord(record) => Self { record, ..row },
            Same::AsRow(earlier) => Self { same_as_row: Some(earlier), ..row },
        }
    }
    pub fn faulty(row: u32, name: Option<String>, problems: Vec<CellProblem>) -> Self {
        let result = RowResult::Faulty;
        Self { row, result, name, record: None, same_as_row: None, uscc_is_missing: false, problems }
    }
    /// Refused by the rules of the act, at the field that the refusal points to.
    pub fn refused(draft: &Draft, refusal: Refusal, heading: impl Fn(Column) -> String) -> Self {
        let pointer = refusal.pointer.unwrap_or_default();
        let field = pointer.strip_prefix("/body/").and_then(|rest| rest.split('/').next()).and_then(Column::of_field);
        let field = field.unwrap_or(Column::Name);
        let problem = CellProblem { column: heading(field), field, detail: refusal.detail };
        Self::faulty(draft.row, Some(draft.name.clone()), vec![problem])
    }
}
