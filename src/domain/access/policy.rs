//! Who sets the policy of a region: a territorial manager of county level or above.
use crate::domain::scope::{Duty, Subject};
use crate::domain::{Layer, PersonId, RegionId, Role, Tier};
use std::collections::BTreeSet;

/// Proof that a person sets the policy of a region's subtree. Only `govern` makes one.
#[derive(Debug, Clone)]
pub struct PolicyGrant {
    person: PersonId,
    regions: BTreeSet<RegionId>,
}

impl PolicyGrant {
    pub fn person(&self) -> PersonId {
        self.person
    }
    /// The roots of what this person sets the policy of.
    pub fn regions(&self) -> Vec<RegionId> {
        self.regions.iter().copied().collect()
    }
}

/// (layer, role, tier) of those who set policy. A department does not: limits hold for every sector.
const MAKERS: &[(Layer, Role, Tier)] = &[
    (Layer::Territorial, Role::Manager, Tier::County),
    (Layer::Territorial, Role::Manager, Tier::City),
    (Layer::Territorial, Role::Manager, Tier::Province),
    (Layer::Territorial, Role::Manager, Tier::Nation),
];

/// Limits are set by who answers for a whole territory, never by an administrator (separation of duty 8).
pub fn govern(subject: &Subject) -> Option<PolicyGrant> {
    let makes_policy = |duty: &&Duty| MAKERS.contains(&(duty.layer, duty.role, duty.tier));
    let regions: BTreeSet<_> = subject.duties.iter().filter(makes_policy).map(|duty| duty.region).collect();
    (!regions.is_empty()).then_some(PolicyGrant { person: subject.person, regions })
}
