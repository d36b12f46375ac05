//! Accidents (事故): reported, investigated, concluded, archived once nothing is let go. The life table.
mod acts;
mod fold;
mod level;
mod measuring;
mod record;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::*;
pub use level::*;
pub use record::*;
use rules::REPORT_DAYS;

use super::life::{Life, Row};
use super::{Facets, Facts, Location, Measure, Measured, Mentions, Photo};
use crate::domain::RecordId;
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::shape::Shape;
use crate::domain::outcome::Refusal;
use crate::domain::spelled::spelled;
use serde_json::Value;

spelled! {
    /// Where an accident stands.
    AccidentState {
        Reported = "reported" ("已报告", "Reported"),
        Investigating = "investigating" ("调查中", "Being investigated"),
        Concluded = "concluded" ("已结案", "Concluded"),
        Archived = "archived" ("已归档", "Archived"),
        Voided = "voided" ("已作废", "Voided"),
    }
}
use AccidentState::*;

impl Accident {
    /// Its type and its level, as search and reports know them.
    pub fn sorted_by(&self) -> String {
        format!("{},{}", self.accident_type.as_str(), self.level.as_str())
    }
}

impl Life for Accident {
    const NAME: &'static str = "accident";
    const SERIES: &'static str = "SG";
    const ACTS: &'static [&'static str] = &[
        "report",
        "amend",
        "correct_casualties",
        "investigate",
        "extend_investigation",
        "establish_cause",
        "conclude",
        "hold_accountable",
        "settle_accountability",
        "require_measure",
        "complete_measure",
        "educate",
        "list",
        "publish",
        "defer",
        "accept_supervision",
        "delist",
        "archive",
        "evaluate",
        "look_back",
        "void",
        "move",
    ];
    #[rustfmt::skip]
    const TABLE: &'static [Row<AccidentState>] = &[
        Row { act: "report",                from: &[],                         to: &[Reported],      upon: &[] },
        Row { act: "amend",                 from: OPEN,                        to: OPEN,             upon: &[] },
        Row { act: "correct_casualties",    from: OPEN,                        to: OPEN,             upon: &["casualties"] },
        Row { act: "investigate",           from: &[Reported, Investigating],  to: &[Investigating], upon: &["level"] },
        Row { act: "extend_investigation",  from: &[Investigating],            to: &[Investigating], upon: &["investigation"] },
        Row { act: "establish_cause",       from: &[Investigating],            to: &[Investigating], upon: &["investigation"] },
        Row { act: "conclude",              from: &[Investigating],            to: &[Concluded],     upon: &["cause", "level"] },
        Row { act: "hold_accountable",      from: FOLLOWED_UP,                 to: FOLLOWED_UP,      upon: &[] },
        Row { act: "settle_accountability", from: FOLLOWED_UP,                 to: FOLLOWED_UP,      upon: &["accountability"] },
        Row { act: "require_measure",       from: FOLLOWED_UP,                 to: FOLLOWED_UP,      upon: &[] },
        Row { act: "complete_measure",      from: FOLLOWED_UP,                 to: FOLLOWED_UP,      upon: &["measures"] },
        Row { act: "educate",               from: FOLLOWED_UP,                 to: FOLLOWED_UP,      upon: &[] },
        Row { act: "list",                  from: OPEN,                        to: OPEN,             upon: &["supervision"] },
        Row { act: "publish",               from: OPEN,                        to: OPEN,             upon: &["supervision"] },
        Row { act: "defer",                 from: OPEN,                        to: OPEN,             upon: &["supervision"] },
        Row { act: "accept_supervision",    from: OPEN,                        to: OPEN,             upon: &["supervision"] },
        Row { act: "delist",                from: OPEN,                        to: OPEN,             upon: &["supervision"] },
        Row { act: "archive",               from: &[Concluded],                to: &[Archived],      upon: &["unmet", "supervision"] },
        Row { act: "evaluate",              from: ENDED,                       to: ENDED,            upon: &[] },
        Row { act: "look_back",             from: ENDED,                       to: ENDED,            upon: &[] },
        Row { act: "void",                  from: &[Reported, Investigating],  to: &[Voided],        upon: &["state"] },
        Row { act: "move",                  from: OPEN,                        to: OPEN,             upon: &[] },
    ];
    const MERGING: &'static [&'static str] = &["evaluations", "look_backs", "photos"];
    const MEASURES: &'static [Measured] = measuring::MEASURES;
    type State = AccidentState;
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
    fn state(&self) -> AccidentState {
        self.state
    }
    fn is_ready(&self, act: &str) -> bool {
        let listed = self.supervision.as_ref();
        match act {
            // Order 493, article 20: where the level rises, the higher government may investigate anew.
            "investigate" => self.investigation.as_ref().is_none_or(|now| now.mark.by.tier < self.level.tier()),
            "extend_investigation" => self.investigation.as_ref().is_some_and(|now| now.extension.is_none()),
            "conclude" => self.cause.is_some(),
            "settle_accountability" => self.accountability.iter().any(|item| item.settled.is_none()),
            "complete_measure" => self.measures.iter().any(|item| item.completed.is_none()),
            "list" => listed.is_none(),
            "publish" => listed.is_some_and(|order| order.published.is_none()),
            "defer" => listed.is_some_and(|order| order.accepted.is_none()),
            "accept_supervision" => listed.is_some_and(|order| order.published.is_some() && order.accepted.is_none()),
            "delist" => listed.is_some_and(|order| order.accepted.is_some()),
            "archive" => self.unmet.is_empty() && listed.is_none(),
            "void" => listed.is_none(),
            _ => true,
        }
    }
    fn photos(act: &Act) -> &[Photo] {
        acts::photos(act)
    }
    fn holds(when: When, before: Option<&Self>, hand: &Hand, facts: &Facts) -> bool {
        rules::holds(when, before, hand, facts)
    }
    fn decide(before: Option<&Self>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
        rules::decide(before, act, grant, facts)
    }
    fn fold(before: Option<Self>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Self, BadJson> {
        fold::fold(before, act, stamp, decided)
    }
    fn measures(&self) -> Vec<Measure> {
        measuring::measures(self)
    }
    fn facets(&self, _: RecordId) -> Facets {
        let point = self.location.and_then(Location::wgs84);
        Facets {
            state: self.state.as_str().to_owned(),
            category: Some(self.sorted_by()),
            sector: self.sector,
            enterprise: self.enterprise,
            owner: self.investigation.as_ref().map(|investigation| investigation.lead),
            due_on: self.due_on(),
            occurred_on: Some(self.occurred_at.day()),
            lon: point.map(|(lon, _)| lon),
            lat: point.map(|(_, lat)| lat),
            number: self.number.clone(),
            is_voided: self.state == Voided,
            ..Facets::default()
        }
    }
}

/// Neither archived nor voided.
const OPEN: &[AccidentState] = &[Reported, Investigating, Concluded];
/// Persons are dealt with, measures taken and people educated from the investigation on.
const FOLLOWED_UP: &[AccidentState] = &[Investigating, Concluded];
const ENDED: &[AccidentState] = &[Concluded, Archived];
