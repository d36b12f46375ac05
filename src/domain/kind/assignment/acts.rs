//! The bodies of an assignment's acts, as devices send them.
use super::super::{Location, Mentions};
use super::TargetKind;
use crate::domain::canonical::{BadJson, typed};
use crate::domain::kind::shape::{Shape, shape};
use crate::domain::{Day, Line, OrganisationId, Passage, PersonId, RecordId, RegionCode, Sector, Tier};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A leader: the account that visits, and what people know it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedLeader {
    pub person: PersonId,
    pub name: Line,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Line>,
}

/// What the leader answers for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub target_kind: TargetKind,
    pub name: Line,
    /// The enterprise's id; required for a target that is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<OrganisationId>,
    /// The township-level unit in which it lies.
    pub unit: RegionCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// Assigns a leader to a target.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentAssign)]
pub struct Assign {
    pub leader: NamedLeader,
    /// The tier of the leader.
    pub tier: Tier,
    pub target: Target,
    /// Where left out: the enterprise's.
    pub sector: Option<Sector>,
    pub from_on: Day,
    pub to_on: Option<Day>,
}

/// Changes what is named, and nothing else.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentAmend)]
pub struct Amend {
    pub target: Option<Target>,
    pub sector: Option<Sector>,
    /// Not before the first day.
    pub to_on: Option<Day>,
}

/// Gives the target to another leader; the one before had it to the day before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentHandOver)]
pub struct HandOver {
    pub leader: NamedLeader,
    pub tier: Tier,
    /// After the present leader's first day.
    pub from_on: Day,
}

/// Counts an inspection as the leader's visit: made by itself, on its own device.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentAddVisit)]
pub struct AddVisit {
    /// An inspection of the type `leader`, at the target's enterprise if it is one.
    pub inspection: RecordId,
}

/// Ends the assignment: the target has no leader any more, or is none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentEnd)]
pub struct End {
    /// The last day; not before the first.
    pub to_on: Day,
    pub reason: Passage,
}

#[derive(Debug)]
pub enum Act {
    Assign(Assign),
    Amend(Amend),
    HandOver(HandOver),
    AddVisit(AddVisit),
    End(End),
}

/// What each act's body looks like.
pub(super) fn shapes() -> Vec<Shape> {
    vec![
        shape::<Assign>("assign"),
        shape::<Amend>("amend"),
        shape::<HandOver>("hand_over"),
        shape::<AddVisit>("add_visit"),
        shape::<End>("end"),
    ]
}

pub(super) fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
    match act {
        "assign" => typed(body).map(Act::Assign),
        "amend" => typed(body).map(Act::Amend),
        "hand_over" => typed(body).map(Act::HandOver),
        "add_visit" => typed(body).map(Act::AddVisit),
        "end" => typed(body).map(Act::End),
        _ => Err(BadJson { pointer: String::new(), detail: "an act that assignments do not have".into() }),
    }
}

pub(super) fn mentions(act: &Act) -> Mentions {
    let records = |records: Vec<RecordId>| Mentions { records, ..Mentions::default() };
    let enterprise = |target: &Target| records(target.enterprise.iter().map(|id| id.cast()).collect());
    match act {
        Act::Assign(Assign { target, .. }) | Act::Amend(Amend { target: Some(target), .. }) => enterprise(target),
        Act::AddVisit(AddVisit { inspection }) => records(vec![*inspection]),
        _ => Mentions::default(),
    }
}
