//! XLSX: unpacked to a limited size, read cell by cell.
use super::{Budget, Cell, MOST_COLUMNS, MOST_TEXT, Row, too_much_text};
use crate::domain::fault::{Fault, FaultCode};
use calamine::{DataRef, Reader, Xlsx};
use std::io::{Cursor, Read, copy, sink};
use zip::ZipArchive;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

pub fn rows(bytes: &[u8]) -> Result<Vec<Row>, Fault> {
    must_unpack_to_little(bytes)?;
    let mut book: Book = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let first = book.sheet_names().into_iter().next().ok_or_else(|| unreadable("no sheet"))?;
    // Cell by cell: a table of all cells would be as large as the sheet claims to be.
    let mut cells = book.worksheet_cells_reader(&first).map_err(unreadable)?;
    let (mut rows, mut budget): (Vec<Row>, _) = (Vec::new(), Budget::default());
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let ((row, column), value) = (cell.get_position(), cell.get_value());
        let number = row.saturating_add(1);
        if rows.last().is_none_or(|last| last.number != number) {
            budget.row()?;
            rows.push(Row { number, cells: Vec::new() });
        }
        let (Some(last), Ok(column)) = (rows.last_mut(), usize::try_from(column)) else { continue };
        put(&mut last.cells, column, value, &mut budget)?;
    }
    Ok(rows)
}

fn put(cells: &mut Vec<Cell>, column: usize, value: &DataRef, budget: &mut Budget) -> Result<(), Fault> {
    if column >= MOST_COLUMNS {
        return Ok(());
    }
    if let DataRef::SharedString(text) = value {
        budget.text(text.len())?;
    }
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Empty);
    }
    cells[column] = cell(value);
    Ok(())
}

fn cell(value: &DataRef) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(truth) => Cell::Text(truth.to_string()),
        DataRef::DateTime(day) => Cell::Number(day.as_f64()),
        DataRef::Error(error) => Cell::Text(error.to_string()),
    }
}

/// What a file claims to unpack to is not believed: it is unpacked, and thrown away.
fn must_unpack_to_little(bytes: &[u8]) -> Result<(), Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut left = MOST_TEXT as u64;
    for n in 0..archive.len() {
        let file = archive.by_index(n).map_err(unreadable)?;
        let unpacked = copy(&mut file.take(left + 1), &mut sink()).map_err(unreadable)?;
        left = left.checked_sub(unpacked).ok_or_else(too_much_text)?;
    }
    Ok(())
}

fn unreadable(cause: impl std::fmt::Display) -> Fault {
    Fault::new(FaultCode::BadRequest, format!("the file is no XLSX workbook: {cause}"))
}
