//! What a round of rectification leaves: registration, order, rectification, voices, cycles.
use super::{Deferral, Plan, ProgressNote};
use crate::domain::kind::{Mark, Opinion};
use crate::domain::{Day, Instant, Level, Line, Passage, PersonId, RecordId, VoidReason};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Registration {
    #[serde(flatten)]
    pub mark: Mark,
    /// The rule that makes it a major hazard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criterion: Option<Passage>,
}

/// One voice on a hazard's level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Grading {
    #[serde(flatten)]
    pub mark: Mark,
    pub reason: Passage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criterion: Option<Passage>,
}

/// A change of level, with every voice on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Regrade {
    pub to: Level,
    pub voices: Vec<Grading>,
}

/// The order to rectify: by whom, and the commitments it names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
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

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Rectification {
    #[serde(flatten)]
    pub mark: Mark,
    pub summary: Passage,
    pub cost_fen: i64,
    /// Fixed on the spot, before the inspector's eyes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixer: Option<Fixer>,
}

/// Who of the enterprise fixed a hazard on the spot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Fixer {
    pub name: Line,
    /// If it has an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VoidVoice {
    #[serde(flatten)]
    pub mark: Mark,
    pub reason: VoidReason,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<RecordId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Passage>,
}

/// A round of rectification that ended, before the hazard was opened again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EarlierCycle {
    pub cycle: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<IssuedOrder>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub progress: Vec<ProgressNote>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deferrals: Vec<Deferral>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectification: Option<Rectification>,
    pub acceptances: Vec<Opinion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection: Option<Opinion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    pub reopened: Opinion,
}
