//! Programmes (三年行动): plans, rules of work, tasks with one accountable body each, indicators.
mod acts;
mod fold;
mod formula;
mod indicator;
mod record;
mod rules;
mod standing;
#[cfg(test)]
mod tests;

pub use acts::*;
pub use formula::*;
pub use indicator::*;
pub use record::*;
pub use standing::TaskStanding;

use super::life::{Life, Row};
use super::{Facets, Facts, Measure, Measured, Mentions, Warning};
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
    /// Where a programme stands.
    ProgramState {
        Running = "running" ("实施中", "Running"),
        Concluded = "concluded" ("已总结", "Concluded"),
        Cancelled = "cancelled" ("已取消", "Cancelled"),
    }
}
use ProgramState::*;

spelled! {
    /// What a plan below the implementation plan is.
    PlanClass {
        Topic = "topic" ("专题", "Topic"),
        Special = "special" ("专项方案", "Special plan"),
    }
}

spelled! {
    /// What somebody does in the task force.
    TaskForceRole {
        Head = "head" ("组长", "Head"),
        Deputy = "deputy" ("副组长", "Deputy"),
        Member = "member" ("成员", "Member"),
        Liaison = "liaison" ("联络员", "Liaison"),
    }
}

spelled! {
    /// What an indicator's values are in; a value is a whole number of its smallest step.
    IndicatorUnit {
        /// Ones.
        Number = "number" ("个数", "Number"),
        Fen = "fen" ("分", "Fen"),
        /// Tenths of a percent.
        Percent = "percent" ("百分比（千分之一）", "Percent, in tenths"),
        /// Hundredths of one.
        Hundredths = "hundredths" ("小数（百分之一）", "Decimal, in hundredths"),
    }
}

spelled! {
    /// On which side of its target an indicator is to be.
    IndicatorAim {
        AtLeast = "at_least" ("不低于", "At least"),
        AtMost = "at_most" ("不高于", "At most"),
    }
}

impl IndicatorAim {
    pub fn is_met(self, value: i64, target: i64) -> bool {
        match self {
            Self::AtLeast => value >= target,
            Self::AtMost => value <= target,
        }
    }
}

/// Source: the briefing's "one implementation plan, 2 topics and 11 special plans, ten work systems, a
/// task force" (DOMAIN.md, section 3).
impl Life for Program {
    const NAME: &'static str = "program";
    const ACTS: &'static [&'static str] = &[
        "adopt",
        "amend",
        "add_plan",
        "amend_plan",
        "end_plan",
        "add_work_system",
        "withdraw_work_system",
        "set_task_force",
        "add_task",
        "amend_task",
        "report_task",
        "complete_task",
        "confirm_task",
        "return_task",
        "add_indicator",
        "withdraw_indicator",
        "set_target",
        "read_indicator",
        "conclude",
        "cancel",
    ];
    #[rustfmt::skip]
    const TABLE: &'static [Row<ProgramState>] = &[
        Row { act: "adopt",                from: &[],        to: &[Running],   upon: &[] },
        Row { act: "amend",                from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "add_plan",             from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "amend_plan",           from: &[Running], to: &[Running],   upon: &["plans"] },
        Row { act: "end_plan",             from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "add_work_system",      from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "withdraw_work_system", from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "set_task_force",       from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "add_task",             from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "amend_task",           from: &[Running], to: &[Running],   upon: &["tasks"] },
        Row { act: "report_task",          from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "complete_task",        from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "confirm_task",         from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "return_task",          from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "add_indicator",        from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "withdraw_indicator",   from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "set_target",           from: &[Running], to: &[Running],   upon: &["targets"] },
        Row { act: "read_indicator",       from: &[Running], to: &[Running],   upon: &[] },
        Row { act: "conclude",             from: &[Running], to: &[Concluded], upon: &["tasks", "completions"] },
        Row { act: "cancel",               from: &[Running], to: &[Cancelled], upon: &["state"] },
    ];
    /// Lists to which many add. That what an act names still stands is judged anew when it arrives.
    const MERGING: &'static [&'static str] =
        &["plans", "work_systems", "tasks", "reports", "completions", "indicators", "targets", "readings"];
    const WARNS_IN: &'static [&'static str] = &["running"];
    const LEDGERS: &'static [Tier] = &[Tier::County, Tier::City, Tier::Province];
    const MEASURES: &'static [Measured] = standing::MEASURES;
    type State = ProgramState;
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
    fn state(&self) -> ProgramState {
        self.state
    }
    fn is_ready(&self, act: &str) -> bool {
        let waits = self.completions.iter().any(|completion| completion.verdict.is_none());
        match act {
            "amend_plan" | "end_plan" | "add_task" => self.plans.iter().any(ProgramPlan::stands),
            "withdraw_work_system" => self.work_systems.iter().any(|system| system.withdrawn.is_none()),
            "amend_task" | "report_task" | "complete_task" => self.tasks.iter().any(|task| self.is_in_work(task)),
            "confirm_task" | "return_task" => waits,
            "withdraw_indicator" | "set_target" | "read_indicator" => self.indicators.iter().any(Indicator::stands),
            "conclude" => !waits,
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
    fn facets(&self, _: RecordId) -> Facets {
        Facets {
            state: self.state.as_str().to_owned(),
            sector: self.sector,
            owner: Some(self.adopted.by.organisation),
            due_on: self.due_on(),
            occurred_on: Some(self.from_on),
            is_voided: self.state == Cancelled,
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
