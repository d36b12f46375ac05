//! Bodies of what government does beside the rectification: grading, transfer, suspension, supervision.
use super::super::SuspensionKind;
use crate::domain::kind::Photo;
use crate::domain::{Day, Level, Line, OrganisationId, Passage, RecordId, Sector, Tier};
use serde::Deserialize;
use utoipa::ToSchema;

/// Grades the hazard anew. Up to major: it is ordered anew, with all five commitments. Down to
/// general: the department's voice first, then a second person's one tier above.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardRegrade)]
pub struct RegradeBody {
    pub level: Level,
    pub reason: Passage,
    /// The rule that makes it major; required then.
    pub criterion: Option<Passage>,
}

/// Hands the hazard to another body, which accepts or returns it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardTransfer)]
pub struct TransferBody {
    /// A department or a territorial body.
    pub to: OrganisationId,
    /// The sector under which the receiving department answers for it.
    pub sector: Option<Sector>,
    /// The article that puts the hazard into the other's hands.
    pub legal_ground: Passage,
}

/// Takes a hazard that was handed over: this body leads from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardAcceptTransfer)]
pub struct AcceptTransfer {
    pub note: Option<Passage>,
}

/// Sends a hazard back that was handed over. After the second return the common parent decides.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardReturnTransfer)]
pub struct ReturnTransfer {
    pub reason: Passage,
}

/// Decides, above both bodies, who leads.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardSettleTransfer)]
pub struct SettleTransfer {
    /// A department or a territorial body.
    pub lead: OrganisationId,
    pub sector: Option<Sector>,
    pub reason: Passage,
}

/// Puts the hazard under a supervision order (挂牌督办).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardList)]
pub struct List {
    /// The tier of the committee that lists.
    pub level: Tier,
    /// Who is supervised: at least one.
    #[schema(min_items = 1)]
    pub units: Vec<Line>,
    pub document_number: Line,
    pub deadline: Day,
    /// Where it was made public: a paper, a page, a board.
    pub publication: Line,
}

/// Ends the supervision order (摘牌), by the committee that made it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardDelist)]
pub struct Delist {
    pub opinion: Passage,
    pub document_number: Line,
}

/// Says what keeps people safe until the hazard is gone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardSetInterimControls)]
pub struct SetInterimControls {
    pub measures: Passage,
    /// Who watches over them.
    pub watcher: Line,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Orders that production or use stops while the hazard lasts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardSuspend)]
pub struct Suspend {
    pub what: SuspensionKind,
    /// The plant, the line, the building.
    pub part: Passage,
    /// The first day of it.
    pub from_on: Day,
}

/// Lets production or use begin again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardLiftSuspension)]
pub struct LiftSuspension {
    pub opinion: Passage,
}

/// Tags the hazard with a campaign (攻势、专项行动). Whoever does it need not see the campaign's record:
/// a tag that names none is in no campaign's list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardJoinCampaign)]
pub struct JoinCampaign {
    /// The campaign's id.
    pub campaign: RecordId,
    pub note: Option<Passage>,
}

/// Takes the tag of a campaign back. What belongs to the campaign by its rule stays in it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardLeaveCampaign)]
pub struct LeaveCampaign {
    /// The campaign's id.
    pub campaign: RecordId,
    pub reason: Passage,
}
