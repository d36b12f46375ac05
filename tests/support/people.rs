//! People as values: each with an organisation, a duty and a phone that is signed in.
use super::TestApp;
use hazard_ledger::domain::access::{AdminGrant, administer};
use hazard_ledger::domain::scope::{Duty, Subject};
use hazard_ledger::domain::*;
use hazard_ledger::http::clock;
use hazard_ledger::phone::Line;
use hazard_ledger::services::organisations::{self, NewOrganisation};
use hazard_ledger::services::{Failure, duties, people};
use hazard_ledger::store::person;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The password of everybody here.
pub const PASSWORD: &str = "lantern orbit 47 gravel";

/// Made with parameters so small that signing in costs nothing; the hash itself tells them.
static CHEAP_HASH: LazyLock<String> = LazyLock::new(|| {
    use argon2::password_hash::{PasswordHasher, phc::PasswordHash};
    let params = argon2::Params::new(8, 1, 1, None).unwrap();
    let argon2 = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let hash: PasswordHash = argon2.hash_password(PASSWORD.as_bytes()).unwrap();
    hash.to_string()
});

/// A signed-in device, and whose it is.
#[derive(Debug, Clone)]
pub struct Phone {
    pub token: String,
    pub refresh_token: String,
    pub person: PersonId,
    pub login: String,
    pub session: SessionId,
    pub device_id: DeviceId,
    /// Where the person works.
    pub organisation: OrganisationId,
    pub duty: DutyId,
}

pub fn region(code: &str) -> RegionId {
    RegionId(code.parse().unwrap())
}

/// An organisation to be, `{}` changed by what a test cares for.
pub fn organisation(kind: &str, region: &str, more: Value) -> Value {
    let mut all = json!({"kind": kind, "name": format!("{kind} {region}"), "region": region});
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

impl TestApp {
    /// The API as this person calls it.
    pub fn line(&self, person: &Phone) -> Line {
        Line::new(format!("http://{}", self.address()), person.token.clone())
    }

    /// Who administers everything: an administrator over the country.
    pub fn administrator(&self) -> Phone {
        self.administrator_of(TOP)
    }
    pub fn administrator_of(&self, region: &str) -> Phone {
        let body = self.make_organisation(organisation("territorial", region, json!({})));
        self.employ(body, "administrator", region, json!({}))
    }
    /// An inspector of a territorial body: a township's officer, a county's, a city's.
    pub fn officer_of(&self, region: &str) -> Phone {
        let body = self.make_organisation(organisation("territorial", region, json!({})));
        self.employ(body, "inspector", region, json!({}))
    }
    pub fn fire_department_of(&self, region: &str) -> Phone {
        self.department_of(region, &["fire"])
    }
    /// An inspector of a department that answers for some sectors.
    pub fn department_of(&self, region: &str, sectors: &[&str]) -> Phone {
        let body = self.make_organisation(organisation("department", region, json!({"sectors": sectors})));
        self.employ(body, "inspector", region, json!({}))
    }
    pub fn leader_of(&self, region: &str) -> Phone {
        let body = self.make_organisation(organisation("territorial", region, json!({})));
        self.employ(body, "leader", region, json!({}))
    }
    pub fn auditor_of(&self, region: &str) -> Phone {
        let body = self.make_organisation(organisation("territorial", region, json!({})));
        let last = clock::now().day().plus_days(30);
        self.employ(body, "auditor", region, json!({"to_on": last}))
    }
    /// The safety officer of an enterprise, whose organisation is made if there is none yet. The
    /// organisation has the id of the enterprise's record.
    pub fn safety_officer_of<T>(&self, enterprise: Id<T>, region: &str) -> Phone {
        let id: OrganisationId = enterprise.cast();
        let known = self.store.read_now(move |conn| organisations::find(conn, &everywhere(), id));
        if known.is_err() {
            self.make_organisation(organisation("enterprise", region, json!({"id": id, "uscc_is_missing": true})));
        }
        self.employ(id, "safety_officer", region, json!({}))
    }

    /// An organisation, made as an administrator over everything would.
    pub fn make_organisation(&self, new: Value) -> OrganisationId {
        let new: NewOrganisation = serde_json::from_value(new).unwrap();
        let made = self.store.write_now(move |conn| organisations::create(conn, &everywhere(), new, clock::now()));
        made.unwrap().id
    }

    /// A person with a duty, signed in on a new phone.
    pub fn employ(&self, organisation: OrganisationId, role: &str, region: &str, more: Value) -> Phone {
        let (person, login) = self.make_person(region);
        let duty = self.give_duty(person, organisation, role, region, more);
        Phone { organisation, duty, ..self.sign_in(&login, None) }
    }

    /// A person without a duty, with the password of everybody.
    pub fn make_person(&self, region: &str) -> (PersonId, String) {
        let login = format!("p{}", uuid::Uuid::now_v7().simple());
        let new = json!({"login": login, "name": "张三", "region": region});
        let new = serde_json::from_value(new).unwrap();
        let made = self.store.write_now(move |conn| -> Result<_, Failure> {
            let made = people::create(conn, &everywhere(), new, clock::now())?;
            person::set_password(conn, made.person.id, &CHEAP_HASH, clock::now())?;
            Ok(made.person.id)
        });
        (made.unwrap(), login)
    }

    pub fn give_duty(
        &self,
        person: PersonId,
        organisation: OrganisationId,
        role: &str,
        region: &str,
        more: Value,
    ) -> DutyId {
        let mut new = json!({"organisation": organisation, "role": role, "region": region});
        new.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let new = serde_json::from_value(new).unwrap();
        let given = self.store.write_now(move |conn| duties::give(conn, &everywhere(), person, &new, clock::now()));
        given.unwrap().id
    }

    pub fn end_duty(&self, duty: DutyId) {
        self.store.write_now(move |conn| duties::end(conn, &everywhere(), duty, clock::now())).unwrap();
    }

    /// Signs in with the password of everybody, on a known device or on a new one.
    pub fn sign_in(&self, login: &str, device: Option<DeviceId>) -> Phone {
        let mut asked = sign_in_body(login, PASSWORD);
        if let Some(id) = device {
            asked["device"]["id"] = json!(id);
        }
        let told = self.post("/v1/auth/sign-in", "", &asked).expect(200).json;
        let text = |name: &str| told[name].as_str().unwrap().to_owned();
        Phone {
            token: text("access_token"),
            refresh_token: text("refresh_token"),
            person: text("person").parse().unwrap(),
            login: login.to_owned(),
            session: text("session").parse().unwrap(),
            device_id: text("device").parse().unwrap(),
            organisation: OrganisationId::NIL,
            duty: DutyId::NIL,
        }
    }
}

pub fn sign_in_body(login: &str, password: &str) -> Value {
    json!({"login": login, "password": password, "device": {"name": "手机", "platform": "android"}})
}

/// The region above all others of the tests.
pub const TOP: &str = "360000000000";

/// The grant of an administrator over everything, who is nobody.
pub fn everywhere() -> AdminGrant {
    let organisation = OrganisationId::NIL;
    let duty = Duty {
        id: DutyId::NIL,
        organisation,
        organisation_name: String::new(),
        role: Role::Administrator,
        layer: Layer::Administrator,
        tier: Tier::Province,
        region: region(TOP),
        sectors: Vec::new(),
        enterprises: Vec::new(),
        from_on: clock::now().day(),
        to_on: None,
        ended_at: None,
    };
    let subject = Subject {
        person: PersonId::NIL,
        name: String::new(),
        login: String::new(),
        session: SessionId::NIL,
        device: None,
        scope_version: 1,
        duties: vec![duty],
    };
    administer(&subject).unwrap()
}
