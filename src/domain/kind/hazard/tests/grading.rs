//! Regrading: up by any government layer, down by a department and a second person one tier above.
use super::*;
use crate::domain::outcome::RefusalCode as Code;

#[test]
fn any_government_layer_grades_up_and_names_the_criterion() {
    for person in [officer(), fire_department(), city_officer()] {
        let facets = registered(as_general()).does(&person, "regrade", up()).unwrap();
        assert_eq!((facets.level, facets.state.as_str()), (Some(Level::Major), "registered"));
    }
    let refused = registered(as_general()).does(&safety_officer(), "regrade", up());
    assert_eq!(why(refused), refused_as(Code::Forbidden));
    let refused = registered(as_general()).does(&officer(), "regrade", json!({"level": "major", "reason": "复核"}));
    assert_eq!(why(refused), refused_at(Code::Missing, "criterion"));
    let refused = registered(as_general()).does(&officer(), "regrade", down());
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "level"));
}

#[test]
fn what_is_graded_up_is_ordered_anew_with_all_five_commitments() {
    for mut desk in [ordered(as_general()), rectified(as_general())] {
        desk.does(&officer(), "regrade", up()).unwrap();
        assert_eq!(stands(&desk), Registered);
        let refused = desk.does(&officer(), "order", three_commitments());
        assert_eq!(why(refused), refused_at(Code::Missing, "responsibility"));
        desk.does(&officer(), "order", five_commitments()).unwrap();
        let refused = desk.does(&safety_officer(), "submit_rectification", cleared());
        assert_eq!(why(refused), refused_as(Code::IllegalState), "a major one needs an approved plan");
    }
}

#[test]
fn the_first_voice_on_grading_down_changes_nothing() {
    let mut desk = ordered(as_major());
    desk.does(&fire_department(), "regrade", down()).unwrap();
    assert!(desk.record::<Hazard>().is_major());
    desk.does(&city_officer(), "regrade", down()).unwrap();
    let hazard: Hazard = desk.record();
    assert_eq!((hazard.level, hazard.state), (Some(Level::General), Rectifying));
    assert!(hazard.regrade_voices.is_empty() && hazard.regrades[0].voices.len() == 2);
    assert!(desk.does(&safety_officer(), "submit_rectification", cleared()).is_ok(), "no plan any more");
}

#[test]
fn an_acceptance_of_the_major_hazard_does_not_close_the_general_one() {
    let mut desk = rectified(as_major());
    desk.does(&officer(), "accept", seen()).unwrap();
    desk.does(&fire_department(), "regrade", down()).unwrap();
    desk.does(&city_officer(), "regrade", down()).unwrap();
    assert_eq!(stands(&desk), PendingAcceptance);
    desk.does(&officer(), "accept", seen()).unwrap();
    assert_eq!(stands(&desk), Closed);
}

#[test]
fn what_government_graded_is_no_longer_internal() {
    let mut desk = internal();
    desk.does(&officer(), "regrade", up()).unwrap();
    desk.does(&fire_department(), "regrade", down()).unwrap();
    desk.does(&city_officer(), "regrade", down()).unwrap();
    let refused = desk.does(&safety_officer(), "order", three_commitments());
    assert_eq!(why(refused), refused_as(Code::SeparationOfDuty));
}
