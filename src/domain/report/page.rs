//! A page of a report: what is to be read, before it is HTML, a document or a sheet.
use crate::domain::rounding::decimal;
use std::fmt;

/// A page as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    pub title: String,
    /// The line below the title: number, office, day.
    pub issue: Option<String>,
    pub sections: Vec<Section>,
}

impl Page {
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        blocks.filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    pub heading: Option<String>,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Line breaks are kept.
    Paragraph(String),
    Table(Table),
}

/// A table; a row may be shorter than the header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub caption: String,
    pub header: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).chain([self.header.len()]).max().unwrap_or(0)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Codes and ids are texts, whatever they are made of.
    Text(String),
    Number(Decimal),
    /// Of a hundred: 50.2 is `50.2%`.
    Percent(Decimal),
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Percent(number) => write!(f, "{number}%"),
        }
    }
}

/// An exact number with some decimal places, as it was rounded: 81013 with 2 places is 810.13.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    units: i64,
    places: u8,
}

/// More places do not fit an `i64`.
const MOST_PLACES: u8 = 18;

impl Decimal {
    pub fn new(units: i64, places: u8) -> Self {
        Self { units, places: places.min(MOST_PLACES) }
    }
    pub fn whole(units: i64) -> Self {
        Self::new(units, 0)
    }
    pub fn places(self) -> u8 {
        self.places
    }
    fn scale(self) -> u64 {
        10_u64.pow(u32::from(self.places))
    }
    /// The nearest float, for spreadsheets.
    pub fn to_float(self) -> f64 {
        self.units as f64 / self.scale() as f64
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal(self.units, u32::from(self.places)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_with_its_places() {
        let told = |units, places| Decimal::new(units, places).to_string();
        assert_eq!([told(81_013, 2), told(-502, 1), told(-5, 2), told(0, 1)], ["810.13", "-50.2", "-0.05", "0.0"]);
        assert_eq!([told(i64::MIN, 0), told(1, 200)], ["-9223372036854775808", "0.000000000000000001"]);
        assert_eq!(Cell::Percent(Decimal::new(-502, 1)).to_string(), "-50.2%");
        assert_eq!(Decimal::new(81_013, 2).to_float(), 810.13);
    }
}
