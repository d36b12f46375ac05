//! Tags of campaigns: by whoever may report, in every state but one, taken back by government.
use super::*;
use crate::domain::outcome::RefusalCode as Code;

const SUMMER: u128 = 501;
const WINTER: u128 = 502;

fn joins(campaign: u128) -> Value {
    json!({"campaign": id::<()>(campaign), "note": "夏季攻势"})
}
fn leaves(campaign: u128) -> Value {
    json!({"campaign": id::<()>(campaign), "reason": "误标"})
}
fn tags(desk: &Desk) -> Option<String> {
    desk.record::<Hazard>().tags()
}

#[test]
fn a_hazard_is_tagged_with_a_campaign_that_its_township_does_not_see() {
    for person in [officer(), county_officer(), fire_department(), safety_officer(), leader()] {
        let mut desk = registered(as_general());
        assert!(!desk.related.contains_key(&id(SUMMER)));
        let facets = desk.does(&person, "join_campaign", joins(SUMMER)).unwrap();
        assert_eq!(facets.tags, Some(id::<()>(SUMMER).to_string()));
        assert!(desk.record::<Hazard>().is_tagged(id(SUMMER)) && !desk.record::<Hazard>().is_tagged(id(WINTER)));
    }
    for person in [auditor(), administrator()] {
        let refused = registered(as_general()).does(&person, "join_campaign", joins(SUMMER));
        assert_eq!(why(refused), refused_as(Code::Forbidden));
    }
}

#[test]
fn a_tag_is_put_on_in_every_state_but_voided() {
    for mut desk in [reported(blocked_exit()), ordered(as_general()), rectified(as_general()), closed()] {
        let before = stands(&desk);
        desk.does(&officer(), "join_campaign", joins(SUMMER)).unwrap();
        desk.does(&officer(), "leave_campaign", leaves(SUMMER)).unwrap();
        assert_eq!(stands(&desk), before);
    }
    let mut desk = reported(blocked_exit());
    desk.does(&officer(), "void", struck("not_hazard")).unwrap();
    assert_eq!(why(desk.does(&officer(), "join_campaign", joins(SUMMER))), refused_as(Code::IllegalState));
}

#[test]
fn two_tags_of_one_campaign_are_both_kept_and_left_together() {
    let mut desk = registered(as_general());
    for (person, campaign) in [(officer(), SUMMER), (fire_department(), SUMMER), (officer(), WINTER)] {
        desk.does(&person, "join_campaign", joins(campaign)).unwrap();
    }
    assert_eq!(tags(&desk), Some(format!("{},{}", id::<()>(SUMMER), id::<()>(WINTER))));
    desk.does(&officer(), "leave_campaign", leaves(SUMMER)).unwrap();
    let hazard: Hazard = desk.record();
    assert_eq!(hazard.campaigns.iter().map(CampaignTag::stands).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(tags(&desk), Some(id::<()>(WINTER).to_string()));
    let refused = desk.does(&officer(), "leave_campaign", leaves(SUMMER));
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "campaign"));
    desk.does(&officer(), "leave_campaign", leaves(WINTER)).unwrap();
    assert_eq!(why(desk.does(&officer(), "leave_campaign", leaves(WINTER))), refused_as(Code::IllegalState));
    assert_eq!(tags(&desk), None);
}

#[test]
fn government_alone_takes_a_tag_back_and_tags_are_bounded() {
    let mut desk = registered(as_general());
    desk.does(&safety_officer(), "join_campaign", joins(SUMMER)).unwrap();
    for person in [safety_officer(), leader()] {
        assert_eq!(why(desk.does(&person, "leave_campaign", leaves(SUMMER))), refused_as(Code::Forbidden));
    }
    let two_hats = Person { id: id(99), ..officer().and(safety_officer()) };
    assert_eq!(why(desk.does(&two_hats, "leave_campaign", leaves(SUMMER))), refused_as(Code::SeparationOfDuty));
    for n in 1..50 {
        desk.does(&officer(), "join_campaign", joins(600 + n)).unwrap();
    }
    assert_eq!(why(desk.does(&officer(), "join_campaign", joins(700))), refused_at(Code::InvalidBody, "campaign"));
}

#[test]
fn a_hazard_that_was_listed_once_is_marked_as_supervised() {
    let mut desk = registered(as_general());
    desk.does(&county_officer(), "list", listing("county")).unwrap();
    assert_eq!(tags(&desk).as_deref(), Some(SUPERVISED));
    desk.does(&county_officer(), "delist", delisting()).unwrap();
    desk.does(&officer(), "join_campaign", joins(SUMMER)).unwrap();
    assert_eq!(tags(&desk), Some(format!("{SUPERVISED},{}", id::<()>(SUMMER))));
}
