//! Where tasks stand on a day, what is to be warned of, and what a programme contributes to reports.
use super::{Program, ProgramPlan, ProgramState, ProgramTask, TaskCompletion};
use crate::domain::kind::{Matter, Measure, Measured, Unit, Warning, measured};
use crate::domain::policy::Policy;
use crate::domain::spelled::spelled;
use crate::domain::{Day, Line};

spelled! {
    /// Where a task stands on a day.
    TaskStanding {
        NotStarted = "not_started" ("未启动", "Not started"),
        Underway = "underway" ("推进中", "Underway"),
        /// Called complete, and not yet confirmed.
        Completed = "completed" ("待确认", "Completed, not confirmed"),
        Done = "done" ("已完成", "Done"),
        Overdue = "overdue" ("逾期", "Overdue"),
        /// Its plan was ended before it was done.
        Dropped = "dropped" ("随方案终止", "Dropped with its plan"),
    }
}

const PLANS: &str = "program.plans";
const WORK_SYSTEMS: &str = "program.work_systems";
const TASKS: &str = "program.tasks";
const TASKS_DONE: &str = "program.tasks_done";

/// Plans, work systems and tasks are stocks; a task is done once, on the day of its confirmation.
pub const MEASURES: &[Measured] = &[
    measured(PLANS, Unit::Records, "专题和专项方案", "Plans in force"),
    measured(WORK_SYSTEMS, Unit::Records, "工作制度", "Work systems in force"),
    measured(TASKS, Unit::Records, "重点任务", "Tasks"),
    measured(TASKS_DONE, Unit::Records, "已完成任务", "Tasks done"),
];

impl TaskCompletion {
    fn done_on(&self) -> Option<Day> {
        self.verdict.as_ref().filter(|verdict| verdict.is_confirmed).map(|verdict| verdict.decided_on)
    }
    fn waits_on(&self, day: Day) -> bool {
        self.completed_on <= day && self.verdict.as_ref().is_none_or(|verdict| day < verdict.decided_on)
    }
}

impl Program {
    /// The day on which the task's completion was confirmed.
    pub fn done_on(&self, task: &ProgramTask) -> Option<Day> {
        self.completions_of(task.id).find_map(TaskCompletion::done_on)
    }

    fn dropped_on(&self, task: &ProgramTask) -> Option<Day> {
        let ended = self.plan(task.plan)?.ended.as_ref()?.ended_on;
        Some(ended).filter(|ended| self.done_on(task).is_none_or(|done| *ended < done))
    }

    /// Where the task stood on a day; nothing before it was there.
    pub fn standing(&self, task: &ProgramTask, day: Day) -> Option<TaskStanding> {
        let is_by = |known: Option<Day>| known.is_some_and(|known| known <= day);
        let first_on = self.report(task.id).map(|report| report.first_on);
        let completed_on = self.completions_of(task.id).map(|completion| completion.completed_on).min();
        Some(match () {
            () if day < task.added_on => return None,
            () if is_by(self.done_on(task)) => TaskStanding::Done,
            () if is_by(self.dropped_on(task)) => TaskStanding::Dropped,
            () if self.completions_of(task.id).any(|one| one.waits_on(day)) => TaskStanding::Completed,
            () if task.due_on < day => TaskStanding::Overdue,
            () if is_by(first_on) || is_by(completed_on) => TaskStanding::Underway,
            () => TaskStanding::NotStarted,
        })
    }

    /// The first day on which something of an open task is due.
    pub fn due_on(&self) -> Option<Day> {
        let is_running = self.state == ProgramState::Running;
        let open = self.tasks.iter().filter(|task| is_running && self.is_in_work(task));
        open.flat_map(|task| self.dues(task)).map(|(_, due_on)| due_on).min()
    }

    /// What of a task is due when: milestones that were not reached, and the task itself.
    fn dues<'a>(&'a self, task: &'a ProgramTask) -> impl Iterator<Item = (Matter, Day)> + 'a {
        let reached = self.report(task.id).map(|report| &report.reached);
        let is_left = move |title: &Line| reached.is_none_or(|all| all.iter().all(|one| one.title != *title));
        let milestones = task.milestones.iter().filter(move |milestone| is_left(&milestone.title));
        let milestones = milestones.map(|milestone| (Matter::Milestone, milestone.due_on));
        milestones.chain(std::iter::once((Matter::Task, task.due_on)))
    }

    /// Tasks and milestones that are due soon or overdue, before whom is accountable.
    pub(super) fn due(&self, policy: &Policy, day: Day) -> Vec<Warning> {
        let open = self.tasks.iter().filter(|task| self.state == ProgramState::Running && self.is_in_work(task));
        let dues = open.flat_map(|task| self.dues(task).map(|due| (task.accountable, due)));
        dues.filter_map(|(body, (matter, due_on))| Warning::on(day, matter, Some(due_on), Some(body), policy)).collect()
    }

    pub(super) fn contributed(&self) -> Vec<Measure> {
        if self.state == ProgramState::Cancelled {
            return Vec::new();
        }
        let concluded = self.concluded.as_ref().map(|conclusion| conclusion.concluded_on);
        let mut measures = Vec::new();
        for plan in &self.plans {
            let ended = plan.ended.as_ref().map(|ending| ending.ended_on).or(concluded);
            measures.extend(stock(&of_plan(PLANS, plan, plan.issued_on).about(plan.id), ended));
        }
        for system in &self.work_systems {
            let ended = system.withdrawn.as_ref().map(|ending| ending.ended_on).or(concluded);
            measures.extend(stock(&Measure::one(WORK_SYSTEMS, system.issued_on).about(system.id), ended));
        }
        for (task, plan) in self.tasks.iter().filter_map(|task| Some((task, self.plan(task.plan)?))) {
            let added = of_plan(TASKS, plan, task.added_on).about(task.id);
            measures.extend(stock(&added, self.dropped_on(task)));
            let done = self.done_on(task).map(|on| of_plan(TASKS_DONE, plan, on).about(task.id));
            measures.extend(done);
        }
        measures
    }
}

/// Of the plan's class and sector.
fn of_plan(name: &'static str, plan: &ProgramPlan, on: Day) -> Measure {
    Measure { sector: plan.sector, category: Some(plan.class.as_str().to_owned()), ..Measure::one(name, on) }
}

/// There since the day that it is counted to; not any more since the other.
fn stock(there: &Measure, ended: Option<Day>) -> impl Iterator<Item = Measure> {
    let ended = ended.map(|on| Measure { value: -there.value, on: on.max(there.on), ..there.clone() });
    std::iter::once(there.clone()).chain(ended)
}
