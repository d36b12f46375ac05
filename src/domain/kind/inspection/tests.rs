//! The inspection's rules, tried at the bakery.
mod measuring;
mod money;
mod sequences;

use super::*;
use crate::domain::kind::Related;
use crate::domain::kind::trial::*;
use crate::domain::outcome::RefusalCode as Code;
use serde_json::json;

fn about(inspection_type: &str) -> Value {
    json!({"inspection_type": inspection_type, "subject": "吉祥面包坊", "enterprise": id::<()>(BAKERY)})
}
fn planned_as(inspection_type: &str) -> Value {
    json!({"about": about(inspection_type), "planned_on": "2026-11-23"})
}
fn visit() -> Value {
    json!({
        "visited_at": "2026-11-23T09:00:00+08:00", "team": [{"name": "张三", "person": officer().id}, {"name": "李四"}],
        "accompanied_by": {"name": "王师傅", "person": safety_officer().id},
        "checklist": [{"item": "疏散通道", "is_in_order": false, "note": "堵塞"}],
    })
}
fn unplanned(inspection_type: &str) -> Value {
    json!({"about": about(inspection_type), "visit": visit()})
}
fn documented() -> Value {
    json!({"document_number": "检〔2026〕1号", "conclusion": "责令整改"})
}
fn halt() -> Value {
    json!({"measure": "halt", "document_number": "停〔2026〕1号", "from_on": "2026-11-24", "detail": "停产停业整顿"})
}

/// Planned by the township.
fn planned() -> Desk {
    let mut desk = Desk::of("inspection");
    desk.does(&officer(), "plan", planned_as("township")).unwrap();
    desk
}
/// ... and done.
fn done() -> Desk {
    let mut desk = planned();
    desk.does(&officer(), "visit", visit()).unwrap();
    desk
}
fn stands(desk: &Desk) -> InspectionState {
    desk.record::<Inspection>().state
}

#[test]
fn an_inspection_is_planned_done_and_documented() {
    let mut desk = planned();
    assert_eq!(desk.record::<Inspection>().facets(id(1)).due_on, "2026-11-23".parse().ok());
    let facets = desk.does(&second_officer(), "visit", visit()).unwrap();
    assert_eq!((facets.state.as_str(), facets.occurred_on), ("done", "2026-11-23".parse().ok()));
    let facets = desk.does(&officer(), "document", documented()).unwrap();
    assert_eq!((facets.state.as_str(), facets.sector), ("documented", Some(Sector::Commerce)));
    assert!(facets.number.is_some() && facets.enterprise == Some(id(BAKERY)));
    assert_eq!(why(desk.does(&officer(), "document", documented())), refused_as(Code::IllegalState));
}

#[test]
fn government_and_leaders_inspect_and_nobody_else() {
    for person in [officer(), fire_department()] {
        assert!(Desk::of("inspection").does(&person, "visit_unplanned", unplanned("enforcement")).is_ok());
    }
    for person in [safety_officer(), auditor(), administrator()] {
        let refused = Desk::of("inspection").does(&person, "visit_unplanned", unplanned("enforcement"));
        assert_eq!(why(refused), refused_as(Code::Forbidden));
    }
}

#[test]
fn the_body_that_planned_it_carries_it_on() {
    assert_eq!(why(planned().does(&fire_department(), "visit", visit())), refused_as(Code::Forbidden));
    assert_eq!(why(done().does(&fire_department(), "document", documented())), refused_as(Code::Forbidden));
    assert!(done().does(&second_officer(), "document", documented()).is_ok());
}

#[test]
fn a_visit_has_a_team() {
    let mut body = visit();
    body["team"] = json!([]);
    assert_eq!(why(planned().does(&officer(), "visit", body)), refused_at(Code::Missing, "team"));
}

#[test]
fn findings_become_hazards_that_may_arrive_later() {
    let mut desk = done();
    desk.related.insert(id(1001), Related { kind: "hazard", ..beside() });
    for n in [1001, 1002] {
        desk.does(&officer(), "add_finding", json!({"hazard": id::<()>(n), "note": "通道堵塞"})).unwrap();
    }
    let refused = desk.does(&officer(), "add_finding", json!({"hazard": id::<()>(BAKERY)}));
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "hazard"));
    assert_eq!(desk.record::<Inspection>().findings.len(), 2);
}

#[test]
fn what_is_planned_can_be_called_off_and_what_is_done_cannot() {
    let mut desk = planned();
    desk.does(&officer(), "cancel", json!({"reason": "改期"})).unwrap();
    assert_eq!(stands(&desk), Cancelled);
    assert!(desk.open_acts(&officer()).is_empty());
    assert_eq!(why(done().does(&officer(), "cancel", json!({"reason": "改期"}))), refused_as(Code::IllegalState));
}

#[test]
fn a_halt_is_lifted_once_and_nothing_else_is() {
    let mut desk = done();
    let lifted = json!({"document_number": "停〔2026〕1号", "opinion": "整改完毕"});
    assert_eq!(why(desk.does(&officer(), "lift", &lifted)), refused_as(Code::IllegalState));
    desk.does(&officer(), "enforce", halt()).unwrap();
    assert_eq!(why(desk.does(&officer(), "enforce", halt())), refused_at(Code::InvalidBody, "document_number"));
    let exposed = json!({"measure": "exposure", "document_number": "曝〔2026〕1号", "from_on": "2026-11-24", "detail": "媒体曝光"});
    desk.does(&fire_department(), "enforce", exposed).unwrap();
    let other = json!({"document_number": "曝〔2026〕1号", "opinion": "撤销"});
    assert_eq!(why(desk.does(&officer(), "lift", other)), refused_at(Code::InvalidBody, "document_number"));
    desk.does(&officer(), "lift", &lifted).unwrap();
    assert_eq!(why(desk.does(&officer(), "lift", &lifted)), refused_as(Code::IllegalState));
}

#[test]
fn duty_13_an_inspector_is_not_the_named_person_of_the_enterprise() {
    let two_hats = || officer().and(safety_officer());
    let refused = Desk::of("inspection").does(&two_hats(), "visit_unplanned", unplanned("township"));
    assert_eq!(why(refused), refused_at(Code::SeparationOfDuty, "about/enterprise"));
    assert_eq!(why(planned().does(&two_hats(), "visit", visit())), refused_as(Code::SeparationOfDuty));
    assert_eq!(why(done().does(&two_hats(), "enforce", halt())), refused_as(Code::SeparationOfDuty));
    let accompanied_by = |member: Value| {
        let mut body = visit();
        body["accompanied_by"] = member;
        planned().does(&officer(), "visit", body)
    };
    let barred = refused_at(Code::SeparationOfDuty, "accompanied_by");
    assert_eq!(why(accompanied_by(json!({"name": "李四"}))), barred, "one of the team");
    assert_eq!(why(accompanied_by(json!({"name": "小张", "person": officer().id}))), barred);
    assert!(accompanied_by(json!({"name": "王师傅"})).is_ok());
}

#[test]
fn duty_14_a_leader_s_visit_carries_the_leader_s_own_device() {
    let visits = |person: &Person, inspection_type: &str, device: bool| {
        let mut desk = Desk::of("inspection");
        desk.device = desk.device.filter(|_| device);
        desk.does(person, "visit_unplanned", unplanned(inspection_type)).map(|facets| (facets, desk))
    };
    let without = visits(&leader(), "leader", false).map(|(facets, _)| facets);
    assert_eq!(why(without), refused_as(Code::SeparationOfDuty));
    let (_, desk) = visits(&leader(), "leader", true).unwrap();
    assert_eq!(desk.record::<Inspection>().visited.unwrap().device, desk.device);
    for (person, inspection_type) in [(leader(), "enforcement"), (officer(), "leader")] {
        let refused = visits(&person, inspection_type, true).map(|(facets, _)| facets);
        assert_eq!(why(refused), refused_at(Code::Forbidden, "about/inspection_type"));
    }
}
