//! Money: integer fen, never a fraction of a yuan.
use super::canonical::LARGEST_INTEGER;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An amount in fen (0.01 yuan).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, ToSchema)]
#[serde(try_from = "i64")]
#[schema(value_type = i64, minimum = 0, maximum = 9007199254740991_i64)]
pub struct Fen(i64);

impl Fen {
    pub fn get(self) -> i64 {
        self.0
    }
}
impl TryFrom<i64> for Fen {
    type Error = &'static str;
    fn try_from(fen: i64) -> Result<Self, Self::Error> {
        let counted = (0..=LARGEST_INTEGER).contains(&fen);
        counted.then_some(Self(fen)).ok_or("an amount in fen is not negative and at most 2^53-1")
    }
}
