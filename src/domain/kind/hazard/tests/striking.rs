//! Striking a hazard from the ledger: reasons, and the two voices on a major one.
use super::*;
use crate::domain::kind::Related;
use crate::domain::outcome::RefusalCode as Code;

#[test]
fn government_strikes_a_general_hazard_with_one_voice() {
    for mut desk in [reported(blocked_exit()), registered(as_general())] {
        let facets = desk.does(&fire_department(), "void", struck("not_hazard")).unwrap();
        assert_eq!((facets.state.as_str(), facets.is_voided), ("voided", true));
    }
    let refused = reported(blocked_exit()).does(&safety_officer(), "void", struck("not_hazard"));
    assert_eq!(why(refused), refused_as(Code::Forbidden));
}

#[test]
fn what_is_ordered_is_no_longer_struck() {
    let refused = ordered(as_general()).does(&county_officer(), "void", struck("not_hazard"));
    assert_eq!(why(refused), refused_as(Code::IllegalState));
}

#[test]
fn nothing_leaves_voided() {
    let mut desk = registered(as_general());
    desk.does(&county_officer(), "void", struck("test")).unwrap();
    let state = desk.state.as_ref();
    assert!(desk.kind.acts().iter().all(|act| !desk.kind.allows(act, state)));
    assert!(desk.open_acts(&county_officer()).is_empty());
}

#[test]
fn a_duplicate_names_another_hazard_that_stays() {
    let mut desk = reported(blocked_exit());
    let missing = refused_at(Code::Missing, "duplicate_of");
    let hazard = |is_voided| Related { facets: Facets { is_voided, ..Facets::default() }, ..beside() };
    desk.related.extend([(id(1000), hazard(false)), (id(1001), hazard(false)), (id(1002), hazard(true))]);
    let repeats = |n| json!({"reason": "duplicate_of", "duplicate_of": id::<()>(n)});
    assert_eq!(why(desk.does(&county_officer(), "void", struck("duplicate_of"))), missing);
    for (n, other) in [(404, "unknown"), (1000, "itself"), (BAKERY, "an enterprise"), (1002, "voided")] {
        assert_eq!(why(desk.does(&county_officer(), "void", repeats(n))), missing, "{other}");
    }
    assert!(desk.does(&county_officer(), "void", repeats(1001)).is_ok());
}

#[test]
fn the_first_voice_leaves_the_second_to_every_other_tier() {
    for second in [county_officer(), fire_department(), city_officer()] {
        let mut desk = registered(as_major());
        desk.does(&second_officer(), "void", struck("not_hazard")).unwrap();
        assert_eq!(stands(&desk), Registered);
        assert_eq!(why(desk.does(&third_officer(), "void", struck("not_hazard"))), refused_as(Code::SeparationOfDuty));
        desk.does(&second, "void", struck("not_hazard")).unwrap();
        assert_eq!(stands(&desk), Voided);
    }
}

#[test]
fn a_first_voice_stops_nobody_from_ordering() {
    let mut desk = registered(as_major());
    desk.does(&second_officer(), "void", struck("not_hazard")).unwrap();
    assert!(desk.does(&second_officer(), "order", five_commitments()).is_ok());
}

#[test]
fn a_voice_on_a_report_does_not_count_once_it_is_registered() {
    let mut desk = reported(Found { level: Some(Level::Major), ..blocked_exit() });
    desk.does(&officer(), "void", struck("not_hazard")).unwrap();
    assert_eq!(stands(&desk), Reported, "said to be major: two persons");
    desk.does(&fire_department(), "register", as_major()).unwrap();
    desk.does(&county_officer(), "void", struck("not_hazard")).unwrap();
    assert_eq!(stands(&desk), Registered, "its reporter's voice would have been the other one");
    desk.does(&second_officer(), "void", struck("not_hazard")).unwrap();
    assert_eq!(stands(&desk), Voided);
}

#[test]
fn a_report_said_to_be_major_and_graded_general_is_struck_by_any_tier() {
    let mut desk = reported(Found { level: Some(Level::Major), ..blocked_exit() });
    desk.does(&second_officer(), "void", struck("not_hazard")).unwrap();
    desk.does(&fire_department(), "register", as_general()).unwrap();
    desk.does(&second_officer(), "void", struck("not_hazard")).unwrap();
    assert_eq!(stands(&desk), Voided);
}
