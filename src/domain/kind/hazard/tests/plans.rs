//! Plans of rectification with their six items, and notes of progress.
use super::*;
use crate::domain::outcome::RefusalCode as Code;

#[test]
fn a_plan_has_all_six_items() {
    for item in ["goals", "methods", "funds_fen", "materials", "persons", "schedule", "safety"] {
        let mut plan = six_items();
        plan["items"].as_object_mut().unwrap().remove(item);
        let refused = ordered(as_major()).does(&safety_officer(), "submit_plan", plan);
        assert_eq!(why(refused).0, Code::InvalidBody, "{item}");
    }
}

#[test]
fn a_major_hazard_is_rectified_by_an_approved_plan_and_not_before() {
    let mut desk = ordered(as_major());
    let refused = |desk: &mut Desk| why(desk.does(&safety_officer(), "submit_rectification", cleared()));
    assert_eq!(refused(&mut desk), refused_as(Code::IllegalState));
    desk.does(&safety_officer(), "submit_plan", six_items()).unwrap();
    assert_eq!(refused(&mut desk), refused_as(Code::IllegalState));
    assert!(!desk.open_acts(&safety_officer()).contains(&"submit_rectification".to_owned()));
    desk.does(&fire_department(), "approve_plan", seen()).unwrap();
    assert!(desk.does(&safety_officer(), "submit_rectification", cleared()).is_ok());
}

#[test]
fn a_returned_plan_is_kept_and_made_anew() {
    let mut desk = ordered(as_major());
    assert_eq!(why(desk.does(&officer(), "approve_plan", seen())), refused_as(Code::IllegalState));
    desk.does(&safety_officer(), "submit_plan", six_items()).unwrap();
    assert_eq!(why(desk.does(&safety_officer(), "submit_plan", six_items())), refused_as(Code::IllegalState));
    desk.does(&officer(), "return_plan", json!({"reasons": "缺应急预案"})).unwrap();
    assert_eq!(why(desk.does(&officer(), "approve_plan", seen())), refused_as(Code::IllegalState));
    desk.does(&safety_officer(), "submit_plan", six_items()).unwrap();
    let hazard: Hazard = desk.record();
    assert!(hazard.returned_plans.len() == 1 && hazard.returned_plans[0].returned.is_some());
    assert!(hazard.plan.unwrap().returned.is_none());
}

#[test]
fn department_or_issuer_approve_and_never_the_enterprise() {
    let submitted = || {
        let mut desk = ordered(as_major());
        desk.does(&safety_officer(), "submit_plan", six_items()).unwrap();
        desk
    };
    for person in [fire_department(), officer(), county_officer()] {
        assert!(submitted().does(&person, "approve_plan", seen()).is_ok());
    }
    assert_eq!(why(submitted().does(&principal(), "approve_plan", seen())), refused_as(Code::Forbidden));
}

#[test]
fn a_body_that_submits_a_plan_leaves_its_approval_to_another() {
    let mut desk = reported(loose_slope());
    desk.does(&officer(), "register", Graded { owner: id(TOWNSHIP), ..as_major() }).unwrap();
    desk.does(&officer(), "order", five_commitments()).unwrap();
    desk.does(&officer(), "submit_plan", six_items()).unwrap();
    assert_eq!(why(desk.does(&second_officer(), "approve_plan", seen())), refused_as(Code::SeparationOfDuty));
    assert!(desk.does(&county_officer(), "approve_plan", seen()).is_ok());
}

#[test]
fn progress_is_appended_and_changes_nothing_else() {
    let mut desk = ordered(as_general());
    let before: Hazard = desk.record();
    desk.does(&safety_officer(), "progress", json!({"note": "已搬离一半", "percent": 50, "spent_fen": 40_000}))
        .unwrap();
    desk.does(&safety_officer(), "progress", json!({"note": "全部搬离"})).unwrap();
    let after: Hazard = desk.record();
    assert_eq!(after.progress.len(), 2);
    assert_eq!(Hazard { progress: Vec::new(), ..after }, before);
    let refused = desk.does(&safety_officer(), "progress", json!({"note": "超额", "percent": 101}));
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "percent"));
    assert_eq!(why(desk.does(&officer(), "progress", json!({"note": "代报"}))), refused_as(Code::Forbidden));
}

#[test]
fn plan_progress_and_deferral_touch_no_field_in_common() {
    let changed = |act: &str, body: Value| {
        let mut desk = ordered(as_major());
        let before = desk.state.clone();
        desk.does(&safety_officer(), act, body).unwrap();
        let merging = desk.kind.merging();
        let fields = crate::domain::document::changed_fields(before.as_ref(), desk.state.as_ref().unwrap());
        fields.into_iter().filter(|field| !merging.contains(&field.as_str())).collect::<Vec<_>>()
    };
    assert_eq!(changed("submit_plan", six_items()), ["plan"]);
    assert_eq!(changed("request_deferral", later()), ["deferral_request"]);
    assert_eq!(changed("set_interim_controls", json!({"measures": "看守", "watcher": "李四"})), ["interim_controls"]);
    let note = json!({"note": "过半", "photos": [photo(1, "scene")]});
    assert!(changed("progress", note).is_empty(), "it collides with nothing");
}
