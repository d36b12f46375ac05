//! From the cells of a row to the body of an act, or what is wrong with them.
use super::CellProblem;
use super::columns::Columns;
use super::departments::Departments;
use super::sheet::{Cell, Row};
use crate::domain::register::{Column, begins_a_formula, is_destroyed_code, value_of};
use crate::domain::spelled::Spelled;
use crate::domain::uscc::Uscc;
use crate::domain::{CoordSys, KeyTarget, Line, Passage, Sector};
use serde_json::{Map, Value, json};

/// What people write where there is nothing.
const NOTHING: &[&str] = &["无", "/", "\\", "-", "—", "——", "暂无", "N/A"];

/// An enterprise as a row tells it.
#[derive(Debug)]
pub struct Draft {
    pub row: u32,
    pub name: String,
    pub uscc: Option<String>,
    pub body: Value,
}

type Said<T> = Result<Option<T>, String>;

/// Every problem of a row is told at once.
pub fn draft(row: &Row, columns: &Columns, departments: &Departments) -> Result<Draft, Vec<CellProblem>> {
    let mut reading = Reading { row, columns, body: Map::new(), problems: Vec::new() };
    let name = reading.take(Column::Name, name);
    let uscc = reading.take(Column::Uscc, uscc);
    reading.take(Column::Sector, listed::<Sector>);
    reading.take(Column::Department, |cell| departments.named(cell));
    reading.take(Column::Address, |cell| plain(cell, Passage::try_from));
    reading.take(Column::KeyTarget, listed::<KeyTarget>);
    reading.location();
    if columns.is_overrun_by(row) {
        reading.problem(Column::Name, "the row has more cells than there are headings".to_owned());
    }
    let Reading { mut body, problems, .. } = reading;
    if uscc.is_none() {
        body.insert("uscc_is_missing".to_owned(), true.into());
    }
    match problems.is_empty() {
        true => Ok(Draft { row: row.number, name: name.unwrap_or_default(), uscc, body: body.into() }),
        false => Err(problems),
    }
}

struct Reading<'a> {
    row: &'a Row,
    columns: &'a Columns,
    body: Map<String, Value>,
    problems: Vec<CellProblem>,
}

impl Reading<'_> {
    fn take(&mut self, column: Column, read: impl Fn(&Cell) -> Said<String>) -> Option<String> {
        match read(self.columns.cell(self.row, column)) {
            Ok(value) => {
                self.body.extend(value.clone().map(|value| (column.as_str().to_owned(), value.into())));
                value
            }
            Err(detail) => {
                self.problem(column, detail);
                None
            }
        }
    }

    fn problem(&mut self, column: Column, detail: String) {
        self.problems.push(CellProblem { column: self.columns.heading(column), field: column, detail });
    }

    /// A point has both coordinates and says which datum they are in; it is never assumed.
    fn location(&mut self) {
        let cell = |column| self.columns.cell(self.row, column);
        let read = (degrees(cell(Column::Lon), 180.0), degrees(cell(Column::Lat), 90.0));
        let datum = listed::<CoordSys>(cell(Column::CoordSys));
        match (read, datum) {
            ((Ok(None), Ok(None)), _) => {}
            ((Ok(Some(lon)), Ok(Some(lat))), Ok(Some(datum))) => {
                self.body.insert("location".to_owned(), json!({ "lon": lon, "lat": lat, "coord_sys": datum }));
            }
            ((Err(detail), _), _) => self.problem(Column::Lon, detail),
            ((_, Err(detail)), _) => self.problem(Column::Lat, detail),
            ((Ok(None), _), _) => self.problem(Column::Lon, "a point has a longitude and a latitude".to_owned()),
            ((_, Ok(None)), _) => self.problem(Column::Lat, "a point has a longitude and a latitude".to_owned()),
            (_, Err(detail)) => self.problem(Column::CoordSys, detail),
            (_, Ok(None)) => self.problem(Column::CoordSys, "a point says which datum it is in".to_owned()),
        }
    }
}

/// A text as it stands; refused if a spreadsheet would compute it.
fn plain<T, E: std::fmt::Display>(cell: &Cell, read: impl Fn(String) -> Result<T, E>) -> Said<String> {
    let Some(text) = cell.to_text() else { return Ok(None) };
    if begins_a_formula(&text) {
        return Err("begins like a formula".to_owned());
    }
    read(text.clone()).map(|_| Some(text)).map_err(|error| error.to_string())
}

fn name(cell: &Cell) -> Said<String> {
    plain(cell, Line::try_from)?.map(Some).ok_or_else(|| "must not be empty".to_owned())
}

/// A code that is missing is a gap; one that is wrong is an error.
fn uscc(cell: &Cell) -> Said<String> {
    let destroyed = || "the spreadsheet made a number of the code and lost its last digits: format the column as text";
    match cell {
        Cell::Empty => Ok(None),
        Cell::Number(_) => Err(destroyed().to_owned()),
        Cell::Text(text) if NOTHING.contains(&text.as_str()) => Ok(None),
        Cell::Text(text) => {
            let code = text.to_ascii_uppercase();
            let read = Uscc::try_from(code.clone()).map(|_| Some(code.clone()));
            read.map_err(|error| if is_destroyed_code(&code) { destroyed().to_owned() } else { error.to_string() })
        }
    }
}

/// A value of a code list, by its code or one of its labels.
fn listed<T: Spelled>(cell: &Cell) -> Said<String> {
    let Some(text) = cell.to_text().filter(|text| !NOTHING.contains(&text.as_str())) else { return Ok(None) };
    let value = value_of::<T>(&text).map(|value| Some(value.text().to_owned()));
    value.ok_or_else(|| format!("not in the code list: {text}"))
}

/// Degrees as units of 1e-7.
fn degrees(cell: &Cell, most: f64) -> Said<i64> {
    let number = match cell {
        Cell::Empty => return Ok(None),
        Cell::Number(number) => Some(*number),
        Cell::Text(text) => text.parse::<f64>().ok(),
    };
    match number.filter(|number| number.abs() <= most) {
        Some(number) => Ok(Some((number * 1e7).round() as i64)),
        None => Err(format!("not a number of degrees, at most {most}")),
    }
}
