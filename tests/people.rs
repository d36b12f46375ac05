//! Administrators, and how far their hands reach.
use crate::accounts::is_refused;
use crate::support::people::{PASSWORD, Phone, TOP, organisation, sign_in_body};
use crate::support::{Answer, TestApp, each_database};
use hazard_ledger::domain::*;
use hazard_ledger::store::admin_log;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const COUNTY: &str = "360702000000";
const TOWN: &str = "360702100000";
const OTHER_COUNTY: &str = "360704000000";
const OTHER_TOWN: &str = "360704100000";

pub fn post(app: &TestApp, by: &Phone, path: &str, body: Value) -> Answer {
    app.post(&format!("/v1{path}"), &by.token, &body)
}
pub fn get(app: &TestApp, by: &Phone, path: &str) -> Answer {
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
