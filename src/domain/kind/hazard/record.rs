//! What a hazard is: its own fields, and the facets that change beside its state.
mod facets;
mod rounds;

pub use facets::*;
pub use rounds::*;

use super::super::{Location, Mark, Opinion, TakenPhoto};
use super::HazardState;
use crate::domain::{Category, Day, Instant, Layer, Level, Line, OrganisationId, Passage, RecordId, Sector, Source};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// The tag of a hazard that is or was under a supervision order.
pub const SUPERVISED: &str = "supervised";

/// A hazard as its entries have left it. Facets that different people change at the same time are
/// fields of their own, so that their offline acts merge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
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
    /// The inspection that found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspection: Option<RecordId>,
    /// The risk point whose control failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_point: Option<RecordId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<Registration>,
    /// Voices on grading a major hazard down: the department's, until the second one comes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regrade_voices: Vec<Grading>,
    /// Every grading after the registration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regrades: Vec<Regrade>,
    /// Who must rectify.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_department: Option<OrganisationId>,
    /// The transfer to another body that waits for its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
    /// Transfers that were answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transfers: Vec<AnsweredTransfer>,
    /// Returned twice: the common parent decides who leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalation: Option<Escalation>,
    /// `{unit}-{year}-{serial}`, allotted with the registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<IssuedOrder>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returned_plans: Vec<Plan>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub progress: Vec<ProgressNote>,
    /// The deferral that waits for its decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferral_request: Option<DeferralRequest>,
    /// Deferrals of this cycle that were decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deferrals: Vec<Deferral>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interim_controls: Option<InterimControls>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspension: Option<Suspension>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lifted_suspensions: Vec<LiftedSuspension>,
    /// The supervision order (挂牌督办) that stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervision: Option<Supervision>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ended_supervisions: Vec<EndedSupervision>,
    /// The campaigns that it was tagged with; their rules may claim it besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub campaigns: Vec<CampaignTag>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectification: Option<Rectification>,
    /// Everybody who ever said that it is rectified, rejected rounds and earlier cycles
    /// included: none of them accepts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rectifiers: Vec<crate::domain::entry::Actor>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acceptances: Vec<Opinion>,
    /// The cycle's last rejection of a rectification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection: Option<Opinion>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub void_voices: Vec<VoidVoice>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<TakenPhoto>,
    /// 1, and one more with every re-opening.
    pub cycle: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_cycles: Vec<EarlierCycle>,
}

impl Hazard {
    pub fn is_major(&self) -> bool {
        self.level == Some(Level::Major)
    }
    /// Its campaign categories, as search and reports know them.
    pub fn categories(&self) -> String {
        let categories: Vec<_> = self.category.iter().map(|category| category.as_str()).collect();
        categories.join(",")
    }
    /// How many acceptors close it, and how many voices strike it.
    pub fn hands_needed(&self) -> usize {
        if self.is_major() { 2 } else { 1 }
    }
    /// Found, registered and ordered by the enterprise alone.
    pub fn is_internal(&self) -> bool {
        let by_enterprise = |mark: &Mark| mark.by.layer == Layer::Enterprise;
        by_enterprise(&self.reported)
            && self.registered.as_ref().is_none_or(|registered| by_enterprise(&registered.mark))
            && self.order.as_ref().is_none_or(|order| by_enterprise(&order.mark))
    }
    /// A major hazard is rectified by an approved plan.
    pub fn has_approved_plan(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.approved.is_some())
    }
    pub fn is_listed(&self) -> bool {
        self.supervision.is_some()
    }
    /// Whether somebody's tag of the campaign stands.
    pub fn is_tagged(&self, campaign: RecordId) -> bool {
        self.campaigns.iter().any(|tag| tag.campaign == campaign && tag.stands())
    }
    /// What lists ask for besides the category: that it is or was under a supervision order, and the
    /// campaigns that it is tagged with.
    pub(super) fn tags(&self) -> Option<String> {
        let was_supervised = self.is_listed() || !self.ended_supervisions.is_empty();
        let supervised = was_supervised.then(|| SUPERVISED.to_owned());
        let standing = self.campaigns.iter().filter(|tag| tag.stands());
        let campaigns: BTreeSet<_> = standing.map(|tag| tag.campaign.to_string()).collect();
        let all: Vec<_> = supervised.into_iter().chain(campaigns).collect();
        (!all.is_empty()).then(|| all.join(","))
    }
    /// The calendar days that this cycle's deferrals have given.
    pub fn days_deferred(&self) -> i64 {
        let given = self.deferrals.iter().filter_map(|deferral| Some(deferral.from.days_until(deferral.until?)));
        given.sum()
    }
    /// Returns of the transfer that is at issue: those since a body last took the hazard.
    pub fn returns_in_a_row(&self) -> usize {
        let returned = |ended: &&AnsweredTransfer| matches!(ended.answer, TransferAnswer::Returned);
        self.transfers.iter().rev().take_while(returned).count()
    }
}
