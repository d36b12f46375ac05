//! CSV: in the encodings that spreadsheets write.
use super::{Budget, Cell, MOST_COLUMNS, Row};
use crate::domain::fault::{Fault, FaultCode};
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, GB18030, UTF_8};

pub fn rows(bytes: &[u8]) -> Result<Vec<Row>, Fault> {
    let text = decoded(bytes)?;
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let (mut rows, mut budget, mut breaks) = (Vec::new(), Budget::default(), 0);
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        budget.row()?;
        budget.text(record.as_slice().len())?;
        let number = line_of(&record, &text).saturating_sub(breaks);
        rows.push(Row { number: u32::try_from(number).unwrap_or(u32::MAX), cells: cells(&record) });
        // A line break inside of a cell makes a line of the file, but no row.
        breaks += record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
    }
    Ok(rows)
}

/// The line on which a record begins: the reader tells where the blank lines before it begin.
fn line_of(record: &StringRecord, text: &str) -> u64 {
    let (byte, line) = record.position().map_or((0, 1), |position| (position.byte(), position.line()));
    let rest = usize::try_from(byte).ok().and_then(|byte| text.as_bytes().get(byte..)).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    line + blank.filter(|byte| **byte == b'\n').count() as u64
}

fn cells(record: &StringRecord) -> Vec<Cell> {
    record.iter().take(MOST_COLUMNS).map(Cell::text).collect()
}

/// By its byte order mark; without one UTF-8 if it is that, else GB18030.
fn decoded(bytes: &[u8]) -> Result<String, Fault> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let plain = if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { GB18030 };
    let (text, _, is_broken) = marked.unwrap_or(plain).decode(bytes);
    match is_broken || text.contains('\0') {
        true => Err(Fault::new(FaultCode::BadRequest, "the file is a text neither in UTF-8 nor in GB18030")),
        false => Ok(text.into_owned()),
    }
}

fn unreadable(error: csv::Error) -> Fault {
    Fault::new(FaultCode::BadRequest, format!("the file is no CSV: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        let told = |row: Row| (row.number, row.cells.iter().map(|cell| cell.to_text().unwrap_or_default()).collect());
        rows(bytes).unwrap().into_iter().map(told).collect()
    }

    #[test]
    fn the_encodings_of_spreadsheets_are_read() {
        let text = "企业名称,地址\n赣南纺织厂,𠮷安路1号\n";
        let expected = texts(text.as_bytes());
        assert_eq!(expected[1], (2, vec!["赣南纺织厂".to_owned(), "𠮷安路1号".to_owned()]));
        assert_eq!(texts(format!("\u{feff}{text}").as_bytes()), expected, "with a byte order mark");
        assert_eq!(texts(&GB18030.encode(text).0), expected, "in GB18030");
        let utf16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(texts(&utf16), expected, "in UTF-16");
        assert!(rows(&[0x81, 0x20, 0xff, 0xff]).is_err());
        assert!(rows(b"PK\x03\x04\0\0").is_err());
    }

    #[test]
    fn rows_are_counted_as_the_spreadsheet_shows_them() {
        let numbers: Vec<_> =
            texts("a,b\n\"x\ny\",1\n\nz,2\n".as_bytes()).into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, [1, 2, 4]);
        let numbers: Vec<_> = texts(b"a\r\nb\r\n\r\nc").into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, [1, 2, 4], "with the line ends of Windows");
    }

    #[test]
    fn what_keeps_a_code_a_text_is_not_part_of_it() {
        let row = &texts("=\"91350100M000100Y43\",'0123,\t45\u{3000},\"=\"\"6\"\"\"\n".as_bytes())[0];
        assert_eq!(row.1, ["91350100M000100Y43", "0123", "45", "6"]);
    }
}
