//! What a programme is: plans, rules of work, a task force, tasks and what became of them.
use super::{Indicator, IndicatorReading, IndicatorTarget, PlanClass, ProgramState, TaskForceRole};
use crate::domain::kind::{Mark, Opinion};
use crate::domain::{Day, Line, OrganisationId, Passage, PersonId, PlanId, Sector, TaskId, WorkSystemId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something is over since a day, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Ending {
    #[serde(flatten)]
    pub opinion: Opinion,
    /// The first day on which it does not stand any more.
    pub ended_on: Day,
}

/// A plan below the implementation plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProgramPlan {
    #[serde(flatten)]
    pub mark: Mark,
    pub id: PlanId,
    pub class: PlanClass,
    pub title: Line,
    /// The body that leads it.
    pub lead: OrganisationId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<Line>,
    pub issued_on: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ending>,
}

/// A named rule of work: dispatch, reporting, supervision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WorkSystem {
    #[serde(flatten)]
    pub mark: Mark,
    pub id: WorkSystemId,
    pub title: Line,
    pub document_number: Line,
    pub issued_on: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Ending>,
}

/// Somebody of the task force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskForceMember {
    /// The group, where there are several: the group that pushes the work on, the task force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Line>,
    pub name: Line,
    /// The account, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    pub organisation: OrganisationId,
    pub role: TaskForceRole,
}

/// A step on the way of a task, known by its title.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    pub title: Line,
    pub due_on: Day,
}

/// A task, for which one organisation is accountable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProgramTask {
    #[serde(flatten)]
    pub mark: Mark,
    pub id: TaskId,
    pub plan: PlanId,
    pub title: Line,
    pub accountable: OrganisationId,
    pub added_on: Day,
    pub due_on: Day,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub milestones: Vec<Milestone>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReachedMilestone {
    pub title: Line,
    pub reached_on: Day,
}

/// How far a task has come: the latest report, and what reports said before. Earlier ones are entries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TaskReport {
    #[serde(flatten)]
    pub mark: Mark,
    pub task: TaskId,
    /// The day of the first report: since then the task is underway.
    pub first_on: Day,
    /// 100 is no completion: that is an act of its own.
    pub percent: u8,
    pub note: Passage,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reached: Vec<ReachedMilestone>,
}

/// What the body that answers for confirmations said to a completion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TaskVerdict {
    #[serde(flatten)]
    pub opinion: Opinion,
    pub is_confirmed: bool,
    pub decided_on: Day,
}

/// A task was called complete; it is done once another person has confirmed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TaskCompletion {
    #[serde(flatten)]
    pub mark: Mark,
    pub task: TaskId,
    pub result: Passage,
    pub document_number: Line,
    pub completed_on: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<TaskVerdict>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Conclusion {
    #[serde(flatten)]
    pub mark: Mark,
    pub summary: Passage,
    pub concluded_on: Day,
    /// What stays undone, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfinished: Option<Passage>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<Line>,
}

/// A programme as its entries have left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Program {
    pub state: ProgramState,
    pub adopted: Mark,
    pub title: Line,
    /// Of the implementation plan.
    pub document_number: Line,
    pub from_on: Day,
    pub to_on: Day,
    /// Where it is the programme of one sector: its departments see it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<ProgramPlan>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub work_systems: Vec<WorkSystem>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub task_force: Vec<TaskForceMember>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<ProgramTask>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<TaskReport>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub completions: Vec<TaskCompletion>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<IndicatorTarget>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<IndicatorReading>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concluded: Option<Conclusion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Opinion>,
}

impl Program {
    pub fn plan(&self, id: PlanId) -> Option<&ProgramPlan> {
        self.plans.iter().find(|plan| plan.id == id)
    }
    pub fn task(&self, id: TaskId) -> Option<&ProgramTask> {
        self.tasks.iter().find(|task| task.id == id)
    }
    pub fn report(&self, task: TaskId) -> Option<&TaskReport> {
        self.reports.iter().find(|report| report.task == task)
    }
    /// In the order in which they came.
    pub fn completions_of(&self, task: TaskId) -> impl Iterator<Item = &TaskCompletion> {
        self.completions.iter().filter(move |completion| completion.task == task)
    }
    /// The completion that waits for another person.
    pub fn pending(&self, task: TaskId) -> Option<&TaskCompletion> {
        self.completions_of(task).find(|completion| completion.verdict.is_none())
    }
    pub fn is_done(&self, task: TaskId) -> bool {
        let is_confirmed =
            |completion: &TaskCompletion| completion.verdict.as_ref().is_some_and(|one| one.is_confirmed);
        self.completions_of(task).any(is_confirmed)
    }
    /// Neither done nor dropped with its plan.
    pub fn is_open(&self, task: &ProgramTask) -> bool {
        !self.is_done(task.id) && self.plan(task.plan).is_some_and(ProgramPlan::stands)
    }
    /// Open, and nobody has called it complete.
    pub fn is_in_work(&self, task: &ProgramTask) -> bool {
        self.is_open(task) && self.pending(task.id).is_none()
    }
}

impl ProgramPlan {
    pub fn stands(&self) -> bool {
        self.ended.is_none()
    }
    pub fn is_in_force(&self, day: Day) -> bool {
        self.issued_on <= day && self.ended.as_ref().is_none_or(|ending| day < ending.ended_on)
    }
}

impl WorkSystem {
    pub fn is_in_force(&self, day: Day) -> bool {
        self.issued_on <= day && self.withdrawn.as_ref().is_none_or(|ending| day < ending.ended_on)
    }
}
