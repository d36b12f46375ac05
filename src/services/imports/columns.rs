//! Which column of a sheet holds what.
use super::sheet::{Cell, MOST_ROWS, Row, Sheet, too_many_rows};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::register::Column;
use std::collections::BTreeMap;

/// Above the headings there may be a title.
const HEADINGS_WITHIN: usize = 10;

/// The columns of a register, as its file heads them.
#[derive(Debug)]
pub struct Columns {
    places: BTreeMap<Column, usize>,
    headings: Vec<String>,
}

impl Columns {
    /// The headings of a sheet, and the rows below them.
    pub fn of(sheet: Sheet) -> Result<(Self, Vec<Row>), Fault> {
        let mut rows = sheet.rows;
        let names_a_name =
            |row: &Row| headings(row).iter().any(|heading| Column::headed(heading) == Some(Column::Name));
        let place = rows.iter().take(HEADINGS_WITHIN).position(names_a_name).ok_or_else(no_name)?;
        let below = rows.split_off(place + 1);
        let headings = rows.pop().map(|row| headings(&row)).unwrap_or_default();
        if below.len() > MOST_ROWS {
            return Err(too_many_rows());
        }
        Ok((Self { places: places(&headings)?, headings }, below))
    }

    pub fn cell<'a>(&self, row: &'a Row, column: Column) -> &'a Cell {
        let cell = self.places.get(&column).and_then(|place| row.cells.get(*place));
        cell.unwrap_or(&Cell::Empty)
    }

    /// What the file calls a column.
    pub fn heading(&self, column: Column) -> String {
        let heading = self.places.get(&column).and_then(|place| self.headings.get(*place));
        heading.map_or_else(|| column.as_str().to_owned(), Clone::clone)
    }

    /// Headings of columns that no import reads.
    pub fn ignored(&self) -> Vec<String> {
        let headings = self.headings.iter().filter(|heading| !heading.is_empty());
        headings.filter(|heading| Column::headed(heading).is_none()).cloned().collect()
    }

    /// Whether a row has more cells than there are headings: a comma in a cell that was not quoted.
    pub fn is_overrun_by(&self, row: &Row) -> bool {
        row.cells.iter().skip(self.headings.len()).any(|cell| *cell != Cell::Empty)
    }
}

/// Without blanks, and without the stars that mark what must be filled in.
fn headings(row: &Row) -> Vec<String> {
    let bare = |text: String| text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '\u{ff0a}')).collect();
    let heading = |text: String| if text.is_ascii() { text.trim_matches(['*', ' ']).to_owned() } else { bare(text) };
    row.cells.iter().map(|cell| cell.to_text().map(heading).unwrap_or_default()).collect()
}

fn places(headings: &[String]) -> Result<BTreeMap<Column, usize>, Fault> {
    let mut places = BTreeMap::new();
    for (place, heading) in headings.iter().enumerate() {
        let Some(column) = Column::headed(heading) else { continue };
        if places.insert(column, place).is_some() {
            return Err(Fault::new(FaultCode::Invalid, format!("two columns say the same: {heading}")));
        }
    }
    Ok(places)
}

fn no_name() -> Fault {
    Fault::new(FaultCode::Invalid, "none of the first 10 rows heads a column 企业名称 or name")
}
