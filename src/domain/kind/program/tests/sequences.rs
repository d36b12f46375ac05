//! Whatever people try, in whatever order: one accountable body, another person confirms, days hold.
use super::indicators::{INDICATOR, indicator, term};
use super::*;
use crate::domain::kind::trial::chance::{Try, pick, tries};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static PEOPLE: LazyLock<Vec<Person>> = LazyLock::new(|| {
    let two_hats = Person { id: id(99), ..fire_department().and(county_officer()) };
    vec![
        county_officer(),
        second(),
        city_officer(),
        fire_department(),
        fire_inspector(),
        two_hats,
        officer(),
        auditor(),
    ]
});

fn body(act: &str, n: usize) -> Value {
    let days = ["2026-01-01", "2026-11-20", TODAY, "2026-12-31", "2028-12-31", "2029-01-01"];
    let (on, few) = (pick(&days, n), (n % 2) as u128);
    let (plan_id, task_id) = (id::<()>(TOPIC + few), id::<()>(TASK + few));
    let target = json!({"indicator": id::<()>(INDICATOR + few), "region": pick(&["360702101000", "360702100000"], n)});
    match act {
        "adopt" => adopting(),
        "amend" => json!({"to_on": on}),
        "add_plan" => plan(TOPIC + few, pick(&["topic", "special"], n)),
        "amend_plan" => json!({"plan": plan_id, "title": "新", "lead": id::<()>(COUNTY)}),
        "end_plan" if !n.is_multiple_of(4) => json!({"plan": id::<()>(103)}),
        "end_plan" => json!({"plan": plan_id, "ended_on": on, "reason": "并入"}),
        "add_work_system" => system(401 + few),
        "withdraw_work_system" => json!({"work_system": id::<()>(401 + few), "ended_on": on, "reason": "废止"}),
        "set_task_force" => json!({"members": [{"name": "刘", "organisation": id::<()>(COUNTY), "role": "head"}]}),
        "add_task" => with(task(TASK + few), json!({"due_on": on, "milestones": [{"title": "摸底", "due_on": on}]})),
        "amend_task" => json!({"task": task_id, "due_on": on, "milestones": []}),
        "report_task" => json!({"task": task_id, "percent": n % 120, "note": "进展"}),
        "complete_task" => json!({"task": task_id, "result": "完成", "document_number": "报1"}),
        "confirm_task" => json!({"task": task_id, "completion": 1 + n % 2, "opinion": "同意"}),
        "return_task" => json!({"task": task_id, "completion": 1 + n % 2, "reason": "缺佐证"}),
        "add_indicator" => {
            let measure = pick(&["program.tasks", "program.plans", "unicorn.horns"], n);
            let formula = json!({"numerator": term(measure, "sum"), "period": "month"});
            indicator(INDICATOR + few, "number", pick(&[Value::Null, formula], n))
        }
        "withdraw_indicator" if !n.is_multiple_of(4) => json!({}),
        "withdraw_indicator" => json!({"indicator": id::<()>(INDICATOR + few), "reason": "重复"}),
        "set_target" => with(target, json!({"value": n % 1000, "by_on": on})),
        "read_indicator" => with(target, json!({"value": n % 1000, "on": on, "source": "月报"})),
        // An end of everything comes seldom, so that there is something before it.
        "conclude" | "cancel" if !n.is_multiple_of(16) => json!({}),
        "conclude" => json!({"summary": "完成", "unfinished": "余项"}),
        _ => json!({"reason": "误建"}),
    }
}

fn keeps_its_promises(program: &Program) {
    let ids: BTreeSet<_> = program.plans.iter().map(|plan| plan.id).collect();
    assert_eq!(ids.len(), program.plans.len(), "plan ids are unique");
    let is_within = |day: Day| program.from_on <= day && day <= program.to_on;
    for task in &program.tasks {
        assert!(is_within(task.due_on) && program.plan(task.plan).is_some());
        assert!(task.milestones.iter().all(|milestone| milestone.due_on <= task.due_on));
        assert!(program.completions_of(task.id).filter(|one| one.verdict.is_none()).count() <= 1);
        let is_done = program.standing(task, day("2030-01-01")) == Some(TaskStanding::Done);
        assert_eq!(is_done, program.is_done(task.id), "no percentage implies completion");
    }
    for completion in &program.completions {
        let judged = completion.verdict.as_ref().map(|verdict| verdict.opinion.mark.by.person);
        assert!(judged != Some(completion.mark.by.person), "confirmed by another person");
    }
    assert!(program.reports.iter().all(|report| report.percent <= 100));
    assert!(program.targets.iter().all(|target| is_within(target.by_on)));
    assert!(program.readings.iter().all(|reading| is_within(reading.on)));
    for formula in program.indicators.iter().filter_map(|indicator| indicator.formula.as_ref()) {
        assert!(formula.terms().all(|term| term.measured().is_some()));
    }
    let measures = program.contributed();
    let sum = |name: &str| measures.iter().filter(|one| one.name == name).map(|one| one.value).sum::<i64>();
    assert!((0..=3).contains(&sum("program.plans")) && sum("program.tasks_done") <= sum("program.tasks"));
}

fn live(tries: &[Try]) -> Desk {
    let mut desk = with_task();
    desk.does(&second(), "add_indicator", indicator(INDICATOR, "number", Value::Null)).unwrap();
    for one in tries {
        desk.at = desk.at.plus_seconds((one.variant % 7) as i64 - 3);
        if desk.chance(*one, &PEOPLE, |act| body(act, one.variant)).is_some() {
            keeps_its_promises(&desk.record());
        }
    }
    desk
}

proptest! {
    #[test]
    fn a_programme_keeps_its_promises_whoever_does_what(tries in tries(40)) {
        live(&tries).folds_again();
    }
}

/// The property above is worth something only if chance gets that far.
#[test]
fn chance_completes_returns_and_confirms_tasks() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let lives = (0..96).map(|_| live(&tries(60).new_tree(&mut runner).unwrap().current()));
    let lives: Vec<Program> = lives.map(|desk| desk.record()).collect();
    let verdicts = || lives.iter().flat_map(|one| &one.completions).filter_map(|one| one.verdict.as_ref());
    assert!(verdicts().any(|verdict| verdict.is_confirmed), "none confirmed");
    assert!(verdicts().any(|verdict| !verdict.is_confirmed), "none returned");
    assert!(lives.iter().any(|one| !one.readings.is_empty()), "none read");
    assert!(lives.iter().any(|one| !one.targets.is_empty()), "no target");
    assert!(lives.iter().any(|one| one.concluded.is_some()), "none concluded");
    assert!(lives.iter().any(|one| one.plans.iter().any(|plan| plan.ended.is_some())), "no plan ended");
}
