//! Accidents over HTTP: from the report to the archive, and down to the phones.
use crate::support::{Answer, TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, mill_of, phone_of};
use hazard_ledger::domain::OrganisationId;
use hazard_ledger::http::clock;
use serde_json::{Value, json};

/// Makes a record.
pub fn make(app: &TestApp, who: &people::Phone, ledger: &str, kind: &str, act: &str, body: &Value) -> Answer {
    app.post("/v1/records", &who.token, &json!({"kind": kind, "act": act, "ledger": ledger, "body": body}))
}

/// Acts on a record, as it stands.
pub fn does(app: &TestApp, who: &people::Phone, record: &Value, act: &str, body: Value) -> Answer {
    let path = format!("/v1/records/{}/acts", record.as_str().unwrap());
    app.send_with("POST", &path, &who.token, &[("If-Match", "*")], Some(&json!({"act": act, "body": body})))
}

pub fn evidence(number: &str) -> Value {
    json!({"document_number": number})
}

/// A fall with one death, at an enterprise.
pub fn fall_at(enterprise: OrganisationId, occurred_at: &Value) -> Value {
    json!({
        "occurred_at": occurred_at, "place": "二号厂房", "accident_type": "fall_from_height", "summary": "检修时坠落",
        "casualties": {"deaths": 1, "injuries": 0, "loss_fen": 120_000_000_i64}, "enterprise": enterprise,
    })
}

#[test]
fn an_accident_is_archived_once_nothing_is_let_go() {
    each_database(|app| {
        let (officer, county) = (app.officer_of(HOME), app.officer_of(COUNTY));
        let mill = mill_of(app, HOME, "manufacturing");
        let made = make(app, &officer, HOME, "accident", "report", &fall_at(mill, &json!(clock::now()))).expect(201);
        let id = made.json["id"].clone();
        assert_eq!((&made.json["level"], &made.json["sector"]), (&json!("general"), &json!("manufacturing")));
        let body = json!({"lead": county.organisation, "members": ["应急管理局"]});
        let refused = does(app, &officer, &id, "investigate", body.clone()).expect(403);
        assert_eq!(refused.json["reason"], "forbidden");
        does(app, &county, &id, "investigate", body).expect(200);
        let cause = json!({"direct": "未系安全带", "indirect": "管理缺失", "evidence": evidence("报1")});
        does(app, &county, &id, "establish_cause", cause).expect(200);
        let conclusion = json!({"is_responsibility_accident": true, "opinion": "同意", "evidence": evidence("批1")});
        let concluded = does(app, &county, &id, "conclude", conclusion).expect(200);
        assert_eq!(concluded.json["unmet"], json!(["accountability", "measures", "education"]));
        assert!(concluded.json["number"].as_str().unwrap().starts_with(HOME));
        let refused = does(app, &county, &id, "archive", json!({"evidence": evidence("归1")})).expect(409);
        let open = refused.json["open_acts"].as_array().unwrap();
        assert!(open.contains(&json!("educate")) && !open.contains(&json!("archive")), "{open:?}");
        let party = json!({"party": "王总", "treatment": "penalty"});
        does(app, &county, &id, "hold_accountable", party).expect(200);
        let settled = json!({"party": "王总", "treatment": "penalty", "evidence": evidence("罚1")});
        does(app, &county, &id, "settle_accountability", settled).expect(200);
        let measure = json!({"measure": "加装护栏", "responsible": "纺织厂", "due_on": clock::now().day()});
        does(app, &county, &id, "require_measure", measure).expect(200);
        let completed = json!({"measure": "加装护栏", "evidence": evidence("验1")});
        does(app, &county, &id, "complete_measure", completed).expect(200);
        let today = clock::now().day();
        let educated = json!({"audience": "全体员工", "people": 80, "educated_on": today, "evidence": evidence("教1")});
        does(app, &county, &id, "educate", educated).expect(200);
        let archived = does(app, &county, &id, "archive", json!({"evidence": evidence("归1")})).expect(200);
        assert_eq!((&archived.json["state"], &archived.json["unmet"]), (&json!("archived"), &json!([])));
        let mut phone = phone_of(app, &officer);
        phone.pull(500).unwrap();
        let listed = app.get("/v1/records?kind=accident&state=archived", &county.token).expect(200);
        assert_eq!(listed.json["items"][0]["id"], id);
        assert!(phone.held.len() >= 2, "the mill and its accident");
    });
}

#[test]
fn a_correction_raises_the_level_and_with_it_the_tier_that_investigates() {
    each_database(|app| {
        let (officer, county, city) = (app.officer_of(HOME), app.officer_of(COUNTY), app.officer_of("360700000000"));
        let mill = mill_of(app, HOME, "manufacturing");
        let made = make(app, &officer, HOME, "accident", "report", &fall_at(mill, &json!(clock::now()))).expect(201);
        let id = &made.json["id"];
        let today = clock::now().day();
        let casualties = json!({"deaths": 3, "injuries": 0, "loss_fen": 0});
        let change = json!({"casualties": casualties, "ground": "change", "changed_on": today, "reason": "抢救无效"});
        let raised = does(app, &officer, id, "correct_casualties", change).expect(200);
        assert_eq!(raised.json["level"], "larger");
        let body = |who: &people::Phone| json!({"lead": who.organisation, "members": ["调查组"]});
        does(app, &county, id, "investigate", body(&county)).expect(403);
        does(app, &city, id, "investigate", body(&city)).expect(200);
    });
}
