//! DOCX: a page as offices set their papers, in the package that word processors open.
mod body;
mod parts;

use crate::domain::report::page::Page;
use crate::services::sheets::SheetError;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub fn bytes(page: &Page) -> Result<Vec<u8>, SheetError> {
    let document = body::document(page);
    let files = parts::FIXED.iter().copied().chain([("word/document.xml", document.as_str())]);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        package.start_file(name, options).map_err(std::io::Error::from)?;
        package.write_all(text.as_bytes())?;
    }
    Ok(package.finish().map_err(std::io::Error::from)?.into_inner())
}
