//! How long a page of a list is.
use serde::Deserialize;
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
