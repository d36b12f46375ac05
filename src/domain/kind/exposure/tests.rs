//! The exposure's rules, tried with a county's officers, a bakery and a sawmill.
mod sequences;

use super::*;
use crate::domain::kind::Related;
use crate::domain::kind::trial::*;
use crate::domain::outcome::RefusalCode as Code;
use crate::domain::{RegionId, Sector};
use serde_json::json;

fn second() -> Person {
    Person { id: id(22), ..county_officer() }
}
fn item(n: u128, enterprise: u128) -> Value {
    json!({
        "id": id::<()>(n), "enterprise": id::<()>(enterprise), "name": "面包坊", "violation": "锁闭安全出口",
        "legal_ground": "安全生产法第一百零五条", "measures": ["罚款五万元"],
    })
}
fn drafting(items: Value) -> Value {
    json!({"title": "夏季攻势曝光名单", "from_on": "2026-06-01", "to_on": "2026-09-30", "items": items})
}
fn drafted() -> Desk {
    let mut desk = Desk::of("exposure");
    desk.does(&county_officer(), "draft", drafting(json!([item(1, BAKERY), item(2, SAWMILL)]))).unwrap();
    desk
}
fn publishing() -> Value {
    let place = json!({"channel": "website", "name": "市政府网站", "url": "https://example.cn/1"});
    json!({"published_on": "2026-11-20", "channels": [place]})
}
fn published() -> Desk {
    let mut desk = drafted();
    desk.does(&second(), "publish", publishing()).unwrap();
    desk
}
fn list(desk: &Desk) -> Exposure {
    desk.record()
}
fn measures(desk: &Desk) -> Vec<Measure> {
    desk.kind.measures(id(1000), desk.state.as_ref().unwrap()).unwrap()
}
fn retract(n: u128) -> Value {
    json!({"item": id::<()>(n), "reason": "张冠李戴"})
}

#[test]
fn an_item_stands_where_its_enterprise_is_registered() {
    let desk = drafted();
    let list = list(&desk);
    assert_eq!((list.items[0].unit, list.items[0].sector), (RegionId(360702100000), Some(Sector::Commerce)));
    let add = |more: Value| {
        let mut item = item(3, BAKERY);
        item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        drafted().does(&county_officer(), "add_item", json!({"item": item}))
    };
    assert!(add(json!({})).is_ok(), "the same enterprise for something else");
    assert_eq!(why(add(json!({"id": id::<()>(2)}))), refused_at(Code::InvalidBody, "item/id"));
    let unknown = json!({"enterprise": id::<()>(77)});
    assert_eq!(why(add(unknown)), refused_at(Code::UnknownEnterprise, "item/enterprise"));
    let twice =
        Desk::of("exposure").does(&county_officer(), "draft", drafting(json!([item(1, BAKERY), item(1, BAKERY)])));
    assert_eq!(why(twice), refused_at(Code::InvalidBody, "items/1/id"));
}

#[test]
fn what_an_item_refers_to_is_an_inspection_or_a_hazard_of_its_enterprise() {
    let refer = |kind, enterprise: u128| {
        let mut desk = drafted();
        let facets = Facets { enterprise: Some(id(enterprise)), ..Facets::default() };
        desk.related.insert(id(700), Related { kind, facets, ..beside() });
        let mut item = item(3, BAKERY);
        item["refers_to"] = json!(id::<()>(700));
        desk.does(&county_officer(), "add_item", json!({"item": item}))
    };
    assert!(refer("inspection", BAKERY).is_ok() && refer("hazard", BAKERY).is_ok());
    assert_eq!(why(refer("hazard", SAWMILL)), refused_at(Code::InvalidBody, "item/refers_to"));
    assert_eq!(why(refer("accident", BAKERY)), refused_at(Code::UnknownRecord, "item/refers_to"));
}

#[test]
fn who_wrote_in_a_list_does_not_publish_it() {
    let mut desk = drafted();
    assert_eq!(why(desk.does(&county_officer(), "publish", publishing())), refused_as(Code::SeparationOfDuty));
    desk.does(&second(), "add_item", json!({"item": item(3, BAKERY)})).unwrap();
    assert_eq!(why(desk.does(&second(), "publish", publishing())), refused_as(Code::SeparationOfDuty));
    assert!(desk.does(&city_officer(), "publish", publishing()).is_ok());
    assert!(list(&desk).number.is_some());
}

#[test]
fn a_list_is_published_somewhere_and_not_tomorrow() {
    let publish = |more: Value| {
        let mut body = publishing();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        drafted().does(&second(), "publish", body)
    };
    assert_eq!(why(publish(json!({"channels": []}))), refused_at(Code::Missing, "channels"));
    let elsewhere = json!({"channels": [{"channel": "website", "name": "某网站", "url": "javascript:alert(1)"}]});
    assert_eq!(why(publish(elsewhere)), refused_at(Code::InvalidBody, "channels/0/url"));
    assert_eq!(why(publish(json!({"published_on": "2026-11-24"}))), refused_at(Code::InvalidBody, "published_on"));
    let facets = publish(json!({})).unwrap();
    assert_eq!((facets.occurred_on, facets.category.as_deref()), ("2026-11-20".parse().ok(), Some("website")));
    let mut empty = Desk::of("exposure");
    empty.does(&county_officer(), "draft", drafting(json!([]))).unwrap();
    assert_eq!(why(empty.does(&second(), "publish", publishing())), refused_as(Code::IllegalState));
}

#[test]
fn what_was_published_is_corrected_or_taken_back_and_stays_to_be_seen() {
    let mut desk = published();
    let correct = |more: Value| {
        let mut body = json!({"item": id::<()>(1), "reason": "笔误"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let nothing = desk.does(&county_officer(), "correct_item", correct(json!({})));
    assert_eq!(why(nothing), refused_at(Code::Missing, "violation"));
    desk.does(&county_officer(), "correct_item", correct(json!({"violation": "占用消防通道"}))).unwrap();
    desk.does(&county_officer(), "retract_item", retract(2)).unwrap();
    let list = list(&desk);
    assert_eq!(list.items[0].corrections[0].violation.as_str(), "锁闭安全出口");
    assert_eq!((list.items[0].violation.as_str(), list.items.len()), ("占用消防通道", 2));
    assert_eq!(why(desk.does(&county_officer(), "retract_item", retract(2))), refused_at(Code::InvalidBody, "item"));
    assert_eq!(
        why(desk.does(&county_officer(), "strike_item", json!({"item": id::<()>(1)}))),
        refused_as(Code::IllegalState)
    );
    let of_another_body = Person { id: id(24), ..fire_department() };
    assert_eq!(why(desk.does(&of_another_body, "retract_item", retract(1))), refused_as(Code::Forbidden));
}

#[test]
fn standing_items_count_on_the_day_of_publication_and_retracted_ones_no_more() {
    assert!(measures(&drafted()).is_empty(), "a draft exposes nobody");
    let mut desk = published();
    let counted = measures(&desk);
    assert_eq!(
        counted.iter().map(|one| (one.value, one.enterprise)).collect::<Vec<_>>(),
        [(1, Some(id(BAKERY))), (1, Some(id(SAWMILL)))]
    );
    assert!(
        counted.iter().all(|one| Some(one.on) == "2026-11-20".parse().ok() && one.sector == Some(Sector::Commerce))
    );
    desk.does(&second(), "retract_item", retract(1)).unwrap();
    assert_eq!(measures(&desk).iter().map(|one| one.enterprise).collect::<Vec<_>>(), [Some(id(SAWMILL))]);
}

#[test]
fn duty_13_who_acts_for_an_enterprise_does_not_expose_it() {
    let both = county_officer().and(safety_officer());
    let own = Desk::of("exposure").does(&both, "draft", drafting(json!([item(1, BAKERY)])));
    assert_eq!(why(own), refused_at(Code::SeparationOfDuty, "items/0/enterprise"));
    let another = Person { id: id(25), ..both };
    assert_eq!(why(drafted().does(&another, "publish", publishing())), refused_as(Code::SeparationOfDuty));
    assert_eq!(why(published().does(&another, "retract_item", retract(1))), refused_as(Code::SeparationOfDuty));
}

#[test]
fn a_department_s_list_is_of_its_own_sector() {
    let draft = |more: Value| {
        let mut body = drafting(json!([item(1, BAKERY)]));
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Desk::of("exposure").does(&fire_department(), "draft", body)
    };
    assert_eq!(draft(json!({})).unwrap().sector, Some(Sector::Fire));
    assert_eq!(why(draft(json!({"sector": "mine"}))), refused_at(Code::InvalidBody, "sector"));
    assert_eq!(why(draft(json!({"to_on": "2026-05-31"}))), refused_at(Code::InvalidBody, "to_on"));
}

#[test]
fn a_draft_is_given_up_a_published_list_is_not() {
    let body = json!({"reason": "不再需要"});
    assert_eq!(drafted().does(&county_officer(), "withdraw", &body).unwrap().state, "withdrawn");
    assert_eq!(why(published().does(&county_officer(), "withdraw", &body)), refused_as(Code::IllegalState));
    for stranger in [officer(), leader(), safety_officer(), auditor(), administrator()] {
        assert_eq!(why(drafted().does(&stranger, "withdraw", &body)), refused_as(Code::Forbidden));
    }
}
