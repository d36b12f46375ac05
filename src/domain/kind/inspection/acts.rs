//! The bodies of an inspection's acts, as devices send them.
mod enforcing;

pub use enforcing::*;

use super::super::{Location, Mentions, Move, Photo};
use crate::domain::canonical::{BadJson, typed};
use crate::domain::kind::shape::{Shape, shape};
use crate::domain::spelled::spelled;
use crate::domain::{Day, Instant, Line, OrganisationId, Passage, PersonId, RecordId, Sector};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

spelled! {
    /// Who inspects, and why.
    InspectionType {
        Enforcement = "enforcement" ("执法检查", "Enforcement"),
        Township = "township" ("属地检查", "Township"),
        Leader = "leader" ("领导挂点检查", "Leader's visit"),
        Expert = "expert" ("专家检查", "Expert"),
        Special = "special" ("专项检查", "Special campaign"),
    }
}

/// Somebody who takes part, with an account or without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Member {
    pub name: Line,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// One item of the checklist, and whether it is in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckedItem {
    pub item: Line,
    pub is_in_order: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Passage>,
}

/// What is inspected, and under which heading.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionSubject)]
pub struct Subject {
    pub inspection_type: InspectionType,
    /// What is inspected, in words.
    pub subject: Line,
    /// The enterprise's id: that of its record. Either this or `no_owner`.
    pub enterprise: Option<OrganisationId>,
    /// A public place, a road section.
    #[serde(default)]
    pub no_owner: bool,
    /// Where left out: the enterprise's, or the acting department's.
    pub sector: Option<Sector>,
}

/// The visit itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionVisit)]
pub struct Visit {
    pub visited_at: Instant,
    /// At least one.
    #[schema(min_items = 1)]
    pub team: Vec<Member>,
    /// Who of the enterprise went along: nobody of the team.
    pub accompanied_by: Option<Member>,
    #[serde(default)]
    pub checklist: Vec<CheckedItem>,
    pub location: Option<Location>,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Plans an inspection.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionPlan)]
pub struct Plan {
    pub about: Subject,
    pub planned_on: Day,
}

/// An inspection that nobody had planned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionVisitUnplanned)]
pub struct VisitUnplanned {
    pub about: Subject,
    pub visit: Visit,
}

/// Links a finding to the hazard that it became; the hazard may arrive later.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionAddFinding)]
pub struct AddFinding {
    /// The hazard's record.
    pub hazard: RecordId,
    pub note: Option<Passage>,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Files the inspection's document; the inspection gets its number.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionDocument)]
pub struct Document {
    pub document_number: Line,
    pub conclusion: Passage,
}

/// Changes what is named, and nothing else.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionAmend)]
pub struct Amend {
    pub subject: Option<Line>,
    pub sector: Option<Sector>,
    pub planned_on: Option<Day>,
    pub checklist: Option<Vec<CheckedItem>>,
    pub location: Option<Location>,
}

/// Calls a planned inspection off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionCancel)]
pub struct Cancel {
    pub reason: Passage,
}

#[derive(Debug)]
pub enum Act {
    Plan(Plan),
    Visit(Visit),
    VisitUnplanned(VisitUnplanned),
    AddFinding(AddFinding),
    Document(Document),
    Enforce(Enforce),
    Lift(Lift),
    IssueFine(IssueFine),
    PayFine(PayFine),
    WaiveFine(WaiveFine),
    Amend(Amend),
    Cancel(Cancel),
    Move(Move),
}

/// What each act's body looks like.
pub(super) fn shapes() -> Vec<Shape> {
    vec![
        shape::<Plan>("plan"),
        shape::<Visit>("visit"),
        shape::<VisitUnplanned>("visit_unplanned"),
        shape::<AddFinding>("add_finding"),
        shape::<Document>("document"),
        shape::<Enforce>("enforce"),
        shape::<Lift>("lift"),
        shape::<IssueFine>("issue_fine"),
        shape::<PayFine>("pay_fine"),
        shape::<WaiveFine>("waive_fine"),
        shape::<Amend>("amend"),
        shape::<Cancel>("cancel"),
        shape::<Move>("move"),
    ]
}

pub(super) fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
    match act {
        "plan" => typed(body).map(Act::Plan),
        "visit" => typed(body).map(Act::Visit),
        "visit_unplanned" => typed(body).map(Act::VisitUnplanned),
        "add_finding" => typed(body).map(Act::AddFinding),
        "document" => typed(body).map(Act::Document),
        "enforce" => typed(body).map(Act::Enforce),
        "lift" => typed(body).map(Act::Lift),
        "issue_fine" => typed(body).map(Act::IssueFine),
        "pay_fine" => typed(body).map(Act::PayFine),
        "waive_fine" => typed(body).map(Act::WaiveFine),
        "amend" => typed(body).map(Act::Amend),
        "cancel" => typed(body).map(Act::Cancel),
        "move" => typed(body).map(Act::Move),
        _ => Err(BadJson { pointer: String::new(), detail: "an act that inspections do not have".into() }),
    }
}

pub(super) fn photos(act: &Act) -> &[Photo] {
    match act {
        Act::Visit(visit) | Act::VisitUnplanned(VisitUnplanned { visit, .. }) => &visit.photos,
        Act::AddFinding(AddFinding { photos, .. }) => photos,
        _ => &[],
    }
}

pub(super) fn mentions(act: &Act) -> Mentions {
    let records = |records: Vec<RecordId>| Mentions { records, ..Mentions::default() };
    match act {
        Act::Plan(Plan { about, .. }) | Act::VisitUnplanned(VisitUnplanned { about, .. }) => {
            records(about.enterprise.iter().map(|id| id.cast()).collect())
        }
        Act::AddFinding(AddFinding { hazard, .. }) => records(vec![*hazard]),
        Act::Move(to) => to.mentions(),
        _ => Mentions::default(),
    }
}
