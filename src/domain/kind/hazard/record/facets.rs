//! The facets of a hazard: plan, progress, deferrals, transfers, suspension, supervision.
use crate::domain::kind::{Mark, Opinion};
use crate::domain::spelled::spelled;
use crate::domain::{Day, Fen, Line, OrganisationId, Passage, RecordId, Sector, Tier};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The six items of a rectification plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanItems {
    /// Goals and tasks.
    pub goals: Passage,
    /// Methods and measures.
    pub methods: Passage,
    /// Funds, in fen ...
    pub funds_fen: Fen,
    /// ... and materials.
    pub materials: Passage,
    /// The body and the persons that carry it out.
    pub persons: Passage,
    /// Time and requirements.
    pub schedule: Passage,
    /// Safety measures and the emergency plan.
    pub safety: Passage,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = RectificationPlan)]
pub struct Plan {
    pub submitted: Mark,
    pub items: PlanItems,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Opinion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Opinion>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProgressNote {
    #[serde(flatten)]
    pub mark: Mark,
    pub note: Passage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spent_fen: Option<Fen>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DeferralRequest {
    #[serde(flatten)]
    pub mark: Mark,
    pub until: Day,
    pub reason: Passage,
}

/// A deferral that was decided: from the deadline that stood until the new one, if granted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Deferral {
    pub request: DeferralRequest,
    pub decided: Opinion,
    pub from: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// A body has handed the hazard to another, on a legal ground.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = OfferedTransfer)]
pub struct Transfer {
    #[serde(flatten)]
    pub mark: Mark,
    pub to: OrganisationId,
    /// The receiving department's sector: the record shows itself there while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    pub legal_ground: Passage,
}

spelled! {
    /// What became of a transfer.
    TransferAnswer {
        Accepted = "accepted" ("已接收", "Accepted"),
        Returned = "returned" ("已退回", "Returned"),
        /// The common parent decided.
        Settled = "settled" ("上级指定", "Settled from above"),
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AnsweredTransfer {
    pub transfer: Transfer,
    pub answer: TransferAnswer,
    pub answered: Mark,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Passage>,
}

/// A quarrel over who leads, and the lowest territorial tier that stands above both bodies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Escalation {
    pub at: crate::domain::Instant,
    pub decided_by_tier: Tier,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct InterimControls {
    #[serde(flatten)]
    pub mark: Mark,
    pub measures: Passage,
    pub watcher: Line,
}

spelled! {
    /// What an ordered suspension stops.
    SuspensionKind {
        HaltProduction = "halt_production" ("停产停业", "Production halted"),
        StopUse = "stop_use" ("暂停使用", "Use stopped"),
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Suspension {
    #[serde(flatten)]
    pub mark: Mark,
    pub what: SuspensionKind,
    /// The plant, the line, the building.
    pub part: Passage,
    /// The first day of it.
    pub from_on: Day,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LiftedSuspension {
    pub suspension: Suspension,
    pub lifted: Opinion,
}

/// A supervision order (挂牌督办).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Supervision {
    #[serde(flatten)]
    pub mark: Mark,
    pub level: Tier,
    pub units: Vec<Line>,
    pub document_number: Line,
    pub deadline: Day,
    pub publication: Line,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EndedSupervision {
    pub supervision: Supervision,
    pub delisted: Opinion,
    pub document_number: Line,
}

/// Somebody said that the hazard belongs to a campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CampaignTag {
    #[serde(flatten)]
    pub mark: Mark,
    pub campaign: RecordId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Passage>,
    /// The tag was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Opinion>,
}

impl CampaignTag {
    pub fn stands(&self) -> bool {
        self.left.is_none()
    }
}
