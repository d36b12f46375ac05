//! Documents: a page of a report as what people open: HTML, DOCX, and its tables as sheets.
mod docx;
mod html;
mod markup;
#[cfg(test)]
mod tests;

use super::sheets::csv::MARK;
use super::sheets::xlsx::Book;
use super::sheets::{SheetError, Value, csv};
use crate::domain::report::page::{Page, Table};
use crate::domain::spelled::spelled;
use std::io::Read;

spelled! {
    /// What a page is written as.
    Form {
        /// By itself on screen and on paper.
        Html = "html",
        /// As offices set their papers (GB/T 9704).
        Docx = "docx",
        /// The tables, one below the other.
        Csv = "csv",
        /// The tables, each on a sheet.
        Xlsx = "xlsx",
    }
}

impl Form {
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    pub fn write(self, page: &Page) -> Result<Vec<u8>, SheetError> {
        match self {
            Self::Html => Ok(html::text(page).into_bytes()),
            Self::Docx => docx::bytes(page),
            Self::Csv => below_each_other(page),
            Self::Xlsx => workbook(page),
        }
    }
}

fn texts(texts: &[String]) -> Vec<Value> {
    texts.iter().cloned().map(Value::Text).collect()
}

fn rows(table: &Table) -> impl Iterator<Item = Vec<Value>> + '_ {
    table.rows.iter().map(|row| row.iter().map(Value::from).collect())
}

/// Each table under its caption; an empty row before the next.
fn below_each_other(page: &Page) -> Result<Vec<u8>, SheetError> {
    let mut all: Vec<Vec<Value>> = Vec::new();
    for table in page.tables() {
        if !all.is_empty() {
            all.push(vec![Value::Nothing]);
        }
        all.extend([texts(std::slice::from_ref(&table.caption)), texts(&table.header)]);
        all.extend(rows(table));
    }
    Ok([MARK, &csv::text(&all)?].concat())
}

fn workbook(page: &Page) -> Result<Vec<u8>, SheetError> {
    let mut book = Book::default();
    let mut is_empty = true;
    for table in page.tables() {
        is_empty = false;
        book.begin_sheet(&table.caption, &table.header)?;
        for row in rows(table) {
            book.add(&row)?;
        }
    }
    if is_empty {
        // A workbook has one sheet at least.
        book.begin_sheet(&page.title, &[])?;
    }
    let mut bytes = Vec::new();
    book.finish()?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
