//! CSV (RFC 4180) for spreadsheets: UTF-8 that says so, and no cell that would be computed.
use super::{SheetError, Value};
use csv::{Terminator, WriterBuilder};
use std::borrow::Cow;

/// The byte order mark: without it a Chinese spreadsheet program reads GBK.
pub const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Rows as text, without the mark.
pub fn text(rows: &[Vec<Value>]) -> Result<Vec<u8>, SheetError> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|value| cell(value).into_owned()))?;
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// Numbers are ours and begin with no sign of a formula but the minus.
fn cell(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Nothing => Cow::Borrowed(""),
        Value::Text(text) => harmless(text),
        Value::Number(number) => number.to_string().into(),
        Value::Percent(number) => format!("{number}%").into(),
        Value::Truth(truth) => truth.to_string().into(),
        Value::Day(day) => day.to_string().into(),
        Value::Instant(instant) => instant.to_string().into(),
    }
}

/// A text that a spreadsheet would compute is told to be text by an apostrophe before it (OWASP,
/// CSV injection).
pub fn harmless(text: &str) -> Cow<'_, str> {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}").into(),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::page::Decimal;
    use proptest::prelude::*;

    fn told(values: &[Value]) -> String {
        String::from_utf8(text(&[values.to_vec()]).unwrap()).unwrap()
    }

    #[test]
    fn no_cell_is_computed_and_numbers_stay_numbers() {
        for text in ["=1+1", "+86", "-1层", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["", "赣州=宾馆", " =1", "3号", "'=1"] {
            assert_eq!(harmless(text), text);
        }
        let row = [Value::Text("=a,\"b\"".into()), Value::Number(Decimal::new(-502, 1)), Value::Nothing];
        assert_eq!(told(&row), "\"'=a,\"\"b\"\"\",-50.2,\r\n");
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_again(cells in prop::collection::vec(".*", 1..6)) {
            let row: Vec<_> = cells.iter().cloned().map(Value::Text).collect();
            let written = text(&[row]).unwrap();
            // Behind the mark: a text may begin with one.
            let marked = [MARK, &written].concat();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&marked[..]);
            let read: Vec<_> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(read.len(), 1);
            let guarded: Vec<_> = cells.iter().map(|cell| harmless(cell).into_owned()).collect();
            prop_assert_eq!(read[0].iter().collect::<Vec<_>>(), guarded);
        }
    }
}
