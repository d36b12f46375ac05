//! A spreadsheet as rows of cells, whatever file it came in.
mod csv;
mod xlsx;

use crate::domain::fault::{Fault, FaultCode};

/// A unit has some hundred enterprises, the largest some thousand.
pub const MOST_ROWS: usize = 5000;
/// No register has more; what stands further right is not read.
pub const MOST_COLUMNS: usize = 100;
/// The most bytes of text in all cells together, and of an XLSX file when unpacked.
const MOST_TEXT: usize = 32 << 20;

/// What kind of file a spreadsheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// UTF-8 with or without a byte order mark, UTF-16 with one, or GB18030.
    Csv,
    Xlsx,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    /// As a spreadsheet keeps it: 15 digits, and what was behind them is lost.
    Number(f64),
}

/// A row that is not empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As the spreadsheet counts it, from 1.
    pub number: u32,
    pub cells: Vec<Cell>,
}

/// The rows of the first sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub rows: Vec<Row>,
}

impl Sheet {
    pub fn read(bytes: &[u8], format: Format) -> Result<Self, Fault> {
        let mut rows = match format {
            Format::Csv => csv::rows(bytes)?,
            Format::Xlsx => xlsx::rows(bytes)?,
        };
        rows.retain(|row| row.cells.iter().any(|cell| *cell != Cell::Empty));
        Ok(Self { rows })
    }
}

impl Cell {
    /// Without the blanks around it, and without what was put around a code to keep it a text.
    fn text(text: &str) -> Self {
        let bare = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let quoted = bare.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
        let bare = quoted.or_else(|| bare.strip_prefix('\'')).unwrap_or(bare);
        if bare.is_empty() { Self::Empty } else { Self::Text(bare.to_owned()) }
    }

    pub fn to_text(&self) -> Option<String> {
        match self {
            Self::Empty => None,
            Self::Text(text) => Some(text.clone()),
            Self::Number(number) => Some(number.to_string()),
        }
    }
}

/// Counts what is read; a file that grows beyond what a register can be is not read to its end.
#[derive(Debug, Default)]
struct Budget {
    rows: usize,
    text: usize,
}

impl Budget {
    fn row(&mut self) -> Result<(), Fault> {
        self.rows += 1;
        // One more for the headings, some for titles above them.
        if self.rows > MOST_ROWS + 10 { Err(too_many_rows()) } else { Ok(()) }
    }
    fn text(&mut self, bytes: usize) -> Result<(), Fault> {
        self.text += bytes;
        if self.text > MOST_TEXT { Err(too_much_text()) } else { Ok(()) }
    }
}

pub fn too_many_rows() -> Fault {
    Fault::new(FaultCode::PayloadTooLarge, format!("a register has at most {MOST_ROWS} rows"))
}

fn too_much_text() -> Fault {
    Fault::new(FaultCode::PayloadTooLarge, "the file unpacks to more than a register can hold")
}
