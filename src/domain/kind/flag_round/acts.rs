//! The bodies of a flag round's acts. That of a computation is made by the server.
use super::super::Mentions;
use super::{Flag, FlagRule, HalfYear, Inputs, SubjectKey};
use crate::domain::canonical::{BadJson, typed};
use crate::domain::kind::shape::{Shape, shape};
use crate::domain::{Line, OrganisationId, Passage, RecordId};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Opens a round for a half-year, in the ledger of the county or city that gives the flags.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagRoundOpen)]
pub struct Open {
    pub half_year: HalfYear,
    pub title: Line,
    /// The rule; where left out, the standard one: red without an accident, yellow with one.
    pub rule: Option<FlagRule>,
}

/// An enterprise that takes part.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nominee {
    pub enterprise: OrganisationId,
    pub name: Line,
}

/// Names enterprises that take part. An enterprise named before stays named once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagRoundNominate)]
pub struct Nominate {
    /// At least one; within the nominator's duties.
    #[schema(min_items = 1)]
    pub enterprises: Vec<Nominee>,
}

/// Objects to a flag of the computation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagRoundObject)]
pub struct Object {
    pub subject: SubjectKey,
    /// Who objects, in words.
    pub objector: Line,
    pub reason: Passage,
}

/// Decides on an objection; never by who wrote it down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagRoundDecideObjection)]
pub struct DecideObjection {
    pub subject: SubjectKey,
    pub is_upheld: bool,
    /// With an objection that is upheld: the flag instead.
    pub flag: Option<Flag>,
    pub opinion: Passage,
}

/// Sends the computation back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagRoundReturnComputation)]
pub struct ReturnComputation {
    pub reason: Passage,
}

/// Confirms the result; never by who computed it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagRoundConfirm)]
pub struct Confirm {
    pub opinion: Passage,
}

/// Publishes the flags; the round gets its number.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagRoundPublish)]
pub struct Publish {
    pub publication: Line,
    pub document_number: Line,
}

/// Takes a red flag back on an accident that came, or came to light, afterwards.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagRoundWithdrawRed)]
pub struct WithdrawRed {
    pub subject: SubjectKey,
    /// Of the subject, in the half-year or the one after it.
    pub accident: RecordId,
    pub reason: Passage,
}

/// Calls a round off that was not published.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlagRoundCancel)]
pub struct Cancel {
    pub reason: Passage,
}

#[derive(Debug)]
pub enum Act {
    Open(Open),
    Nominate(Nominate),
    Compute(Inputs),
    Object(Object),
    DecideObjection(DecideObjection),
    ReturnComputation(ReturnComputation),
    Confirm(Confirm),
    Publish(Publish),
    WithdrawRed(WithdrawRed),
    Cancel(Cancel),
}

/// What each act's body looks like.
pub(super) fn shapes() -> Vec<Shape> {
    vec![
        shape::<Open>("open"),
        shape::<Nominate>("nominate"),
        shape::<Inputs>("compute"),
        shape::<Object>("object"),
        shape::<DecideObjection>("decide_objection"),
        shape::<ReturnComputation>("return_computation"),
        shape::<Confirm>("confirm"),
        shape::<Publish>("publish"),
        shape::<WithdrawRed>("withdraw_red"),
        shape::<Cancel>("cancel"),
    ]
}

pub(super) fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
    match act {
        "open" => typed(body).map(Act::Open),
        "nominate" => typed(body).map(Act::Nominate),
        "compute" => typed(body).map(Act::Compute),
        "object" => typed(body).map(Act::Object),
        "decide_objection" => typed(body).map(Act::DecideObjection),
        "return_computation" => typed(body).map(Act::ReturnComputation),
        "confirm" => typed(body).map(Act::Confirm),
        "publish" => typed(body).map(Act::Publish),
        "withdraw_red" => typed(body).map(Act::WithdrawRed),
        "cancel" => typed(body).map(Act::Cancel),
        _ => Err(BadJson { pointer: String::new(), detail: "an act that flag rounds do not have".into() }),
    }
}

pub(super) fn mentions(act: &Act) -> Mentions {
    let records = |records: Vec<RecordId>| Mentions { records, ..Mentions::default() };
    match act {
        Act::Nominate(body) => records(body.enterprises.iter().map(|nominee| nominee.enterprise.cast()).collect()),
        Act::WithdrawRed(body) => records(vec![body.accident]),
        _ => Mentions::default(),
    }
}
