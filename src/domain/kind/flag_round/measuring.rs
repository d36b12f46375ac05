//! What a published flag round counts in reports: the flags that stand.
use super::super::measure::Unit::Flags;
use super::super::{Measure, Measured, measured};
use super::{Flag, FlagRound, FlagRoundState, SubjectClass};

#[rustfmt::skip]
pub const MEASURES: &[Measured] = &[
    measured("flag_round.red",    Flags, "授予流动红旗", "Red flags"),
    measured("flag_round.yellow", Flags, "挂流动黄旗",   "Yellow flags"),
];

/// On the last day of the half-year. The category is the class of the subject, the subject its identity.
pub fn measures(round: &FlagRound) -> Vec<Measure> {
    if round.state != FlagRoundState::Published {
        return Vec::new();
    }
    let on = round.half_year.last_on();
    let flags = round.results.iter().filter_map(|result| Some((result, result.standing()?)));
    let measure = |(result, flag): (&super::FlagResult, Flag)| {
        let name = if flag == Flag::Red { "flag_round.red" } else { "flag_round.yellow" };
        let enterprise = Some(&result.key).filter(|key| key.class == SubjectClass::Enterprise);
        Measure {
            category: Some(result.key.class.as_str().to_owned()),
            enterprise: enterprise.and_then(|key| key.id.parse().ok()),
            ..Measure::one(name, on).about(&result.key.id)
        }
    };
    flags.map(measure).collect()
}
