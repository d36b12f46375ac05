//! What the tables cannot say of a programme: its days, its plans, who answers for what.
mod indicators;
mod tasks;

use super::{
    Act, Adopt, Amend, AmendPlan, Conclude, EndPlan, NewPlan, NewWorkSystem, Program, ProgramPlan, SetTaskForce,
    TaskForceRole, WithdrawWorkSystem,
};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::entry::{Actor, Decided};
use crate::domain::kind::{Facts, known};
use crate::domain::outcome::Refusal;
use crate::domain::{Day, Layer, PlanId};
use std::collections::BTreeSet;

/// Lists have an end: the record stays of a size to be synced.
const MOST_PLANS: usize = 100;
const MOST_WORK_SYSTEMS: usize = 100;
const MOST_MEMBERS: usize = 200;

type Allowed = Result<(), Refusal>;

/// Whether a condition of the access table holds for this programme and this hand.
pub fn holds(when: When, before: Option<&Program>, hand: &Hand) -> bool {
    let Some(program) = before else { return false };
    match when {
        When::IsOfTheAdoptingBody => is_of_the_adopting_body(program, hand.actor()),
        When::HasAPartInTheProgram => has_a_part(program, hand.actor()),
        _ => false,
    }
}

/// The body that adopted it, or a government above.
fn is_of_the_adopting_body(program: &Program, by: Actor) -> bool {
    let own = program.adopted.by;
    own.organisation == by.organisation || (by.layer == Layer::Territorial && by.tier > own.tier)
}

fn has_a_part(program: &Program, by: Actor) -> bool {
    is_of_the_adopting_body(program, by)
        || program.tasks.iter().any(|task| task.accountable == by.organisation)
        || program.plans.iter().any(|plan| plan.lead == by.organisation)
}

pub fn decide(before: Option<&Program>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    match (act, before) {
        (Act::Adopt(body), _) => adopt(body, facts)?,
        (act, Some(program)) => change(act, program, grant.actor(), facts)?,
        _ => {}
    }
    // The day that counts: a claim of an earlier one would help who is late.
    let decided = Decided::default().with("on", facts.counted_on());
    let region = match act {
        Act::SetTarget(body) => Some(indicators::region(body.region.as_ref(), facts)?),
        Act::ReadIndicator(body) => Some(indicators::region(body.region.as_ref(), facts)?),
        _ => None,
    };
    Ok(region.into_iter().fold(decided, |decided, region| decided.with("region", region)))
}

fn change(act: &Act, program: &Program, by: Actor, facts: &Facts) -> Allowed {
    match act {
        Act::Adopt(_) | Act::Cancel(_) => Ok(()),
        Act::Amend(body) => amend(body, program),
        Act::AddPlan(new) => add_plan(new, program, facts),
        Act::AmendPlan(body) => amend_plan(body, program, facts),
        Act::EndPlan(body) => end_plan(body, program, facts),
        Act::AddWorkSystem(new) => add_work_system(new, program, facts),
        Act::WithdrawWorkSystem(body) => withdraw_work_system(body, program, facts),
        Act::SetTaskForce(body) => set_task_force(body, facts),
        Act::AddTask(body) => tasks::add(body, program, facts),
        Act::AmendTask(body) => tasks::amend(body, program, facts),
        Act::ReportTask(body) => tasks::report(body, program, by),
        Act::CompleteTask(body) => tasks::complete(body, program, by),
        Act::ConfirmTask(body) => tasks::judge(body.task, body.completion, program, by),
        Act::ReturnTask(body) => tasks::judge(body.task, body.completion, program, by),
        Act::AddIndicator(body) => indicators::add(body, program),
        Act::WithdrawIndicator(body) => indicators::stands(body.indicator, program).map(|_| ()),
        Act::SetTarget(body) => indicators::set_target(body, program, facts),
        Act::ReadIndicator(body) => indicators::read(body, program, by, facts),
        Act::Conclude(body) => conclude(body, program),
    }
}

fn refuse_if(is_wrong: bool, field: &str, detail: impl Into<String>) -> Allowed {
    if is_wrong { Err(Refusal::invalid(field, detail)) } else { Ok(()) }
}

fn within(field: &str, day: Day, program: &Program) -> Allowed {
    let is_outside = day < program.from_on || program.to_on < day;
    refuse_if(is_outside, field, "outside of the programme's days")
}

/// What is written down has happened.
fn past(field: &str, day: Day, facts: &Facts) -> Allowed {
    refuse_if(day > facts.claimed_on(), field, "after the day of the act")
}

fn adopt(body: &Adopt, facts: &Facts) -> Allowed {
    refuse_if(body.to_on < body.from_on, "to_on", "before the first day")?;
    refuse_if(body.plans.len() > MOST_PLANS, "plans", most(MOST_PLANS))?;
    refuse_if(body.work_systems.len() > MOST_WORK_SYSTEMS, "work_systems", most(MOST_WORK_SYSTEMS))?;
    let (mut plans, mut systems) = (BTreeSet::new(), BTreeSet::new());
    for (n, new) in body.plans.iter().enumerate() {
        refuse_if(!plans.insert(new.id), &format!("plans/{n}/id"), "that stands there already")?;
        plan(&format!("plans/{n}/"), new, body.to_on, facts)?;
    }
    for (n, new) in body.work_systems.iter().enumerate() {
        refuse_if(!systems.insert(new.id), &format!("work_systems/{n}/id"), "that stands there already")?;
        work_system(&format!("work_systems/{n}/"), new, body.to_on, facts)?;
    }
    Ok(())
}

fn most(many: usize) -> String {
    format!("at most {many} of them")
}

/// Issued, and not after the programme; led by a body.
fn plan(at: &str, new: &NewPlan, last: Day, facts: &Facts) -> Allowed {
    let field = format!("{at}issued_on");
    past(&field, new.issued_on, facts)?;
    refuse_if(last < new.issued_on, &field, "outside of the programme's days")?;
    known::body(&format!("{at}lead"), new.lead, facts)
}

/// A rule may be older than the programme that takes it over.
fn work_system(at: &str, new: &NewWorkSystem, last: Day, facts: &Facts) -> Allowed {
    let field = format!("{at}issued_on");
    past(&field, new.issued_on, facts)?;
    refuse_if(last < new.issued_on, &field, "outside of the programme's days")
}

/// Whatever has a day in the programme keeps it.
fn amend(body: &Amend, program: &Program) -> Allowed {
    let from_on = body.from_on.unwrap_or(program.from_on);
    let to_on = body.to_on.unwrap_or(program.to_on);
    refuse_if(to_on < from_on, "to_on", "before the first day")?;
    let tasks = program
        .tasks
        .iter()
        .flat_map(|task| std::iter::once(task.due_on).chain(task.milestones.iter().map(|milestone| milestone.due_on)));
    let targets = program.targets.iter().map(|target| target.by_on);
    let readings = program.readings.iter().map(|reading| reading.on);
    let days: Vec<_> = tasks.chain(targets).chain(readings).collect();
    let issued = program.plans.iter().map(|plan| plan.issued_on);
    let mut issued = issued.chain(program.work_systems.iter().map(|system| system.issued_on));
    refuse_if(days.iter().any(|day| *day < from_on), "from_on", "a task, a target or a reading lies before")?;
    let is_after = days.iter().any(|day| to_on < *day) || issued.any(|day| to_on < day);
    refuse_if(is_after, "to_on", "a plan, a task, a target or a reading lies after")
}

fn standing(id: PlanId, program: &Program) -> Result<&ProgramPlan, Refusal> {
    let plan = program.plan(id).filter(|plan| plan.stands());
    plan.ok_or_else(|| Refusal::invalid("plan", "no plan of the programme that stands"))
}

fn add_plan(new: &NewPlan, program: &Program, facts: &Facts) -> Allowed {
    refuse_if(program.plan(new.id).is_some(), "id", "that stands there already")?;
    refuse_if(program.plans.len() >= MOST_PLANS, "id", most(MOST_PLANS))?;
    plan("", new, program.to_on, facts)
}

fn amend_plan(body: &AmendPlan, program: &Program, facts: &Facts) -> Allowed {
    standing(body.plan, program)?;
    body.lead.map_or(Ok(()), |lead| known::body("lead", lead, facts))
}

fn end_plan(body: &EndPlan, program: &Program, facts: &Facts) -> Allowed {
    let plan = standing(body.plan, program)?;
    // Whoever called a task complete is owed an answer.
    let waits = program.tasks.iter().any(|task| task.plan == plan.id && program.pending(task.id).is_some());
    refuse_if(waits, "plan", "a completion waits for its confirmation")?;
    past("ended_on", body.ended_on, facts)?;
    refuse_if(body.ended_on < plan.issued_on, "ended_on", "before the first day")
}

fn add_work_system(new: &NewWorkSystem, program: &Program, facts: &Facts) -> Allowed {
    let is_known = program.work_systems.iter().any(|system| system.id == new.id);
    refuse_if(is_known, "id", "that stands there already")?;
    refuse_if(program.work_systems.len() >= MOST_WORK_SYSTEMS, "id", most(MOST_WORK_SYSTEMS))?;
    work_system("", new, program.to_on, facts)
}

fn withdraw_work_system(body: &WithdrawWorkSystem, program: &Program, facts: &Facts) -> Allowed {
    let mut systems = program.work_systems.iter();
    let system = systems.find(|system| system.id == body.work_system && system.withdrawn.is_none());
    let system = system.ok_or_else(|| Refusal::invalid("work_system", "no work system that stands"))?;
    past("ended_on", body.ended_on, facts)?;
    refuse_if(body.ended_on < system.issued_on, "ended_on", "before the first day")
}

fn set_task_force(body: &SetTaskForce, facts: &Facts) -> Allowed {
    let members = &body.members;
    let has_a_head = members.iter().any(|member| member.role == TaskForceRole::Head);
    if !has_a_head {
        return Err(Refusal::missing("members", "a head of the task force"));
    }
    refuse_if(members.len() > MOST_MEMBERS, "members", most(MOST_MEMBERS))?;
    let body_of = |(n, member): (usize, &super::TaskForceMember)| {
        known::body(&format!("members/{n}/organisation"), member.organisation, facts)
    };
    members.iter().enumerate().try_for_each(body_of)
}

fn conclude(body: &Conclude, program: &Program) -> Allowed {
    let is_unfinished = program.tasks.iter().any(|task| program.is_open(task));
    match is_unfinished && body.unfinished.is_none() {
        true => Err(Refusal::missing("unfinished", "what stays undone, and why")),
        false => Ok(()),
    }
}
