//! Tasks: within the programme's days, reported by who is accountable, confirmed by another person.
use super::super::{AddTask, AmendTask, CompleteTask, Milestone, Program, ProgramTask, ReportTask};
use super::{Allowed, is_of_the_adopting_body, most, refuse_if, standing, within};
use crate::domain::entry::Actor;
use crate::domain::kind::{Facts, known};
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Day, Line, TaskId};
use std::collections::BTreeSet;

const MOST_TASKS: usize = 500;
const MOST_MILESTONES: usize = 20;
/// Of one task, those that were sent back included.
const MOST_COMPLETIONS: usize = 20;

pub fn add(body: &AddTask, program: &Program, facts: &Facts) -> Allowed {
    refuse_if(program.task(body.id).is_some(), "id", "that stands there already")?;
    refuse_if(program.tasks.len() >= MOST_TASKS, "id", most(MOST_TASKS))?;
    standing(body.plan, program)?;
    within("due_on", body.due_on, program)?;
    milestones(&body.milestones, body.due_on, program)?;
    known::body("accountable", body.accountable, facts)
}

pub fn amend(body: &AmendTask, program: &Program, facts: &Facts) -> Allowed {
    let task = in_work(body.task, program)?;
    let due_on = body.due_on.unwrap_or(task.due_on);
    within("due_on", due_on, program)?;
    milestones(body.milestones.as_ref().unwrap_or(&task.milestones), due_on, program)?;
    body.accountable.map_or(Ok(()), |accountable| known::body("accountable", accountable, facts))
}

fn milestones(all: &[Milestone], due_on: Day, program: &Program) -> Allowed {
    refuse_if(all.len() > MOST_MILESTONES, "milestones", most(MOST_MILESTONES))?;
    let mut titles = BTreeSet::new();
    for (n, milestone) in all.iter().enumerate() {
        let is_new = titles.insert(milestone.title.as_str());
        refuse_if(!is_new, &format!("milestones/{n}/title"), "that stands there already")?;
        let field = format!("milestones/{n}/due_on");
        within(&field, milestone.due_on, program)?;
        refuse_if(due_on < milestone.due_on, &field, "after the task itself is due")?;
    }
    Ok(())
}

fn in_work(id: TaskId, program: &Program) -> Result<&ProgramTask, Refusal> {
    let task = program.task(id).filter(|task| program.is_in_work(task));
    task.ok_or_else(|| Refusal::invalid("task", "no task of the programme that is in work"))
}

/// The accountable body speaks for its task, or the body whose programme it is.
fn answers(task: &ProgramTask, program: &Program, by: Actor) -> Allowed {
    match task.accountable == by.organisation || is_of_the_adopting_body(program, by) {
        true => Ok(()),
        false => Err(Refusal::new(RefusalCode::Forbidden, "another body is accountable for the task").at("/body/task")),
    }
}

/// A hundred percent is a report like any other.
pub fn report(body: &ReportTask, program: &Program, by: Actor) -> Allowed {
    let task = in_work(body.task, program)?;
    answers(task, program, by)?;
    refuse_if(body.percent > 100, "percent", "from 0 to 100")?;
    let is_known = |title: &Line| task.milestones.iter().any(|milestone| milestone.title == *title);
    match body.reached.iter().position(|title| !is_known(title)) {
        Some(n) => Err(Refusal::invalid(&format!("reached/{n}"), "no milestone of the task")),
        None => Ok(()),
    }
}

pub fn complete(body: &CompleteTask, program: &Program, by: Actor) -> Allowed {
    let task = in_work(body.task, program)?;
    answers(task, program, by)?;
    let many = program.completions_of(task.id).count();
    refuse_if(many >= MOST_COMPLETIONS, "task", most(MOST_COMPLETIONS))
}

/// The completion that waits, and no other; by another person than the one who called it complete.
pub fn judge(task: TaskId, completion: u32, program: &Program, by: Actor) -> Allowed {
    let Some(pending) = program.pending(task) else {
        return Err(Refusal::invalid("task", "nothing of this name is open"));
    };
    let last = program.completions_of(task).count();
    refuse_if(usize::try_from(completion) != Ok(last), "completion", "another completion waits")?;
    if pending.mark.by.person == by.person {
        let detail = "who called a task complete does not judge its completion";
        return Err(Refusal::new(RefusalCode::SeparationOfDuty, detail).at("/body/task"));
    }
    Ok(())
}
