//! Exposures over HTTP: drafted by one, published by another, read by everybody, corrected in the open.
use crate::accidents::{does, make};
use crate::support::{TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, mill_of};
use hazard_ledger::domain::{OrganisationId, RecordId};
use hazard_ledger::http::clock;
use serde_json::{Value, json};

fn item(mill: OrganisationId) -> Value {
    json!({
        "id": RecordId::new(), "enterprise": mill, "name": "纺织厂", "violation": "锁闭安全出口",
        "legal_ground": "安全生产法第一百零五条", "measures": ["罚款五万元"],
    })
}

/// A draft of some mills in the county's ledger.
pub fn drafted(app: &TestApp, who: &people::Phone, mills: &[OrganisationId]) -> Value {
    let items: Vec<_> = mills.iter().map(|mill| item(*mill)).collect();
    let today = clock::now().day();
    let body = json!({"title": "曝光名单", "from_on": today.plus_days(-90), "to_on": today, "items": items});
    make(app, who, COUNTY, "exposure", "draft", &body).expect(201).json
}

/// Published by somebody else, on a day so many days ago.
pub fn publish(app: &TestApp, who: &people::Phone, list: &Value, days_ago: i64) -> Value {
    let channels = json!([{"channel": "newspaper", "name": "日报"}]);
    let body = json!({"published_on": clock::now().day().plus_days(-days_ago), "channels": channels});
    does(app, who, &list["id"], "publish", body).expect(200).json
}

fn path(list: &Value) -> String {
    format!("/v1/exposures/{}", list["id"].as_str().unwrap())
}

#[test]
fn a_list_is_everybody_s_once_another_person_has_published_it() {
    each_database(|app| {
        let (one, other) = (app.officer_of(COUNTY), app.officer_of(COUNTY));
        let mill = mill_of(app, HOME, "manufacturing");
        let safety = app.safety_officer_of(mill, HOME);
        let list = drafted(app, &one, &[mill, mill_of(app, NEIGHBOUR, "fire")]);
        assert_eq!((&list["items"][0]["unit"], &list["items"][0]["sector"]), (&json!(HOME), &json!("manufacturing")));
        app.get(&path(&list), &one.token).expect(404);
        app.get(&format!("/v1/records/{}", list["id"].as_str().unwrap()), &other.token).expect(200);
        app.get(&format!("/v1/records/{}", list["id"].as_str().unwrap()), &safety.token).expect(404);
        let today = json!({"published_on": clock::now().day(), "channels": [{"channel": "wechat", "name": "某号"}]});
        let refused = does(app, &one, &list["id"], "publish", today).expect(403);
        assert_eq!(refused.json["reason"], "separation-of-duty");
        let number = publish(app, &other, &list, 3)["number"].clone();
        assert!(number.as_str().unwrap().starts_with(COUNTY));
        let seen = app.get(&path(&list), &safety.token).expect(200).json;
        assert_eq!((&seen["number"], &seen["standing"], &seen["retracted"]), (&number, &json!(2), &json!(0)));
        assert!(!seen.to_string().contains(&one.person.to_string()), "who wrote it is not everybody's");
    });
}

#[test]
fn what_is_taken_back_stays_to_be_seen_as_that() {
    each_database(|app| {
        let (one, other) = (app.officer_of(COUNTY), app.officer_of(COUNTY));
        let list = drafted(app, &one, &[mill_of(app, HOME, "fire"), mill_of(app, HOME, "fire")]);
        publish(app, &other, &list, 0);
        let (first, second) = (&list["items"][0]["id"], &list["items"][1]["id"]);
        does(app, &one, &list["id"], "retract_item", json!({"item": first, "reason": "张冠李戴"})).expect(200);
        let corrected = json!({"item": second, "reason": "笔误", "violation": "占用消防通道"});
        does(app, &one, &list["id"], "correct_item", corrected).expect(200);
        does(app, &one, &list["id"], "withdraw", json!({"reason": "算了"})).expect(409);
        let seen = app.get(&path(&list), &app.officer_of(NEIGHBOUR).token).expect(200).json;
        assert_eq!((&seen["standing"], &seen["retracted"]), (&json!(1), &json!(1)));
        assert_eq!(seen["items"][0]["retracted"]["reason"], "张冠李戴");
        let item = &seen["items"][1];
        assert_eq!(
            (&item["violation"], &item["corrections"][0]["violation"]),
            (&json!("占用消防通道"), &json!("锁闭安全出口"))
        );
    });
}

#[test]
fn lists_come_newest_first_page_by_page() {
    each_database(|app| {
        let (one, other) = (app.officer_of(COUNTY), app.officer_of(COUNTY));
        let mill = mill_of(app, HOME, "fire");
        let lists: Vec<_> = (0..5).map(|_| drafted(app, &one, &[mill])).collect();
        // Two on one day.
        for (list, days_ago) in lists.iter().zip([9, 2, 2, 0]) {
            publish(app, &other, list, days_ago);
        }
        let (mut ids, mut after) = (Vec::new(), String::new());
        for _ in 0..9 {
            let page =
                app.get(&format!("/v1/exposures?region=360700000000&limit=1{after}"), &one.token).expect(200).json;
            ids.extend(page["items"].as_array().unwrap().iter().map(|list| list["id"].clone()));
            assert!(page["items"][0]["items"].is_null());
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        let id = |n: usize| lists[n]["id"].clone();
        let (later, earlier) = if id(1).as_str() > id(2).as_str() { (1, 2) } else { (2, 1) };
        assert_eq!(ids, [id(3), id(later), id(earlier), id(0)], "the draft is not among them");
        let elsewhere = app.get(&format!("/v1/exposures?region={HOME}"), &one.token).expect(200).json;
        assert_eq!(elsewhere["items"], json!([]));
        for bad in ["after=x", "after=2026-11-20_x", "region=123", "limit=0", "state=drafted"] {
            app.get(&format!("/v1/exposures?{bad}"), &one.token).expect(400);
        }
    });
}
