//! Duties and organisations: what fits what, and from when to when.
use crate::accounts::is_refused;
use crate::people::{get, post};
use crate::support::each_database;
use crate::support::people::organisation;
use hazard_ledger::domain::*;
use hazard_ledger::http::clock;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const COUNTY: &str = "360702000000";
const TOWN: &str = "360702100000";
const OTHER_TOWN: &str = "360704100000";

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
