//! Who sees who looked at what: an auditor whose mandate covers the reader, and an administrator of
//! the reader's region.
use crate::domain::scope::{Duty, Subject};
use crate::domain::{Layer, RegionId};
use std::collections::BTreeSet;

/// Proof that a person may read who looked at what. Only `inspect` makes one.
#[derive(Debug, Clone)]
pub struct AuditGrant {
    regions: BTreeSet<RegionId>,
}

impl AuditGrant {
    /// The roots of the regions whose people's reads it covers.
    pub fn regions(&self) -> Vec<RegionId> {
        self.regions.iter().copied().collect()
    }
}

const LAYERS: &[Layer] = &[Layer::Auditor, Layer::Administrator];

pub fn inspect(subject: &Subject) -> Option<AuditGrant> {
    let inspects = |duty: &&Duty| LAYERS.contains(&duty.layer);
    let regions: BTreeSet<_> = subject.duties.iter().filter(inspects).map(|duty| duty.region).collect();
    (!regions.is_empty()).then_some(AuditGrant { regions })
}

/// DOMAIN, section 1: what an auditor reads is logged. Whoever has another duty besides reads as both.
pub fn is_read_logged(subject: &Subject) -> bool {
    subject.duties.iter().any(|duty| duty.layer == Layer::Auditor)
}
