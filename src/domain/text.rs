//! Text that people write: bounded, and free of what a database or a terminal chokes on.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    #[error("must not be empty")]
    Empty,
    #[error("longer than {0} characters")]
    Long(usize),
    #[error("has a control character")]
    Control,
}

fn check(text: String, most: usize, breaks_allowed: bool) -> Result<String, BadText> {
    let allowed = |c: char| !c.is_control() || (breaks_allowed && matches!(c, '\n' | '\r' | '\t'));
    if text.trim().is_empty() {
        return Err(BadText::Empty);
    }
    if text.chars().count() > most {
        return Err(BadText::Long(most));
    }
    if text.chars().all(allowed) { Ok(text) } else { Err(BadText::Control) }
}

/// One line of at most 200 characters: a name, a title, a document's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, min_length = 1, max_length = 200)]
pub struct Line(String);

/// Some lines of at most 4,000 characters: a description, an opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, min_length = 1, max_length = 4000)]
pub struct Passage(String);

impl TryFrom<String> for Line {
    type Error = BadText;
    fn try_from(text: String) -> Result<Self, BadText> {
        check(text, 200, false).map(Self)
    }
}
impl TryFrom<String> for Passage {
    type Error = BadText;
    fn try_from(text: String) -> Result<Self, BadText> {
        check(text, 4000, true).map(Self)
    }
}
impl From<Line> for String {
    fn from(line: Line) -> Self {
        line.0
    }
}
impl From<Passage> for String {
    fn from(passage: Passage) -> Self {
        passage.0
    }
}
impl Line {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl Passage {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_short_and_has_no_breaks() {
        let line = |text: &str| Line::try_from(text.to_owned());
        assert!(line("𠮷野家（赣州）").is_ok());
        assert_eq!(line(" "), Err(BadText::Empty));
        assert_eq!(line("a\nb"), Err(BadText::Control));
        assert_eq!(line(&"隐".repeat(201)), Err(BadText::Long(200)));
        assert!(Passage::try_from("a\nb".to_owned()).is_ok());
        assert_eq!(Passage::try_from("a\0b".to_owned()), Err(BadText::Control));
    }
}
