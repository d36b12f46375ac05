//! Warnings: what is due soon, and what is overdue and before whom. Computed for a day, never stored.
use crate::domain::calendar::{is_known_until, minus_working_days, working_days_between};
use crate::domain::policy::Policy;
use crate::domain::spelled::spelled;
use crate::domain::{Day, OrganisationId, Tier};
use serde::Serialize;
use utoipa::ToSchema;

spelled! {
    /// What has to be done by a day.
    Matter {
        Rectification = "rectification" ("整改", "Rectification"),
        Progress = "progress" ("整改进度报告", "Report of progress"),
        DeferralDecision = "deferral_decision" ("延期审批", "Decision on a deferral"),
        Acceptance = "acceptance" ("验收", "Acceptance"),
        Transfer = "transfer" ("移交答复", "Answer to a transfer"),
        CampaignMeasure = "campaign_measure" ("制度措施", "Measure of a campaign"),
        Visit = "visit" ("检查", "Visit"),
        Task = "task" ("任务", "Task"),
        Milestone = "milestone" ("任务节点", "Milestone"),
    }
}

/// Something that is due soon or overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Warning {
    pub matter: Matter,
    /// The last day on which it is in time.
    pub due_on: Day,
    /// Who has to do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<OrganisationId>,
    /// Calendar days since; missing where it is only near.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_overdue: Option<i64>,
    /// The highest tier that the warning has climbed to; those below it were warned before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    /// False where holidays up to that day are not known yet: weekends alone were counted.
    pub calendar_is_known: bool,
}

impl Warning {
    /// What a day says of a due day: nothing, that it is near, or how far the warning has climbed.
    pub fn on(
        day: Day,
        matter: Matter,
        due_on: Option<Day>,
        body: Option<OrganisationId>,
        policy: &Policy,
    ) -> Option<Self> {
        let due_on = due_on?;
        let near = Self {
            matter,
            due_on,
            body,
            days_overdue: None,
            tier: None,
            calendar_is_known: is_known_until(due_on.max(day)),
        };
        if due_on < day {
            let late = u32::try_from(working_days_between(due_on, day)).unwrap_or(0);
            let (days, tier) = (due_on.days_until(day), policy.warned_tier(late));
            return Some(Self { days_overdue: Some(days), tier: Some(tier), ..near });
        }
        (minus_working_days(due_on, policy.reminder_working_days) <= day).then_some(near)
    }
}
