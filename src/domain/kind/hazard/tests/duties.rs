//! Separation of duties, one test per number of docs/duties.md that these acts touch.
use super::*;
use crate::domain::outcome::RefusalCode as Code;

#[test]
fn duty_1_who_rectified_does_not_accept() {
    let mut desk = internal();
    desk.does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    assert_eq!(why(desk.does(&safety_officer(), "accept", seen())), refused_as(Code::SeparationOfDuty));
    assert!(desk.does(&principal(), "accept", seen()).is_ok());
}

#[test]
fn duty_1_holds_for_who_rectified_in_a_rejected_round() {
    let mut desk = internal();
    desk.does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    desk.does(&principal(), "reject", not_done()).unwrap();
    desk.does(&principal(), "submit_rectification", cleared()).unwrap();
    for person in [safety_officer(), principal()] {
        assert_eq!(why(desk.does(&person, "accept", seen())), refused_as(Code::SeparationOfDuty));
    }
    assert!(desk.does(&Person { id: id(53), ..principal() }, "accept", seen()).is_ok());
}

#[test]
fn duty_1_a_body_that_rectified_leaves_acceptance_to_another_body() {
    let mut desk = reported(loose_slope());
    desk.does(&officer(), "register", Graded { owner: id(TOWNSHIP), ..as_general() }).unwrap();
    desk.does(&officer(), "order", five_commitments()).unwrap();
    desk.does(&officer(), "submit_rectification", cleared()).unwrap();
    assert_eq!(why(desk.does(&second_officer(), "accept", seen())), refused_as(Code::SeparationOfDuty));
    assert!(desk.does(&county_officer(), "accept", seen()).is_ok());
}

#[test]
fn duty_2_an_enterprise_does_not_accept_what_government_found() {
    let mut desk = rectified(as_general());
    assert_eq!(why(desk.does(&principal(), "accept", seen())), refused_as(Code::SeparationOfDuty));
    assert_eq!(why(desk.does(&principal(), "reject", not_done())), refused_as(Code::SeparationOfDuty));
    let mut graded_by_government = Desk::of("hazard");
    graded_by_government.does(&safety_officer(), "report", Found { level: None, ..blocked_exit() }).unwrap();
    graded_by_government.does(&officer(), "register", as_general()).unwrap();
    let refused = graded_by_government.does(&safety_officer(), "order", five_commitments());
    assert_eq!(why(refused), refused_as(Code::SeparationOfDuty));
}

#[test]
fn duty_2_holds_for_what_government_opened_again() {
    let mut desk = internal();
    desk.does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    desk.does(&principal(), "accept", seen()).unwrap();
    desk.does(&officer(), "reopen", blocked_again()).unwrap();
    desk.does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    assert_eq!(why(desk.does(&principal(), "accept", seen())), refused_as(Code::SeparationOfDuty));
    assert!(desk.does(&officer(), "accept", seen()).is_ok());
}

#[test]
fn duty_2_holds_for_what_government_laid_on_another_enterprise() {
    let mut desk = Desk::of("hazard");
    desk.does(&safety_officer(), "report", blocked_exit()).unwrap();
    desk.does(&officer(), "amend", json!({"enterprise": id::<()>(SAWMILL)})).unwrap();
    let refused = desk.does(&sawmill_officer(), "order", three_commitments());
    assert_eq!(why(refused), refused_as(Code::SeparationOfDuty), "the sawmill did not find it");
}

#[test]
fn duty_3_a_reporter_does_not_void_its_own_report_after_registration() {
    assert!(reported(blocked_exit()).does(&officer(), "void", struck("not_hazard")).is_ok());
    let mut desk = registered(as_general());
    assert_eq!(why(desk.does(&officer(), "void", struck("not_hazard"))), refused_as(Code::SeparationOfDuty));
    let in_another_function = Person { id: officer().id, ..fire_department() };
    let refused = desk.does(&in_another_function, "void", struck("not_hazard"));
    assert_eq!(why(refused), refused_as(Code::SeparationOfDuty));
    assert!(desk.does(&second_officer(), "void", struck("not_hazard")).is_ok());
}

#[test]
fn duty_4_a_major_hazard_is_voided_by_two_persons_of_different_tiers() {
    let mut desk = registered(as_major());
    desk.does(&fire_department(), "void", struck("not_hazard")).unwrap();
    assert_eq!(stands(&desk), Registered);
    let the_same_at_the_city = Person { id: fire_department().id, ..city_officer() };
    for person in [fire_department(), fire_inspector(), county_officer(), the_same_at_the_city] {
        assert_eq!(why(desk.does(&person, "void", struck("not_hazard"))), refused_as(Code::SeparationOfDuty));
    }
    desk.does(&city_officer(), "void", struck("not_hazard")).unwrap();
    assert_eq!(stands(&desk), Voided);
}

#[test]
fn duty_4_a_major_hazard_is_graded_down_by_two_persons_of_different_tiers() {
    let refused = |desk: &mut Desk, person: &Person| why(desk.does(person, "regrade", down()));
    let mut desk = ordered(as_major());
    assert_eq!(refused(&mut desk, &officer()), refused_as(Code::SeparationOfDuty), "a department speaks first");
    desk.does(&fire_department(), "regrade", down()).unwrap();
    let the_same_at_the_city = Person { id: fire_department().id, ..city_officer() };
    for person in [fire_department(), fire_inspector(), officer(), county_officer(), the_same_at_the_city] {
        assert_eq!(refused(&mut desk, &person), refused_as(Code::SeparationOfDuty));
    }
    desk.does(&city_officer(), "regrade", down()).unwrap();
    assert!(!desk.record::<Hazard>().is_major());
}

#[test]
fn duty_6_a_deferral_is_decided_by_the_issuer_and_never_by_the_enterprise() {
    let mut desk = ordered(as_general());
    desk.does(&safety_officer(), "request_deferral", later()).unwrap();
    assert_eq!(why(desk.does(&principal(), "decide_deferral", granted())), refused_as(Code::Forbidden));
    assert_eq!(why(desk.does(&fire_department(), "decide_deferral", granted())), refused_as(Code::Forbidden));
    assert!(desk.does(&officer(), "decide_deferral", granted()).is_ok());
    let mut desk = internal();
    desk.does(&safety_officer(), "request_deferral", later()).unwrap();
    let refused = desk.does(&principal(), "decide_deferral", granted());
    assert_eq!(why(refused), refused_as(Code::Forbidden), "though the bakery ordered it itself");
    assert!(desk.does(&fire_department(), "decide_deferral", granted()).is_ok());
}

#[test]
fn duty_6_a_body_does_not_decide_on_its_own_deferral() {
    let mut desk = reported(loose_slope());
    desk.does(&officer(), "register", Graded { owner: id(TOWNSHIP), ..as_general() }).unwrap();
    desk.does(&officer(), "order", five_commitments()).unwrap();
    desk.does(&officer(), "request_deferral", later()).unwrap();
    let refused = desk.does(&second_officer(), "decide_deferral", granted());
    assert_eq!(why(refused), refused_as(Code::SeparationOfDuty));
    assert!(desk.does(&county_officer(), "decide_deferral", granted()).is_ok());
}

#[test]
fn duty_7_a_listed_hazard_closes_only_after_delisting_by_the_lister() {
    let mut desk = rectified(as_general());
    desk.does(&county_officer(), "list", listing("county")).unwrap();
    assert_eq!(why(desk.does(&officer(), "accept", seen())), refused_as(Code::IllegalState));
    assert!(!desk.open_acts(&officer()).contains(&"accept".to_owned()));
    assert_eq!(why(desk.does(&city_officer(), "delist", delisting())), refused_as(Code::SeparationOfDuty));
    desk.does(&county_officer(), "delist", delisting()).unwrap();
    desk.does(&officer(), "accept", seen()).unwrap();
    assert_eq!(stands(&desk), Closed);
}

#[test]
fn duty_7_a_listed_hazard_is_neither_struck_nor_fixed_on_the_spot() {
    let mut desk = registered(as_general());
    desk.does(&county_officer(), "list", listing("county")).unwrap();
    assert_eq!(why(desk.does(&county_officer(), "void", struck("not_hazard"))), refused_as(Code::IllegalState));
    assert_eq!(why(desk.does(&officer(), "fix_on_spot", on_the_spot())), refused_as(Code::IllegalState));
}

#[test]
fn duty_6_the_issuer_s_layer_puts_off_the_deadline_and_never_the_enterprise() {
    let later = json!({"deadline": "2026-12-24"});
    let mut desk = ordered(as_general());
    assert_eq!(why(desk.does(&safety_officer(), "amend", &later)), refused_as(Code::Forbidden));
    let refused = desk.does(&fire_department(), "amend", &later);
    assert_eq!(why(refused), refused_at(Code::SeparationOfDuty, "deadline"));
    assert_eq!(desk.does(&officer(), "amend", &later).unwrap().due_on, "2026-12-24".parse().ok());
    assert!(internal().does(&fire_department(), "amend", &later).is_ok(), "no enterprise is above government");
}

#[test]
fn duty_8_and_9_administrators_and_auditors_do_nothing() {
    let act = |mut desk: Desk, act: &str, body: Value| {
        for person in [administrator(), auditor()] {
            let person = Person { sees_destination: true, ..person };
            assert_eq!(why(desk.does(&person, act, &body)), refused_as(Code::Forbidden), "{act}");
            assert!(desk.open_acts(&person).is_empty());
        }
    };
    act(Desk::of("hazard"), "report", json!(blocked_exit()));
    act(reported(blocked_exit()), "register", json!(as_general()));
    act(registered(as_general()), "order", json!(five_commitments()));
    act(registered(as_general()), "void", struck("test"));
    act(registered(as_general()), "amend", json!({"place": "二楼"}));
    act(registered(as_general()), "move", json!({"to": "360702101000", "reason": "边界调整"}));
    act(ordered(as_general()), "submit_rectification", cleared());
    act(rectified(as_general()), "accept", seen());
    act(rectified(as_general()), "reject", not_done());
    act(closed(), "reopen", blocked_again());
    act(reported(blocked_exit()), "fix_on_spot", on_the_spot());
    act(ordered(as_major()), "submit_plan", six_items());
    act(ordered(as_general()), "progress", json!({"note": "过半"}));
    act(ordered(as_general()), "request_deferral", later());
    act(registered(as_general()), "regrade", up());
    act(registered(as_general()), "transfer", handed_to(COUNTY));
    act(ordered(as_general()), "list", listing("city"));
    act(ordered(as_general()), "suspend", halted());
    act(ordered(as_general()), "set_interim_controls", json!({"measures": "看守", "watcher": "李四"}));
}

#[test]
fn duty_12_what_the_author_claims_is_kept_beside_what_the_server_saw() {
    let desk = closed();
    let (claimed, accepted) = (desk.at, desk.done.last().unwrap());
    assert_eq!(desk.record::<Hazard>().closed_at, Some(claimed));
    assert_eq!((accepted.stamp.at, accepted.stamp.received_at), (claimed, claimed.plus_seconds(3600)));
}

#[test]
fn duty_13_who_acts_for_the_enterprise_does_not_supervise_it() {
    let two_hats = || Person { id: id(99), sees_destination: true, ..officer().and(safety_officer()) };
    let refused = |mut desk: Desk, act: &str, body: Value| why(desk.does(&two_hats(), act, body));
    let barred = || refused_as(Code::SeparationOfDuty);
    assert_eq!(refused(reported(blocked_exit()), "register", json!(as_general())), barred());
    assert_eq!(refused(registered(as_general()), "order", json!(five_commitments())), barred());
    assert_eq!(refused(registered(as_general()), "void", struck("test")), barred());
    assert_eq!(refused(ordered(as_general()), "amend", json!({"deadline": "2026-12-24"})), barred());
    assert_eq!(refused(rectified(as_general()), "accept", seen()), barred());
    assert_eq!(refused(rectified(as_general()), "reject", not_done()), barred());
    assert_eq!(refused(closed(), "reopen", blocked_again()), barred());
    assert_eq!(refused(reported(blocked_exit()), "fix_on_spot", on_the_spot()), barred());
    assert_eq!(refused(registered(as_general()), "regrade", up()), barred());
    assert_eq!(refused(registered(as_general()), "transfer", handed_to(COUNTY)), barred());
    assert_eq!(refused(ordered(as_general()), "suspend", halted()), barred());
    let mut desk = ordered(as_general());
    desk.does(&two_hats(), "submit_rectification", cleared()).unwrap();
    assert_eq!(desk.done[3].stamp.actor.layer, crate::domain::Layer::Enterprise);
}
