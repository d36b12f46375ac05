//! Order, rectification, acceptance, and the hazard that comes again.
use super::*;
use crate::domain::outcome::RefusalCode as Code;

#[test]
fn an_order_on_a_major_hazard_names_all_five_commitments() {
    let refused = |order: Ordered| why(registered(as_major()).does(&officer(), "order", order));
    let missing = |field| refused_at(Code::Missing, field);
    assert_eq!(refused(Ordered { responsibility: None, ..five_commitments() }), missing("responsibility"));
    assert_eq!(refused(Ordered { funds_fen: None, ..five_commitments() }), missing("funds_fen"));
    assert_eq!(refused(Ordered { emergency_plan: None, ..five_commitments() }), missing("emergency_plan"));
    let empty = refused(Ordered { measures: " ", ..five_commitments() });
    assert_eq!(empty, refused_at(Code::InvalidBody, "measures"));
    let mut order = serde_json::to_value(five_commitments()).unwrap();
    order.as_object_mut().unwrap().remove("deadline");
    assert_eq!(why(registered(as_major()).does(&officer(), "order", order)).0, Code::InvalidBody);
    assert!(registered(as_major()).does(&officer(), "order", five_commitments()).is_ok());
}

#[test]
fn an_order_on_a_general_hazard_needs_three_of_them() {
    let facets = registered(as_general()).does(&officer(), "order", three_commitments()).unwrap();
    assert_eq!((facets.state.as_str(), facets.due_on), ("rectifying", "2026-12-01".parse().ok()));
}

#[test]
fn a_deadline_does_not_lie_before_the_day_of_the_act() {
    let yesterday = "2026-11-22";
    let order = Ordered { deadline: yesterday, ..five_commitments() };
    assert_eq!(
        why(registered(as_general()).does(&officer(), "order", order)),
        refused_at(Code::InvalidBody, "deadline")
    );
    let reject = json!({"reasons": "仍有杂物", "new_deadline": yesterday});
    let refused = rectified(as_general()).does(&officer(), "reject", reject);
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "new_deadline"));
    let reopen = json!({"evidence": "再次堵塞", "deadline": yesterday});
    assert_eq!(why(closed().does(&officer(), "reopen", reopen)), refused_at(Code::InvalidBody, "deadline"));
    let amend = json!({"deadline": yesterday});
    assert_eq!(why(ordered(as_general()).does(&officer(), "amend", amend)), refused_at(Code::InvalidBody, "deadline"));
    let today = Ordered { deadline: "2026-11-23", ..five_commitments() };
    assert!(registered(as_general()).does(&officer(), "order", today).is_ok());
}

#[test]
fn an_enterprise_orders_its_own_general_hazard_and_no_other() {
    assert_eq!(stands(&internal()), Rectifying);
    let refused = registered(as_general()).does(&safety_officer(), "order", five_commitments());
    assert_eq!(why(refused), refused_as(Code::SeparationOfDuty));
    let refused = registered(as_major()).does(&safety_officer(), "order", five_commitments());
    assert_eq!(why(refused), refused_as(Code::Forbidden));
}

#[test]
fn only_what_is_registered_is_ordered_and_only_once() {
    let refused = reported(blocked_exit()).does(&officer(), "order", five_commitments());
    assert_eq!(why(refused), refused_as(Code::IllegalState));
    let refused = ordered(as_general()).does(&officer(), "order", five_commitments());
    assert_eq!(why(refused), refused_as(Code::IllegalState));
}

#[test]
fn the_enterprise_says_that_it_is_rectified_and_government_does_not_say_it_for_it() {
    let mut desk = ordered(as_general());
    for person in [officer(), fire_department()] {
        assert_eq!(why(desk.does(&person, "submit_rectification", cleared())), refused_as(Code::Forbidden));
    }
    let facets = desk.does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    assert_eq!(facets.state, "pending_acceptance");
    let refused = desk.does(&safety_officer(), "submit_rectification", cleared());
    assert_eq!(why(refused), refused_as(Code::IllegalState));
}

#[test]
fn money_is_counted_in_fen_and_not_negative() {
    let refused = ordered(as_general()).does(
        &safety_officer(),
        "submit_rectification",
        json!({"summary": "已清理", "cost_fen": -1}),
    );
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "cost_fen"));
}

#[test]
fn where_no_enterprise_answers_the_owning_body_rectifies() {
    let mut desk = reported(loose_slope());
    desk.does(&fire_department(), "register", Graded { owner: id(TOWNSHIP), ..as_general() }).unwrap();
    desk.does(&county_officer(), "order", five_commitments()).unwrap();
    for person in [county_officer(), fire_department()] {
        assert_eq!(why(desk.does(&person, "submit_rectification", cleared())), refused_as(Code::Forbidden));
    }
    desk.does(&officer(), "submit_rectification", cleared()).unwrap();
    desk.does(&county_officer(), "accept", seen()).unwrap();
    assert_eq!(stands(&desk), Closed);
}

#[test]
fn a_general_hazard_closes_with_the_first_acceptor() {
    let hazard: Hazard = closed().record();
    assert_eq!((hazard.state, hazard.acceptances.len()), (Closed, 1));
    assert_eq!(hazard.closed_at, Some(closed().at));
}

#[test]
fn a_major_hazard_closes_with_the_second_acceptor() {
    let mut desk = rectified(as_major());
    desk.does(&officer(), "accept", seen()).unwrap();
    assert_eq!((stands(&desk), desk.record::<Hazard>().closed_at), (PendingAcceptance, None));
    assert_eq!(why(desk.does(&officer(), "accept", seen())), refused_as(Code::SeparationOfDuty));
    desk.does(&second_officer(), "accept", seen()).unwrap();
    assert_eq!(stands(&desk), Closed);
}

#[test]
fn the_layer_that_ordered_accepts_and_rejects() {
    for act in [("accept", seen()), ("reject", not_done())] {
        let (name, body) = act;
        let refused = rectified(as_general()).does(&fire_department(), name, &body);
        assert_eq!(why(refused), refused_as(Code::Forbidden), "the township ordered");
        assert!(rectified(as_general()).does(&county_officer(), name, &body).is_ok());
        // What the bakery ordered: it may itself, and government may step in for it.
        for hand in [principal(), officer(), fire_department()] {
            let mut internal = internal();
            internal.does(&safety_officer(), "submit_rectification", cleared()).unwrap();
            assert!(internal.does(&hand, name, &body).is_ok());
        }
    }
}

#[test]
fn a_rejection_sets_a_deadline_and_forgets_the_first_acceptance() {
    let mut desk = rectified(as_major());
    desk.does(&officer(), "accept", seen()).unwrap();
    let facets = desk.does(&second_officer(), "reject", not_done()).unwrap();
    assert_eq!((facets.state.as_str(), facets.due_on), ("rectifying", "2026-12-10".parse().ok()));
    assert_eq!(why(desk.does(&second_officer(), "reject", not_done())), refused_as(Code::IllegalState));
    desk.does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    desk.does(&officer(), "accept", seen()).unwrap();
    assert_eq!(stands(&desk), PendingAcceptance, "two acceptors of the same rectification");
    desk.does(&second_officer(), "accept", seen()).unwrap();
    assert_eq!(stands(&desk), Closed);
}

#[test]
fn what_is_opened_again_begins_a_cycle_and_keeps_the_earlier_one() {
    let mut desk = rectified(as_general());
    desk.does(&officer(), "reject", not_done()).unwrap();
    desk.does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    desk.does(&officer(), "accept", seen()).unwrap();
    let before: Hazard = desk.record();
    desk.does(&fire_department(), "reopen", blocked_again()).unwrap();
    let hazard: Hazard = desk.record();
    assert_eq!((hazard.state, hazard.cycle, hazard.number), (Rectifying, 2, before.number));
    assert_eq!((hazard.closed_at, hazard.rectification, hazard.rejection), (None, None, None));
    assert!(hazard.acceptances.is_empty());
    let [earlier] = &hazard.earlier_cycles[..] else { panic!("one earlier cycle") };
    assert_eq!((earlier.cycle, earlier.deadline, earlier.closed_at), (1, before.deadline, before.closed_at));
    assert_eq!((&earlier.order, &earlier.rectification), (&before.order, &before.rectification));
    assert_eq!((&earlier.acceptances, &earlier.rejection), (&before.acceptances, &before.rejection));
}

#[test]
fn who_opened_it_again_decides_on_its_rectification() {
    let mut desk = closed();
    assert_eq!(why(desk.does(&safety_officer(), "reopen", blocked_again())), refused_as(Code::Forbidden));
    desk.does(&fire_department(), "reopen", blocked_again()).unwrap();
    desk.does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    assert_eq!(why(desk.does(&officer(), "accept", seen())), refused_as(Code::Forbidden));
    desk.does(&fire_inspector(), "accept", seen()).unwrap();
    assert_eq!((stands(&desk), desk.record::<Hazard>().cycle), (Closed, 2));
}

#[test]
fn what_is_closed_is_only_tagged_or_opened_again() {
    let both = Person { sees_destination: true, ..officer() };
    assert_eq!(closed().open_acts(&both), ["join_campaign", "reopen"]);
    assert_eq!(why(closed().does(&officer(), "amend", json!({"place": "二楼"}))), refused_as(Code::IllegalState));
    assert_eq!(why(closed().does(&officer(), "void", struck("test"))), refused_as(Code::IllegalState));
}
