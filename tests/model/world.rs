//! The people of a random history, their devices, and where they answer for what.
use super::chaos::Chaos;
use super::oracle::{Scope, Things};
use super::refold::Folded;
use super::tally::Tally;
use crate::support::TestApp;
use hazard_ledger::domain::act::SentAct;
use hazard_ledger::domain::{ActId, DeviceId, DutyId, InboxId, OrganisationId, PersonId, RegionCode, RegionId};
use hazard_ledger::phone::{Line, Phone};
use hazard_ledger::services::pull::PullAnswer;
use hazard_ledger::services::pull::stream;
use hazard_ledger::services::push::PushAnswer;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant as Clock};

/// Where a history plays: units of one county and one of another, enterprises, a department.
pub struct Place {
    pub units: Vec<RegionCode>,
    pub county: String,
    pub enterprises: Vec<OrganisationId>,
    pub department: OrganisationId,
}

pub struct Person {
    pub id: PersonId,
    pub login: String,
    pub scopes: Vec<Scope>,
    pub duties: Vec<DutyId>,
    /// The last item of the inbox that was looked at.
    pub inbox_seen: InboxId,
}

pub struct Device {
    pub person: usize,
    pub phone: Phone,
}

pub struct World<'a> {
    pub app: &'a TestApp,
    pub admin: Line,
    pub people: Vec<Person>,
    pub devices: Vec<Device>,
    pub things: Things,
    /// What became of every act that was consumed, and whose it is.
    pub consumed: BTreeMap<ActId, (usize, bool)>,
    /// Acts that were held, and whose they are.
    pub waiting: BTreeMap<ActId, (usize, SentAct)>,
    pub numbers: Vec<String>,
    pub folded: Folded,
    pub tally: Tally,
    pub chaos: Option<Chaos<'a>>,
    /// Every unit of the prefecture.
    pub units: Vec<RegionId>,
    signed_in: Clock,
}

/// As many people as a history has roles; the first has two devices.
pub const PEOPLE: usize = 12;

impl<'a> World<'a> {
    pub fn new(app: &'a TestApp) -> Self {
        let admin = app.line(&app.administrator());
        let mut world = Self {
            app,
            admin,
            people: Vec::new(),
            devices: Vec::new(),
            things: Things::new(),
            consumed: BTreeMap::new(),
            waiting: BTreeMap::new(),
            numbers: Vec::new(),
            folded: Folded::default(),
            tally: Tally::default(),
            chaos: None,
            units: app.units_of("360700000000").iter().map(|unit| RegionId(unit.parse().unwrap())).collect(),
            signed_in: Clock::now(),
        };
        (0..PEOPLE).for_each(|_| world.add_person());
        [0, 0].into_iter().chain(1..PEOPLE).for_each(|person| world.add_device(person));
        world
    }

    fn add_person(&mut self) {
        let (id, login) = self.app.make_person("360700000000");
        self.people.push(Person { id, login, scopes: Vec::new(), duties: Vec::new(), inbox_seen: InboxId::NIL });
    }

    pub fn sign_in(&self, person: usize, device: DeviceId) -> Line {
        let signed_in = self.app.sign_in(&self.people[person].login, Some(device));
        match &self.chaos {
            None => Line::new(self.admin.url.clone(), signed_in.token),
            Some(chaos) => Line::new(chaos.url(), signed_in.token).with_patience(Duration::from_secs(2)),
        }
    }

    fn add_device(&mut self, person: usize) {
        let device = DeviceId::new();
        let phone = Phone::new(self.sign_in(person, device), device);
        self.devices.push(Device { person, phone });
    }

    pub fn ask(&mut self, device: usize, limit: u32) -> PullAnswer {
        let phone = &self.devices[device].phone;
        let answer = match &mut self.chaos {
            None => phone.ask(limit).unwrap(),
            Some(chaos) => chaos.call(|| phone.ask(limit)),
        };
        self.tally.pulled(&answer);
        answer
    }

    pub fn ask_stream(&mut self, device: usize, limit: u32) -> Vec<stream::Line> {
        let phone = &self.devices[device].phone;
        match &mut self.chaos {
            None => phone.ask_stream(limit).unwrap(),
            Some(chaos) => chaos.call(|| phone.ask_stream(limit)),
        }
    }

    pub fn get(&mut self, device: usize, path: &str) -> Value {
        let line = &self.devices[device].phone.line;
        match &mut self.chaos {
            None => line.get(path).unwrap(),
            Some(chaos) => chaos.call(|| line.get(path)),
        }
    }

    pub fn send(&mut self, device: usize, acts: &[SentAct]) -> PushAnswer {
        let phone = &self.devices[device].phone;
        match &mut self.chaos {
            None => phone.send(acts).unwrap(),
            Some(chaos) => chaos.call(|| phone.send(acts)),
        }
    }

    /// From now on phones speak to servers that die, over lines that break.
    pub fn suffer(&mut self, chaos: Chaos<'a>) {
        self.chaos = Some(chaos);
        self.sign_in_anew();
    }

    /// What the model itself asks of the database, beside all phones, is asked when it is there.
    pub fn calm(&mut self) {
        if let Some(chaos) = &mut self.chaos {
            chaos.calm();
        }
    }

    /// Page after page until there is no more.
    pub fn pull_all(&mut self, device: usize, limit: u32) {
        loop {
            let answer = self.ask(device, limit);
            let has_more = answer.has_more;
            self.devices[device].phone.apply(answer).unwrap();
            if !has_more {
                return;
            }
        }
    }

    /// Tokens live ten minutes; a long run signs in again.
    pub fn stay_signed_in(&mut self) {
        if self.signed_in.elapsed().as_secs() > 240 {
            self.signed_in = Clock::now();
            self.calm();
            self.admin.token = self.app.administrator().token;
            self.sign_in_anew();
        }
    }

    fn sign_in_anew(&mut self) {
        self.calm();
        for n in 0..self.devices.len() {
            let line = self.sign_in(self.devices[n].person, self.devices[n].phone.device);
            self.devices[n].phone.line = line;
        }
    }

    fn organisation(&self, id: Option<OrganisationId>, kind: &str, region: &str, sectors: &[&str]) -> OrganisationId {
        let mut new = json!({ "kind": kind, "name": format!("{kind} {region}"), "region": region, "sectors": sectors });
        if kind == "enterprise" {
            new["uscc_is_missing"] = json!(true);
        }
        if let Some(id) = id {
            new["id"] = json!(id);
        }
        let made = self.admin.post("/v1/organisations", &new).unwrap();
        serde_json::from_value(made["id"].clone()).unwrap()
    }

    /// A territorial body of a unit.
    pub fn body(&self, unit: &str) -> OrganisationId {
        self.organisation(None, "territorial", unit, &[])
    }

    /// Gives everybody new duties, in a new place; what they held before is gone.
    pub fn settle(&mut self, county: &str, units: Vec<RegionCode>) -> Place {
        (0..PEOPLE).for_each(|n| self.end_duties(n));
        let at = |n: usize| units[n].as_str().to_owned();
        let (fire, chemicals): (&[&'static str], &[&'static str]) = (&["fire"], &["hazardous_chemicals", "mine"]);
        let city = "360700000000";
        let department = self.organisation(None, "department", county, fire);
        let chemical = self.organisation(None, "department", county, chemicals);
        let city_fire = self.organisation(None, "department", city, fire);
        let townships: Vec<_> = (0..4).map(|n| self.body(&at(n))).collect();
        let body = self.body(county);
        let enterprises: Vec<_> = (0..2).map(|n| self.organisation(None, "enterprise", &at(n), &[])).collect();
        let posts: [(OrganisationId, &str, &'static str, &str, &[&'static str]); PEOPLE] = [
            (townships[0], "inspector", "territorial", &at(0), &[]),
            (townships[1], "inspector", "territorial", &at(1), &[]),
            (townships[3], "inspector", "territorial", &at(3), &[]),
            (body, "manager", "territorial", county, &[]),
            (department, "inspector", "department", county, fire),
            (chemical, "inspector", "department", county, chemicals),
            (city_fire, "manager", "department", city, fire),
            (enterprises[0], "safety_officer", "enterprise", &at(0), &[]),
            (enterprises[1], "safety_officer", "enterprise", &at(1), &[]),
            (body, "auditor", "auditor", county, &[]),
            (townships[0], "leader", "leader", &at(0), &[]),
            (townships[0], "inspector", "territorial", &at(0), &[]),
        ];
        for (n, (organisation, role, layer, region, sectors)) in posts.into_iter().enumerate() {
            self.give(
                n,
                organisation,
                role,
                Scope { layer, region: region.to_owned(), sectors: sectors.to_vec(), enterprise: None },
            );
        }
        Place { units, county: county.to_owned(), enterprises, department }
    }

    pub fn give(&mut self, person: usize, organisation: OrganisationId, role: &str, scope: Scope) {
        let mut duty = json!({ "organisation": organisation, "role": role, "region": scope.region });
        if !scope.sectors.is_empty() {
            duty["sectors"] = json!(scope.sectors);
        }
        if role == "auditor" {
            duty["to_on"] = json!("2030-12-31");
        }
        let path = format!("/v1/persons/{}/duties", self.people[person].id);
        let made: Value = self.admin.post(&path, &duty).unwrap();
        let enterprise = (scope.layer == "enterprise").then_some(organisation);
        self.people[person].duties.push(serde_json::from_value(made["id"].clone()).unwrap());
        self.people[person].scopes.push(Scope { enterprise, ..scope });
    }

    pub fn end_duties(&mut self, person: usize) {
        for duty in std::mem::take(&mut self.people[person].duties) {
            self.admin.post(&format!("/v1/duties/{duty}/end"), &json!({})).unwrap();
        }
        self.people[person].scopes.clear();
    }
}
