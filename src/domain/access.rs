//! Who may do what: one table of kind x act x layer x tier x condition.
//!
//! It enforces, it answers "what may I do now", and the tests loop over it. An act without
//! a row is forbidden. *Who may accept a major hazard?* Read the rows of `("hazard", "accept")`.
#[cfg(test)]
mod tests;

use super::entry::Actor;
use super::outcome::{Refusal, RefusalCode};
use super::scope::{Duty, Subject};
use super::{Layer, PersonId, RegionId, Tier};
use std::collections::BTreeSet;

/// A condition of a row, judged by the kind from the record and the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The hazard is a general one.
    IsGeneral,
    /// Separation of duty 2: the enterprise found it itself; no government body reported,
    /// registered or ordered it.
    IsInternal,
    /// No enterprise rectifies it: this body is its owner.
    IsOwner,
    /// Before registration, and this person's enterprise reported it.
    IsOwnUnregisteredReport,
    /// Separation of duty 1: who rectified does not accept.
    DidNotRectify,
    /// Separation of duty 3: a reporter does not void its own report once it is registered.
    DidNotReportWhatIsRegistered,
    /// The layer that ordered the rectification; of what an enterprise ordered, government too.
    IsOfIssuersLayer,
    /// A second acceptor is another person than the first.
    HasNotAccepted,
    /// Separation of duty 4: the second voice on voiding a major hazard is of another tier.
    IsOfAnotherTierThanTheFirstVoice,
    /// Separation of duty 13: who acts for the enterprise does not supervise it.
    IsNotOfTheEnterprise,
    /// The other township lies within this person's duties as well.
    SeesDestination,
}

impl When {
    /// What is said when the condition does not hold.
    pub fn refusal(self) -> Refusal {
        let (code, detail) = match self {
            Self::IsGeneral => (RefusalCode::Forbidden, "only for a general hazard"),
            Self::IsInternal => (RefusalCode::SeparationOfDuty, "an enterprise decides only on what it found itself"),
            Self::IsOwner => (RefusalCode::Forbidden, "the owner rectifies its own hazard"),
            Self::IsOwnUnregisteredReport => {
                (RefusalCode::Forbidden, "an enterprise amends only its own report, before registration")
            }
            Self::DidNotRectify => {
                (RefusalCode::SeparationOfDuty, "who rectified a hazard does not accept its rectification")
            }
            Self::DidNotReportWhatIsRegistered => {
                (RefusalCode::SeparationOfDuty, "a reporter does not void its own report after registration")
            }
            Self::IsOfIssuersLayer => {
                (RefusalCode::Forbidden, "the layer that ordered the rectification decides on it")
            }
            Self::HasNotAccepted => (RefusalCode::SeparationOfDuty, "a major hazard is accepted by two persons"),
            Self::IsOfAnotherTierThanTheFirstVoice => {
                (RefusalCode::SeparationOfDuty, "a major hazard is voided by two persons of different tiers")
            }
            Self::IsNotOfTheEnterprise => {
                (RefusalCode::SeparationOfDuty, "who acts for the enterprise does not supervise it")
            }
            Self::SeesDestination => (RefusalCode::OutsideDuties, "the other township lies outside of your duties"),
        };
        Refusal::new(code, detail)
    }
}

/// One row: this layer, at one of these tiers, may do this act on this kind if all conditions hold.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub kind: &'static str,
    pub act: &'static str,
    pub layer: Layer,
    pub tiers: &'static [Tier],
    pub when: &'static [When],
}

use Layer::{Department, Enterprise, Leader, Territorial};
use When::*;

const ANY: &[Tier] = Tier::ALL;

const fn rule(kind: &'static str, act: &'static str, layer: Layer, when: &'static [When]) -> Rule {
    Rule { kind, act, layer, tiers: ANY, when }
}

/// Source: DOMAIN.md sections 1, 3 and 4 (three layers; separation of duties; the hazard's life).
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    rule("enterprise", "register", Territorial, &[]),
    rule("enterprise", "register", Department,  &[]),
    rule("enterprise", "register", Enterprise,  &[]),
    rule("enterprise", "amend",    Territorial, &[]),
    rule("enterprise", "amend",    Department,  &[]),
    rule("enterprise", "amend",    Enterprise,  &[]),
    rule("enterprise", "move",     Territorial, &[SeesDestination]),
    rule("enterprise", "move",     Department,  &[SeesDestination]),

    rule("hazard", "report", Enterprise,  &[]),
    rule("hazard", "report", Department,  &[]),
    rule("hazard", "report", Territorial, &[]),
    rule("hazard", "report", Leader,      &[]),

    rule("hazard", "register", Department,  &[IsNotOfTheEnterprise]),
    rule("hazard", "register", Territorial, &[IsNotOfTheEnterprise]),

    rule("hazard", "order", Department,  &[IsNotOfTheEnterprise]),
    rule("hazard", "order", Territorial, &[IsNotOfTheEnterprise]),
    rule("hazard", "order", Enterprise,  &[IsGeneral, IsInternal]),

    rule("hazard", "submit_rectification", Enterprise,  &[]),
    rule("hazard", "submit_rectification", Department,  &[IsOwner]),
    rule("hazard", "submit_rectification", Territorial, &[IsOwner]),

    // A major hazard closes with the second acceptor.
    rule("hazard", "accept", Department,  &[IsOfIssuersLayer, IsNotOfTheEnterprise, DidNotRectify, HasNotAccepted]),
    rule("hazard", "accept", Territorial, &[IsOfIssuersLayer, IsNotOfTheEnterprise, DidNotRectify, HasNotAccepted]),
    rule("hazard", "accept", Enterprise,  &[IsGeneral, IsInternal, IsOfIssuersLayer, DidNotRectify]),

    rule("hazard", "reject", Department,  &[IsOfIssuersLayer, IsNotOfTheEnterprise, DidNotRectify]),
    rule("hazard", "reject", Territorial, &[IsOfIssuersLayer, IsNotOfTheEnterprise, DidNotRectify]),
    rule("hazard", "reject", Enterprise,  &[IsGeneral, IsInternal, IsOfIssuersLayer, DidNotRectify]),

    // A major hazard is struck with the second voice.
    rule("hazard", "void", Department,  &[IsNotOfTheEnterprise, DidNotReportWhatIsRegistered, IsOfAnotherTierThanTheFirstVoice]),
    rule("hazard", "void", Territorial, &[IsNotOfTheEnterprise, DidNotReportWhatIsRegistered, IsOfAnotherTierThanTheFirstVoice]),

    rule("hazard", "reopen", Department,  &[IsNotOfTheEnterprise]),
    rule("hazard", "reopen", Territorial, &[IsNotOfTheEnterprise]),

    rule("hazard", "amend", Department,  &[IsNotOfTheEnterprise]),
    rule("hazard", "amend", Territorial, &[IsNotOfTheEnterprise]),
    rule("hazard", "amend", Enterprise,  &[IsOwnUnregisteredReport]),

    rule("hazard", "move", Department,  &[SeesDestination]),
    rule("hazard", "move", Territorial, &[SeesDestination]),
];

/// A person acting under one of its duties, in reach of the record.
#[derive(Debug, Clone, Copy)]
pub struct Hand<'a> {
    pub person: PersonId,
    pub duty: &'a Duty,
    /// Whether the duty reaches the ledger that a move leads to.
    pub sees_destination: bool,
}

impl Hand<'_> {
    fn actor(&self) -> Actor {
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
    RULES.iter().filter(applies)
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
