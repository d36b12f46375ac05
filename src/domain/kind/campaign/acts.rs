//! The bodies of a campaign's acts, as devices send them.
use super::super::Mentions;
use crate::domain::canonical::{BadJson, typed};
use crate::domain::kind::shape::{Shape, shape};
use crate::domain::{Category, Day, Line, MeasureId, OrganisationId, Passage, RegionCode, Sector};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Plans a campaign in the ledger of the acting body's own region.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignPlan)]
pub struct Plan {
    pub name: Line,
    pub aim: Passage,
    /// The first day of its window.
    pub from_on: Day,
    /// The last day of its window.
    pub to_on: Day,
    /// At least one: the five preventions P1 to P5, the one governance G1.
    #[schema(min_items = 1)]
    pub categories: Vec<Category>,
    /// Every sector where left out. A department names its own; the first one's departments see the
    /// campaign.
    #[serde(default)]
    pub sectors: Vec<Sector>,
    /// The regions below that must take part, by any code that they have or had; all of them where
    /// left out.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub regions: Vec<RegionCode>,
}

/// Changes what is named, and nothing else. Which hazards belong follows at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignAmend)]
pub struct Amend {
    pub name: Option<Line>,
    pub aim: Option<Passage>,
    pub from_on: Option<Day>,
    pub to_on: Option<Day>,
    #[schema(min_items = 1)]
    pub categories: Option<Vec<Category>>,
    pub sectors: Option<Vec<Sector>>,
    #[schema(max_items = 500)]
    pub regions: Option<Vec<RegionCode>>,
}

/// Begins the campaign, by the document that orders it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignLaunch)]
pub struct Launch {
    pub document_number: Line,
}

/// Puts a measure on the list of measures (制度措施清单).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignAddMeasure)]
pub struct AddMeasure {
    /// Made by the device.
    pub measure: MeasureId,
    /// The class of problems that it is against: one of the campaign's categories.
    pub category: Category,
    pub content: Passage,
    /// Who carries it out.
    pub accountable: OrganisationId,
    /// Not before the day of the act.
    pub due_on: Day,
}

/// Changes what is named of an open measure.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignAmendMeasure)]
pub struct AmendMeasure {
    pub measure: MeasureId,
    pub category: Option<Category>,
    pub content: Option<Passage>,
    pub accountable: Option<OrganisationId>,
    pub due_on: Option<Day>,
}

/// Says that a measure was carried out, and what proves it: by the organisation that is accountable for
/// it, or by the campaign's own body.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignCompleteMeasure)]
pub struct CompleteMeasure {
    pub measure: MeasureId,
    /// Not after the act.
    pub done_on: Day,
    pub evidence: Passage,
    pub document_number: Option<Line>,
}

/// Takes an open measure off the list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignWithdrawMeasure)]
pub struct WithdrawMeasure {
    pub measure: MeasureId,
    pub reason: Passage,
}

/// Sums up how far the campaign has come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignSummarise)]
pub struct Summarise {
    pub summary: Passage,
    pub document_number: Option<Line>,
}

/// Ends the campaign, once no measure is open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignClose)]
pub struct Close {
    pub summary: Passage,
    pub document_number: Option<Line>,
}

/// Calls the campaign off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignCancel)]
pub struct Cancel {
    pub reason: Passage,
}

#[derive(Debug)]
pub enum Act {
    Plan(Plan),
    Amend(Amend),
    Launch(Launch),
    AddMeasure(AddMeasure),
    AmendMeasure(AmendMeasure),
    CompleteMeasure(CompleteMeasure),
    WithdrawMeasure(WithdrawMeasure),
    Summarise(Summarise),
    Close(Close),
    Cancel(Cancel),
}

/// What each act's body looks like.
pub(super) fn shapes() -> Vec<Shape> {
    vec![
        shape::<Plan>("plan"),
        shape::<Amend>("amend"),
        shape::<Launch>("launch"),
        shape::<AddMeasure>("add_measure"),
        shape::<AmendMeasure>("amend_measure"),
        shape::<CompleteMeasure>("complete_measure"),
        shape::<WithdrawMeasure>("withdraw_measure"),
        shape::<Summarise>("summarise"),
        shape::<Close>("close"),
        shape::<Cancel>("cancel"),
    ]
}

pub(super) fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
    match act {
        "plan" => typed(body).map(Act::Plan),
        "amend" => typed(body).map(Act::Amend),
        "launch" => typed(body).map(Act::Launch),
        "add_measure" => typed(body).map(Act::AddMeasure),
        "amend_measure" => typed(body).map(Act::AmendMeasure),
        "complete_measure" => typed(body).map(Act::CompleteMeasure),
        "withdraw_measure" => typed(body).map(Act::WithdrawMeasure),
        "summarise" => typed(body).map(Act::Summarise),
        "close" => typed(body).map(Act::Close),
        "cancel" => typed(body).map(Act::Cancel),
        _ => Err(BadJson { pointer: String::new(), detail: "an act that campaigns do not have".into() }),
    }
}

pub(super) fn mentions(act: &Act) -> Mentions {
    let organisations = match act {
        Act::AddMeasure(AddMeasure { accountable, .. }) => vec![*accountable],
        Act::AmendMeasure(AmendMeasure { accountable, .. }) => accountable.iter().copied().collect(),
        _ => Vec::new(),
    };
    Mentions { organisations, ..Mentions::default() }
}
