//! The bodies of acts on a programme as a whole, its plans, work systems and task force.
use super::super::{PlanClass, TaskForceMember};
use crate::domain::{Day, Line, OrganisationId, Passage, PlanId, Sector, WorkSystemId};
use serde::Deserialize;
use utoipa::ToSchema;

/// A plan below the implementation plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramAddPlan)]
pub struct NewPlan {
    /// Made by the client; no other plan of the programme has it.
    pub id: PlanId,
    pub class: PlanClass,
    pub title: Line,
    /// The body that leads it.
    pub lead: OrganisationId,
    pub sector: Option<Sector>,
    pub document_number: Option<Line>,
    /// Not after the day of the act.
    pub issued_on: Day,
}

/// A named rule of work.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramAddWorkSystem)]
pub struct NewWorkSystem {
    /// Made by the client; no other work system of the programme has it.
    pub id: WorkSystemId,
    pub title: Line,
    pub document_number: Line,
    /// Not after the day of the act.
    pub issued_on: Day,
}

/// Adopts a programme, in the ledger of the county, city or province whose programme it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramAdopt)]
pub struct Adopt {
    pub title: Line,
    /// Of the implementation plan.
    pub document_number: Line,
    pub from_on: Day,
    pub to_on: Day,
    /// Where it is the programme of one sector: its departments see it too.
    pub sector: Option<Sector>,
    #[serde(default)]
    pub plans: Vec<NewPlan>,
    #[serde(default)]
    pub work_systems: Vec<NewWorkSystem>,
}

/// Changes what is named. Tasks and targets stay within the programme's days.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramAmend)]
pub struct Amend {
    pub title: Option<Line>,
    pub document_number: Option<Line>,
    pub from_on: Option<Day>,
    pub to_on: Option<Day>,
}

/// Changes what is named of a plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramAmendPlan)]
pub struct AmendPlan {
    pub plan: PlanId,
    pub title: Option<Line>,
    pub lead: Option<OrganisationId>,
    pub sector: Option<Sector>,
    pub document_number: Option<Line>,
}

/// Ends a plan; its tasks that are not done are dropped with it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramEndPlan)]
pub struct EndPlan {
    pub plan: PlanId,
    /// The first day on which it does not stand any more; not after the day of the act.
    pub ended_on: Day,
    pub reason: Passage,
}

/// Withdraws a work system.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramWithdrawWorkSystem)]
pub struct WithdrawWorkSystem {
    pub work_system: WorkSystemId,
    /// The first day on which it does not stand any more; not after the day of the act.
    pub ended_on: Day,
    pub reason: Passage,
}

/// Says who the task force is, instead of what was said before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramSetTaskForce)]
pub struct SetTaskForce {
    /// At least one, and a head among them.
    #[schema(min_items = 1)]
    pub members: Vec<TaskForceMember>,
}

/// Concludes the programme. No completion waits for its confirmation any more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramConclude)]
pub struct Conclude {
    pub summary: Passage,
    /// What stays undone, and why; required where a task is not done.
    pub unfinished: Option<Passage>,
    pub document_number: Option<Line>,
}

/// Strikes a programme that was adopted by mistake.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgramCancel)]
pub struct Cancel {
    pub reason: Passage,
}
