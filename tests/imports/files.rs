//! Workbooks as a spreadsheet program would write them.
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

pub const MEDIA: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A cell, as the content of its element.
pub struct Cell(String);

pub fn text(text: &str) -> Cell {
    Cell(format!(r#"t="inlineStr"><is><t>{text}</t></is>"#))
}
pub fn number(number: &str) -> Cell {
    Cell(format!("><v>{number}</v>"))
}

/// A workbook of one sheet.
pub struct Xlsx {
    rows: String,
}

impl Xlsx {
    pub fn of(rows: &[Vec<Cell>]) -> Self {
        let cell = |row: usize, (column, cell): (usize, &Cell)| {
            format!(r#"<c r="{}{row}" {}</c>"#, char::from(b'A' + column as u8), cell.0)
        };
        let row = |(n, cells): (usize, &Vec<Cell>)| {
            let cells: String = cells.iter().enumerate().map(|each| cell(n + 1, each)).collect();
            format!(r#"<row r="{}">{cells}</row>"#, n + 1)
        };
        Self { rows: rows.iter().enumerate().map(row).collect() }
    }
    /// With something else at the end of its sheet.
    pub fn and(mut self, rows: &str) -> Self {
        self.rows.push_str(rows);
        self
    }

    pub fn bytes(self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006";
        let sheet = format!(r#"<worksheet xmlns="{main}"><sheetData>{}</sheetData></worksheet>"#, self.rows);
        let files = [
            (
                "[Content_Types].xml",
                format!(
                    r#"<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
                ),
            ),
            ("xl/worksheets/sheet1.xml", sheet),
        ];
        for (name, content) in files {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}
