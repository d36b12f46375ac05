//! Assignments (挂点): which leader answers for which key target, from when to when, and its visits.
mod acts;
mod fold;
mod measuring;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::*;

use super::life::{Life, Row};
use super::{Facets, Facts, Location, Mark, Measure, Measured, Mentions, Opinion};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::shape::Shape;
use crate::domain::outcome::Refusal;
use crate::domain::spelled::spelled;
use crate::domain::{Day, DeviceId, RecordId, Sector, Tier};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

spelled! {
    /// Where an assignment stands.
    AssignmentState {
        Active = "active" ("挂点中", "Active"),
        Ended = "ended" ("已结束", "Ended"),
    }
}
use AssignmentState::*;

spelled! {
    /// What a leader answers for.
    TargetKind {
        Enterprise = "enterprise" ("企业", "Enterprise"),
        Project = "project" ("项目", "Project"),
        RoadSection = "road_section" ("路段", "Road section"),
        Place = "place" ("场所", "Place"),
        TailingsPond = "tailings_pond" ("尾矿库", "Tailings pond"),
        Reservoir = "reservoir" ("水库", "Reservoir"),
    }
}

/// A leader, and the days on which the target was its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Tenure {
    #[serde(flatten)]
    pub mark: Mark,
    pub leader: NamedLeader,
    pub from_on: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_on: Option<Day>,
}

/// A visit that the leader made: an inspection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LeaderVisit {
    #[serde(flatten)]
    pub mark: Mark,
    pub inspection: RecordId,
    pub visited_on: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
}

/// An assignment as its entries have left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Assignment {
    pub state: AssignmentState,
    pub assigned: Mark,
    pub leader: NamedLeader,
    /// The tier of the leader.
    pub tier: Tier,
    pub target: Target,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    /// Since the present leader has it.
    pub from_on: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_on: Option<Day>,
    /// Every how many months a visit was due, by the policy of the day.
    pub visit_months: u32,
    /// The next visit is due.
    pub visit_due_on: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_visited_on: Option<Day>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<LeaderVisit>,
    /// Leaders before the present one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Tenure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Opinion>,
}

impl Life for Assignment {
    const NAME: &'static str = "assignment";
    const ACTS: &'static [&'static str] = &["assign", "amend", "hand_over", "add_visit", "end"];
    #[rustfmt::skip]
    const TABLE: &'static [Row<AssignmentState>] = &[
        Row { act: "assign",    from: &[],       to: &[Active], upon: &[] },
        Row { act: "amend",     from: &[Active], to: &[Active], upon: &[] },
        Row { act: "hand_over", from: &[Active], to: &[Active], upon: &["leader", "from_on"] },
        Row { act: "add_visit", from: &[Active], to: &[Active], upon: &["leader"] },
        Row { act: "end",       from: &[Active], to: &[Ended],  upon: &["state"] },
    ];
    const MERGING: &'static [&'static str] = &["visits", "last_visited_on", "visit_due_on"];
    /// The leaders of a county or above are assigned there.
    const LEDGERS: &'static [Tier] = &[Tier::County, Tier::City, Tier::Province];
    const MEASURES: &'static [Measured] = measuring::MEASURES;
    type State = AssignmentState;
    type Act = Act;

    fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
        acts::read(act, body)
    }
    fn shapes() -> Vec<Shape> {
        acts::shapes()
    }
    fn mentions(act: &Act) -> Mentions {
        acts::mentions(act)
    }
    fn state(&self) -> AssignmentState {
        self.state
    }
    fn holds(when: When, before: Option<&Self>, hand: &Hand, facts: &Facts) -> bool {
        rules::holds(when, before, hand, facts)
    }
    fn decide(before: Option<&Self>, act: &Act, _: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
        rules::decide(before, act, facts)
    }
    fn fold(before: Option<Self>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Self, BadJson> {
        fold::fold(before, act, stamp, decided)
    }
    fn measures(&self) -> Vec<Measure> {
        measuring::measures(self)
    }
    fn facets(&self, _: RecordId) -> Facets {
        let point = self.target.location.and_then(Location::wgs84);
        Facets {
            state: self.state.as_str().to_owned(),
            category: Some(self.target.target_kind.as_str().to_owned()),
            sector: self.sector,
            enterprise: self.target.enterprise,
            owner: Some(self.assigned.by.organisation),
            due_on: Some(self.visit_due_on).filter(|_| self.state == Active),
            occurred_on: self.last_visited_on,
            lon: point.map(|(lon, _)| lon),
            lat: point.map(|(_, lat)| lat),
            ..Facets::default()
        }
    }
}
