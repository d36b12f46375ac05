//! Bodies on the way from the order to the acceptance.
use super::super::PlanItems;
use crate::domain::kind::Photo;
use crate::domain::{Day, Fen, Line, OrganisationId, Passage, PersonId};
use serde::Deserialize;
use utoipa::ToSchema;

/// Sees a general hazard put right on the spot by a named person of the enterprise, and closes
/// it. One that was only reported is registered with it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardFixOnSpot)]
pub struct FixOnSpot {
    /// Who of the enterprise fixed it.
    pub fixer: Line,
    /// The fixer's account, if there is one: never the person who acts.
    pub fixer_person: Option<PersonId>,
    pub measures: Passage,
    pub opinion: Passage,
    /// Where left out: the acting department.
    pub lead_department: Option<OrganisationId>,
    /// At least one with the role `before` and one with `after`.
    #[schema(min_items = 2, max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Orders rectification. A major hazard needs all five commitments: `responsibility`,
/// `measures`, `funds_fen`, `deadline` and `emergency_plan`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardOrder)]
pub struct Order {
    /// The last day, in Asia/Shanghai.
    pub deadline: Day,
    pub responsible_person: Line,
    pub measures: Passage,
    pub responsibility: Option<Passage>,
    pub funds_fen: Option<Fen>,
    pub emergency_plan: Option<Passage>,
}

/// Submits the plan of rectification with its six items.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardSubmitPlan)]
pub struct SubmitPlan {
    pub items: PlanItems,
}

/// Approves the plan: a major hazard may be rectified by it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardApprovePlan)]
pub struct ApprovePlan {
    pub opinion: Passage,
}

/// Sends the plan back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardReturnPlan)]
pub struct ReturnPlan {
    pub reasons: Passage,
}

/// Notes how far the rectification is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardProgress)]
pub struct Progress {
    pub note: Passage,
    #[schema(minimum = 0, maximum = 100)]
    pub percent: Option<u8>,
    pub spent_fen: Option<Fen>,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Asks for a later deadline, in good time before it ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardRequestDeferral)]
pub struct RequestDeferral {
    /// The new last day, after the deadline that stands.
    pub until: Day,
    pub reason: Passage,
}

/// Grants a deferral or refuses it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardDecideDeferral)]
pub struct DecideDeferral {
    pub is_granted: bool,
    /// An earlier day than was asked for.
    pub until: Option<Day>,
    pub opinion: Passage,
}

/// Says that the hazard is rectified. A major one needs an approved plan before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardSubmitRectification)]
pub struct SubmitRectification {
    pub summary: Passage,
    pub cost_fen: Fen,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Accepts a rectification. A major hazard closes with the second acceptor, a listed one not
/// before it is delisted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardAccept)]
pub struct Accept {
    pub opinion: Passage,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Sends a rectification back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardReject)]
pub struct Reject {
    pub reasons: Passage,
    pub new_deadline: Day,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}
