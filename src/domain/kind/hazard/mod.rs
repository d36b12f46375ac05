//! Hazards (隐患): reported, registered, rectified, accepted. The life table, and what a hazard is.
mod acts;
mod clock;
mod court;
mod fold;
mod measuring;
mod record;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::*;
pub use court::{Court, NextToAct};
pub use record::*;

use super::life::{Life, Row};
use super::{Facets, Facts, Location, Measure, Measured, Mentions, Photo, Warning};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::shape::Shape;
use crate::domain::outcome::Refusal;
use crate::domain::policy::Policy;
use crate::domain::spelled::spelled;
use crate::domain::{Day, RecordId};
use serde_json::Value;

spelled! {
    /// Where a hazard stands.
    HazardState {
        Reported = "reported" ("已上报", "Reported"),
        Registered = "registered" ("已登记", "Registered"),
        Rectifying = "rectifying" ("整改中", "Being rectified"),
        PendingAcceptance = "pending_acceptance" ("待验收", "Pending acceptance"),
        Closed = "closed" ("已销号", "Closed"),
        Voided = "voided" ("已作废", "Voided"),
    }
}
use HazardState::*;

impl Life for Hazard {
    const NAME: &'static str = "hazard";
    // Hazards are numbered without a mark (DOMAIN.md, section 4).
    const SERIES: &'static str = "";
    const ACTS: &'static [&'static str] = &[
        "report",
        "register",
        "fix_on_spot",
        "order",
        "submit_plan",
        "approve_plan",
        "return_plan",
        "progress",
        "request_deferral",
        "decide_deferral",
        "submit_rectification",
        "accept",
        "reject",
        "regrade",
        "transfer",
        "accept_transfer",
        "return_transfer",
        "settle_transfer",
        "list",
        "delist",
        "set_interim_controls",
        "suspend",
        "lift_suspension",
        "join_campaign",
        "leave_campaign",
        "void",
        "reopen",
        "amend",
        "move",
    ];
    /// The life of a hazard: one row per act, and nothing elsewhere.
    #[rustfmt::skip]
    const TABLE: &'static [Row<HazardState>] = &[
        Row { act: "report",               from: &[],                     to: &[Reported, Registered],         upon: &[] },
        Row { act: "register",             from: &[Reported],             to: &[Registered],                   upon: &[] },
        Row { act: "fix_on_spot",          from: &[Reported, Registered], to: &[Closed],                       upon: &["level", "enterprise"] },
        Row { act: "order",                from: &[Registered],           to: &[Rectifying],                   upon: &["level"] },
        Row { act: "submit_plan",          from: &[Rectifying],           to: &[Rectifying],                   upon: &["order"] },
        Row { act: "approve_plan",         from: &[Rectifying],           to: &[Rectifying],                   upon: &["plan"] },
        Row { act: "return_plan",          from: &[Rectifying],           to: &[Rectifying],                   upon: &["plan"] },
        Row { act: "progress",             from: WORKED_ON,               to: WORKED_ON,                       upon: &[] },
        Row { act: "request_deferral",     from: &[Rectifying],           to: &[Rectifying],                   upon: &["deadline"] },
        Row { act: "decide_deferral",      from: &[Rectifying],           to: &[Rectifying],                   upon: &["deferral_request", "deadline"] },
        Row { act: "submit_rectification", from: &[Rectifying],           to: &[PendingAcceptance],            upon: &["order"] },
        Row { act: "accept",               from: &[PendingAcceptance],    to: &[PendingAcceptance, Closed],    upon: &["rectification", "level"] },
        Row { act: "reject",               from: &[PendingAcceptance],    to: &[Rectifying],                   upon: &["rectification"] },
        Row { act: "regrade",              from: IN_HAND,                 to: IN_HAND,                         upon: &["level"] },
        Row { act: "transfer",             from: OPEN,                    to: OPEN,                            upon: &["lead_department"] },
        Row { act: "accept_transfer",      from: OPEN,                    to: OPEN,                            upon: &["transfer"] },
        Row { act: "return_transfer",      from: OPEN,                    to: OPEN,                            upon: &["transfer"] },
        Row { act: "settle_transfer",      from: OPEN,                    to: OPEN,                            upon: &["escalation"] },
        Row { act: "list",                 from: IN_HAND,                 to: IN_HAND,                         upon: &["supervision"] },
        Row { act: "delist",               from: IN_HAND,                 to: IN_HAND,                         upon: &["supervision"] },
        Row { act: "set_interim_controls", from: OPEN,                    to: OPEN,                            upon: &[] },
        Row { act: "suspend",              from: IN_HAND,                 to: IN_HAND,                         upon: &["suspension"] },
        Row { act: "lift_suspension",      from: SUSPENDABLE,             to: SUSPENDABLE,                     upon: &["suspension"] },
        Row { act: "join_campaign",        from: KEPT,                    to: KEPT,                            upon: &[] },
        Row { act: "leave_campaign",       from: KEPT,                    to: KEPT,                            upon: &[] },
        Row { act: "void",                 from: &[Reported, Registered], to: &[Reported, Registered, Voided], upon: &["state"] },
        Row { act: "reopen",               from: &[Closed],               to: &[Rectifying],                   upon: &[] },
        Row { act: "amend",                from: OPEN,                    to: OPEN,                            upon: &[] },
        Row { act: "move",                 from: OPEN,                    to: OPEN,                            upon: &[] },
    ];
    const MERGING: &'static [&'static str] =
        &["acceptances", "rectifiers", "void_voices", "progress", "photos", "campaigns"];
    const WARNS_IN: &'static [&'static str] = &["reported", "registered", "rectifying", "pending_acceptance"];
    const MEASURES: &'static [Measured] = measuring::MEASURES;
    type State = HazardState;
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
    fn state(&self) -> HazardState {
        self.state
    }
    /// What of the facets an act waits for.
    fn is_ready(&self, act: &str) -> bool {
        let waits = |plan: &Plan| plan.approved.is_none() && plan.returned.is_none();
        match act {
            "fix_on_spot" => !self.is_major() && self.enterprise.is_some() && !self.is_listed(),
            "submit_plan" => self.plan.as_ref().is_none_or(|plan| plan.returned.is_some()),
            "approve_plan" | "return_plan" => self.plan.as_ref().is_some_and(waits),
            "request_deferral" => self.deferral_request.is_none() && self.deadline.is_some(),
            "decide_deferral" => self.deferral_request.is_some(),
            "submit_rectification" => !self.is_major() || self.has_approved_plan(),
            // Separation of duty 7: what is listed neither closes nor is struck before it is delisted.
            "accept" => !self.is_listed(),
            // Nobody would see the suspension of a struck hazard, and lift it.
            "void" => !self.is_listed() && self.suspension.is_none(),
            "transfer" => self.transfer.is_none() && self.escalation.is_none(),
            "accept_transfer" | "return_transfer" => self.transfer.is_some(),
            "settle_transfer" => self.escalation.is_some(),
            "list" => !self.is_listed(),
            "delist" => self.is_listed(),
            "leave_campaign" => self.campaigns.iter().any(CampaignTag::stands),
            "suspend" => self.suspension.is_none(),
            "lift_suspension" => self.suspension.is_some(),
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
    fn warnings(&self, policy: &Policy, day: Day) -> Vec<Warning> {
        self.due(policy, day)
    }
    fn measures(&self) -> Vec<Measure> {
        measuring::measures(self)
    }
    fn facets(&self, _: RecordId) -> Facets {
        let point = self.location.and_then(Location::wgs84);
        let offered = self.transfer.as_ref().filter(|_| OPEN.contains(&self.state));
        Facets {
            state: self.state.as_str().to_owned(),
            level: self.level,
            category: Some(self.categories()),
            tags: self.tags(),
            // While a transfer waits, the record shows itself to the department that shall take it.
            sector: offered.and_then(|transfer| transfer.sector).or(self.sector),
            enterprise: self.enterprise,
            owner: self.owner,
            due_on: self.deadline,
            occurred_on: Some(self.found_at.day()),
            lon: point.map(|(lon, _)| lon),
            lat: point.map(|(_, lat)| lat),
            number: self.number.clone(),
            is_voided: self.state == Voided,
        }
    }
}

/// Graded, and not at its end.
const IN_HAND: &[HazardState] = &[Registered, Rectifying, PendingAcceptance];
/// Ordered, and not at its end.
const WORKED_ON: &[HazardState] = &[Rectifying, PendingAcceptance];
/// A suspension may outlast the hazard that it was ordered for.
const SUSPENDABLE: &[HazardState] = &[Registered, Rectifying, PendingAcceptance, Closed];
/// Not voided.
const KEPT: &[HazardState] = &[Reported, Registered, Rectifying, PendingAcceptance, Closed];
/// Neither closed nor voided.
const OPEN: &[HazardState] = &[Reported, Registered, Rectifying, PendingAcceptance];
