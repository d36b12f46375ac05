//! People, and a desk on which tests try the rules of a kind the way the engine applies them.
pub mod chance;
mod measured;

use super::{Facets, Facts, Kind, Related, find};
use crate::domain::access::Hand;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::policy::Policy;
use crate::domain::scope::Duty;
use crate::domain::*;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Somebody with duties, the first of which acts first.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: PersonId,
    pub duties: Vec<Duty>,
    pub sees_destination: bool,
}

pub fn id<T>(n: u128) -> Id<T> {
    Id::from_uuid(uuid::Uuid::from_u128(n))
}

pub const TOWNSHIP: u128 = 1;
pub const COUNTY: u128 = 2;
pub const FIRE_DEPARTMENT: u128 = 3;
pub const CITY: u128 = 4;
pub const BAKERY: u128 = 5;
pub const SAWMILL: u128 = 6;

fn person(n: u128, organisation: u128, role: Role, layer: Layer, tier: Tier) -> Person {
    let duty = Duty {
        id: id(n),
        organisation: id(organisation),
        organisation_name: "somebody's".into(),
        role,
        layer,
        tier,
        region: RegionId(360702100000),
        sectors: if layer == Layer::Department { vec![Sector::Fire] } else { Vec::new() },
        enterprises: if layer == Layer::Enterprise { vec![id(organisation)] } else { Vec::new() },
        from_on: "2026-01-01".parse().unwrap(),
        to_on: None,
        ended_at: None,
    };
    Person { id: id(n), duties: vec![duty], sees_destination: false }
}

pub fn officer() -> Person {
    person(11, TOWNSHIP, Role::Inspector, Layer::Territorial, Tier::Township)
}
pub fn second_officer() -> Person {
    Person { id: id(12), ..officer() }
}
pub fn third_officer() -> Person {
    Person { id: id(13), ..officer() }
}
pub fn county_officer() -> Person {
    person(21, COUNTY, Role::Manager, Layer::Territorial, Tier::County)
}
pub fn city_officer() -> Person {
    person(41, CITY, Role::Manager, Layer::Territorial, Tier::City)
}
pub fn fire_department() -> Person {
    person(31, FIRE_DEPARTMENT, Role::Manager, Layer::Department, Tier::County)
}
pub fn fire_inspector() -> Person {
    Person { id: id(32), ..fire_department() }
}
pub fn safety_officer() -> Person {
    person(51, BAKERY, Role::SafetyOfficer, Layer::Enterprise, Tier::Township)
}
pub fn principal() -> Person {
    Person { id: id(52), ..safety_officer() }
}
pub fn sawmill_officer() -> Person {
    person(61, SAWMILL, Role::SafetyOfficer, Layer::Enterprise, Tier::Township)
}
pub fn leader() -> Person {
    person(71, COUNTY, Role::Leader, Layer::Leader, Tier::County)
}
pub fn auditor() -> Person {
    person(81, CITY, Role::Auditor, Layer::Auditor, Tier::City)
}
pub fn administrator() -> Person {
    person(91, CITY, Role::Administrator, Layer::Administrator, Tier::City)
}

impl Person {
    /// The same person with another's duties as well.
    pub fn and(mut self, other: Person) -> Self {
        self.duties.extend(other.duties);
        self
    }
    fn hands(&self) -> Vec<Hand<'_>> {
        let hand = |duty| Hand { person: self.id, duty, sees_destination: self.sees_destination };
        self.duties.iter().map(hand).collect()
    }
}

/// What became of an act that was allowed.
#[derive(Debug, Clone)]
pub struct Done {
    pub stamp: Stamp,
    pub decided: Decided,
    pub sent: Value,
}

/// A hazard of the same ledger.
pub fn beside() -> Related {
    Related { kind: "hazard", ledger: RegionId(360702100000), facets: Facets::default() }
}

/// One record, and the facts around it.
pub struct Desk {
    pub kind: &'static dyn Kind,
    pub record: RecordId,
    pub state: Option<Value>,
    pub at: Instant,
    /// Seconds from the act to its receipt.
    pub arrives_after: i64,
    pub destination: Option<RegionId>,
    /// Regions within the ledger's, by their codes.
    pub regions: BTreeMap<RegionCode, RegionId>,
    pub related: BTreeMap<RecordId, Related>,
    pub organisations: BTreeMap<OrganisationId, OrganisationKind>,
    pub policy: Policy,
    pub device: Option<DeviceId>,
    /// Every act that stands, in order.
    pub done: Vec<Done>,
}

impl Desk {
    pub fn of(kind: &str) -> Self {
        use OrganisationKind::{Department, Enterprise, Territorial};
        let enterprise = |owner| Facets { sector: Some(Sector::Commerce), owner, ..Facets::default() };
        let bakery = Related { kind: "enterprise", facets: enterprise(Some(id(FIRE_DEPARTMENT))), ..beside() };
        let sawmill = Related { kind: "enterprise", facets: enterprise(None), ..beside() };
        let bodies = [(TOWNSHIP, Territorial), (COUNTY, Territorial), (CITY, Territorial)];
        let others = [(FIRE_DEPARTMENT, Department), (BAKERY, Enterprise), (SAWMILL, Enterprise)];
        Self {
            kind: find(kind).unwrap(),
            record: id(1000),
            state: None,
            at: "2026-11-23T09:15:00+08:00".parse().unwrap(),
            arrives_after: 3600,
            destination: Some(RegionId(360702101000)),
            regions: [360702100000, 360702101000]
                .map(|code| (code.to_string().parse().unwrap(), RegionId(code)))
                .into(),
            related: BTreeMap::from([(id(BAKERY), bakery), (id(SAWMILL), sawmill)]),
            organisations: bodies.into_iter().chain(others).map(|(n, kind)| (id(n), kind)).collect(),
            policy: Policy::default(),
            device: Some(id(900)),
            done: Vec::new(),
        }
    }

    /// Runs `ask` with the facts as the engine gathers them for this person.
    fn with_facts<T>(&self, person: &Person, ask: impl FnOnce(&Facts) -> T) -> T {
        let own_enterprises: Vec<_> = person.duties.iter().flat_map(|duty| duty.enterprises.clone()).collect();
        let own_sectors: Vec<_> = person.duties.iter().flat_map(|duty| duty.sectors.clone()).collect();
        let next_number = format!("360702100000-2026-{:06}", self.done.len() + 1);
        ask(&Facts {
            record: self.record,
            at: self.at,
            received_at: self.at.plus_seconds(self.arrives_after),
            ledger: RegionId(360702100000),
            related: &self.related,
            organisations: &self.organisations,
            destination: self.destination,
            regions: &self.regions,
            own_enterprises: &own_enterprises,
            own_sectors: &own_sectors,
            next_number: &next_number,
            policy: &self.policy,
            device: self.device,
        })
    }

    /// Does an act, or tells why not: read, allows, judge, fold, facets.
    pub fn does(&mut self, person: &Person, act: &str, body: impl Serialize) -> Result<Facets, Refusal> {
        let sent = serde_json::to_value(body).unwrap();
        let (kind, before) = (self.kind, self.state.as_ref());
        kind.read(act, &sent)?;
        if !kind.allows(act, before) {
            return Err(Refusal::new(RefusalCode::IllegalState, "not in this state"));
        }
        let judged = self.with_facts(person, |facts| {
            kind.judge(act, &sent, before, &person.hands(), facts).map(|j| (j, facts.received_at))
        });
        let (judgement, received_at) = judged?;
        let stamp = self.stamp(act, judgement.grant.actor(), received_at);
        let after = kind.fold(before, &stamp, &judgement.decided, &sent).unwrap();
        let facets = kind.facets(self.record, &after).unwrap();
        self.state = Some(after);
        self.done.push(Done { stamp, decided: judgement.decided, sent });
        Ok(facets)
    }

    /// Notes what follows from an act of this person on another record.
    pub fn follows(&mut self, person: &Person, act: &str, body: impl Serialize) -> Facets {
        let sent = serde_json::to_value(body).unwrap();
        let (kind, before) = (self.kind, self.state.as_ref());
        assert!(kind.only_follows(act) && kind.allows(act, before), "{act} does not follow");
        let stamp = self.stamp(act, person.hands()[0].actor(), self.at.plus_seconds(3600));
        let decided = Decided::default();
        let after = kind.fold(before, &stamp, &decided, &sent).unwrap();
        let facets = kind.facets(self.record, &after).unwrap();
        self.state = Some(after);
        self.done.push(Done { stamp, decided, sent });
        facets
    }

    fn stamp(&self, act: &str, actor: entry::Actor, received_at: Instant) -> Stamp {
        let rev = self.done.len() as i64 + 1;
        Stamp {
            ledger: RegionId(360702100000),
            seq: rev,
            act_id: id(2000 + rev as u128),
            kind: self.kind.name().into(),
            act: act.into(),
            record: self.record,
            rev,
            actor,
            device: self.device,
            client_seq: None,
            at: self.at,
            received_at,
            resolves: None,
        }
    }

    pub fn open_acts(&self, person: &Person) -> Vec<String> {
        let Some(state) = &self.state else { return Vec::new() };
        self.with_facts(person, |facts| self.kind.open_acts(state, &person.hands(), facts))
    }

    /// The record as a type, as its entries have left it.
    pub fn record<L: super::Life>(&self) -> L {
        canonical::typed(self.state.as_ref().unwrap()).unwrap()
    }
}

/// A refusal as code and pointer.
pub fn why(refused: Result<Facets, Refusal>) -> (RefusalCode, Option<String>) {
    let refusal = refused.expect_err("the act was allowed");
    (refusal.code, refusal.pointer)
}
/// A refusal of who, not of what: it points at no field.
pub fn refused_as(code: RefusalCode) -> (RefusalCode, Option<String>) {
    (code, None)
}
/// A refusal that points at a field of the body.
pub fn refused_at(code: RefusalCode, field: &str) -> (RefusalCode, Option<String>) {
    (code, Some(format!("/body/{field}")))
}
