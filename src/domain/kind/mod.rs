//! Kinds of records: what the engine asks of them, and the registry.
//!
//! A kind is a pure module with a state, a life table, its acts, its rules and its fold. The
//! engine knows none by name. To add one, write its module and add a row to `ALL`.
pub mod accident;
pub mod assignment;
pub mod campaign;
mod consequence;
mod course;
pub mod enterprise;
pub mod exposure;
mod field;
pub mod finding;
pub mod flag_round;
pub mod hazard;
pub mod inspection;
mod known;
mod life;
mod mark;
mod measure;
mod moving;
pub mod photo;
mod place;
pub mod program;
pub mod risk_point;
mod shape;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) mod trial;
mod warning;

pub use accident::Accident;
pub use assignment::Assignment;
pub use campaign::Campaign;
pub use consequence::{Consequence, FOLLOWS};
pub use enterprise::Enterprise;
pub use exposure::Exposure;
pub use field::{Field, Holds};
pub use finding::Finding;
pub use flag_round::FlagRound;
pub use hazard::Hazard;
pub use inspection::Inspection;
pub use life::{Life, Row};
pub use mark::{Mark, Opinion};
pub use measure::{Measure, Measured, Unit, measured};
pub use moving::Move;
pub use photo::{ContentHash, MediaType, Photo, PhotoRole, TakenPhoto};
pub use place::Location;
pub use program::Program;
pub use risk_point::RiskPoint;
pub use shape::Shape;
pub use warning::{Matter, Warning};

use super::access::{ActGrant, Hand};
use super::canonical::BadJson;
use super::entry::{Decided, Stamp};
use super::outcome::Refusal;
use super::policy::Policy;
use super::scope::Place;
use super::*;
use serde_json::Value;
use std::collections::BTreeMap;

/// Every kind that the ledger knows.
pub const ALL: &[&dyn Kind] = &[
    &life::Of::<Enterprise>::KIND,
    &life::Of::<RiskPoint>::KIND,
    &life::Of::<Inspection>::KIND,
    &life::Of::<Hazard>::KIND,
    &life::Of::<Accident>::KIND,
    &life::Of::<FlagRound>::KIND,
    &life::Of::<Assignment>::KIND,
    &life::Of::<Campaign>::KIND,
    &life::Of::<Finding>::KIND,
    &life::Of::<Program>::KIND,
    &life::Of::<Exposure>::KIND,
];

pub fn find(name: &str) -> Option<&'static dyn Kind> {
    ALL.iter().copied().find(|kind| kind.name() == name)
}

/// What a record shows to search and to views.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facets {
    pub state: String,
    pub level: Option<Level>,
    /// Campaign categories, or whatever the kind sorts by; joined by a comma.
    pub category: Option<String>,
    /// What it is marked with besides, for lists that ask for it; joined by a comma.
    pub tags: Option<String>,
    pub sector: Option<Sector>,
    pub enterprise: Option<OrganisationId>,
    pub owner: Option<OrganisationId>,
    pub due_on: Option<Day>,
    pub occurred_on: Option<Day>,
    /// WGS-84, in units of 1e-7 degree.
    pub lon: Option<i64>,
    pub lat: Option<i64>,
    pub number: Option<String>,
    pub is_voided: bool,
}

impl Facets {
    pub fn place(&self) -> Place {
        let Self { sector, enterprise, is_voided, .. } = *self;
        Place { sector, enterprise, is_voided, has_moved: false }
    }
}

/// What an act's body names outside of its own record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    pub records: Vec<RecordId>,
    pub organisations: Vec<OrganisationId>,
    /// The unit that a move leads to.
    pub destination: Option<RegionCode>,
    /// Regions that the body speaks of, and whose ledgers it leaves alone.
    pub regions: Vec<RegionCode>,
}

/// What a rule may know besides the record: all of it gathered before judging.
#[derive(Debug)]
pub struct Facts<'a> {
    pub record: RecordId,
    /// The author's claim; `claimed_on` and `counted_on` say how far it counts.
    pub at: Instant,
    pub received_at: Instant,
    pub ledger: RegionId,
    /// The records that the body mentions, if this person may see them.
    pub related: &'a BTreeMap<RecordId, Related>,
    pub organisations: &'a BTreeMap<OrganisationId, OrganisationKind>,
    pub destination: Option<RegionId>,
    /// The regions that the body speaks of, as far as they lie within the ledger's own.
    pub regions: &'a BTreeMap<RegionCode, RegionId>,
    /// The enterprises that this person acts for.
    pub own_enterprises: &'a [OrganisationId],
    /// The sectors that this person's departments answer for here.
    pub own_sectors: &'a [Sector],
    /// The next number of the ledger's unit and year; taken by deciding `NUMBER`.
    pub next_number: &'a str,
    /// The limits that hold in the ledger's region on the day of receipt (decision 16).
    pub policy: &'a Policy,
    /// The device that the act came from (separation of duty 14).
    pub device: Option<DeviceId>,
}

impl Facts<'_> {
    /// The day on which the author did it, as it says; nobody acts after the receipt.
    pub fn claimed_on(&self) -> Day {
        self.at.min(self.received_at).day()
    }
    /// The day that counts where a claim of an earlier one would help its author: the claim is
    /// believed as far back as the policy allows for having been offline.
    pub fn counted_on(&self) -> Day {
        let earliest = self.received_at.day().plus_days(-i64::from(self.policy.offline_claim_days));
        self.claimed_on().max(earliest)
    }
}

/// A record that a body mentions.
#[derive(Debug, Clone)]
pub struct Related {
    pub kind: &'static str,
    pub ledger: RegionId,
    pub facets: Facets,
}

/// Decided facts that the engine acts upon: the number taken, the ledger moved to.
pub const NUMBER: &str = "number";
pub const MOVED_TO: &str = "moved_to";

/// An act that may be done, and what was decided with it.
#[derive(Debug, Clone)]
pub struct Judgement {
    pub grant: ActGrant,
    pub decided: Decided,
}

/// What the engine asks of a kind. Implemented once, for every `Life`.
pub trait Kind: Sync {
    fn name(&self) -> &'static str;
    /// What stands before the serial in its records' numbers.
    fn series(&self) -> &'static str;
    fn acts(&self) -> &'static [&'static str];
    /// What each act's body looks like, for the contract.
    fn shapes(&self) -> Vec<Shape>;
    /// Whether the act makes a new record.
    fn creates(&self, act: &str) -> bool;
    /// The tiers of the regions in whose ledgers its records lie.
    fn ledgers(&self) -> &'static [Tier];
    /// Whether the server makes the act's body itself.
    fn is_computed(&self, act: &str) -> bool;
    /// Checks a body's shape and tells what it mentions.
    fn read(&self, act: &str, body: &Value) -> Result<Mentions, BadJson>;
    /// Whether the life table lets the act begin in the record's state.
    fn allows(&self, act: &str, before: Option<&Value>) -> bool;
    /// Applies every rule; the first hand that may act is the one that acts.
    fn judge(
        &self,
        act: &str,
        body: &Value,
        before: Option<&Value>,
        hands: &[Hand],
        facts: &Facts,
    ) -> Result<Judgement, Refusal>;
    /// The record after the act. Pure and total over what was judged: entries alone give the record again.
    fn fold(&self, before: Option<&Value>, stamp: &Stamp, decided: &Decided, body: &Value) -> Result<Value, BadJson>;
    fn facets(&self, record: RecordId, state: &Value) -> Result<Facets, BadJson>;
    /// The fields of its records that are one value each.
    fn fields(&self) -> Vec<Field>;
    /// The measures that its records contribute to.
    fn measured(&self) -> &'static [Measured];
    /// What the record contributes to reports as it stands.
    fn measures(&self, record: RecordId, state: &Value) -> Result<Vec<Measure>, BadJson>;
    /// The acts that these hands may do on the record now.
    fn open_acts(&self, state: &Value, hands: &[Hand], facts: &Facts) -> Vec<String>;
    /// What is due soon or overdue on a day.
    fn warnings(&self, state: &Value, policy: &Policy, day: Day) -> Vec<Warning>;
    /// The states in which there may be something to warn of.
    fn warns_in(&self) -> &'static [&'static str];
    /// Whether the act may have consequences for the record of the record's enterprise.
    fn is_consequential(&self, act: &str) -> bool;
    /// Whether nobody does the act by itself: it follows from acts on other records.
    fn only_follows(&self, act: &str) -> bool;
    /// What follows from an act that has led to this state.
    fn consequences(
        &self,
        record: RecordId,
        act: &str,
        body: &Value,
        after: &Value,
    ) -> Result<Vec<Consequence>, BadJson>;
    /// Fields that only ever grow (lists of votes, of notes): changing one conflicts with nobody.
    fn merging(&self) -> &'static [&'static str];
    /// Fields that the act was decided upon: a change of one since its base is a conflict.
    fn decided_upon(&self, act: &str) -> &'static [&'static str];
}
