//! How long a page of a list is.
use serde::{Deserialize, Deserializer, de::Error};
use std::borrow::Cow;
use utoipa::ToSchema;

/// 1 to 200; 50 if left out.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(try_from = "usize")]
#[schema(value_type = u16, minimum = 1, maximum = 200, default = 50)]
pub struct Limit(usize);

#[derive(Debug, thiserror::Error)]
#[error("a page has 1 to 200 rows")]
pub struct BadLimit;

impl Limit {
    pub fn get(self) -> usize {
        self.0
    }
    /// Of a parameter whose value is text.
    pub fn from_text<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(from)?;
        text.parse().map_err(Error::custom).and_then(|rows: usize| Self::try_from(rows).map_err(Error::custom))
    }
}
impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}
impl TryFrom<usize> for Limit {
    type Error = BadLimit;
    fn try_from(rows: usize) -> Result<Self, BadLimit> {
        (1..=200).contains(&rows).then_some(Self(rows)).ok_or(BadLimit)
    }
}

/// A revision, of a parameter whose value is text.
pub fn revision<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    let text = Cow::<str>::deserialize(from)?;
    let revision: Option<i64> = text.parse().ok().filter(|revision| *revision >= 0);
    revision.ok_or_else(|| Error::custom("a revision is counted from 1"))
}
