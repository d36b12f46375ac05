//! Money: integer fen, never a fraction of a yuan.
use super::canonical::LARGEST_INTEGER;
use super::report::page::Decimal;
use super::rounding::rounded;
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

/// Fen as documents print sums: in 10,000 yuan (万元), rounded half up to two decimals.
pub fn ten_thousand_yuan(fen: i64) -> Decimal {
    Decimal::new(rounded(i128::from(fen), 10_000).unwrap_or_default(), 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fines_are_printed_as_the_briefing_prints_them() {
        assert_eq!(ten_thousand_yuan(810_130_000).to_string(), "810.13");
        assert_eq!(ten_thousand_yuan(810_125_000).to_string(), "810.13", "half up");
        assert_eq!(ten_thousand_yuan(810_124_999).to_string(), "810.12");
        assert_eq!(ten_thousand_yuan(0).to_string(), "0.00");
        assert_eq!(ten_thousand_yuan(4_999).to_string(), "0.00");
    }
}
