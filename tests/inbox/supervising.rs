//! Who sees and resolves what: an author its own, a manager what lies within its duties, nobody else.
use super::*;
use crate::support::each_database;
use crate::sync::{COUNTY, NEIGHBOUR};

fn department_manager(app: &TestApp, region: &str, sectors: &[&str]) -> people::Phone {
    let body = app.make_organisation(people::organisation("department", region, json!({ "sectors": sectors })));
    app.employ(body, "manager", region, json!({}))
}

#[test]
fn a_manager_sees_and_resolves_what_lies_within_its_duties() {
    each_database(|app| {
        let author = app.officer_of(HOME);
        let (_, item) = conflict(app, &author);
        // (who, supervises)
        let people = [
            (manager_of(app, HOME), true),
            (manager_of(app, COUNTY), true),
            (department_manager(app, COUNTY, &["fire"]), true),
            (department_manager(app, COUNTY, &["mine"]), false),
            (manager_of(app, NEIGHBOUR), false),
            (department_manager(app, NEIGHBOUR, &["fire"]), false),
            (app.officer_of(HOME), false),
            (app.fire_department_of(COUNTY), false),
            (app.auditor_of(COUNTY), false),
            (app.leader_of(HOME), false),
            (app.administrator(), false),
        ];
        for (n, (person, supervises)) in people.iter().enumerate() {
            let seen = items(app, person, "?whose=supervised");
            assert_eq!(seen.iter().any(|seen| seen.id == item.id), *supervises, "{n}");
            assert!(items(app, person, "").is_empty());
            let status = resolve(app, person, &item, json!({ "how": "apply", "rev": 1 })).status;
            assert_eq!(status, if *supervises { 409 } else { 404 }, "{n}");
        }
        assert!(items(app, &author, "?whose=supervised").is_empty());
        app.end_duty(author.duty);
        resolve(app, &author, &item, json!({ "how": "apply", "rev": 2 })).expect(404);
        resolve(app, &author, &item, json!({ "how": "drop", "reason": "调离" })).expect(200);
    });
}

#[test]
fn an_item_follows_its_record_to_another_unit() {
    each_database(|app| {
        let author = app.officer_of(HOME);
        let (hazard, item) = conflict(app, &author);
        let (here, there) = (manager_of(app, HOME), manager_of(app, NEIGHBOUR));
        let mut county = phone_of(app, &app.officer_of(COUNTY));
        county.pull(500).unwrap();
        let to = json!({ "to": NEIGHBOUR, "reason": "属地有误" });
        act(&mut county, "move", hazard, to);
        pushed(&mut county);
        assert!(items(app, &here, "?whose=supervised").is_empty());
        assert_eq!(items(app, &there, "?whose=supervised")[0].id, item.id);
        resolve(app, &there, &item, json!({ "how": "apply", "rev": 3 })).expect(200);
        assert_eq!(record(app, &there, hazard)["document"]["place"], "三楼");
    });
}

#[test]
fn a_list_is_filtered_and_paged() {
    each_database(|app| {
        let (author, manager) = (app.officer_of(HOME), manager_of(app, COUNTY));
        let all: Vec<_> = (0..5).map(|_| conflict(app, &author).1).collect();
        resolve(app, &manager, &all[1], json!({ "how": "drop", "reason": "重复" })).expect(200);
        resolve(app, &author, &all[3], json!({ "how": "apply", "rev": 2 })).expect(200);
        for (person, whose) in [(&author, "own"), (&manager, "supervised")] {
            let ids = |query: &str| -> Vec<_> {
                let found = items(app, person, &format!("?whose={whose}{query}"));
                found.iter().map(|item| all.iter().position(|known| known.id == item.id).unwrap()).collect()
            };
            assert_eq!(ids(""), [0, 1, 2, 3, 4]);
            assert_eq!(ids("&state=open"), [0, 2, 4]);
            assert_eq!(ids("&state=resolved"), [1, 3]);
            assert_eq!(ids("&result=conflict&state=open"), [0, 2, 4]);
            assert!(ids("&result=held").is_empty());
            assert_eq!(ids(&format!("&limit=2&after={}", all[0].id)), [1, 2]);
            let path = format!("/v1/inbox?whose={whose}&limit=2");
            let page = app.get(&path, &person.token).expect(200).json;
            assert_eq!(page["next"], json!(all[1].id));
            let last = app.get(&format!("{path}&after={}", all[2].id), &person.token).expect(200).json;
            assert!(last["next"].is_null());
        }
        for query in ["?whose=all", "?state=shut", "?result=lost", "?limit=0"] {
            app.get(&format!("/v1/inbox{query}"), &author.token).expect(400);
        }
    });
}

#[test]
fn a_department_s_pages_are_full_though_others_items_lie_between() {
    each_database(|app| {
        let author = app.officer_of(HOME);
        let first = conflict(app, &author).1;
        (0..4).for_each(|_| drop(conflict(app, &author)));
        app.sql("update record set sector = 'mine'");
        let last = conflict(app, &author).1;
        let body = people::organisation("department", COUNTY, json!({ "sectors": ["fire"] }));
        let body = app.make_organisation(body);
        let manager = app.employ(body, "manager", COUNTY, json!({}));
        assert_eq!(items(app, &manager, "?whose=supervised&limit=1")[0].id, last.id);
        // Under a second duty, of one unit and all its sectors.
        let unit = app.make_organisation(people::organisation("territorial", NEIGHBOUR, json!({})));
        app.give_duty(manager.person, unit, "manager", NEIGHBOUR, json!({}));
        assert_eq!(items(app, &manager, "?whose=supervised&limit=1")[0].id, last.id);
        assert!(first.id < last.id);
    });
}
