//! The bodies of a hazard's acts, as devices send them.
mod oversight;
mod rectifying;

pub use oversight::*;
pub use rectifying::*;

use super::super::place::Location;
use super::super::{Mentions, Move, Photo};
use crate::domain::canonical::{BadJson, typed};
use crate::domain::kind::shape::{Shape, shape};
use crate::domain::{
    Category, Day, Instant, Level, Line, OrganisationId, Passage, RecordId, Sector, Source, VoidReason,
};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Reports a hazard. An enterprise's own report of a `general` hazard is registered at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardReport)]
pub struct Report {
    /// At least one.
    #[schema(min_items = 1)]
    pub category: Vec<Category>,
    pub description: Passage,
    pub found_at: Instant,
    pub source: Source,
    /// The enterprise's id: that of its record. Either this or `no_owner`.
    pub enterprise: Option<OrganisationId>,
    /// Nobody's yard: no enterprise answers for it.
    #[serde(default)]
    pub no_owner: bool,
    /// Where left out: the enterprise's, or the reporting department's.
    pub sector: Option<Sector>,
    pub place: Option<Line>,
    pub location: Option<Location>,
    pub level: Option<Level>,
    /// The inspection that found it.
    pub inspection: Option<RecordId>,
    /// The risk point whose control failed; required with the source `control_failed`.
    pub risk_point: Option<RecordId>,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Grades a hazard and names who answers for it; the hazard gets its number.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardRegister)]
pub struct Register {
    pub level: Level,
    pub sector: Sector,
    /// Who must rectify: the hazard's enterprise, or a body. Where the hazard names no
    /// enterprise, an enterprise named here becomes it.
    pub owner: OrganisationId,
    pub lead_department: OrganisationId,
    /// The rule that makes it major; required then.
    pub criterion: Option<Passage>,
}

/// Strikes a hazard. A major one takes two persons of different tiers. A voice given before
/// the registration does not count after it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardVoid)]
pub struct Void {
    pub reason: VoidReason,
    /// With the reason `duplicate_of`: the hazard that stays.
    pub duplicate_of: Option<RecordId>,
    pub note: Option<Passage>,
}

/// Opens a closed hazard again: the next cycle begins, the earlier one is kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardReopen)]
pub struct Reopen {
    pub evidence: Passage,
    pub deadline: Day,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Changes what is named, and nothing else.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardAmend)]
pub struct Amend {
    #[schema(min_items = 1)]
    pub category: Option<Vec<Category>>,
    pub description: Option<Passage>,
    pub enterprise: Option<OrganisationId>,
    pub sector: Option<Sector>,
    pub place: Option<Line>,
    pub location: Option<Location>,
    /// Once ordered: changed by the layer that ordered, or by government if the enterprise did.
    pub deadline: Option<Day>,
}

#[derive(Debug)]
pub enum Act {
    Report(Report),
    Register(Register),
    FixOnSpot(FixOnSpot),
    Order(Order),
    SubmitPlan(SubmitPlan),
    ApprovePlan(ApprovePlan),
    ReturnPlan(ReturnPlan),
    Progress(Progress),
    RequestDeferral(RequestDeferral),
    DecideDeferral(DecideDeferral),
    SubmitRectification(SubmitRectification),
    Accept(Accept),
    Reject(Reject),
    Regrade(RegradeBody),
    Transfer(TransferBody),
    AcceptTransfer(AcceptTransfer),
    ReturnTransfer(ReturnTransfer),
    SettleTransfer(SettleTransfer),
    List(List),
    Delist(Delist),
    SetInterimControls(SetInterimControls),
    Suspend(Suspend),
    LiftSuspension(LiftSuspension),
    JoinCampaign(JoinCampaign),
    LeaveCampaign(LeaveCampaign),
    Void(Void),
    Reopen(Reopen),
    Amend(Amend),
    Move(Move),
}

/// What each act's body looks like.
pub(super) fn shapes() -> Vec<Shape> {
    vec![
        shape::<Report>("report"),
        shape::<Register>("register"),
        shape::<FixOnSpot>("fix_on_spot"),
        shape::<Order>("order"),
        shape::<SubmitPlan>("submit_plan"),
        shape::<ApprovePlan>("approve_plan"),
        shape::<ReturnPlan>("return_plan"),
        shape::<Progress>("progress"),
        shape::<RequestDeferral>("request_deferral"),
        shape::<DecideDeferral>("decide_deferral"),
        shape::<SubmitRectification>("submit_rectification"),
        shape::<Accept>("accept"),
        shape::<Reject>("reject"),
        shape::<RegradeBody>("regrade"),
        shape::<TransferBody>("transfer"),
        shape::<AcceptTransfer>("accept_transfer"),
        shape::<ReturnTransfer>("return_transfer"),
        shape::<SettleTransfer>("settle_transfer"),
        shape::<List>("list"),
        shape::<Delist>("delist"),
        shape::<SetInterimControls>("set_interim_controls"),
        shape::<Suspend>("suspend"),
        shape::<LiftSuspension>("lift_suspension"),
        shape::<JoinCampaign>("join_campaign"),
        shape::<LeaveCampaign>("leave_campaign"),
        shape::<Void>("void"),
        shape::<Reopen>("reopen"),
        shape::<Amend>("amend"),
        shape::<Move>("move"),
    ]
}

pub(super) fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
    match act {
        "report" => typed(body).map(Act::Report),
        "register" => typed(body).map(Act::Register),
        "fix_on_spot" => typed(body).map(Act::FixOnSpot),
        "order" => typed(body).map(Act::Order),
        "submit_plan" => typed(body).map(Act::SubmitPlan),
        "approve_plan" => typed(body).map(Act::ApprovePlan),
        "return_plan" => typed(body).map(Act::ReturnPlan),
        "progress" => typed(body).map(Act::Progress),
        "request_deferral" => typed(body).map(Act::RequestDeferral),
        "decide_deferral" => typed(body).map(Act::DecideDeferral),
        "submit_rectification" => typed(body).map(Act::SubmitRectification),
        "accept" => typed(body).map(Act::Accept),
        "reject" => typed(body).map(Act::Reject),
        "regrade" => typed(body).map(Act::Regrade),
        "transfer" => typed(body).map(Act::Transfer),
        "accept_transfer" => typed(body).map(Act::AcceptTransfer),
        "return_transfer" => typed(body).map(Act::ReturnTransfer),
        "settle_transfer" => typed(body).map(Act::SettleTransfer),
        "list" => typed(body).map(Act::List),
        "delist" => typed(body).map(Act::Delist),
        "set_interim_controls" => typed(body).map(Act::SetInterimControls),
        "suspend" => typed(body).map(Act::Suspend),
        "lift_suspension" => typed(body).map(Act::LiftSuspension),
        "join_campaign" => typed(body).map(Act::JoinCampaign),
        "leave_campaign" => typed(body).map(Act::LeaveCampaign),
        "void" => typed(body).map(Act::Void),
        "reopen" => typed(body).map(Act::Reopen),
        "amend" => typed(body).map(Act::Amend),
        "move" => typed(body).map(Act::Move),
        _ => Err(BadJson { pointer: String::new(), detail: "an act that hazards do not have".into() }),
    }
}

/// The photos that an act carries.
pub(super) fn photos(act: &Act) -> &[Photo] {
    match act {
        Act::Report(Report { photos, .. })
        | Act::FixOnSpot(FixOnSpot { photos, .. })
        | Act::Progress(Progress { photos, .. })
        | Act::SubmitRectification(SubmitRectification { photos, .. })
        | Act::Accept(Accept { photos, .. })
        | Act::Reject(Reject { photos, .. })
        | Act::SetInterimControls(SetInterimControls { photos, .. })
        | Act::Reopen(Reopen { photos, .. }) => photos,
        _ => &[],
    }
}

pub(super) fn mentions(act: &Act) -> Mentions {
    let records = |records: Vec<RecordId>| Mentions { records, ..Mentions::default() };
    let bodies = |organisations: Vec<OrganisationId>| Mentions { organisations, ..Mentions::default() };
    match act {
        Act::Report(Report { enterprise, inspection, risk_point, .. }) => {
            let enterprise = enterprise.map(|id| id.cast());
            records([enterprise, *inspection, *risk_point].into_iter().flatten().collect())
        }
        Act::Amend(Amend { enterprise, .. }) => records(enterprise.iter().map(|id| id.cast()).collect()),
        Act::Register(Register { owner, lead_department, .. }) => Mentions {
            records: vec![owner.cast()],
            organisations: vec![*owner, *lead_department],
            ..Mentions::default()
        },
        Act::FixOnSpot(FixOnSpot { lead_department, .. }) => bodies(lead_department.iter().copied().collect()),
        Act::Transfer(TransferBody { to, .. }) => bodies(vec![*to]),
        Act::SettleTransfer(SettleTransfer { lead, .. }) => bodies(vec![*lead]),
        Act::Void(Void { duplicate_of, .. }) => records(duplicate_of.iter().copied().collect()),
        Act::Move(to) => to.mentions(),
        _ => Mentions::default(),
    }
}
