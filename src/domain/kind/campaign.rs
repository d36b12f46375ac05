//! Campaigns (攻势、专项行动): a window in which a region looks for hazards of some categories, and the
//! measures against each class of problems.
mod acts;
mod fold;
mod membership;
mod record;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::*;
pub use membership::Belongs;
pub use record::*;

use super::life::{Life, Row};
use super::{Facets, Facts, Measure, Measured, Mentions, Unit, Warning, measured};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::shape::Shape;
use crate::domain::outcome::Refusal;
use crate::domain::policy::Policy;
use crate::domain::spelled::spelled;
use crate::domain::{Day, RecordId, Tier};
use serde_json::Value;

spelled! {
    /// Where a campaign stands.
    CampaignState {
        Planned = "planned" ("已部署", "Planned"),
        Underway = "underway" ("进行中", "Underway"),
        Closed = "closed" ("已结束", "Closed"),
        Cancelled = "cancelled" ("已取消", "Cancelled"),
    }
}
use CampaignState::*;

/// Source: DOMAIN.md section 3; the briefing's summer campaign with its "two lists" (两个清单).
impl Life for Campaign {
    const NAME: &'static str = "campaign";
    const ACTS: &'static [&'static str] = &[
        "plan",
        "amend",
        "launch",
        "add_measure",
        "amend_measure",
        "complete_measure",
        "withdraw_measure",
        "summarise",
        "close",
        "cancel",
    ];
    #[rustfmt::skip]
    const TABLE: &'static [Row<CampaignState>] = &[
        Row { act: "plan",             from: &[],         to: &[Planned],   upon: &[] },
        Row { act: "amend",            from: OPEN,        to: OPEN,         upon: &[] },
        Row { act: "launch",           from: &[Planned],  to: &[Underway],  upon: &["state"] },
        Row { act: "add_measure",      from: OPEN,        to: OPEN,         upon: &[] },
        Row { act: "amend_measure",    from: OPEN,        to: OPEN,         upon: &["measures"] },
        Row { act: "complete_measure", from: &[Underway], to: &[Underway],  upon: &[] },
        Row { act: "withdraw_measure", from: OPEN,        to: OPEN,         upon: &["measures"] },
        Row { act: "summarise",        from: &[Underway], to: &[Underway],  upon: &[] },
        Row { act: "close",            from: &[Underway], to: &[Closed],    upon: &["state"] },
        Row { act: "cancel",           from: OPEN,        to: &[Cancelled], upon: &["state"] },
    ];
    const MERGING: &'static [&'static str] = &["measures", "summaries"];
    const WARNS_IN: &'static [&'static str] = &["underway"];
    const LEDGERS: &'static [Tier] = &[Tier::County, Tier::City, Tier::Province];
    const MEASURES: &'static [Measured] = &[
        measured("campaign.underway", Unit::Records, "专项行动进行中（存量）", "campaigns that are underway"),
        measured("campaign.measures", Unit::Records, "专项行动制度措施", "measures of campaigns"),
        measured(
            "campaign.measures_done",
            Unit::Records,
            "已落实制度措施",
            "measures of campaigns that were carried out",
        ),
    ];
    type State = CampaignState;
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
    fn state(&self) -> CampaignState {
        self.state
    }
    /// A campaign is not over while a measure is open: it is carried out, or withdrawn with a reason.
    fn is_ready(&self, act: &str) -> bool {
        let is_any_open = self.measures.iter().any(CampaignMeasure::is_open);
        match act {
            "amend_measure" | "complete_measure" | "withdraw_measure" => is_any_open,
            "close" => !is_any_open,
            _ => true,
        }
    }
    fn holds(when: When, before: Option<&Self>, hand: &Hand, facts: &Facts) -> bool {
        rules::holds(when, before, hand, facts)
    }
    fn decide(before: Option<&Self>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
        rules::decide(before, act, grant, facts)
    }
    fn fold(before: Option<Self>, act: Act, stamp: &Stamp, _: &Decided) -> Result<Self, BadJson> {
        fold::fold(before, act, stamp)
    }
    fn facets(&self, _: RecordId) -> Facets {
        let categories: Vec<_> = self.categories.iter().map(|category| category.as_str()).collect();
        let open = self.measures.iter().filter(|measure| OPEN.contains(&self.state) && measure.is_open());
        Facets {
            state: self.state.as_str().to_owned(),
            category: Some(categories.join(",")),
            // A record has one sector: the first one's department sees the campaign.
            sector: self.sectors.first().copied(),
            owner: Some(self.planned.by.organisation),
            due_on: open.map(|measure| measure.due_on).min(),
            occurred_on: Some(self.from_on),
            ..Facets::default()
        }
    }
    fn measures(&self) -> Vec<Measure> {
        self.contributed()
    }
    fn warnings(&self, policy: &Policy, day: Day) -> Vec<Warning> {
        self.due(policy, day)
    }
}

/// Neither closed nor cancelled.
const OPEN: &[CampaignState] = &[Planned, Underway];
