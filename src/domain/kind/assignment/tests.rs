//! The assignment's rules, tried with a county leader and the bakery.
mod measuring;

use super::*;
use crate::domain::kind::Related;
use crate::domain::kind::trial::*;
use crate::domain::outcome::RefusalCode as Code;
use proptest::prelude::*;
use serde_json::json;
use std::sync::LazyLock;

fn named(person: &Person) -> Value {
    json!({"person": person.id, "name": "刘县长"})
}
fn other_leader() -> Person {
    Person { id: id(72), ..leader() }
}
fn target(kind: &str, enterprise: Option<u128>) -> Value {
    let enterprise = enterprise.map(id::<()>);
    json!({"target_kind": kind, "name": "面包坊", "enterprise": enterprise, "unit": "360702100000"})
}
fn assigning() -> Value {
    json!({
        "leader": named(&leader()), "tier": "county", "target": target("enterprise", Some(BAKERY)),
        "from_on": "2026-10-01", "to_on": "2027-09-30",
    })
}
fn assigned() -> Desk {
    let mut desk = Desk::of("assignment");
    desk.does(&county_officer(), "assign", assigning()).unwrap();
    desk
}
fn visit(category: &str, enterprise: u128, occurred_on: Option<&str>) -> Related {
    let facets = Facets {
        category: Some(category.into()),
        enterprise: Some(id(enterprise)),
        occurred_on: occurred_on.map(|day| day.parse().unwrap()),
        ..Facets::default()
    };
    Related { kind: "inspection", facets, ..beside() }
}
fn visiting() -> Value {
    json!({"inspection": id::<()>(701)})
}
/// Adds the inspection as a visit.
fn visits(desk: &mut Desk, person: &Person, inspection: Related) -> Result<Facets, Refusal> {
    desk.related.insert(id(701), inspection);
    desk.does(person, "add_visit", visiting())
}

#[test]
fn a_county_or_above_assigns_a_leader_to_a_target_that_is_there() {
    let facets = assigned().record::<Assignment>().facets(id(1000));
    assert_eq!((facets.enterprise, facets.sector), (Some(id(BAKERY)), Some(Sector::Commerce)));
    assert_eq!(facets.due_on, "2027-01-01".parse().ok(), "three months after the first day");
    let assign = |person: &Person, more: Value| {
        let mut body = assigning();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Desk::of("assignment").does(person, "assign", body)
    };
    assert_eq!(why(assign(&officer(), json!({}))), refused_as(Code::Forbidden));
    assert_eq!(why(assign(&leader(), json!({}))), refused_as(Code::Forbidden));
    let refused = |more: Value| why(assign(&county_officer(), more));
    assert_eq!(refused(json!({"tier": "township"})), refused_at(Code::InvalidBody, "tier"));
    assert_eq!(refused(json!({"to_on": "2026-09-30"})), refused_at(Code::InvalidBody, "to_on"));
    let nobody = json!({"target": target("enterprise", None)});
    assert_eq!(refused(nobody), refused_at(Code::Missing, "target/enterprise"));
    let unknown = json!({"target": target("project", Some(77))});
    assert_eq!(refused(unknown), refused_at(Code::UnknownEnterprise, "target/enterprise"));
    for kind in ["project", "road_section", "place", "tailings_pond", "reservoir"] {
        assert!(assign(&fire_department(), json!({"target": target(kind, None)})).is_ok(), "{kind}");
    }
}

#[test]
fn duty_14_a_visit_is_the_leader_s_own_on_its_own_device() {
    let mut desk = assigned();
    let made = || visit("leader", BAKERY, Some("2026-11-20"));
    for (person, code) in [(county_officer(), Code::Forbidden), (other_leader(), Code::Forbidden)] {
        assert_eq!(why(visits(&mut desk, &person, made())), refused_as(code));
    }
    desk.device = None;
    assert_eq!(why(visits(&mut desk, &leader(), made())), refused_as(Code::SeparationOfDuty));
    desk.device = Some(id(900));
    let facets = visits(&mut desk, &leader(), made()).unwrap();
    assert_eq!(facets.due_on, "2027-02-20".parse().ok(), "three months after the visit");
    let known: Assignment = desk.record();
    assert_eq!((known.visits.len(), known.visits[0].device), (1, Some(id(900))));
    assert_eq!(why(visits(&mut desk, &leader(), made())), refused_at(Code::InvalidBody, "inspection"), "twice");
}

#[test]
fn a_visit_is_a_leader_s_inspection_of_the_target_in_the_leader_s_days() {
    let wrong = refused_at(Code::InvalidBody, "inspection");
    let not_yet = visit("leader", BAKERY, None);
    let elsewhere = visit("leader", SAWMILL, Some("2026-11-20"));
    let enforcement = visit("enforcement", BAKERY, Some("2026-11-20"));
    let before = visit("leader", BAKERY, Some("2026-09-30"));
    for inspection in [not_yet, elsewhere, enforcement, before] {
        assert_eq!(why(visits(&mut assigned(), &leader(), inspection.clone())), wrong, "{inspection:?}");
    }
    assert_eq!(why(visits(&mut assigned(), &leader(), beside())), refused_at(Code::UnknownRecord, "inspection"));
    assert!(visits(&mut assigned(), &leader(), visit("leader", BAKERY, Some("2026-10-01"))).is_ok());
}

#[test]
fn the_cadence_is_the_policy_s_when_the_act_is_done() {
    let mut desk = Desk::of("assignment");
    desk.policy.leader_visit_months = 1;
    assert_eq!(desk.does(&county_officer(), "assign", assigning()).unwrap().due_on, "2026-11-01".parse().ok());
    desk.policy.leader_visit_months = 6;
    let facets = visits(&mut desk, &leader(), visit("leader", BAKERY, Some("2026-11-20"))).unwrap();
    assert_eq!(facets.due_on, "2027-05-20".parse().ok());
}

#[test]
fn a_target_goes_from_leader_to_leader_and_each_visits_in_its_days() {
    let mut desk = assigned();
    let over = |person: &Person, day: &str| json!({"leader": named(person), "tier": "county", "from_on": day});
    let refused = desk.does(&county_officer(), "hand_over", over(&leader(), "2026-11-01"));
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "leader/person"));
    let refused = desk.does(&county_officer(), "hand_over", over(&other_leader(), "2026-10-01"));
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "from_on"));
    assert_eq!(why(desk.does(&fire_department(), "hand_over", over(&other_leader(), "2026-11-01"))).0, Code::Forbidden);
    desk.does(&city_officer(), "hand_over", over(&other_leader(), "2026-11-01")).unwrap();
    let known: Assignment = desk.record();
    assert_eq!(known.earlier[0].to_on, "2026-10-31".parse().ok());
    let made = || visit("leader", BAKERY, Some("2026-11-20"));
    assert_eq!(why(visits(&mut desk, &leader(), made())), refused_as(Code::Forbidden));
    assert!(visits(&mut desk, &other_leader(), made()).is_ok());
}

#[test]
fn an_assignment_ends_and_is_over() {
    let mut desk = assigned();
    let end = |day: &str| json!({"to_on": day, "reason": "已关闭"});
    assert_eq!(why(desk.does(&county_officer(), "end", end("2026-09-30"))), refused_at(Code::InvalidBody, "to_on"));
    assert_eq!(desk.does(&county_officer(), "end", end("2026-11-30")).unwrap().due_on, None);
    assert!(desk.open_acts(&county_officer()).is_empty() && desk.open_acts(&leader()).is_empty());
}

static PEOPLE: LazyLock<Vec<Person>> = LazyLock::new(|| {
    vec![county_officer(), city_officer(), leader(), other_leader(), fire_department(), officer(), auditor()]
});

fn body(act: &str, n: usize) -> Value {
    let day = format!("2026-1{}-15", n % 3);
    match act {
        "assign" => assigning(),
        "amend" => json!({"sector": "fire"}),
        "hand_over" => {
            json!({"leader": named(&[leader(), other_leader()][n % 2]), "tier": "county", "from_on": day})
        }
        "add_visit" => visiting(),
        _ => json!({"to_on": day, "reason": "已关闭"}),
    }
}

fn keeps_its_promises(now: &Assignment) {
    assert!(now.assigned.by.tier >= Tier::County);
    assert_eq!(now.last_visited_on, now.visits.iter().map(|visit| visit.visited_on).max());
    for visit in &now.visits {
        let leaders = now.earlier.iter().map(|tenure| tenure.leader.person).chain([now.leader.person]);
        assert!(visit.device.is_some() && leaders.into_iter().any(|person| person == visit.mark.by.person));
    }
    let ends = now.earlier.iter().map(|tenure| (tenure.from_on, tenure.to_on.unwrap()));
    assert!(ends.clone().all(|(from, to)| from <= to && to < now.from_on), "tenures follow each other");
    assert_eq!(now.ended.is_some(), now.state == Ended);
}

proptest! {
    #[test]
    fn an_assignment_keeps_its_promises_whoever_does_what(
        tries in prop::collection::vec(any::<(usize, usize, usize)>(), 1..=30)
    ) {
        let mut desk = assigned();
        for (person, act, n) in tries {
            desk.related.insert(id(701), visit("leader", BAKERY, Some(&format!("2026-1{}-20", n % 3))));
            let (person, act) = (&PEOPLE[person % PEOPLE.len()], Assignment::ACTS[act % Assignment::ACTS.len()]);
            if desk.does(person, act, body(act, n)).is_ok() {
                keeps_its_promises(&desk.record());
            }
        }
        desk.folds_again();
    }
}
