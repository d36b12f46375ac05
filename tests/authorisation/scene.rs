//! One hazard of one mill in one unit, and everybody around it.
use super::Who;
use crate::support::{Answer, TestApp, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, blocked_exit, mill_of, phone_of, report};
use hazard_ledger::http::clock;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A county that nobody but the foreign administrator answers for.
pub const ELSEWHERE: &str = "360704000000";

pub struct Scene<'a> {
    pub app: &'a TestApp,
    people: BTreeMap<Who, people::Phone>,
    /// The mill that the hazard is in.
    pub mill: Value,
}

impl<'a> Scene<'a> {
    pub fn set(app: &'a TestApp) -> Self {
        let (mill, other) = (mill_of(app, HOME, "fire"), mill_of(app, HOME, "fire"));
        let ended = app.officer_of(HOME);
        app.end_duty(ended.duty);
        let mandate = app.auditor_of(COUNTY);
        app.end_duty(mandate.duty);
        let yesterday = clock::now().day().plus_days(-1);
        let past = json!({ "from_on": yesterday.plus_days(-30), "to_on": yesterday });
        app.give_duty(mandate.person, mandate.organisation, "auditor", COUNTY, past);
        let (_, login) = app.make_person(HOME);
        let people = [
            (Who::Administrator, app.administrator_of(COUNTY)),
            (Who::ForeignAdministrator, app.administrator_of(ELSEWHERE)),
            (Who::Officer, app.officer_of(HOME)),
            (Who::ForeignOfficer, app.officer_of(NEIGHBOUR)),
            (Who::County, app.officer_of(COUNTY)),
            (Who::FireDepartment, app.fire_department_of(COUNTY)),
            (Who::OtherDepartment, app.department_of(COUNTY, &["mine"])),
            (Who::Enterprise, app.safety_officer_of(mill, HOME)),
            (Who::OtherEnterprise, app.safety_officer_of(other, HOME)),
            (Who::Leader, app.leader_of(HOME)),
            (Who::Auditor, app.auditor_of(COUNTY)),
            (Who::EndedDuty, ended),
            (Who::EndedMandate, mandate),
            (Who::NoDuty, app.sign_in(&login, None)),
        ];
        Self { app, people: people.into(), mill: json!(mill) }
    }

    pub fn of(&self, who: Who) -> &people::Phone {
        &self.people[&who]
    }
    pub fn get(&self, who: &people::Phone, path: &str) -> Answer {
        self.app.get(path, &who.token)
    }
    pub fn post(&self, who: &people::Phone, path: &str, body: &Value) -> Answer {
        self.app.post(path, &who.token, body)
    }

    /// A hazard of the mill, of the sector fire, reported by the unit's officer.
    pub fn hazard(&self) -> String {
        let made = self.report(self.of(Who::Officer)).expect(201);
        made.json["id"].as_str().unwrap().to_owned()
    }
    /// A report of such a hazard by anybody.
    pub fn report(&self, who: &people::Phone) -> Answer {
        let mut body = blocked_exit();
        body["no_owner"] = json!(false);
        body["enterprise"] = self.mill.clone();
        let new = json!({ "kind": "hazard", "act": "report", "ledger": HOME, "body": body });
        self.post(who, "/v1/records", &new)
    }
    /// An act of the unit's officer that stands in the inbox.
    pub fn refused_act(&self) -> String {
        let own = self.app.sign_in(&self.of(Who::Officer).login, None);
        let mut phone = phone_of(self.app, &own);
        report(&mut phone, HOME, json!({}));
        phone.push().unwrap();
        let open = self.get(&own, "/v1/inbox?state=open").expect(200).json;
        open["items"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned()
    }
    /// A person of the unit, to be administered.
    pub fn person(&self) -> String {
        self.app.make_person(HOME).0.to_string()
    }
}
