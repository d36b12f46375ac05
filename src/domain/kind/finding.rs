//! Findings (审计发现) of auditors on records: raised, answered by the responsible unit, closed.
mod acts;
mod fold;
mod measuring;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::*;

use super::life::{Life, Row};
use super::{Facets, Facts, Mark, Measure, Measured, Mentions, Opinion};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::shape::Shape;
use crate::domain::outcome::Refusal;
use crate::domain::spelled::spelled;
use crate::domain::{Day, Line, OrganisationId, Passage, RecordId, Sector, Tier};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

spelled! {
    /// Where a finding stands.
    FindingState {
        Raised = "raised" ("已提出", "Raised"),
        Answered = "answered" ("已答复", "Answered"),
        Closed = "closed" ("已关闭", "Closed"),
        Withdrawn = "withdrawn" ("已撤回", "Withdrawn"),
    }
}
use FindingState::*;

spelled! {
    /// How grave a finding is.
    Gravity {
        Observation = "observation" ("观察项", "Observation"),
        Minor = "minor" ("一般问题", "Minor"),
        Serious = "serious" ("严重问题", "Serious"),
    }
}

/// What the responsible unit said to it, and what became of that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FindingAnswer {
    #[serde(flatten)]
    pub mark: Mark,
    pub answer: Passage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<Line>,
    /// The auditor was not satisfied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Opinion>,
}

/// A finding as its entries have left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = AuditFinding)]
pub struct Finding {
    pub state: FindingState,
    pub raised: Mark,
    /// The record that it is about.
    pub about: RecordId,
    pub about_kind: String,
    pub gravity: Gravity,
    pub title: Line,
    pub detail: Passage,
    pub ground: Passage,
    /// The unit that has to answer.
    pub responsible: OrganisationId,
    pub due_on: Day,
    /// Those of the record that it is about: who sees that one, sees this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<FindingAnswer>,
    /// `{unit}-{year}-SJ{serial}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Why it was closed or withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Opinion>,
}

impl Life for Finding {
    const NAME: &'static str = "finding";
    const SERIES: &'static str = "SJ";
    const ACTS: &'static [&'static str] = &["raise", "answer", "return_answer", "close", "withdraw"];
    #[rustfmt::skip]
    const TABLE: &'static [Row<FindingState>] = &[
        Row { act: "raise",         from: &[],                 to: &[Raised],    upon: &[] },
        Row { act: "answer",        from: &[Raised],           to: &[Answered],  upon: &["state"] },
        Row { act: "return_answer", from: &[Answered],         to: &[Raised],    upon: &["answers"] },
        Row { act: "close",         from: &[Answered],         to: &[Closed],    upon: &["answers"] },
        Row { act: "withdraw",      from: &[Raised, Answered], to: &[Withdrawn], upon: &["state"] },
    ];
    const MERGING: &'static [&'static str] = &[];
    /// A record of any tier's ledger may be found fault with.
    const LEDGERS: &'static [Tier] = Tier::ALL;
    const MEASURES: &'static [Measured] = measuring::MEASURES;
    type State = FindingState;
    type Act = Act;

    fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
        acts::read(act, body)
    }
    fn shapes() -> Vec<Shape> {
        acts::shapes()
    }
    fn mentions(act: &Act) -> Mentions {
        acts::mentions(act)
    }
    fn state(&self) -> FindingState {
        self.state
    }
    fn holds(when: When, before: Option<&Self>, hand: &Hand, facts: &Facts) -> bool {
        rules::holds(when, before, hand, facts)
    }
    fn decide(before: Option<&Self>, act: &Act, _: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
        rules::decide(before, act, facts)
    }
    fn fold(before: Option<Self>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Self, BadJson> {
        fold::fold(before, act, stamp, decided)
    }
    fn measures(&self) -> Vec<Measure> {
        measuring::measures(self)
    }
    fn facets(&self, _: RecordId) -> Facets {
        Facets {
            state: self.state.as_str().to_owned(),
            category: Some(format!("{},{}", self.about_kind, self.gravity.as_str())),
            sector: self.sector,
            enterprise: self.enterprise,
            owner: Some(self.responsible),
            due_on: Some(self.due_on).filter(|_| self.state == Raised),
            occurred_on: Some(self.raised.at.day()),
            number: self.number.clone(),
            ..Facets::default()
        }
    }
}
