//! Indicators: what is to be reached, by which formula it is counted, targets and readings.
use super::{Formula, IndicatorAim, IndicatorUnit};
use crate::domain::kind::{Mark, Opinion};
use crate::domain::{Day, IndicatorId, Line, Passage, PlanId, RegionId, Tier};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An indicator: with a formula it is computed from the ledgers, without one it is read by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ProgramIndicator)]
pub struct Indicator {
    #[serde(flatten)]
    pub mark: Mark,
    pub id: IndicatorId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanId>,
    pub title: Line,
    pub definition: Passage,
    pub unit: IndicatorUnit,
    /// What is counted, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_in: Option<Line>,
    /// The regions for which it is told, besides the whole.
    pub tier: Tier,
    pub aim: IndicatorAim,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<Formula>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Opinion>,
}

impl Indicator {
    pub fn stands(&self) -> bool {
        self.withdrawn.is_none()
    }
}

/// What an indicator is to reach in a region by a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct IndicatorTarget {
    #[serde(flatten)]
    pub mark: Mark,
    pub indicator: IndicatorId,
    pub region: RegionId,
    /// In the indicator's smallest step.
    pub value: i64,
    pub by_on: Day,
}

/// What somebody read by hand. Always marked as that, whether the indicator has a formula or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct IndicatorReading {
    #[serde(flatten)]
    pub mark: Mark,
    pub indicator: IndicatorId,
    pub region: RegionId,
    /// In the indicator's smallest step.
    pub value: i64,
    pub on: Day,
    /// Where the number comes from.
    pub source: Line,
}

impl super::Program {
    pub fn indicator(&self, id: IndicatorId) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }
    /// The target that a day is measured by: the next one that is due, or the last one that was.
    pub fn target(&self, indicator: IndicatorId, region: RegionId, on: Day) -> Option<&IndicatorTarget> {
        let own = |target: &&IndicatorTarget| target.indicator == indicator && target.region == region;
        let next = self.targets.iter().filter(own).filter(|target| target.by_on >= on).min_by_key(|one| one.by_on);
        next.or_else(|| self.targets.iter().filter(own).max_by_key(|one| one.by_on))
    }
    /// The latest reading up to a day.
    pub fn reading(&self, indicator: IndicatorId, region: RegionId, on: Day) -> Option<&IndicatorReading> {
        let own = |one: &&IndicatorReading| one.indicator == indicator && one.region == region && one.on <= on;
        self.readings.iter().filter(own).max_by_key(|reading| reading.on)
    }
}
