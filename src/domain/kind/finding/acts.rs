//! The bodies of a finding's acts, as devices send them.
use super::super::Mentions;
use super::Gravity;
use crate::domain::canonical::{BadJson, typed};
use crate::domain::kind::shape::{Shape, shape};
use crate::domain::{Day, Line, OrganisationId, Passage, RecordId};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Raises a finding on a record of the same ledger.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FindingRaise)]
pub struct Raise {
    /// The record that it is about; no finding itself.
    pub about: RecordId,
    pub gravity: Gravity,
    pub title: Line,
    pub detail: Passage,
    /// The rule that was not kept.
    pub ground: Passage,
    /// The unit that has to answer: a body, or the record's enterprise.
    pub responsible: OrganisationId,
    /// The answer is due; not before the day of the act.
    pub due_on: Day,
}

/// Answers a finding, for the responsible unit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FindingGiveAnswer)]
pub struct Answer {
    pub answer: Passage,
    pub document_number: Option<Line>,
}

/// Sends an answer back: the unit answers anew.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FindingReturnAnswer)]
pub struct ReturnAnswer {
    pub reason: Passage,
    /// The next answer is due; not before the day of the act.
    pub due_on: Day,
}

/// Closes a finding that was answered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FindingClose)]
pub struct Close {
    pub opinion: Passage,
}

/// Takes a finding back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FindingWithdraw)]
pub struct Withdraw {
    pub reason: Passage,
}

#[derive(Debug)]
pub enum Act {
    Raise(Raise),
    Answer(Answer),
    ReturnAnswer(ReturnAnswer),
    Close(Close),
    Withdraw(Withdraw),
}

/// What each act's body looks like.
pub(super) fn shapes() -> Vec<Shape> {
    vec![
        shape::<Raise>("raise"),
        shape::<Answer>("answer"),
        shape::<ReturnAnswer>("return_answer"),
        shape::<Close>("close"),
        shape::<Withdraw>("withdraw"),
    ]
}

pub(super) fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
    match act {
        "raise" => typed(body).map(Act::Raise),
        "answer" => typed(body).map(Act::Answer),
        "return_answer" => typed(body).map(Act::ReturnAnswer),
        "close" => typed(body).map(Act::Close),
        "withdraw" => typed(body).map(Act::Withdraw),
        _ => Err(BadJson { pointer: String::new(), detail: "an act that findings do not have".into() }),
    }
}

pub(super) fn mentions(act: &Act) -> Mentions {
    match act {
        Act::Raise(Raise { about, responsible, .. }) => {
            Mentions { records: vec![*about], organisations: vec![*responsible], ..Mentions::default() }
        }
        _ => Mentions::default(),
    }
}
