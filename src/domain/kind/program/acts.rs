//! The acts of a programme: their bodies, read and shown, and what they mention.
mod indicators;
mod plans;
mod tasks;

pub use indicators::*;
pub use plans::*;
pub use tasks::*;

use crate::domain::OrganisationId;
use crate::domain::canonical::{BadJson, typed};
use crate::domain::kind::Mentions;
use crate::domain::kind::shape::{Shape, shape};
use serde_json::Value;

#[derive(Debug)]
pub enum Act {
    Adopt(Adopt),
    Amend(Amend),
    AddPlan(NewPlan),
    AmendPlan(AmendPlan),
    EndPlan(EndPlan),
    AddWorkSystem(NewWorkSystem),
    WithdrawWorkSystem(WithdrawWorkSystem),
    SetTaskForce(SetTaskForce),
    AddTask(AddTask),
    AmendTask(AmendTask),
    ReportTask(ReportTask),
    CompleteTask(CompleteTask),
    ConfirmTask(ConfirmTask),
    ReturnTask(ReturnTask),
    AddIndicator(AddIndicator),
    WithdrawIndicator(WithdrawIndicator),
    SetTarget(SetTarget),
    ReadIndicator(ReadIndicator),
    Conclude(Conclude),
    Cancel(Cancel),
}

/// What each act's body looks like.
pub(super) fn shapes() -> Vec<Shape> {
    vec![
        shape::<Adopt>("adopt"),
        shape::<Amend>("amend"),
        shape::<NewPlan>("add_plan"),
        shape::<AmendPlan>("amend_plan"),
        shape::<EndPlan>("end_plan"),
        shape::<NewWorkSystem>("add_work_system"),
        shape::<WithdrawWorkSystem>("withdraw_work_system"),
        shape::<SetTaskForce>("set_task_force"),
        shape::<AddTask>("add_task"),
        shape::<AmendTask>("amend_task"),
        shape::<ReportTask>("report_task"),
        shape::<CompleteTask>("complete_task"),
        shape::<ConfirmTask>("confirm_task"),
        shape::<ReturnTask>("return_task"),
        shape::<AddIndicator>("add_indicator"),
        shape::<WithdrawIndicator>("withdraw_indicator"),
        shape::<SetTarget>("set_target"),
        shape::<ReadIndicator>("read_indicator"),
        shape::<Conclude>("conclude"),
        shape::<Cancel>("cancel"),
    ]
}

pub(super) fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
    match act {
        "adopt" => typed(body).map(Act::Adopt),
        "amend" => typed(body).map(Act::Amend),
        "add_plan" => typed(body).map(Act::AddPlan),
        "amend_plan" => typed(body).map(Act::AmendPlan),
        "end_plan" => typed(body).map(Act::EndPlan),
        "add_work_system" => typed(body).map(Act::AddWorkSystem),
        "withdraw_work_system" => typed(body).map(Act::WithdrawWorkSystem),
        "set_task_force" => typed(body).map(Act::SetTaskForce),
        "add_task" => typed(body).map(Act::AddTask),
        "amend_task" => typed(body).map(Act::AmendTask),
        "report_task" => typed(body).map(Act::ReportTask),
        "complete_task" => typed(body).map(Act::CompleteTask),
        "confirm_task" => typed(body).map(Act::ConfirmTask),
        "return_task" => typed(body).map(Act::ReturnTask),
        "add_indicator" => typed(body).map(Act::AddIndicator),
        "withdraw_indicator" => typed(body).map(Act::WithdrawIndicator),
        "set_target" => typed(body).map(Act::SetTarget),
        "read_indicator" => typed(body).map(Act::ReadIndicator),
        "conclude" => typed(body).map(Act::Conclude),
        "cancel" => typed(body).map(Act::Cancel),
        _ => Err(BadJson { pointer: String::new(), detail: "an act that programmes do not have".into() }),
    }
}

pub(super) fn mentions(act: &Act) -> Mentions {
    let organisations = |organisations: Vec<OrganisationId>| Mentions { organisations, ..Mentions::default() };
    let regions = |region: &Option<_>| Mentions { regions: region.iter().cloned().collect(), ..Mentions::default() };
    match act {
        Act::Adopt(body) => organisations(body.plans.iter().map(|plan| plan.lead).collect()),
        Act::AddPlan(body) => organisations(vec![body.lead]),
        Act::AmendPlan(body) => organisations(body.lead.into_iter().collect()),
        Act::SetTaskForce(body) => organisations(body.members.iter().map(|member| member.organisation).collect()),
        Act::AddTask(body) => organisations(vec![body.accountable]),
        Act::AmendTask(body) => organisations(body.accountable.into_iter().collect()),
        Act::SetTarget(body) => regions(&body.region),
        Act::ReadIndicator(body) => regions(&body.region),
        _ => Mentions::default(),
    }
}
