//! What a programme contributes to reports: the briefing's two topics, eleven special plans, ten rules.
use super::*;
use crate::domain::kind::Measure;

fn measures(desk: &Desk) -> Vec<Measure> {
    desk.kind.measures(desk.record, desk.state.as_ref().unwrap()).unwrap()
}
/// How many there are on a day, of a category if one is named.
fn stock(desk: &Desk, name: &str, category: Option<&str>, on: &str) -> i64 {
    let counts = |one: &&Measure| {
        one.name == name
            && one.on <= day(on)
            && category.is_none_or(|category| one.category.as_deref() == Some(category))
    };
    measures(desk).iter().filter(counts).map(|one| one.value).sum()
}

#[test]
fn two_topics_eleven_special_plans_and_ten_work_systems_are_counted() {
    let special = (0..11).map(|n| plan(500 + n, "special"));
    let plans: Vec<_> = [plan(1, "topic"), plan(2, "topic")].into_iter().chain(special).collect();
    let systems: Vec<_> = (0..10).map(system).collect();
    let mut desk = Desk::of("program");
    let body = with(adopting(), json!({"plans": plans, "work_systems": systems}));
    desk.does(&county_officer(), "adopt", body).unwrap();
    assert_eq!(stock(&desk, "program.plans", Some("topic"), TODAY), 2);
    assert_eq!(stock(&desk, "program.plans", Some("special"), TODAY), 11);
    assert_eq!(stock(&desk, "program.plans", None, "2026-03-31"), 0, "not issued yet");
    assert_eq!(stock(&desk, "program.work_systems", None, TODAY), 10);
    let end = json!({"plan": id::<()>(500), "ended_on": "2026-11-20", "reason": "并入"});
    desk.does(&second(), "end_plan", end).unwrap();
    assert_eq!(stock(&desk, "program.plans", Some("special"), "2026-11-19"), 11);
    assert_eq!(stock(&desk, "program.plans", Some("special"), "2026-11-20"), 10);
    desk.does(&second(), "conclude", json!({"summary": "完成"})).unwrap();
    assert_eq!(stock(&desk, "program.plans", None, "2026-11-22"), 12);
    assert_eq!(stock(&desk, "program.plans", None, TODAY), 0, "nothing is in force any more");
}

#[test]
fn a_task_is_done_on_the_day_of_its_confirmation_and_a_dropped_one_is_none() {
    let mut desk = with_task();
    desk.does(&second(), "add_task", with(task(202), json!({"plan": id::<()>(SPECIAL)}))).unwrap();
    assert_eq!(stock(&desk, "program.tasks", None, TODAY), 2);
    desk.does(&fire_department(), "report_task", report(100)).unwrap();
    desk.does(&fire_department(), "complete_task", complete()).unwrap();
    assert_eq!(stock(&desk, "program.tasks_done", None, "2028-01-01"), 0);
    desk.does(&second(), "confirm_task", confirm(1)).unwrap();
    assert_eq!(stock(&desk, "program.tasks_done", Some("topic"), TODAY), 1);
    let end = |plan: u128| json!({"plan": id::<()>(plan), "ended_on": TODAY, "reason": "并入"});
    desk.does(&second(), "end_plan", end(TOPIC)).unwrap();
    desk.does(&second(), "end_plan", end(SPECIAL)).unwrap();
    assert_eq!(stock(&desk, "program.tasks", Some("topic"), TODAY), 1, "done before its plan was ended");
    assert_eq!(stock(&desk, "program.tasks", Some("special"), TODAY), 0);
    desk.does(&second(), "cancel", json!({"reason": "误建"})).unwrap();
    assert!(measures(&desk).is_empty());
}
