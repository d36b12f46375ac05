//! A report as a small tree that writers of HTML and of DOCX can render.
use super::evaluation::Reading;
use super::figure::Table;
use super::page::Decimal;
use super::period::Period;

/// A title, sections in order, and who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub title: String,
    pub subtitle: String,
    pub sections: Vec<Passages>,
    pub signatures: Vec<String>,
}

/// What stands under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passages {
    pub heading: Option<String>,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Piece>),
    Table {
        /// Groups of columns, and how many each has; the row headings' column is none of them.
        groups: Vec<(String, usize)>,
        columns: Vec<String>,
        /// A heading, and a cell for each column.
        rows: Vec<(String, Vec<Piece>)>,
    },
}

/// Some words, or a number with the code of its figure, so that a reader can ask what is behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub figure: Option<&'static str>,
    /// Of a table's cell, if it is a number.
    pub number: Option<Decimal>,
}

impl Piece {
    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), figure: None, number: None }
    }
}

impl Block {
    /// A paragraph's text, all in one.
    pub fn said(&self) -> String {
        match self {
            Self::Paragraph(pieces) => pieces.iter().map(|piece| piece.text.as_str()).collect(),
            Self::Table { .. } => String::new(),
        }
    }
}

/// A form: a row for each region, or for whatever else the rows are of.
pub fn form(table: &Table, period: Period, rows: &[(String, Vec<Reading>)]) -> Document {
    let cell = |reading: &Reading| {
        let figure = Some(reading.figure.code);
        Piece { text: reading.number(), figure, number: reading.decimal() }
    };
    let row = |(heading, readings): &(String, Vec<Reading>)| (heading.clone(), readings.iter().map(cell).collect());
    let groups = table.sections.iter().map(|section| (section.title.0.to_owned(), section.figures.len()));
    let table_block = Block::Table {
        groups: groups.collect(),
        columns: table.figures().map(|figure| format!("{}（{}）", figure.title.0, unit(figure.printed))).collect(),
        rows: rows.iter().map(row).collect(),
    };
    Document {
        title: table.title.0.to_owned(),
        subtitle: period.in_chinese(),
        sections: vec![Passages { heading: None, blocks: vec![table_block] }],
        signatures: table.signed_by.iter().map(|who| format!("{who}（签字）：")).collect(),
    }
}

fn unit(printed: super::figure::Printed) -> &'static str {
    use super::figure::Printed::{Money, Number, Percent, TenThousands};
    match printed {
        Number(unit, _) | TenThousands(unit, _) => unit,
        Money => "万元",
        Percent => "%",
    }
}
