//! Hazards (隐患): reported, registered, rectified, accepted. The life table, and what a hazard is.
mod acts;
mod fold;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::*;

use super::life::{Life, Row};
use super::place::Location;
use super::{Facets, Facts, Mentions};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Actor, Decided, Stamp};
use crate::domain::outcome::Refusal;
use crate::domain::spelled::spelled;
use crate::domain::{
    Category, Day, Instant, Level, Line, OrganisationId, Passage, RecordId, Sector, Source, VoidReason,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

spelled! {
    /// Where a hazard stands.
    HazardState {
        Reported = "reported",
        Registered = "registered",
        Rectifying = "rectifying",
        PendingAcceptance = "pending_acceptance",
        Closed = "closed",
        Voided = "voided",
    }
}
use HazardState::*;

/// Somebody did something at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub by: Actor,
    pub at: Instant,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    #[serde(flatten)]
    pub mark: Mark,
    /// The rule that makes it a major hazard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criterion: Option<Passage>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rectification {
    #[serde(flatten)]
    pub mark: Mark,
    pub summary: Passage,
    pub cost_fen: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opinion {
    #[serde(flatten)]
    pub mark: Mark,
    pub opinion: Passage,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VoidVoice {
    #[serde(flatten)]
    pub mark: Mark,
    pub reason: VoidReason,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<RecordId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Passage>,
}

/// The order to rectify: by whom, and the commitments it names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssuedOrder {
    #[serde(flatten)]
    pub mark: Mark,
    pub responsible_person: Line,
    pub measures: Passage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsibility: Option<Passage>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funds_fen: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency_plan: Option<Passage>,
}

/// A round of rectification that ended, before the hazard was opened again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EarlierCycle {
    pub cycle: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<IssuedOrder>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectification: Option<Rectification>,
    pub acceptances: Vec<Opinion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection: Option<Opinion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    pub reopened: Opinion,
}

/// A hazard as its entries have left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hazard {
    pub state: HazardState,
    pub category: Vec<Category>,
    pub description: Passage,
    pub found_at: Instant,
    pub source: Source,
    pub reported: Mark,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<Registration>,
    /// Who must rectify.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_department: Option<OrganisationId>,
    /// `{unit}-{year}-{serial}`, allotted with the registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<IssuedOrder>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectification: Option<Rectification>,
    /// Everybody who ever said that it is rectified, rejected rounds and earlier cycles
    /// included: none of them accepts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rectifiers: Vec<Actor>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acceptances: Vec<Opinion>,
    /// The cycle's last rejection of a rectification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection: Option<Opinion>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub void_voices: Vec<VoidVoice>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    /// 1, and one more with every re-opening.
    pub cycle: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_cycles: Vec<EarlierCycle>,
}

impl Hazard {
    pub fn is_major(&self) -> bool {
        self.level == Some(Level::Major)
    }
    /// Found, registered and ordered by the enterprise alone.
    pub fn is_internal(&self) -> bool {
        use crate::domain::Layer::Enterprise;
        let by_enterprise = |mark: &Mark| mark.by.layer == Enterprise;
        by_enterprise(&self.reported)
            && self.registered.as_ref().is_none_or(|registered| by_enterprise(&registered.mark))
            && self.order.as_ref().is_none_or(|order| by_enterprise(&order.mark))
    }
}

impl Life for Hazard {
    const NAME: &'static str = "hazard";
    const ACTS: &'static [&'static str] =
        &["report", "register", "order", "submit_rectification", "accept", "reject", "void", "reopen", "amend", "move"];
    /// The life of a hazard: one row per act, and nothing elsewhere.
    #[rustfmt::skip]
    const TABLE: &'static [Row<HazardState>] = &[
        Row { act: "report",               from: &[],                     to: &[Reported, Registered],      upon: &[] },
        Row { act: "register",             from: &[Reported],             to: &[Registered],                upon: &[] },
        Row { act: "order",                from: &[Registered],           to: &[Rectifying],                upon: &["level"] },
        Row { act: "submit_rectification", from: &[Rectifying],           to: &[PendingAcceptance],         upon: &["order"] },
        Row { act: "accept",               from: &[PendingAcceptance],    to: &[PendingAcceptance, Closed], upon: &["rectification"] },
        Row { act: "reject",               from: &[PendingAcceptance],    to: &[Rectifying],                upon: &["rectification"] },
        Row { act: "void",                 from: &[Reported, Registered], to: &[Reported, Registered, Voided], upon: &["state"] },
        Row { act: "reopen",               from: &[Closed],               to: &[Rectifying],                upon: &[] },
        Row { act: "amend",                from: OPEN,                    to: OPEN,                         upon: &[] },
        Row { act: "move",                 from: OPEN,                    to: OPEN,                         upon: &[] },
    ];
    const MERGING: &'static [&'static str] = &["acceptances", "rectifiers", "void_voices"];
    type State = HazardState;
    type Act = Act;

    fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
        acts::read(act, body)
    }
    fn mentions(act: &Act) -> Mentions {
        acts::mentions(act)
    }
    fn state(&self) -> HazardState {
        self.state
    }
    fn holds(when: When, before: Option<&Self>, hand: &Hand, facts: &Facts) -> bool {
        rules::holds(when, before, hand, facts)
    }
    fn decide(before: Option<&Self>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
        rules::decide(before, act, grant, facts)
    }
    fn fold(before: Option<Self>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Self, BadJson> {
        fold::fold(before, act, stamp, decided)
    }
    fn facets(&self, _: RecordId) -> Facets {
        let point = self.location.and_then(Location::wgs84);
        let categories: Vec<_> = self.category.iter().map(|category| category.as_str()).collect();
        Facets {
            state: self.state.as_str().to_owned(),
            level: self.level,
            category: Some(categories.join(",")),
            sector: self.sector,
            enterprise: self.enterprise,
            owner: self.owner,
            due_on: self.deadline,
            occurred_on: Some(self.found_at.day()),
            lon: point.map(|(lon, _)| lon),
            lat: point.map(|(_, lat)| lat),
            number: self.number.clone(),
            is_voided: self.state == Voided,
        }
    }
}

/// Neither closed nor voided.
const OPEN: &[HazardState] = &[Reported, Registered, Rectifying, PendingAcceptance];
