//! The programme's rules, tried in a county with its fire department.
mod indicators;
mod measures;
mod sequences;

use super::*;
use crate::domain::TaskId;
use crate::domain::kind::trial::*;
use crate::domain::outcome::RefusalCode as Code;
use serde_json::json;

pub const TOPIC: u128 = 101;
pub const SPECIAL: u128 = 102;
pub const TASK: u128 = 201;
pub const TODAY: &str = "2026-11-23";

fn second() -> Person {
    Person { id: id(22), ..county_officer() }
}
fn plan(n: u128, class: &str) -> Value {
    json!({"id": id::<()>(n), "class": class, "title": "专项", "lead": id::<()>(FIRE_DEPARTMENT), "issued_on": "2026-04-01"})
}
fn system(n: u128) -> Value {
    json!({"id": id::<()>(n), "title": "调度制度", "document_number": "制1", "issued_on": "2025-12-01"})
}
fn adopting() -> Value {
    json!({
        "title": "三年行动", "document_number": "1号", "from_on": "2026-01-01", "to_on": "2028-12-31",
        "plans": [plan(TOPIC, "topic"), plan(SPECIAL, "special")], "work_systems": [system(401)],
    })
}
/// The body, with some of it said otherwise.
fn with(mut body: Value, more: Value) -> Value {
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}
fn adopted() -> Desk {
    let mut desk = Desk::of("program");
    desk.does(&county_officer(), "adopt", adopting()).unwrap();
    desk
}
fn task(n: u128) -> Value {
    json!({
        "id": id::<()>(n), "plan": id::<()>(TOPIC), "title": "排查", "accountable": id::<()>(FIRE_DEPARTMENT),
        "due_on": "2026-12-31", "milestones": [{"title": "摸底", "due_on": "2026-11-30"}],
    })
}
fn with_task() -> Desk {
    let mut desk = adopted();
    desk.does(&county_officer(), "add_task", task(TASK)).unwrap();
    desk
}
fn named(n: u128) -> Value {
    json!({"task": id::<()>(n)})
}
fn report(percent: u64) -> Value {
    with(named(TASK), json!({"percent": percent, "note": "进展"}))
}
fn complete() -> Value {
    with(named(TASK), json!({"result": "完成", "document_number": "报1"}))
}
fn confirm(completion: u32) -> Value {
    with(named(TASK), json!({"completion": completion, "opinion": "同意"}))
}
fn program(desk: &Desk) -> Program {
    desk.record()
}
fn day(text: &str) -> Day {
    text.parse().unwrap()
}
fn standing(desk: &Desk, on: &str) -> Option<TaskStanding> {
    let program = program(desk);
    program.standing(program.task(id(TASK)).unwrap(), day(on))
}
fn invalid(field: &str) -> (Code, Option<String>) {
    refused_at(Code::InvalidBody, field)
}

#[test]
fn a_county_adopts_a_programme_with_its_plans_and_rules() {
    let desk = adopted();
    assert_eq!((program(&desk).plans.len(), program(&desk).work_systems.len()), (2, 1));
    let adopt = |person: &Person, more: Value| Desk::of("program").does(person, "adopt", with(adopting(), more));
    assert_eq!(why(adopt(&officer(), json!({}))), refused_as(Code::Forbidden));
    assert_eq!(why(adopt(&fire_department(), json!({}))), refused_as(Code::Forbidden));
    assert_eq!(why(adopt(&county_officer(), json!({"to_on": "2025-12-31"}))), invalid("to_on"));
    let twice = json!({"plans": [plan(TOPIC, "topic"), plan(TOPIC, "special")]});
    assert_eq!(why(adopt(&county_officer(), twice)), invalid("plans/1/id"));
    let tomorrow = json!({"plans": [with(plan(TOPIC, "topic"), json!({"issued_on": "2026-11-24"}))]});
    assert_eq!(why(adopt(&county_officer(), tomorrow)), invalid("plans/0/issued_on"));
    let nobody = json!({"plans": [with(plan(TOPIC, "topic"), json!({"lead": id::<()>(77)}))]});
    assert_eq!(why(adopt(&county_officer(), nobody)), refused_at(Code::UnknownOrganisation, "plans/0/lead"));
    let systems = json!({"work_systems": [system(1), system(1)]});
    assert_eq!(why(adopt(&county_officer(), systems)), invalid("work_systems/1/id"));
    let many: Vec<_> = (0..101).map(|n| plan(n, "special")).collect();
    assert_eq!(why(adopt(&county_officer(), json!({"plans": many}))), invalid("plans"));
}

#[test]
fn only_the_adopting_body_or_a_government_above_changes_a_programme() {
    for act in ["amend", "add_plan", "set_task_force", "add_task", "add_indicator", "conclude", "cancel"] {
        let open = |person: &Person| adopted().open_acts(person).contains(&act.to_owned());
        let elsewhere = crate::domain::scope::Duty { organisation: id(99), ..county_officer().duties[0].clone() };
        let other = Person { duties: vec![elsewhere], ..second() };
        assert!(open(&county_officer()) && open(&second()) && open(&city_officer()), "{act}");
        assert!(!open(&other) && !open(&fire_department()) && !open(&auditor()) && !open(&leader()), "{act}");
    }
}

#[test]
fn plans_have_ids_of_their_own_and_end_once_with_their_tasks() {
    let mut desk = with_task();
    assert_eq!(why(desk.does(&second(), "add_plan", plan(TOPIC, "special"))), invalid("id"));
    desk.does(&second(), "add_plan", plan(103, "special")).unwrap();
    let end = |on: &str| json!({"plan": id::<()>(TOPIC), "ended_on": on, "reason": "并入"});
    assert_eq!(why(desk.does(&second(), "end_plan", end("2026-11-24"))), invalid("ended_on"));
    assert_eq!(why(desk.does(&second(), "end_plan", end("2026-03-31"))), invalid("ended_on"));
    desk.does(&fire_department(), "complete_task", complete()).unwrap();
    assert_eq!(why(desk.does(&second(), "end_plan", end(TODAY))), invalid("plan"), "somebody is owed an answer");
    desk.does(&second(), "return_task", with(named(TASK), json!({"completion": 1, "reason": "缺佐证"}))).unwrap();
    desk.does(&second(), "end_plan", end(TODAY)).unwrap();
    assert_eq!(standing(&desk, TODAY), Some(TaskStanding::Dropped));
    assert_eq!(why(desk.does(&second(), "end_plan", end(TODAY))), invalid("plan"));
    assert_eq!(why(desk.does(&second(), "add_task", task(202))), invalid("plan"));
    assert_eq!(why(desk.does(&fire_department(), "report_task", report(10))), refused_as(Code::IllegalState));
    let amend = json!({"plan": id::<()>(TOPIC), "title": "新"});
    assert_eq!(why(desk.does(&second(), "amend_plan", amend)), invalid("plan"));
}

#[test]
fn work_systems_are_withdrawn_once() {
    let mut desk = adopted();
    assert_eq!(why(desk.does(&second(), "add_work_system", system(401))), invalid("id"));
    let withdraw = json!({"work_system": id::<()>(401), "ended_on": TODAY, "reason": "废止"});
    desk.does(&second(), "withdraw_work_system", &withdraw).unwrap();
    assert_eq!(why(desk.does(&second(), "withdraw_work_system", &withdraw)), refused_as(Code::IllegalState));
    desk.does(&second(), "add_work_system", system(402)).unwrap();
    assert_eq!(why(desk.does(&second(), "withdraw_work_system", &withdraw)), invalid("work_system"));
}

#[test]
fn a_task_force_has_a_head_and_bodies_that_are_there() {
    let member =
        |role: &str, organisation: u128| json!({"name": "刘", "organisation": id::<()>(organisation), "role": role});
    let set = |members: Value| adopted().does(&second(), "set_task_force", json!({"members": members}));
    assert!(set(json!([member("head", COUNTY), member("member", FIRE_DEPARTMENT)])).is_ok());
    assert_eq!(why(set(json!([member("member", COUNTY)]))), refused_at(Code::Missing, "members"));
    let unknown = set(json!([member("head", COUNTY), member("member", 77)]));
    assert_eq!(why(unknown), refused_at(Code::UnknownOrganisation, "members/1/organisation"));
}

#[test]
fn a_task_lies_within_the_programme_and_has_one_body_that_is_there() {
    let add = |more: Value| adopted().does(&second(), "add_task", with(task(TASK), more));
    assert!(add(json!({})).is_ok());
    assert_eq!(why(add(json!({"due_on": "2029-01-01"}))), invalid("due_on"));
    assert_eq!(why(add(json!({"due_on": "2025-12-31"}))), invalid("due_on"));
    assert_eq!(why(add(json!({"plan": id::<()>(77)}))), invalid("plan"));
    assert_eq!(
        why(add(json!({"accountable": id::<()>(BAKERY)}))),
        refused_at(Code::UnknownOrganisation, "accountable")
    );
    assert_eq!(
        why(add(json!({"accountable": [id::<()>(3), id::<()>(4)]}))),
        invalid("accountable/0"),
        "one body, and no list"
    );
    let milestone = |title: &str, due_on: &str| json!({"title": title, "due_on": due_on});
    let late = json!({"milestones": [milestone("摸底", "2027-01-01")]});
    assert_eq!(why(add(late)), invalid("milestones/0/due_on"));
    let twice = json!({"milestones": [milestone("摸底", TODAY), milestone("摸底", TODAY)]});
    assert_eq!(why(add(twice)), invalid("milestones/1/title"));
    let mut desk = with_task();
    assert_eq!(why(desk.does(&second(), "add_task", task(TASK))), invalid("id"));
    assert_eq!(why(desk.does(&second(), "amend", json!({"to_on": "2026-12-30"}))), invalid("to_on"));
    assert_eq!(why(desk.does(&second(), "amend", json!({"from_on": "2026-12-01"}))), invalid("from_on"));
    assert!(desk.does(&second(), "amend", json!({"to_on": "2026-12-31", "title": "行动"})).is_ok());
    let amend = |due_on: &str| with(named(TASK), json!({"due_on": due_on}));
    assert_eq!(why(desk.does(&second(), "amend_task", amend("2026-11-29"))), invalid("milestones/0/due_on"));
    assert!(desk.does(&second(), "amend_task", amend("2026-11-30")).is_ok());
}

#[test]
fn the_accountable_body_reports_and_a_hundred_percent_is_no_completion() {
    let mut desk = with_task();
    assert_eq!(standing(&desk, TODAY), Some(TaskStanding::NotStarted));
    assert_eq!(standing(&desk, "2026-11-22"), None, "it was not there yet");
    let other = Person { id: id(33), ..fire_department() };
    let other = Person {
        duties: vec![crate::domain::scope::Duty { organisation: id(98), ..other.duties[0].clone() }],
        ..other
    };
    assert_eq!(why(desk.does(&other, "report_task", report(10))), refused_as(Code::Forbidden));
    desk.does(&second(), "add_task", with(task(202), json!({"accountable": id::<()>(CITY)}))).unwrap();
    let foreign = with(report(10), json!({"task": id::<()>(202)}));
    assert_eq!(why(desk.does(&fire_department(), "report_task", foreign)), refused_at(Code::Forbidden, "task"));
    assert_eq!(why(desk.does(&fire_department(), "report_task", report(101))), invalid("percent"));
    let unknown = with(report(10), json!({"reached": ["摸底", "验收"]}));
    assert_eq!(why(desk.does(&fire_department(), "report_task", unknown)), invalid("reached/1"));
    desk.does(&fire_department(), "report_task", report(100)).unwrap();
    assert_eq!(standing(&desk, TODAY), Some(TaskStanding::Underway));
    assert_eq!(standing(&desk, "2027-01-01"), Some(TaskStanding::Overdue));
    assert!(!program(&desk).is_done(id(TASK)));
}

#[test]
fn of_two_reports_the_later_one_counts_whichever_arrives_first() {
    let mut desk = with_task();
    desk.does(&fire_department(), "report_task", report(60)).unwrap();
    desk.at = desk.at.plus_seconds(-3600);
    desk.does(&second(), "report_task", with(report(20), json!({"reached": ["摸底"]}))).unwrap();
    let task: TaskId = id(TASK);
    let known = program(&desk).report(task).cloned().unwrap();
    assert_eq!((known.percent, known.mark.by.person, known.reached.len()), (60, fire_department().id, 1));
}

#[test]
fn a_completion_is_confirmed_by_another_person_who_has_seen_it() {
    let mut desk = with_task();
    assert_eq!(why(desk.does(&second(), "confirm_task", confirm(1))), refused_as(Code::IllegalState));
    desk.does(&county_officer(), "complete_task", complete()).unwrap();
    assert_eq!(standing(&desk, "2027-01-01"), Some(TaskStanding::Completed));
    assert_eq!(why(desk.does(&second(), "complete_task", complete())), refused_as(Code::IllegalState));
    let own = desk.does(&county_officer(), "confirm_task", confirm(1));
    assert_eq!(why(own), refused_at(Code::SeparationOfDuty, "task"));
    assert_eq!(why(desk.does(&fire_department(), "confirm_task", confirm(1))), refused_as(Code::Forbidden));
    let back = with(named(TASK), json!({"completion": 1, "reason": "缺佐证"}));
    desk.does(&second(), "return_task", back).unwrap();
    assert_eq!(standing(&desk, TODAY), Some(TaskStanding::Underway));
    desk.does(&fire_department(), "complete_task", complete()).unwrap();
    assert_eq!(why(desk.does(&second(), "confirm_task", confirm(1))), invalid("completion"), "that one was returned");
    assert_eq!(why(desk.does(&second(), "conclude", json!({"summary": "完"}))), refused_as(Code::IllegalState));
    desk.does(&second(), "confirm_task", confirm(2)).unwrap();
    assert_eq!(standing(&desk, TODAY), Some(TaskStanding::Done));
    assert_eq!(standing(&desk, "2027-06-01"), Some(TaskStanding::Done));
}

#[test]
fn a_programme_is_concluded_with_what_stays_undone() {
    let mut desk = with_task();
    let summary = json!({"summary": "基本完成"});
    assert_eq!(why(desk.does(&second(), "conclude", &summary)), refused_at(Code::Missing, "unfinished"));
    desk.does(&second(), "conclude", with(summary.clone(), json!({"unfinished": "一项转常态"}))).unwrap();
    assert_eq!(program(&desk).state, ProgramState::Concluded);
    assert!(desk.open_acts(&second()).is_empty());
    assert!(adopted().does(&second(), "conclude", &summary).is_ok(), "without a task nothing is undone");
    let facets = adopted().does(&second(), "cancel", json!({"reason": "误建"})).unwrap();
    assert!(facets.is_voided);
}

#[test]
fn what_is_due_is_warned_of_before_its_accountable_body() {
    use crate::domain::kind::Matter;
    let warned = |desk: &Desk, on: &str| -> Vec<(Matter, Option<i64>)> {
        let warnings = desk.kind.warnings(desk.state.as_ref().unwrap(), &desk.policy, day(on));
        assert!(warnings.iter().all(|warning| warning.body == Some(id(FIRE_DEPARTMENT))));
        warnings.iter().map(|warning| (warning.matter, warning.days_overdue)).collect()
    };
    let mut desk = with_task();
    assert_eq!(program(&desk).due_on(), Some(day("2026-11-30")));
    assert_eq!(warned(&desk, "2026-11-01"), []);
    assert_eq!(warned(&desk, "2026-11-30"), [(Matter::Milestone, None)]);
    assert_eq!(warned(&desk, "2027-01-02"), [(Matter::Milestone, Some(33)), (Matter::Task, Some(2))]);
    desk.does(&fire_department(), "report_task", with(report(30), json!({"reached": ["摸底"]}))).unwrap();
    assert_eq!(warned(&desk, "2027-01-02"), [(Matter::Task, Some(2))]);
    assert_eq!(program(&desk).due_on(), Some(day("2026-12-31")));
    desk.does(&fire_department(), "complete_task", complete()).unwrap();
    assert_eq!((warned(&desk, "2027-01-02"), program(&desk).due_on()), (vec![], None));
}
