//! XLSX, row by row into a file: each value as what it is, texts never as anything else.
use super::{SheetError, Value};
use crate::domain::{Day, Instant};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::fs::File;
use std::io::{BufWriter, Seek, Write};

/// So many UTF-16 units fit a cell.
const MOST_UNITS: usize = 32_767;
/// So many characters fit the name of a sheet.
const MOST_NAME: usize = 31;
/// Digits of an integer that a spreadsheet keeps; what has more is a text.
const EXACT: u64 = 1_000_000_000_000_000;
const WIDTH: f64 = 18.0;

struct Formats {
    header: Format,
    text: Format,
    day: Format,
    instant: Format,
}

/// A workbook of one sheet or several. Rows go to a file as they come.
pub struct Book {
    book: Workbook,
    formats: Formats,
    names: Vec<String>,
    row: u32,
}

impl Default for Book {
    fn default() -> Self {
        let formats = Formats {
            header: Format::new().set_bold().set_num_format("@"),
            text: Format::new().set_num_format("@"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            instant: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        };
        Self { book: Workbook::new(), formats, names: Vec::new(), row: 0 }
    }
}

impl Book {
    /// Begins a sheet, whose header stays in sight.
    pub fn begin_sheet(&mut self, name: &str, header: &[String]) -> Result<(), SheetError> {
        let name = self.free_name(name);
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(&name)?.set_freeze_panes(1, 0)?;
        for (column, heading) in (0..).zip(header) {
            sheet.set_column_width(column, WIDTH)?;
            sheet.write_string_with_format(0, column, fitting(heading), &self.formats.header)?;
        }
        self.names.push(name.to_lowercase());
        self.row = 1;
        Ok(())
    }

    /// The next row of the sheet that was begun last.
    pub fn add(&mut self, values: &[Value]) -> Result<(), SheetError> {
        let sheet = self.book.worksheet_from_index(self.names.len().saturating_sub(1))?;
        for (column, value) in (0..).zip(values) {
            write(sheet, (self.row, column), value, &self.formats)?;
        }
        self.row += 1;
        Ok(())
    }

    /// The whole workbook, to be read from its beginning; the file is gone with the handle.
    pub fn finish(mut self) -> Result<File, SheetError> {
        let mut file = BufWriter::new(tempfile::tempfile()?);
        self.book.save_to_writer(&mut file)?;
        file.flush()?;
        let mut file = file.into_inner().map_err(|error| error.into_error())?;
        file.rewind()?;
        Ok(file)
    }

    /// A name that a sheet may have and no other has.
    fn free_name(&self, wanted: &str) -> String {
        let plain = |c: char| if c.is_control() || "[]:*?/\\'".contains(c) { ' ' } else { c };
        let wanted: String = wanted.chars().map(plain).collect();
        let wanted = match wanted.trim() {
            "" => "Sheet",
            wanted => wanted,
        };
        let numbered = |n: usize| {
            let end = if n == 1 { String::new() } else { format!(" ({n})") };
            cut(wanted, MOST_NAME - end.len()).to_owned() + &end
        };
        let mut free = (1..).map(numbered).filter(|name| !self.names.contains(&name.to_lowercase()));
        free.next().unwrap_or_default()
    }
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), value: &Value, formats: &Formats) -> Result<(), XlsxError> {
    match value {
        Value::Nothing => return Ok(()),
        Value::Number(number) if number.to_float().abs() >= EXACT as f64 => {
            sheet.write_string_with_format(row, column, number.to_string(), &formats.text)?
        }
        Value::Number(number) => {
            sheet.write_number_with_format(row, column, number.to_float(), &places(number.places(), ""))?
        }
        Value::Percent(number) => {
            sheet.write_number_with_format(row, column, number.to_float() / 100.0, &places(number.places(), "%"))?
        }
        Value::Text(text) => sheet.write_string_with_format(row, column, fitting(text), &formats.text)?,
        Value::Truth(truth) => sheet.write_boolean(row, column, *truth)?,
        Value::Day(day) => sheet.write_datetime_with_format(row, column, &date(*day)?, &formats.day)?,
        Value::Instant(instant) => {
            sheet.write_datetime_with_format(row, column, &moment(*instant)?, &formats.instant)?
        }
    };
    Ok(())
}

fn places(places: u8, unit: &str) -> Format {
    let point = if places == 0 { "" } else { "." };
    Format::new().set_num_format(format!("0{point}{}{unit}", "0".repeat(usize::from(places))))
}

fn date(day: Day) -> Result<ExcelDateTime, XlsxError> {
    let (year, month, day) = day.parts();
    ExcelDateTime::from_ymd(year.unsigned_abs(), month, day)
}

/// Spreadsheets know no time zones: an instant is told as clocks in China tell it.
fn moment(instant: Instant) -> Result<ExcelDateTime, XlsxError> {
    let (hour, minute, second) = instant.time_of_day();
    date(instant.day())?.and_hms(u16::from(hour), minute, f64::from(second))
}

/// As much of a text as a cell holds.
fn fitting(text: &str) -> &str {
    cut(text, MOST_UNITS)
}

fn cut(text: &str, most: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > most
    });
    end.map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::page::Decimal;
    use calamine::{Data, Reader, Xlsx};
    use std::io::BufReader;

    fn read(book: Book) -> Xlsx<BufReader<File>> {
        Xlsx::new(BufReader::new(book.finish().unwrap())).unwrap()
    }

    #[test]
    fn each_value_is_read_again_as_what_it_is() {
        let mut book = Book::default();
        let header = ["代码", "数", "率", "日", "时", "是"].map(str::to_owned);
        book.begin_sheet("台账", &header).unwrap();
        let instant: Instant = "2026-11-23T01:15:02Z".parse().unwrap();
        let day: Day = "2026-12-01".parse().unwrap();
        book.add(&[
            Value::Text("360702100000".into()),
            Value::Number(Decimal::new(81_013, 2)),
            Value::Percent(Decimal::new(-502, 1)),
            Value::Day(day),
            Value::Instant(instant),
            Value::Truth(true),
        ])
        .unwrap();
        let sheet = read(book).worksheet_range("台账").unwrap();
        let cells: Vec<_> = sheet.rows().nth(1).unwrap().to_vec();
        assert_eq!(sheet.rows().next().unwrap()[0], Data::String("代码".into()));
        assert_eq!(cells[0], Data::String("360702100000".into()));
        assert_eq!((&cells[1], &cells[5]), (&Data::Float(810.13), &Data::Bool(true)));
        assert!(matches!(cells[2], Data::Float(rate) if (rate + 0.502).abs() < 1e-12), "{:?}", cells[2]);
        let told = |cell: &Data| match cell {
            Data::DateTime(moment) => moment.to_ymd_hms_milli(),
            other => panic!("{other:?} is no date"),
        };
        assert_eq!(told(&cells[3]), (2026, 12, 1, 0, 0, 0, 0));
        assert_eq!(told(&cells[4]), (2026, 11, 23, 9, 15, 2, 0));
    }

    #[test]
    fn hostile_text_is_kept_as_text() {
        let texts = ["=1+1", "<b>&amp;\"'", "𠮷安\n二楼", "_x0041_", "91440300708461136T", " 空 ", "a\u{7}b"];
        let mut book = Book::default();
        book.begin_sheet("a", &["文".to_owned()]).unwrap();
        for text in texts {
            book.add(&[Value::Text(text.into())]).unwrap();
        }
        let sheet = read(book).worksheet_range("a").unwrap();
        let cells: Vec<_> = sheet.rows().skip(1).map(|row| row[0].clone()).collect();
        assert_eq!(cells, texts.map(|text| Data::String(text.into())));
    }

    #[test]
    fn sheets_have_names_of_their_own_and_long_texts_are_cut_at_a_character() {
        let mut book = Book::default();
        let long = "隐患[清单]".repeat(9);
        for name in ["", "Sheet", &long, &long] {
            book.begin_sheet(name, &["𠮷".repeat(20_000)]).unwrap();
        }
        let mut book = read(book);
        let names = book.sheet_names();
        assert_eq!((&names[..2], names.len()), (&["Sheet".to_owned(), "Sheet (2)".to_owned()][..], 4));
        let range = book.worksheet_range(&names[3]).unwrap();
        assert_eq!(range.get((0, 0)).unwrap().to_string().chars().count(), MOST_UNITS / 2);
    }
}
