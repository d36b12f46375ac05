//! Administrators, and how far their hands reach.
use crate::support::people::{PASSWORD, Phone, TOP, organisation, sign_in_body};
use crate::support::{Answer, TestApp, each_database};
use hazard_ledger::domain::*;
use hazard_ledger::http::clock;
use hazard_ledger::store::admin_log;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const COUNTY: &str = "360702000000";
const TOWN: &str = "360702100000";
const OTHER_COUNTY: &str = "360704000000";
const OTHER_TOWN: &str = "360704100000";

#[track_caller]
fn is_refused(answer: Answer, status: u16, code: &str) {
    assert_eq!(answer.expect(status).json["code"], code);
}
fn post(app: &TestApp, by: &Phone, path: &str, body: Value) -> Answer {
    app.post(&format!("/v1{path}"), &by.token, &body)
}
fn get(app: &TestApp, by: &Phone, path: &str) -> Answer {
    app.get(&format!("/v1{path}"), &by.token)
}
fn person(login: &str, region: &str) -> Value {
    json!({"login": login, "name": "李四", "region": region})
}
fn ids(page: &Value) -> BTreeSet<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}
/// Every id of a list, walked page by page; none twice.
fn walk(app: &TestApp, by: &Phone, path: &str) -> BTreeSet<String> {
    let (mut all, mut after) = (BTreeSet::new(), String::new());
    loop {
        let page = get(app, by, &format!("{path}?limit=2{after}")).expect(200).json;
        for id in ids(&page) {
            assert!(all.insert(id), "twice on {path}");
        }
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return all,
        }
    }
}

#[test]
fn from_an_invitation_to_a_working_officer() {
    each_database(|app| {
        let admin = app.administrator_of(COUNTY);
        let body = organisation("territorial", TOWN, json!({}));
        let body = post(app, &admin, "/organisations", body).expect(201);
        let id = body.json["id"].as_str().unwrap();
        assert_eq!(body.header("location"), format!("/v1/organisations/{id}"));
        assert_eq!(body.json["tier"], "township");
        let made = post(app, &admin, "/persons", person("li.si", TOWN)).expect(201);
        assert_eq!(made.header("cache-control"), "no-store");
        let made = made.json;
        let duty = json!({"organisation": id, "role": "inspector", "region": TOWN});
        let path = format!("/persons/{}/duties", made["person"]["id"].as_str().unwrap());
        assert_eq!(post(app, &admin, &path, duty).expect(201).json["layer"], "territorial");
        let link = json!({"token": made["invitation"]["token"], "new_password": PASSWORD});
        app.post("/v1/auth/redeem", "", &link).expect(204);
        let officer = app.sign_in("li.si", None);
        let me = get(app, &officer, "/me").expect(200).json;
        assert_eq!(me["duties"][0]["organisation"], id);
        assert_eq!(me["regions"][0]["name"], "沙石镇");
    });
}

#[test]
fn outside_of_its_regions_an_administrator_finds_nothing() {
    each_database(|app| {
        let admin = app.administrator_of(COUNTY);
        let far = app.officer_of(OTHER_TOWN);
        let gone = PersonId::new();
        for path in ["organisations", "persons"] {
            let there = if path == "persons" { far.person.to_string() } else { far.organisation.to_string() };
            let missing = get(app, &admin, &format!("/{path}/{gone}")).expect(404).json;
            assert_eq!(get(app, &admin, &format!("/{path}/{there}")).expect(404).json, missing);
            assert!(!walk(app, &admin, &format!("/{path}")).contains(&there));
        }
        let acts = ["deactivate", "activate", "invitation"].map(|act| format!("/persons/{}/{act}", far.person));
        let more = [format!("/duties/{}/end", far.duty), format!("/devices/{}/revoke", far.device_id)];
        for path in acts.into_iter().chain(more) {
            is_refused(post(app, &admin, &path, json!({})), 404, "not-found");
        }
        is_refused(get(app, &admin, &format!("/devices?person={}", far.person)), 404, "not-found");
        let duty = json!({"organisation": admin.organisation, "role": "inspector", "region": COUNTY});
        is_refused(post(app, &admin, &format!("/persons/{}/duties", far.person), duty), 404, "not-found");
        is_refused(post(app, &admin, "/persons", person("wang.wu", OTHER_TOWN)), 422, "invalid");
        is_refused(post(app, &admin, "/persons", person("wang.wu", TOP)), 422, "invalid");
        let body = organisation("territorial", OTHER_TOWN, json!({}));
        is_refused(post(app, &admin, "/organisations", body), 422, "invalid");
        get(app, &far, "/me").expect(200);
    });
}

#[test]
fn only_an_administrator_administers() {
    each_database(|app| {
        let people =
            [app.officer_of(TOWN), app.fire_department_of(COUNTY), app.leader_of(COUNTY), app.auditor_of(COUNTY)];
        let (nobody, enterprise) = (PersonId::new(), OrganisationId::new());
        for phone in people.into_iter().chain([app.safety_officer_of(enterprise, TOWN)]) {
            for path in
                ["/persons", "/organisations", &format!("/persons/{nobody}"), &format!("/organisations/{nobody}")]
            {
                is_refused(get(app, &phone, path), 403, "forbidden");
            }
            let duty = json!({"organisation": phone.organisation, "role": "manager", "region": TOWN});
            is_refused(post(app, &phone, &format!("/persons/{}/duties", phone.person), duty), 403, "forbidden");
            is_refused(post(app, &phone, "/persons", person("x.y.z", TOWN)), 403, "forbidden");
            let body = organisation("territorial", TOWN, json!({}));
            is_refused(post(app, &phone, "/organisations", body), 403, "forbidden");
            for path in ["/persons/{}/invitation", "/persons/{}/deactivate", "/persons/{}/activate", "/duties/{}/end"] {
                let path = path.replace("{}", &nobody.to_string());
                is_refused(post(app, &phone, &path, json!({})), 403, "forbidden");
            }
        }
    });
}

#[test]
fn an_administrator_does_not_administer_himself() {
    each_database(|app| {
        let admin = app.administrator_of(COUNTY);
        for role in ["inspector", "manager", "leader", "administrator"] {
            let duty = json!({"organisation": admin.organisation, "role": role, "region": COUNTY});
            is_refused(post(app, &admin, &format!("/persons/{}/duties", admin.person), duty), 403, "forbidden");
        }
        for act in ["invitation", "deactivate"] {
            is_refused(post(app, &admin, &format!("/persons/{}/{act}", admin.person), json!({})), 403, "forbidden");
        }
    });
}

#[test]
fn a_new_link_is_no_way_up() {
    each_database(|app| {
        let admin = app.administrator_of(COUNTY);
        let colleague = app.officer_of(COUNTY);
        let top = app.make_organisation(organisation("territorial", TOP, json!({})));
        app.give_duty(colleague.person, top, "administrator", TOP, json!({}));
        for path in [
            format!("/persons/{}/invitation", colleague.person),
            format!("/persons/{}/deactivate", colleague.person),
            format!("/devices/{}/revoke", colleague.device_id),
        ] {
            is_refused(post(app, &admin, &path, json!({})), 403, "forbidden");
        }
        let above = app.administrator();
        post(app, &above, &format!("/persons/{}/invitation", colleague.person), json!({})).expect(201);
    });
}

#[test]
fn the_end_of_a_duty_acts_at_once_and_so_does_a_new_one() {
    each_database(|app| {
        let admin = app.administrator_of(COUNTY);
        let helper = app.administrator_of(COUNTY);
        get(app, &helper, "/persons").expect(200);
        post(app, &admin, &format!("/duties/{}/end", helper.duty), json!({})).expect(204);
        post(app, &admin, &format!("/duties/{}/end", helper.duty), json!({})).expect(204);
        is_refused(get(app, &helper, "/persons"), 403, "forbidden");
        let me = get(app, &helper, "/me").expect(200).json;
        assert_eq!((&me["duties"], &me["scope_version"]), (&json!([]), &json!(3)));
        let duty = json!({"organisation": helper.organisation, "role": "administrator", "region": TOWN});
        post(app, &admin, &format!("/persons/{}/duties", helper.person), duty).expect(201);
        get(app, &helper, "/persons").expect(200);
        is_refused(get(app, &helper, &format!("/persons/{}", admin.person)), 404, "not-found");
    });
}

#[test]
fn a_duty_runs_from_its_first_day_to_its_last() {
    each_database(|app| {
        let (officer, today) = (app.officer_of(TOWN), clock::now().day());
        app.end_duty(officer.duty);
        let days = [(1, None), (-9, Some(-1)), (0, Some(0)), (-1, None)];
        for (from, to) in days {
            let dates = json!({"from_on": today.plus_days(from), "to_on": to.map(|to| today.plus_days(to))});
            app.give_duty(officer.person, officer.organisation, "inspector", TOWN, dates);
        }
        assert_eq!(get(app, &officer, "/me").expect(200).json["duties"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn a_duty_fits_its_organisation() {
    each_database(|app| {
        let admin = app.administrator();
        let fire = app.make_organisation(organisation("department", COUNTY, json!({"sectors": ["fire", "campus"]})));
        let firm = app.make_organisation(organisation("enterprise", TOWN, json!({"uscc_is_missing": true})));
        let (id, _) = app.make_person(TOWN);
        let give = |more: Value| {
            let mut duty = json!({"organisation": fire, "role": "inspector", "region": TOWN});
            duty.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            post(app, &admin, &format!("/persons/{id}/duties"), duty)
        };
        assert_eq!(give(json!({})).expect(201).json["sectors"], json!(["fire", "campus"]));
        assert_eq!(give(json!({"sectors": ["fire"]})).expect(201).json["sectors"], json!(["fire"]));
        for (wrong, pointer) in [
            (json!({"sectors": ["mine"]}), "/sectors"),
            (json!({"role": "safety_officer"}), "/role"),
            (json!({"organisation": firm}), "/role"),
            (json!({"organisation": firm, "role": "principal", "region": COUNTY}), "/region"),
            (json!({"region": OTHER_TOWN}), "/region"),
            (json!({"region": "999999000000"}), "/region"),
            (json!({"organisation": OrganisationId::new()}), "/organisation"),
            (json!({"role": "leader", "sectors": ["fire"]}), "/sectors"),
            (json!({"role": "auditor"}), "/to_on"),
            (json!({"from_on": "2026-11-02", "to_on": "2026-11-01"}), "/to_on"),
        ] {
            assert_eq!(give(wrong.clone()).expect(422).json["pointer"], pointer, "{wrong}");
        }
        is_refused(give(json!({"more": 1})), 400, "bad-request");
    });
}

#[test]
fn an_enterprise_is_seen_with_all_below_it() {
    each_database(|app| {
        let (group, site, shop) = (OrganisationId::new(), OrganisationId::new(), OrganisationId::new());
        let officer = app.safety_officer_of(group, TOWN);
        for (id, parent) in [(site, group), (shop, site)] {
            let more = json!({"id": id, "parent": parent, "uscc_is_missing": true});
            app.make_organisation(organisation("enterprise", OTHER_TOWN, more));
        }
        let (keys, token) = (app.shared.keys.clone(), officer.token.clone());
        let subject = app.store.read_now(move |conn| {
            let claims = keys.verify(&token, clock::now())?;
            hazard_ledger::services::sessions::subject(conn, &claims, clock::now())
        });
        let seen: BTreeSet<_> = subject.unwrap_or_else(|_| panic!("no subject")).enterprises().into_iter().collect();
        assert_eq!(seen, BTreeSet::from([group, site, shop]));
    });
}

#[test]
fn an_organisation_is_made_once_and_in_its_place() {
    each_database(|app| {
        let admin = app.administrator();
        let make = |kind: &str, more: Value| post(app, &admin, "/organisations", organisation(kind, TOWN, more));
        let id = OrganisationId::new();
        let coded = json!({"id": id, "uscc": "91350100M000100Y43"});
        assert_eq!(make("enterprise", coded.clone()).expect(201).json["id"], json!(id));
        is_refused(make("enterprise", coded), 409, "already-exists");
        let same_id = make("enterprise", json!({"id": id, "uscc_is_missing": true})).expect(409).json;
        assert_eq!(same_id["pointer"], "/id");
        let same_code = make("enterprise", json!({"uscc": "91350100M000100Y43"})).expect(409).json;
        assert_eq!(same_code["pointer"], "/uscc");
        is_refused(make("enterprise", json!({"uscc": "91350100M000100Y44"})), 400, "bad-request");
        is_refused(make("territorial", json!({"parent": id})), 422, "invalid");
        is_refused(make("enterprise", json!({"uscc_is_missing": true, "parent": admin.organisation})), 422, "invalid");
        is_refused(make("territorial", json!({"tier": "county"})), 422, "invalid");
    });
}

#[test]
fn a_login_is_given_once() {
    each_database(|app| {
        let admin = app.administrator_of(COUNTY);
        post(app, &admin, "/persons", person("li.si", TOWN)).expect(201);
        let again = post(app, &admin, "/persons", person("li.si", COUNTY)).expect(409).json;
        assert_eq!((&again["code"], &again["pointer"]), (&json!("already-exists"), &json!("/login")));
        is_refused(post(app, &admin, "/persons", person("Li Si", TOWN)), 400, "bad-request");
    });
}

#[test]
fn a_deactivated_person_is_out_until_it_is_activated() {
    each_database(|app| {
        let (admin, officer) = (app.administrator_of(COUNTY), app.officer_of(TOWN));
        let act = |act: &str| post(app, &admin, &format!("/persons/{}/{act}", officer.person), json!({}));
        act("deactivate").expect(204);
        is_refused(get(app, &officer, "/me"), 401, "unauthenticated");
        is_refused(
            app.post("/v1/auth/sign-in", "", &sign_in_body(&officer.login, PASSWORD)),
            401,
            "invalid-credentials",
        );
        is_refused(act("invitation"), 409, "conflict");
        act("activate").expect(204);
        is_refused(get(app, &officer, "/me"), 401, "unauthenticated");
        app.sign_in(&officer.login, None);
    });
}

#[test]
fn a_new_link_replaces_password_and_sessions() {
    each_database(|app| {
        let (admin, officer) = (app.administrator_of(COUNTY), app.officer_of(TOWN));
        let link = post(app, &admin, &format!("/persons/{}/invitation", officer.person), json!({})).expect(201).json;
        get(app, &officer, "/me").expect(200);
        let asked = json!({"token": link["token"], "new_password": "marble cyclone 83 teapot"});
        app.post("/v1/auth/redeem", "", &asked).expect(204);
        is_refused(get(app, &officer, "/me"), 401, "unauthenticated");
        is_refused(
            app.post("/v1/auth/sign-in", "", &sign_in_body(&officer.login, PASSWORD)),
            401,
            "invalid-credentials",
        );
    });
}

#[test]
fn devices_are_seen_by_their_person_and_its_administrator() {
    each_database(|app| {
        let (admin, officer) = (app.administrator_of(COUNTY), app.officer_of(TOWN));
        let (second, colleague) = (app.sign_in(&officer.login, None), app.officer_of(TOWN));
        let own = BTreeSet::from([officer.device_id.to_string(), second.device_id.to_string()]);
        assert_eq!(walk(app, &officer, "/devices"), own);
        let of_officer = format!("/devices?person={}", officer.person);
        assert_eq!(ids(&get(app, &admin, &of_officer).expect(200).json), own);
        is_refused(get(app, &colleague, &of_officer), 404, "not-found");
        is_refused(
            post(app, &colleague, &format!("/devices/{}/revoke", officer.device_id), json!({})),
            404,
            "not-found",
        );
        post(app, &admin, &format!("/devices/{}/revoke", officer.device_id), json!({})).expect(204);
        is_refused(get(app, &officer, "/me"), 403, "device-revoked");
    });
}

#[test]
fn a_list_is_walked_page_by_page() {
    each_database(|app| {
        let admin = app.administrator_of(COUNTY);
        let made: Vec<_> = (0..5).map(|_| app.officer_of(TOWN)).collect();
        app.officer_of(OTHER_COUNTY);
        let persons: BTreeSet<_> = made.iter().chain([&admin]).map(|phone| phone.person.to_string()).collect();
        assert_eq!(walk(app, &admin, "/persons"), persons);
        let bodies: BTreeSet<_> = made.iter().chain([&admin]).map(|phone| phone.organisation.to_string()).collect();
        assert_eq!(walk(app, &admin, "/organisations"), bodies);
        for limit in ["0", "201", "x"] {
            is_refused(get(app, &admin, &format!("/persons?limit={limit}")), 400, "bad-request");
        }
        is_refused(get(app, &admin, "/persons?offset=1"), 400, "bad-request");
    });
}

#[test]
fn every_act_of_an_administrator_is_in_the_log() {
    each_database(|app| {
        let admin = app.administrator_of(COUNTY);
        let body = post(app, &admin, "/organisations", organisation("territorial", TOWN, json!({}))).expect(201).json;
        let made = post(app, &admin, "/persons", person("li.si", TOWN)).expect(201).json;
        let id = made["person"]["id"].as_str().unwrap().to_owned();
        let duty = json!({"organisation": body["id"], "role": "inspector", "region": TOWN});
        let duty = post(app, &admin, &format!("/persons/{id}/duties"), duty).expect(201).json;
        post(app, &admin, &format!("/duties/{}/end", duty["id"].as_str().unwrap()), json!({})).expect(204);
        for (act, status) in [("invitation", 201), ("deactivate", 204), ("activate", 204)] {
            post(app, &admin, &format!("/persons/{id}/{act}"), json!({})).expect(status);
        }
        let about = |subject: String| app.store.read_now(move |conn| admin_log::about(conn, &subject)).unwrap();
        let lines = about(id);
        assert!(lines.iter().all(|line| line.person == Some(admin.person)));
        let actions: Vec<_> = lines.iter().map(|line| line.action.as_str()).collect();
        let expected =
            ["create_person", "give_duty", "end_duty", "reissue_invitation", "deactivate_person", "activate_person"];
        assert_eq!(actions, expected);
        assert_eq!(about(body["id"].as_str().unwrap().to_owned())[0].action, AdminAction::CreateOrganisation);
        let token = made["invitation"]["token"].as_str().unwrap();
        assert!(lines.iter().all(|line| !line.detail.contains(token)));
    });
}
