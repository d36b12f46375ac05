//! The bodies of acts on a programme's tasks.
use super::super::Milestone;
use crate::domain::{Day, Line, OrganisationId, Passage, PlanId, TaskId};
use serde::Deserialize;
use utoipa::ToSchema;

/// Sets a task, for which exactly one body is accountable.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramAddTask)]
pub struct AddTask {
    /// Made by the client; no other task of the programme has it.
    pub id: TaskId,
    /// A plan that stands.
    pub plan: PlanId,
    pub title: Line,
    pub accountable: OrganisationId,
    /// Within the programme's days.
    pub due_on: Day,
    /// Each with a title of its own, due by the task's own day.
    #[serde(default)]
    pub milestones: Vec<Milestone>,
}

/// Changes what is named of a task that nobody has called complete.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramAmendTask)]
pub struct AmendTask {
    pub task: TaskId,
    pub title: Option<Line>,
    pub accountable: Option<OrganisationId>,
    pub due_on: Option<Day>,
    pub milestones: Option<Vec<Milestone>>,
}

/// Reports how far a task has come, for the accountable body. Of two reports the later one counts,
/// whichever arrives first.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramReportTask)]
pub struct ReportTask {
    pub task: TaskId,
    /// 100 is no completion.
    #[schema(maximum = 100)]
    pub percent: u8,
    pub note: Passage,
    /// Titles of milestones that were reached.
    #[serde(default)]
    pub reached: Vec<Line>,
}

/// Calls a task complete, for the accountable body; another person confirms it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramCompleteTask)]
pub struct CompleteTask {
    pub task: TaskId,
    pub result: Passage,
    pub document_number: Line,
}

/// Confirms a completion; never by who called the task complete.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramConfirmTask)]
pub struct ConfirmTask {
    pub task: TaskId,
    /// Which of the task's completions, from 1: nobody confirms another one than it has seen.
    #[schema(minimum = 1)]
    pub completion: u32,
    pub opinion: Passage,
}

/// Sends a completion back; never by who called the task complete.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramReturnTask)]
pub struct ReturnTask {
    pub task: TaskId,
    /// Which of the task's completions, from 1.
    #[schema(minimum = 1)]
    pub completion: u32,
    pub reason: Passage,
}
