//! The main part of a DOCX: paragraphs and tables in the styles of `parts`.
use crate::domain::report::page::{Block, Cell, Page, Table};
use crate::services::documents::markup::escaped;

/// A4 and the margins of GB/T 9704-2012, 5.2.1, in twips.
const SECTION: &str = r#"<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1588" w:gutter="0"/></w:sectPr>"#;
/// What the margins leave of the page's width, in twips.
const WIDTH: usize = 11_906 - 1_474 - 1_588;
const BORDERS: &str = r#"<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:left w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:right w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tblBorders>"#;

pub fn document(page: &Page) -> String {
    let mut body = paragraph("Title", &page.title);
    body.extend(page.issue.iter().map(|issue| paragraph("Issue", issue)));
    for section in &page.sections {
        body.extend(section.heading.iter().map(|heading| paragraph("Heading", heading)));
        body.extend(section.blocks.iter().map(|block| match block {
            Block::Paragraph(text) => paragraph("Body", text),
            Block::Table(table) => tabled(table),
        }));
    }
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>{body}{SECTION}</w:body></w:document>"#
    )
}

fn paragraph(style: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{}</w:r></w:p>"#, lines(text))
}

fn lines(text: &str) -> String {
    let line = |line: &str| format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escaped(line));
    text.split('\n').map(line).collect::<Vec<_>>().join("<w:br/>")
}

/// A caption, the table, and a paragraph that keeps it apart from the next one.
fn tabled(table: &Table) -> String {
    let columns = table.width();
    let caption = paragraph("Caption", &table.caption);
    let Some(width) = WIDTH.checked_div(columns) else { return caption };
    let grid = format!(r#"<w:gridCol w:w="{width}"/>"#).repeat(columns);
    let header = row(r#"<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"#, width, columns, {
        table.header.iter().map(|heading| paragraph("CellHeading", heading))
    });
    let rows: String = table
        .rows
        .iter()
        .map(|cells| row("<w:trPr><w:cantSplit/></w:trPr>", width, columns, cells.iter().map(cell)))
        .collect();
    format!(
        r#"{caption}<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>{BORDERS}<w:tblLayout w:type="autofit"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{header}{rows}</w:tbl><w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>"#
    )
}

/// Every row has a cell in each column: what is missing is empty.
fn row(properties: &str, width: usize, columns: usize, paragraphs: impl Iterator<Item = String>) -> String {
    let missing = std::iter::repeat_with(|| paragraph("Cell", ""));
    let cell = |inner: String| format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>"#);
    let cells: String = paragraphs.chain(missing).take(columns).map(cell).collect();
    format!("<w:tr>{properties}{cells}</w:tr>")
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => paragraph("Cell", text),
        Cell::Number(_) | Cell::Percent(_) => paragraph("CellNumber", &cell.to_string()),
    }
}
