//! Fixed on the spot: general hazards only, seen before and after, by another than the fixer.
use super::*;
use crate::domain::outcome::RefusalCode as Code;

#[test]
fn a_general_hazard_is_fixed_on_the_spot_and_closed() {
    for mut desk in [reported(blocked_exit()), registered(as_general())] {
        let facets = desk.does(&officer(), "fix_on_spot", on_the_spot()).unwrap();
        assert_eq!(facets.state, "closed");
        let hazard: Hazard = desk.record();
        assert!(hazard.number.is_some() && hazard.registered.is_some(), "it is registered with it");
        assert_eq!((hazard.owner, hazard.level), (Some(id(BAKERY)), Some(Level::General)));
        assert_eq!(hazard.rectification.unwrap().fixer.unwrap().name.as_str(), "王师傅");
        assert_eq!((hazard.photos.len(), hazard.closed_at), (2, Some(desk.at)));
    }
}

#[test]
fn it_is_shown_before_and_after() {
    for photos in [json!([]), json!([photo(1, "before")]), json!([photo(1, "after"), photo(2, "scene")])] {
        let mut body = on_the_spot();
        body["photos"] = photos;
        let refused = reported(blocked_exit()).does(&officer(), "fix_on_spot", body);
        assert_eq!(why(refused), refused_at(Code::Missing, "photos"));
    }
}

#[test]
fn the_same_photo_counts_once_and_its_hash_is_a_hash() {
    let mut body = on_the_spot();
    body["photos"][1]["id"] = body["photos"][0]["id"].clone();
    let refused = reported(blocked_exit()).does(&officer(), "fix_on_spot", &body);
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "photos/1/id"));
    body = on_the_spot();
    body["photos"][0]["sha256"] = json!("F".repeat(64));
    let refused = reported(blocked_exit()).does(&officer(), "fix_on_spot", &body);
    assert_eq!(why(refused).0, Code::InvalidBody);
}

#[test]
fn a_major_hazard_and_nobody_s_yard_are_not_fixed_on_the_spot() {
    for mut desk in [registered(as_major()), reported(loose_slope())] {
        let refused = desk.does(&officer(), "fix_on_spot", on_the_spot());
        assert_eq!(why(refused), refused_as(Code::IllegalState));
        assert!(!desk.open_acts(&officer()).contains(&"fix_on_spot".to_owned()));
    }
}

#[test]
fn the_fixer_is_not_the_acceptor() {
    let mut body = on_the_spot();
    body["fixer_person"] = json!(officer().id);
    let refused = reported(blocked_exit()).does(&officer(), "fix_on_spot", &body);
    assert_eq!(why(refused), refused_at(Code::SeparationOfDuty, "fixer_person"));
    for person in [safety_officer(), leader(), auditor()] {
        let refused = reported(blocked_exit()).does(&person, "fix_on_spot", on_the_spot());
        assert_eq!(why(refused), refused_as(Code::Forbidden));
    }
}

#[test]
fn a_department_leads_what_it_saw_fixed() {
    let mut desk = reported(blocked_exit());
    desk.does(&fire_department(), "fix_on_spot", on_the_spot()).unwrap();
    assert_eq!(desk.record::<Hazard>().lead_department, Some(id(FIRE_DEPARTMENT)));
    let mut body = on_the_spot();
    body["lead_department"] = json!(id::<()>(TOWNSHIP));
    let refused = reported(blocked_exit()).does(&officer(), "fix_on_spot", &body);
    assert_eq!(why(refused), refused_at(Code::UnknownOrganisation, "lead_department"));
}

#[test]
fn what_was_fixed_on_the_spot_can_be_opened_again_and_closed_in_the_long_way() {
    let mut desk = reported(blocked_exit());
    desk.does(&officer(), "fix_on_spot", on_the_spot()).unwrap();
    desk.does(&officer(), "reopen", blocked_again()).unwrap();
    desk.does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    desk.does(&second_officer(), "accept", seen()).unwrap();
    assert_eq!((stands(&desk), desk.record::<Hazard>().cycle), (Closed, 2));
}

#[test]
fn photos_are_required_where_the_policy_says_so() {
    let mut desk = rectified(as_general());
    desk.policy.required_photos.insert("hazard.accept".into(), 1);
    assert_eq!(why(desk.does(&officer(), "accept", seen())), refused_at(Code::Missing, "photos"));
    let mut body = seen();
    body["photos"] = json!([photo(7, "after")]);
    desk.does(&officer(), "accept", body).unwrap();
    assert_eq!(desk.record::<Hazard>().photos.last().unwrap().act, "accept");
}
