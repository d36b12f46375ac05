//! The bodies of acts on a programme's indicators.
use super::super::{Formula, IndicatorAim, IndicatorUnit};
use crate::domain::{Day, IndicatorId, Line, Passage, PlanId, RegionCode, Tier};
use serde::Deserialize;
use utoipa::ToSchema;

/// Names an indicator, and by which formula it is computed from the ledgers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramAddIndicator)]
pub struct AddIndicator {
    /// Made by the client; no other indicator of the programme has it.
    pub id: IndicatorId,
    pub plan: Option<PlanId>,
    pub title: Line,
    pub definition: Passage,
    pub unit: IndicatorUnit,
    /// What is counted, in words.
    pub counted_in: Option<Line>,
    /// The regions for which it is told, besides the whole.
    pub tier: Tier,
    pub aim: IndicatorAim,
    /// Where left out, the indicator is read by hand alone.
    pub formula: Option<Formula>,
}

/// Withdraws an indicator.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramWithdrawIndicator)]
pub struct WithdrawIndicator {
    pub indicator: IndicatorId,
    pub reason: Passage,
}

/// Sets what an indicator is to reach; a target of the same region and day is replaced.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramSetTarget)]
pub struct SetTarget {
    pub indicator: IndicatorId,
    /// The programme's own region, or one below it; where left out, its own.
    pub region: Option<RegionCode>,
    /// In the unit's smallest step: ones, fen, tenths of a percent, hundredths.
    pub value: i64,
    /// Within the programme's days.
    pub by_on: Day,
}

/// Writes down what was read by hand. Of two readings of the same region and day the later one counts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramReadIndicator)]
pub struct ReadIndicator {
    pub indicator: IndicatorId,
    /// The programme's own region, or one below it; where left out, its own.
    pub region: Option<RegionCode>,
    /// In the unit's smallest step: ones, fen, tenths of a percent, hundredths.
    pub value: i64,
    /// Within the programme's days, and not after the day of the act.
    pub on: Day,
    /// Where the number comes from.
    pub source: Line,
}
