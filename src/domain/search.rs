//! What a list asks for: filters on the facets, words, an order, a place in it. All of it read from text.
mod order;

pub use order::{Direction, Order, Position, SortKey};

use super::spelled::spelled;
use super::{Day, Instant, Level, OrganisationId, Sector};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

spelled! {
    /// What a list tells of each record.
    Fields {
        /// The whole document.
        Document = "document",
        /// The facets alone.
        Summary = "summary",
    }
}

spelled! {
    /// How a list's length is told.
    Counting { Exact = "exact" }
}

/// All that a record must be. What is left out asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub kind: Option<Several<Token>>,
    pub state: Option<Several<Token>>,
    pub level: Option<Several<Level>>,
    /// Any of the record's.
    pub category: Option<Several<Token>>,
    pub sector: Option<Several<Sector>>,
    pub enterprise: Option<OrganisationId>,
    pub owner: Option<OrganisationId>,
    pub number: Option<NumberPattern>,
    pub due: Span<Day>,
    pub occurred: Span<Day>,
    pub updated: Span<Instant>,
    pub bbox: Option<Bbox>,
    pub words: Option<Words>,
    pub is_voided: Option<bool>,
    /// Marked with this.
    pub tag: Option<Token>,
    pub belonging: Option<Belonging>,
}

/// What belongs to something: what is marked with it, and what its rule lets through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belonging {
    pub tag: Token,
    /// Asks for no words.
    pub rule: Option<Box<Filter>>,
}

/// From one value to another, both included; open where one is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span<T> {
    pub from: Option<T>,
    pub to: Option<T>,
}
impl<T> Default for Span<T> {
    fn default() -> Self {
        Self { from: None, to: None }
    }
}
impl<T: PartialOrd> Span<T> {
    #[inline]
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
    /// Ends before it begins.
    pub fn is_backward(&self) -> bool {
        matches!((&self.from, &self.to), (Some(from), Some(to)) if to < from)
    }
    #[inline]
    pub fn holds(&self, value: &T) -> bool {
        self.from.as_ref().is_none_or(|from| from <= value) && self.to.as_ref().is_none_or(|to| value <= to)
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSearch {
    #[error("1 to 20 values, joined by commas")]
    Several,
    #[error("1 to 40 letters, digits, underscores and hyphens")]
    Token,
    #[error("a number, or its beginning followed by `*`")]
    Number,
    #[error("min_lon,min_lat,max_lon,max_lat as integers of 1e-7 degree, the smaller ones first")]
    Bbox,
    #[error("1 to 8 words of at most 100 characters together")]
    Words,
    #[error("`true` or `false`")]
    Flag,
    #[error("this was not the `next` of a list of this order")]
    Position,
}

/// Reads what implements `FromStr` from a JSON text.
macro_rules! from_text {
    ($name:ty $(, $($generic:tt)*)?) => {
        impl<'de, $($($generic)*)?> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = Cow::<str>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Any of some values, joined by commas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several<T>(Vec<T>);
const MOST_VALUES: usize = 20;

impl<T: PartialEq> Several<T> {
    pub fn has(&self, value: &T) -> bool {
        self.0.contains(value)
    }
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}
impl<T> From<Vec<T>> for Several<T> {
    fn from(values: Vec<T>) -> Self {
        Self(values)
    }
}
impl<T: FromStr<Err: Display>> FromStr for Several<T> {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let values = text.split(',').map(str::parse).collect::<Result<Vec<T>, _>>();
        let values = values.map_err(|bad| bad.to_string())?;
        if values.len() > MOST_VALUES { Err(BadSearch::Several.to_string()) } else { Ok(Self(values)) }
    }
}
from_text!(Several<T>, T: FromStr<Err: Display>);

/// A kind, a state, a category: how code lists are spelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Of a code that the product spells itself, or of an id.
    pub fn of(code: impl Display) -> Self {
        Self(code.to_string())
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl PartialEq<str> for Token {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}
impl FromStr for Token {
    type Err = BadSearch;
    fn from_str(text: &str) -> Result<Self, BadSearch> {
        let is_spelled = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let sound = (1..=40).contains(&text.len()) && text.chars().all(is_spelled);
        sound.then(|| Self(text.to_owned())).ok_or(BadSearch::Token)
    }
}
from_text!(Token);

/// A record's number, or how it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberPattern {
    Exactly(String),
    Beginning(String),
}
impl FromStr for NumberPattern {
    type Err = BadSearch;
    fn from_str(text: &str) -> Result<Self, BadSearch> {
        let (number, is_beginning) = text.strip_suffix('*').map_or((text, false), |beginning| (beginning, true));
        if number.is_empty() || number.len() > 100 || number.contains('*') {
            return Err(BadSearch::Number);
        }
        let number = fold(number);
        Ok(if is_beginning { Self::Beginning(number) } else { Self::Exactly(number) })
    }
}
from_text!(NumberPattern);

/// A box of WGS-84, in units of 1e-7 degree, its edges included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bbox {
    pub lon: (i32, i32),
    pub lat: (i32, i32),
}
impl FromStr for Bbox {
    type Err = BadSearch;
    fn from_str(text: &str) -> Result<Self, BadSearch> {
        let edges: Vec<i32> = text
            .split(',')
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map_err(|_bad: std::num::ParseIntError| BadSearch::Bbox)?;
        let [west, south, east, north] = edges[..] else { return Err(BadSearch::Bbox) };
        let on_earth = west >= -1_800_000_000 && east <= 1_800_000_000 && south >= -900_000_000 && north <= 900_000_000;
        let sound = on_earth && west <= east && south <= north;
        sound.then_some(Self { lon: (west, east), lat: (south, north) }).ok_or(BadSearch::Bbox)
    }
}
from_text!(Bbox);

/// Words that must all occur, folded as searched text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}
impl FromStr for Words {
    type Err = BadSearch;
    fn from_str(text: &str) -> Result<Self, BadSearch> {
        let words: Vec<_> = fold(text).split_whitespace().map(str::to_owned).collect();
        let sound = (1..=8).contains(&words.len()) && text.chars().count() <= 100;
        sound.then_some(Self(words)).ok_or(BadSearch::Words)
    }
}
from_text!(Words);

/// `true` or `false`, as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag(pub bool);
impl FromStr for Flag {
    type Err = BadSearch;
    fn from_str(text: &str) -> Result<Self, BadSearch> {
        text.parse().map(Self).map_err(|_bad: std::str::ParseBoolError| BadSearch::Flag)
    }
}
from_text!(Flag);

/// Text as it is compared: lower case, full-width Latin as ASCII, one line.
pub fn fold(text: &str) -> String {
    text.chars().flat_map(|c| plain(c).to_lowercase()).collect()
}

fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_whole_or_refused() {
        assert!("major,general".parse::<Several<Level>>().is_ok());
        for bad in ["", "major,", "minor", &"major,".repeat(21)] {
            assert!(bad.parse::<Several<Level>>().is_err(), "{bad}");
        }
        assert_eq!("1,2,1,2".parse(), Ok(Bbox { lon: (1, 1), lat: (2, 2) }));
        for bad in ["1,2,3", "3,2,1,2", "1,2,1.5,2", "1,2,1800000001,2", "1,2,3,4,5", ""] {
            assert_eq!(bad.parse::<Bbox>(), Err(BadSearch::Bbox), "{bad}");
        }
        assert_eq!("36-*".parse(), Ok(NumberPattern::Beginning("36-".into())));
        assert_eq!("36-1".parse(), Ok(NumberPattern::Exactly("36-1".into())));
        for bad in ["", "*", "3*6*"] {
            assert_eq!(bad.parse::<NumberPattern>(), Err(BadSearch::Number), "{bad}");
        }
        assert!(" ".parse::<Words>().is_err() && "a".repeat(101).parse::<Words>().is_err());
    }

    #[test]
    fn text_is_compared_without_case_and_width() {
        assert_eq!(fold("ＡＢＣ电机\nＮｏ．７　Straße"), "abc电机 no.7 straße");
        let words: Words = " 消防  通道 ".parse().unwrap();
        assert_eq!(words.iter().collect::<Vec<_>>(), ["消防", "通道"]);
    }
}
