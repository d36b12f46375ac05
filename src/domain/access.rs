//! Who may do what: one table of kind x act x layer x tier x condition.
//!
//! `table` holds the rows, `when` their conditions. They enforce, they answer "what may I do
//! now", and the tests loop over them. An act without a row is forbidden. *Who may accept a major
//! hazard?* Read the rows of `("hazard", "accept")` in `table`.
mod inbox;
mod inspect;
pub mod manual;
mod policy;
mod table;
#[cfg(test)]
mod tests;
mod when;

pub use inbox::{About, ResolveGrant, resolve, supervises, supervising};
pub use inspect::{AuditGrant, inspect, is_read_logged};
pub use policy::{PolicyGrant, govern};
pub use table::rules;
pub use when::When;

use super::entry::Actor;
use super::outcome::{Refusal, RefusalCode};
use super::scope::{Duty, Subject};
use super::{Layer, PersonId, RegionId, Tier};
use std::collections::BTreeSet;

/// One row: this layer, at one of these tiers, may do this act on this kind if all conditions hold.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub kind: &'static str,
    pub act: &'static str,
    pub layer: Layer,
    pub tiers: &'static [Tier],
    pub when: &'static [When],
}

/// A person acting under one of its duties, in reach of the record.
#[derive(Debug, Clone, Copy)]
pub struct Hand<'a> {
    pub person: PersonId,
    pub duty: &'a Duty,
    /// Whether the duty reaches the ledger that a move leads to.
    pub sees_destination: bool,
}

impl Hand<'_> {
    pub(super) fn actor(&self) -> Actor {
        let Duty { organisation, layer, tier, .. } = *self.duty;
        Actor { person: self.person, organisation, layer, tier }
    }
}

/// Proof that a person may do an act on a record. Only `authorise` makes one.
#[derive(Debug, Clone, Copy)]
pub struct ActGrant {
    actor: Actor,
}
impl ActGrant {
    pub fn actor(&self) -> Actor {
        self.actor
    }
}

/// Finds a hand for which a row of the table stands and all its conditions hold.
pub fn authorise(
    kind: &str,
    act: &str,
    hands: &[Hand],
    holds: impl Fn(When, &Hand) -> bool,
) -> Result<ActGrant, Refusal> {
    let mut refusal = None;
    for hand in hands {
        for rule in rules_for(kind, act, hand.duty) {
            match rule.when.iter().find(|when| !holds(**when, hand)) {
                None => return Ok(ActGrant { actor: hand.actor() }),
                Some(when) => refusal = refusal.or(Some(when.refusal())),
            }
        }
    }
    Err(refusal
        .unwrap_or_else(|| Refusal::new(RefusalCode::Forbidden, "your layer of responsibility does not do this")))
}

fn rules_for<'a>(kind: &'a str, act: &'a str, duty: &'a Duty) -> impl Iterator<Item = &'static Rule> + 'a {
    let applies = move |rule: &&Rule| {
        rule.kind == kind && rule.act == act && rule.layer == duty.layer && rule.tiers.contains(&duty.tier)
    };
    rules().filter(applies)
}

/// Proof that a person administers a region's subtree. Only `administer` makes one.
#[derive(Debug, Clone)]
pub struct AdminGrant {
    person: PersonId,
    regions: BTreeSet<RegionId>,
}

impl AdminGrant {
    pub fn person(&self) -> PersonId {
        self.person
    }
    /// The roots of what this person administers.
    pub fn regions(&self) -> Vec<RegionId> {
        self.regions.iter().copied().collect()
    }
}

/// An administrator creates people, organisations and local regions inside its regions, and
/// nothing else (separation of duty 8).
pub fn administer(subject: &Subject) -> Option<AdminGrant> {
    let administrates = subject.duties.iter().filter(|duty| duty.layer == Layer::Administrator);
    let regions: BTreeSet<_> = administrates.map(|duty| duty.region).collect();
    (!regions.is_empty()).then_some(AdminGrant { person: subject.person, regions })
}
