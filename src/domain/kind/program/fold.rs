//! The fold: a programme after each of its acts.
use super::{
    Act, AddIndicator, AddTask, Adopt, Amend, AmendPlan, AmendTask, Cancel, CompleteTask, Conclude, Conclusion, Ending,
    Indicator, IndicatorReading, IndicatorTarget, NewPlan, NewWorkSystem, Program, ProgramPlan, ProgramState,
    ProgramTask, ReachedMilestone, ReadIndicator, ReportTask, SetTarget, TaskCompletion, TaskReport, TaskVerdict,
    WorkSystem,
};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::life::out_of_order;
use crate::domain::kind::{Mark, Opinion};
use crate::domain::{Day, Passage, RegionId, TaskId};

pub fn fold(before: Option<Program>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Program, BadJson> {
    match (before, act) {
        (None, Act::Adopt(body)) => Ok(adopted(body, Mark::of(stamp))),
        (Some(program), act) => after(program, act, Mark::of(stamp), decided),
        (None, _) => Err(out_of_order()),
    }
}

fn adopted(body: Adopt, mark: Mark) -> Program {
    let Adopt { title, document_number, from_on, to_on, sector, plans, work_systems } = body;
    Program {
        state: ProgramState::Running,
        adopted: mark,
        title,
        document_number,
        from_on,
        to_on,
        sector,
        plans: plans.into_iter().map(|new| plan(new, mark)).collect(),
        work_systems: work_systems.into_iter().map(|new| work_system(new, mark)).collect(),
        task_force: Vec::new(),
        tasks: Vec::new(),
        reports: Vec::new(),
        completions: Vec::new(),
        indicators: Vec::new(),
        targets: Vec::new(),
        readings: Vec::new(),
        concluded: None,
        cancelled: None,
    }
}

fn plan(new: NewPlan, mark: Mark) -> ProgramPlan {
    let NewPlan { id, class, title, lead, sector, document_number, issued_on } = new;
    ProgramPlan { mark, id, class, title, lead, sector, document_number, issued_on, ended: None }
}
fn work_system(new: NewWorkSystem, mark: Mark) -> WorkSystem {
    let NewWorkSystem { id, title, document_number, issued_on } = new;
    WorkSystem { mark, id, title, document_number, issued_on, withdrawn: None }
}

/// The one that is named; judged before, so that it is there.
fn named<T>(all: &mut [T], is_it: impl Fn(&T) -> bool) -> Result<&mut T, BadJson> {
    all.iter_mut().find(|one| is_it(one)).ok_or_else(out_of_order)
}

fn after(mut now: Program, act: Act, mark: Mark, decided: &Decided) -> Result<Program, BadJson> {
    let on: Day = decided.get("on").ok_or_else(out_of_order)?;
    let ending = |ended_on, opinion| Some(Ending { opinion: Opinion { mark, opinion }, ended_on });
    match act {
        Act::Adopt(_) => return Err(out_of_order()),
        Act::Amend(body) => amend(&mut now, body),
        Act::AddPlan(new) => now.plans.push(plan(new, mark)),
        Act::AmendPlan(body) => amend_plan(named(&mut now.plans, |plan| plan.id == body.plan)?, body),
        Act::EndPlan(body) => {
            named(&mut now.plans, |plan| plan.id == body.plan)?.ended = ending(body.ended_on, body.reason);
        }
        Act::AddWorkSystem(new) => now.work_systems.push(work_system(new, mark)),
        Act::WithdrawWorkSystem(body) => {
            let system = named(&mut now.work_systems, |system| system.id == body.work_system)?;
            system.withdrawn = ending(body.ended_on, body.reason);
        }
        Act::SetTaskForce(body) => now.task_force = body.members,
        Act::AddTask(body) => now.tasks.push(task(body, mark, on)),
        Act::AmendTask(body) => amend_task(named(&mut now.tasks, |task| task.id == body.task)?, body),
        Act::ReportTask(body) => report(&mut now, body, mark, on),
        Act::CompleteTask(body) => now.completions.push(completion(body, mark, on)),
        Act::ConfirmTask(body) => judge(&mut now, body.task, mark, body.opinion, true, on)?,
        Act::ReturnTask(body) => judge(&mut now, body.task, mark, body.reason, false, on)?,
        Act::AddIndicator(body) => now.indicators.push(indicator(body, mark)),
        Act::WithdrawIndicator(body) => {
            let indicator = named(&mut now.indicators, |indicator| indicator.id == body.indicator)?;
            indicator.withdrawn = Some(Opinion { mark, opinion: body.reason });
        }
        Act::SetTarget(body) => set_target(&mut now, body, mark, region(decided)?),
        Act::ReadIndicator(body) => read_indicator(&mut now, body, mark, region(decided)?),
        Act::Conclude(body) => conclude(&mut now, body, mark, on),
        Act::Cancel(Cancel { reason }) => {
            now.state = ProgramState::Cancelled;
            now.cancelled = Some(Opinion { mark, opinion: reason });
        }
    }
    Ok(now)
}

fn region(decided: &Decided) -> Result<RegionId, BadJson> {
    decided.get("region").ok_or_else(out_of_order)
}

fn amend(now: &mut Program, body: Amend) {
    let Amend { title, document_number, from_on, to_on } = body;
    if let Some(title) = title {
        now.title = title;
    }
    if let Some(document_number) = document_number {
        now.document_number = document_number;
    }
    now.from_on = from_on.unwrap_or(now.from_on);
    now.to_on = to_on.unwrap_or(now.to_on);
}

fn amend_plan(plan: &mut ProgramPlan, body: AmendPlan) {
    let AmendPlan { plan: _, title, lead, sector, document_number } = body;
    if let Some(title) = title {
        plan.title = title;
    }
    plan.lead = lead.unwrap_or(plan.lead);
    plan.sector = sector.or(plan.sector);
    plan.document_number = document_number.or_else(|| plan.document_number.take());
}

fn task(body: AddTask, mark: Mark, added_on: Day) -> ProgramTask {
    let AddTask { id, plan, title, accountable, due_on, milestones } = body;
    ProgramTask { mark, id, plan, title, accountable, added_on, due_on, milestones }
}

fn amend_task(task: &mut ProgramTask, body: AmendTask) {
    let AmendTask { task: _, title, accountable, due_on, milestones } = body;
    if let Some(title) = title {
        task.title = title;
    }
    task.accountable = accountable.unwrap_or(task.accountable);
    task.due_on = due_on.unwrap_or(task.due_on);
    if let Some(milestones) = milestones {
        task.milestones = milestones;
    }
}

/// The later report stands, and what any report said of milestones.
fn report(now: &mut Program, body: ReportTask, mark: Mark, on: Day) {
    let ReportTask { task, percent, note, reached } = body;
    let new = TaskReport { mark, task, first_on: on, percent, note, reached: Vec::new() };
    let before = now.reports.iter().position(|report| report.task == task);
    let mut report = before.map_or_else(|| new.clone(), |n| now.reports.swap_remove(n));
    report.first_on = report.first_on.min(on);
    if report.mark.at <= mark.at {
        (report.mark, report.percent, report.note) = (mark, percent, new.note);
    }
    for title in reached {
        if report.reached.iter().all(|other| other.title != title) {
            report.reached.push(ReachedMilestone { title, reached_on: on });
        }
    }
    now.reports.push(report);
}

fn completion(body: CompleteTask, mark: Mark, completed_on: Day) -> TaskCompletion {
    let CompleteTask { task, result, document_number } = body;
    TaskCompletion { mark, task, result, document_number, completed_on, verdict: None }
}

fn judge(
    now: &mut Program,
    task: TaskId,
    mark: Mark,
    opinion: Passage,
    is_confirmed: bool,
    decided_on: Day,
) -> Result<(), BadJson> {
    let waits = |completion: &TaskCompletion| completion.task == task && completion.verdict.is_none();
    let completion = named(&mut now.completions, waits)?;
    // A clock that is slow does not put the verdict before what it is on.
    let decided_on = decided_on.max(completion.completed_on);
    completion.verdict = Some(TaskVerdict { opinion: Opinion { mark, opinion }, is_confirmed, decided_on });
    Ok(())
}

fn indicator(body: AddIndicator, mark: Mark) -> Indicator {
    let AddIndicator { id, plan, title, definition, unit, counted_in, tier, aim, formula } = body;
    Indicator { mark, id, plan, title, definition, unit, counted_in, tier, aim, formula, withdrawn: None }
}

fn set_target(now: &mut Program, body: SetTarget, mark: Mark, region: RegionId) {
    let SetTarget { indicator, region: _, value, by_on } = body;
    let target = IndicatorTarget { mark, indicator, region, value, by_on };
    let is_same = |one: &&mut IndicatorTarget| (one.indicator, one.region, one.by_on) == (indicator, region, by_on);
    match now.targets.iter_mut().find(is_same) {
        Some(known) => *known = target,
        None => now.targets.push(target),
    }
}

/// The later reading of a day stands.
fn read_indicator(now: &mut Program, body: ReadIndicator, mark: Mark, region: RegionId) {
    let ReadIndicator { indicator, region: _, value, on, source } = body;
    let reading = IndicatorReading { mark, indicator, region, value, on, source };
    let is_same = |one: &&mut IndicatorReading| (one.indicator, one.region, one.on) == (indicator, region, on);
    match now.readings.iter_mut().find(is_same) {
        Some(known) if known.mark.at <= mark.at => *known = reading,
        Some(_) => {}
        None => now.readings.push(reading),
    }
}

fn conclude(now: &mut Program, body: Conclude, mark: Mark, concluded_on: Day) {
    let Conclude { summary, unfinished, document_number } = body;
    now.state = ProgramState::Concluded;
    now.concluded = Some(Conclusion { mark, summary, concluded_on, unfinished, document_number });
}
