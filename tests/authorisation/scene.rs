//! One hazard of one mill in one unit, and everybody around it.
use super::{Who, casts};
use crate::support::{Answer, TestApp, people};
use crate::sync::{HOME, blocked_exit, mill_of, phone_of, report};
use hazard_ledger::domain::OrganisationId;
use serde_json::{Value, json};

/// Somebody who asks: as whom the table knows them, and what they are.
pub struct Asking {
    pub who: Who,
    pub role: &'static str,
    pub place: &'static str,
    pub phone: people::Phone,
}

pub struct Scene<'a> {
    pub app: &'a TestApp,
    pub everybody: Vec<Asking>,
    /// The mill that the hazard is in.
    pub mill: Value,
}

impl<'a> Scene<'a> {
    pub fn set(app: &'a TestApp) -> Self {
        let (mill, other) = (mill_of(app, HOME, "fire"), mill_of(app, HOME, "fire"));
        let mut everybody = casts::in_scope(app, mill);
        everybody.extend(casts::elsewhere(app, other));
        everybody.extend(casts::ended(app, mill));
        Self { app, everybody, mill: json!(mill) }
    }

    /// The first of those whom the table knows by this name.
    pub fn of(&self, who: Who) -> &people::Phone {
        &self.everybody.iter().find(|asking| asking.who == who).unwrap().phone
    }
    /// Whether a phone is that of one of these.
    pub fn is(&self, phone: &people::Phone, of: &[Who]) -> bool {
        self.everybody.iter().any(|asking| asking.phone.person == phone.person && of.contains(&asking.who))
    }
    pub fn get(&self, who: &people::Phone, path: &str) -> Answer {
        self.app.get(path, &who.token)
    }
    pub fn post(&self, who: &people::Phone, path: &str, body: &Value) -> Answer {
        self.app.post(path, &who.token, body)
    }

    pub fn mill(&self) -> OrganisationId {
        self.mill.as_str().unwrap().parse().unwrap()
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
