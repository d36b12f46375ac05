//! Sheets: rows of values as CSV and as XLSX, so that no spreadsheet computes or spoils them.
pub mod csv;
pub mod xlsx;

use crate::domain::report::page::{Cell, Decimal};
use crate::domain::{Day, Instant};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Nothing,
    /// Codes and ids are texts.
    Text(String),
    Number(Decimal),
    Percent(Decimal),
    Truth(bool),
    Day(Day),
    Instant(Instant),
}

impl From<&Cell> for Value {
    fn from(cell: &Cell) -> Self {
        match cell {
            Cell::Text(text) => Self::Text(text.clone()),
            Cell::Number(number) => Self::Number(*number),
            Cell::Percent(number) => Self::Percent(*number),
        }
    }
}

/// A sheet could not be put together: the disk is full, or a value fits no cell.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    #[error(transparent)]
    Csv(#[from] ::csv::Error),
    #[error(transparent)]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}
