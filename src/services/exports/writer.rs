//! The writer of an export: parts go in, bytes come out at once, or a file at the end.
use super::columns::{Column, columns};
use super::{Export, Format};
use crate::domain::Language;
use crate::services::sheets::xlsx::Book;
use crate::services::sheets::{SheetError, Value, csv};
use crate::store::record::RecordRow;
use std::fs::File;

pub struct Writer {
    columns: Vec<Column>,
    out: Out,
}

enum Out {
    /// Before its header.
    Fresh(Language),
    Csv,
    Xlsx(Box<Book>),
    Ndjson,
}

impl Writer {
    pub fn open(export: &Export) -> Result<Self, SheetError> {
        let columns = columns(&export.filter);
        let out = match export.format {
            Format::Csv => Out::Fresh(export.language),
            Format::Ndjson => Out::Ndjson,
            Format::Xlsx => {
                let mut book = Box::<Book>::default();
                let name = if export.language == Language::Chinese { "台账" } else { "Records" };
                book.begin_sheet(name, &headings(&columns, export.language))?;
                Out::Xlsx(book)
            }
        };
        Ok(Self { columns, out })
    }

    /// Takes records, and gives what is to be sent now.
    pub fn add(&mut self, rows: &[RecordRow]) -> Result<Vec<u8>, SheetError> {
        let values = rows.iter().map(|row| self.columns.iter().map(Column::reader(row)).collect::<Vec<Value>>());
        match &mut self.out {
            Out::Ndjson => {
                Ok(rows.iter().flat_map(|row| [row.document.as_bytes(), b"\n"]).flatten().copied().collect())
            }
            Out::Csv => csv::text(&values.collect::<Vec<_>>()),
            Out::Xlsx(book) => {
                for row in values {
                    book.add(&row)?;
                }
                Ok(Vec::new())
            }
            Out::Fresh(language) => {
                let header = headings(&self.columns, *language).into_iter().map(Value::Text).collect();
                let all: Vec<_> = std::iter::once(header).chain(values).collect();
                self.out = Out::Csv;
                Ok([csv::MARK, &csv::text(&all)?].concat())
            }
        }
    }

    /// The file, where it could not be sent before its end.
    pub fn finish(self) -> Result<Option<File>, SheetError> {
        match self.out {
            Out::Xlsx(book) => book.finish().map(Some),
            Out::Fresh(_) | Out::Csv | Out::Ndjson => Ok(None),
        }
    }
}

fn headings(columns: &[Column], language: Language) -> Vec<String> {
    columns.iter().map(|column| column.heading(language)).collect()
}
