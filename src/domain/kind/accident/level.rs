//! The level of an accident: computed from its casualties, never typed in.
use crate::domain::spelled::spelled;
use crate::domain::{Fen, Tier};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

spelled! {
    /// State Council order 493 (生产安全事故报告和调查处理条例), article 3.
    AccidentLevel {
        General = "general" ("一般事故", "General accident"),
        Larger = "larger" ("较大事故", "Larger accident"),
        Major = "major" ("重大事故", "Major accident"),
        Extraordinary = "extraordinary" ("特别重大事故", "Extraordinary accident"),
    }
}

/// What an accident cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Casualties {
    pub deaths: u32,
    /// Serious injuries, acute industrial poisoning included.
    pub injuries: u32,
    /// Direct economic loss.
    pub loss_fen: Fen,
}

/// (level, deaths, serious injuries, direct loss in fen) from which on it is of this level; any
/// one of the three is enough. The highest first.
pub const THRESHOLDS: &[(AccidentLevel, u32, u32, i64)] = &[
    (AccidentLevel::Extraordinary, 30, 100, 10_000_000_000),
    (AccidentLevel::Major, 10, 50, 5_000_000_000),
    (AccidentLevel::Larger, 3, 10, 1_000_000_000),
];

impl Casualties {
    pub fn level(self) -> AccidentLevel {
        let reaches = |&&(_, deaths, injuries, fen): &&(AccidentLevel, u32, u32, i64)| {
            self.deaths >= deaths || self.injuries >= injuries || self.loss_fen.get() >= fen
        };
        THRESHOLDS.iter().find(reaches).map_or(AccidentLevel::General, |(level, ..)| *level)
    }
}

impl AccidentLevel {
    /// The lowest tier that investigates such an accident (order 493, article 19).
    pub fn tier(self) -> Tier {
        match self {
            Self::General => Tier::County,
            Self::Larger => Tier::City,
            Self::Major => Tier::Province,
            Self::Extraordinary => Tier::Nation,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AccidentLevel::*;
    use super::*;

    fn level(deaths: u32, injuries: u32, yuan: i64) -> AccidentLevel {
        Casualties { deaths, injuries, loss_fen: Fen::try_from(yuan * 100).unwrap() }.level()
    }

    #[test]
    fn the_level_follows_order_493_at_every_threshold() {
        let cases = [
            ((2, 9, 9_999_999), General),
            ((3, 0, 0), Larger),
            ((0, 10, 0), Larger),
            ((0, 0, 10_000_000), Larger),
            ((9, 49, 49_999_999), Larger),
            ((10, 0, 0), Major),
            ((0, 50, 0), Major),
            ((0, 0, 50_000_000), Major),
            ((29, 99, 99_999_999), Major),
            ((30, 0, 0), Extraordinary),
            ((0, 100, 0), Extraordinary),
            ((0, 0, 100_000_000), Extraordinary),
        ];
        for ((deaths, injuries, yuan), expected) in cases {
            assert_eq!(level(deaths, injuries, yuan), expected, "{deaths} {injuries} {yuan}");
        }
    }
}
