//! Flag rounds (流动红旗/黄旗): computed for a half-year, explained, confirmed by another, published.
mod acts;
mod fold;
mod half_year;
mod measuring;
mod record;
mod rule;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::*;
pub use half_year::HalfYear;
pub use record::*;
pub use rule::*;

use super::life::{Life, Row};
use super::{Facets, Facts, Measure, Measured, Mentions};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::shape::Shape;
use crate::domain::outcome::Refusal;
use crate::domain::spelled::spelled;
use crate::domain::{RecordId, Tier};
use serde_json::Value;

spelled! {
    /// Where a flag round stands.
    FlagRoundState {
        Opened = "opened" ("已启动", "Opened"),
        Computed = "computed" ("已测算", "Computed"),
        Confirmed = "confirmed" ("已确认", "Confirmed"),
        Published = "published" ("已公布", "Published"),
        Cancelled = "cancelled" ("已取消", "Cancelled"),
    }
}
use FlagRoundState::*;

impl Life for FlagRound {
    const NAME: &'static str = "flag_round";
    const SERIES: &'static str = "HQ";
    const ACTS: &'static [&'static str] = &[
        "open",
        "nominate",
        "compute",
        "object",
        "decide_objection",
        "return_computation",
        "confirm",
        "publish",
        "withdraw_red",
        "cancel",
    ];
    #[rustfmt::skip]
    const TABLE: &'static [Row<FlagRoundState>] = &[
        Row { act: "open",               from: &[],                 to: &[Opened],    upon: &[] },
        Row { act: "nominate",           from: &[Opened],           to: &[Opened],    upon: &[] },
        Row { act: "compute",            from: &[Opened, Computed], to: &[Computed],  upon: &["rule", "nominated"] },
        Row { act: "object",             from: &[Computed],         to: &[Computed],  upon: &["computation"] },
        Row { act: "decide_objection",   from: &[Computed],         to: &[Computed],  upon: &["computation", "objections"] },
        Row { act: "return_computation", from: &[Computed],         to: &[Opened],    upon: &["computation"] },
        Row { act: "confirm",            from: &[Computed],         to: &[Confirmed], upon: &["computation", "results", "objections"] },
        Row { act: "publish",            from: &[Confirmed],        to: &[Published], upon: &["results"] },
        Row { act: "withdraw_red",       from: &[Published],        to: &[Published], upon: &["results"] },
        Row { act: "cancel",             from: BEFORE_PUBLISHING,   to: &[Cancelled], upon: &["state"] },
    ];
    const MERGING: &'static [&'static str] = &[];
    const LEDGERS: &'static [Tier] = &[Tier::County, Tier::City];
    /// The server makes the body of a computation: nobody types flags in.
    const COMPUTED: &'static [&'static str] = &["compute"];
    const MEASURES: &'static [Measured] = measuring::MEASURES;
    type State = FlagRoundState;
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
    fn state(&self) -> FlagRoundState {
        self.state
    }
    fn is_ready(&self, act: &str) -> bool {
        let waits = self.objections.iter().any(|objection| objection.decision.is_none());
        match act {
            "decide_objection" => waits,
            "confirm" => !waits,
            "withdraw_red" => self.results.iter().any(FlagResult::is_red),
            _ => true,
        }
    }
    fn holds(when: When, before: Option<&Self>, hand: &Hand, _: &Facts) -> bool {
        rules::holds(when, before, hand)
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
        Facets {
            state: self.state.as_str().to_owned(),
            category: Some(self.half_year.to_string()),
            owner: Some(self.opened.by.organisation),
            occurred_on: Some(self.half_year.last_on()),
            number: self.number.clone(),
            ..Facets::default()
        }
    }
}

const BEFORE_PUBLISHING: &[FlagRoundState] = &[Opened, Computed, Confirmed];
