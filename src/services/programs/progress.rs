//! What a programme's progress says: its plans with their tasks, its indicators with their values.
use crate::domain::kind::program::{
    Indicator, IndicatorReading, IndicatorTarget, PlanClass, Program, ProgramPlan, ProgramState, Span, TaskStanding,
};
use crate::domain::spelled::spelled;
use crate::domain::{Day, Line, OrganisationId, PlanId, RecordId, Region, TaskId};
use crate::services::programs::values::Ratio;
use crate::store::territory::NamedRegion;
use serde::Serialize;
use utoipa::ToSchema;

spelled! {
    /// Where a value comes from.
    ValueOrigin {
        Computed = "computed" ("系统测算", "Computed from the ledgers"),
        Manual = "manual" ("人工填报", "Read by hand"),
    }
}

/// How many tasks stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaskCounts {
    pub not_started: usize,
    pub underway: usize,
    /// Called complete, and not yet confirmed.
    pub completed: usize,
    pub done: usize,
    pub overdue: usize,
    /// Their plan was ended before they were done.
    pub dropped: usize,
}

impl TaskCounts {
    fn add(&mut self, standing: TaskStanding) {
        *match standing {
            TaskStanding::NotStarted => &mut self.not_started,
            TaskStanding::Underway => &mut self.underway,
            TaskStanding::Completed => &mut self.completed,
            TaskStanding::Done => &mut self.done,
            TaskStanding::Overdue => &mut self.overdue,
            TaskStanding::Dropped => &mut self.dropped,
        } += 1;
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskProgress {
    pub id: TaskId,
    pub title: Line,
    pub accountable: OrganisationId,
    pub due_on: Day,
    pub standing: TaskStanding,
    /// By the latest report, whatever the day that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_on: Option<Day>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanProgress {
    pub id: PlanId,
    pub class: PlanClass,
    pub title: Line,
    pub lead: OrganisationId,
    /// Whether it was issued by the day, and not ended.
    pub is_in_force: bool,
    pub counts: TaskCounts,
    pub tasks: Vec<TaskProgress>,
}

/// How many plans and work systems were in force on the day.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct InForce {
    pub topics: usize,
    pub special_plans: usize,
    pub work_systems: usize,
}

/// A value of an indicator. A computed one and one that was read by hand stand beside each other.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IndicatorValue {
    pub origin: ValueOrigin,
    /// In the unit's smallest step; missing for a ratio to nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numerator: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denominator: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<IndicatorReading>,
    /// Against the target, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_met: Option<bool>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RegionValues {
    pub region: NamedRegion,
    /// The next one that is due, or the last one that was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<IndicatorTarget>,
    pub values: Vec<IndicatorValue>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IndicatorProgress {
    /// With its definition and its formula.
    pub indicator: Indicator,
    /// The days that its formula counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The region that is asked for first, then those below it, of the indicator's tier.
    pub regions: Vec<RegionValues>,
}

/// How far a programme has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramProgress {
    pub id: RecordId,
    pub title: Line,
    pub state: ProgramState,
    pub on: Day,
    pub region: NamedRegion,
    /// False where the person sees part of the region's records: computed values count that part.
    pub sees_all: bool,
    pub in_force: InForce,
    pub counts: TaskCounts,
    pub plans: Vec<PlanProgress>,
    pub indicators: Vec<IndicatorProgress>,
}

impl InForce {
    pub fn on(program: &Program, day: Day) -> Self {
        let of = |class| program.plans.iter().filter(|plan| plan.class == class && plan.is_in_force(day)).count();
        let work_systems = program.work_systems.iter().filter(|system| system.is_in_force(day)).count();
        Self { topics: of(PlanClass::Topic), special_plans: of(PlanClass::Special), work_systems }
    }
}

/// The plans of a programme with their tasks on a day, and how many tasks there are in all.
pub fn plans(program: &Program, on: Day) -> (TaskCounts, Vec<PlanProgress>) {
    let mut all = TaskCounts::default();
    let mut told = |plan: &ProgramPlan| {
        let tasks = tasks(program, plan.id, on);
        let mut counts = TaskCounts::default();
        for task in &tasks {
            counts.add(task.standing);
            all.add(task.standing);
        }
        let ProgramPlan { id, class, lead, .. } = *plan;
        PlanProgress { id, class, title: plan.title.clone(), lead, is_in_force: plan.is_in_force(on), counts, tasks }
    };
    let plans = program.plans.iter().map(&mut told).collect();
    (all, plans)
}

fn tasks(program: &Program, plan: PlanId, on: Day) -> Vec<TaskProgress> {
    let own = program.tasks.iter().filter(|task| task.plan == plan);
    let told = own.filter_map(|task| {
        let standing = program.standing(task, on)?;
        Some(TaskProgress {
            id: task.id,
            title: task.title.clone(),
            accountable: task.accountable,
            due_on: task.due_on,
            standing,
            percent: program.report(task.id).map(|report| report.percent),
            done_on: program.done_on(task).filter(|_| standing == TaskStanding::Done),
        })
    });
    told.collect()
}

/// What there is to say of an indicator in a region.
pub fn in_region(
    program: &Program,
    indicator: &Indicator,
    region: &Region,
    computed: Option<Ratio>,
    on: Day,
) -> RegionValues {
    let target = program.target(indicator.id, region.id, on);
    let is_met = |value: i64| target.map(|target| indicator.aim.is_met(value, target.value));
    let computed = computed.map(|Ratio { numerator, denominator }| {
        let value = indicator.unit.value(numerator, denominator);
        IndicatorValue {
            origin: ValueOrigin::Computed,
            value,
            numerator: Some(numerator),
            denominator,
            reading: None,
            is_met: value.and_then(is_met),
        }
    });
    let manual = program.reading(indicator.id, region.id, on).map(|reading| IndicatorValue {
        origin: ValueOrigin::Manual,
        value: Some(reading.value),
        numerator: None,
        denominator: None,
        reading: Some(reading.clone()),
        is_met: is_met(reading.value),
    });
    RegionValues {
        region: region.into(),
        target: target.cloned(),
        values: computed.into_iter().chain(manual).collect(),
    }
}
