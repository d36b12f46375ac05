//! The bodies of an enterprise's acts, as devices send them.
use super::super::{Location, Mentions, Move};
use crate::domain::canonical::{BadJson, typed};
use crate::domain::kind::shape::{Shape, shape};
use crate::domain::uscc::Uscc;
use crate::domain::{Day, Industry, KeyTarget, Line, OrganisationId, Passage, RecordId, Sector, StrikeReason};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Whom to call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnterpriseContact)]
pub struct Contact {
    pub name: Line,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Line>,
}

/// Puts an enterprise on the register. Its `record` is the enterprise's id everywhere.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnterpriseRegister)]
pub struct Register {
    pub name: Line,
    pub uscc: Option<Uscc>,
    /// Set to true where there is no code: a gap, flagged.
    #[serde(default)]
    pub uscc_is_missing: bool,
    /// Section of GB/T 4754-2017.
    pub industry: Option<Industry>,
    pub sector: Option<Sector>,
    pub department: Option<OrganisationId>,
    pub address: Option<Passage>,
    pub location: Option<Location>,
    pub key_target: Option<KeyTarget>,
    pub employees: Option<u32>,
    pub contact: Option<Contact>,
    /// Counts among the unit's enterprises that are to be inspected; true where left out.
    pub is_covered: Option<bool>,
}

/// Changes what is named, and nothing else.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnterpriseAmend)]
pub struct Amend {
    pub name: Option<Line>,
    pub uscc: Option<Uscc>,
    pub industry: Option<Industry>,
    pub sector: Option<Sector>,
    pub department: Option<OrganisationId>,
    pub address: Option<Passage>,
    pub location: Option<Location>,
    pub key_target: Option<KeyTarget>,
    pub employees: Option<u32>,
    pub contact: Option<Contact>,
    pub is_covered: Option<bool>,
}

/// An inspection has halted the enterprise. Follows from its measure; nobody sends it.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnterpriseHalt)]
pub struct Halt {
    /// The inspection's record: the ground.
    pub inspection: RecordId,
    pub document_number: Line,
    /// The first day of it.
    pub from_on: Day,
    pub reason: Passage,
}

/// An inspection's halt was lifted. Follows from the lifting; nobody sends it.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnterpriseLiftHalt)]
pub struct LiftHalt {
    /// The inspection's record: the ground.
    pub inspection: RecordId,
    pub document_number: Line,
    pub reason: Passage,
}

/// An inspection has closed the enterprise for good. Follows from its measure; nobody sends it.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnterpriseCloseDown)]
pub struct CloseDown {
    /// The inspection's record: the ground.
    pub inspection: RecordId,
    pub document_number: Line,
    /// The first day of it.
    pub from_on: Day,
    pub reason: Passage,
}

/// Strikes an entry of the register that should not be there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnterpriseStrike)]
pub struct Strike {
    pub reason: StrikeReason,
    /// With the reason `duplicate_of`: the enterprise that stays.
    pub duplicate_of: Option<RecordId>,
    pub note: Option<Passage>,
}

#[derive(Debug)]
pub enum Act {
    Register(Register),
    Amend(Amend),
    Halt(Halt),
    LiftHalt(LiftHalt),
    CloseDown(CloseDown),
    Strike(Strike),
    Move(Move),
}

/// What each act's body looks like.
pub(super) fn shapes() -> Vec<Shape> {
    vec![
        shape::<Register>("register"),
        shape::<Amend>("amend"),
        shape::<Halt>("halt"),
        shape::<LiftHalt>("lift_halt"),
        shape::<CloseDown>("close_down"),
        shape::<Strike>("strike"),
        shape::<Move>("move"),
    ]
}

pub(super) fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
    match act {
        "register" => typed(body).map(Act::Register),
        "amend" => typed(body).map(Act::Amend),
        "halt" => typed(body).map(Act::Halt),
        "lift_halt" => typed(body).map(Act::LiftHalt),
        "close_down" => typed(body).map(Act::CloseDown),
        "strike" => typed(body).map(Act::Strike),
        "move" => typed(body).map(Act::Move),
        _ => Err(BadJson { pointer: String::new(), detail: "an act that enterprises do not have".into() }),
    }
}

pub(super) fn mentions(act: &Act) -> Mentions {
    let record = |id: &RecordId| Mentions { records: vec![*id], ..Mentions::default() };
    match act {
        Act::Register(Register { department, .. }) | Act::Amend(Amend { department, .. }) => {
            Mentions { organisations: department.iter().copied().collect(), ..Mentions::default() }
        }
        Act::Halt(Halt { inspection, .. })
        | Act::LiftHalt(LiftHalt { inspection, .. })
        | Act::CloseDown(CloseDown { inspection, .. }) => record(inspection),
        Act::Strike(Strike { duplicate_of, .. }) => {
            Mentions { records: duplicate_of.iter().copied().collect(), ..Mentions::default() }
        }
        Act::Move(to) => to.mentions(),
    }
}
