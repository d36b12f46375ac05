//! What a body points to is there, and within the duties of who points to it.
use super::Facts;
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Layer, OrganisationId, OrganisationKind, RecordId, Sector};

pub fn is_enterprise(id: OrganisationId, facts: &Facts) -> bool {
    let listed = facts.related.get(&id.cast()).is_some_and(|record| record.kind == "enterprise");
    listed || facts.own_enterprises.contains(&id)
}

/// An enterprise that is on a register within reach.
pub fn enterprise(named: Option<OrganisationId>, facts: &Facts) -> Result<(), Refusal> {
    match named.filter(|id| !is_enterprise(*id, facts)) {
        None => Ok(()),
        Some(_) => Err(Refusal::new(RefusalCode::UnknownEnterprise, "no such enterprise within your duties")
            .at("/body/enterprise")),
    }
}

/// Either an enterprise, or nobody's.
pub fn enterprise_or_nobody_s(named: Option<OrganisationId>, no_owner: bool, facts: &Facts) -> Result<(), Refusal> {
    if named.is_some() == no_owner {
        return Err(Refusal::missing("enterprise", "either `enterprise`, or `no_owner: true`"));
    }
    enterprise(named, facts)
}

/// A record of the kind that the field speaks of.
pub fn record(field: &str, named: Option<RecordId>, kind: &str, facts: &Facts) -> Result<(), Refusal> {
    let is_known = |id: &RecordId| facts.related.get(id).is_some_and(|related| related.kind == kind);
    match named.filter(|id| !is_known(id)) {
        None => Ok(()),
        Some(_) => {
            let detail = format!("no such {} within your duties", kind.replace('_', " "));
            Err(Refusal::new(RefusalCode::UnknownRecord, detail).at(format!("/body/{field}")))
        }
    }
}

/// A department or a territorial body.
pub fn body(field: &str, named: OrganisationId, facts: &Facts) -> Result<(), Refusal> {
    match facts.organisations.get(&named) {
        Some(OrganisationKind::Department | OrganisationKind::Territorial) => Ok(()),
        _ => Err(Refusal::new(RefusalCode::UnknownOrganisation, "no such body").at(format!("/body/{field}"))),
    }
}

pub fn department(field: &str, named: Option<OrganisationId>, facts: &Facts) -> Result<(), Refusal> {
    let is_department = |id: &OrganisationId| facts.organisations.get(id) == Some(&OrganisationKind::Department);
    match named.filter(|id| !is_department(id)) {
        None => Ok(()),
        Some(_) => {
            Err(Refusal::new(RefusalCode::UnknownOrganisation, "no such department").at(format!("/body/{field}")))
        }
    }
}

/// The record that stays where this one repeats it: of the same kind, not struck itself.
pub fn duplicate(named: Option<RecordId>, kind: &str, facts: &Facts) -> Result<(), Refusal> {
    // Two records that repeat each other would both be struck.
    let stays = |id| {
        let other = facts.related.get(&id);
        other.is_some_and(|other| other.kind == kind && !other.facets.is_voided) && id != facts.record
    };
    match named.is_some_and(stays) {
        true => Ok(()),
        false => Err(Refusal::missing("duplicate_of", format!("the {kind} that this one repeats"))),
    }
}

/// The sector of a new record that names none: the enterprise's, or else the acting department's.
pub fn default_sector(enterprise: Option<OrganisationId>, layer: Layer, facts: &Facts) -> Option<Sector> {
    let of_enterprise = enterprise.and_then(|id| facts.related.get(&id.cast())).and_then(|known| known.facets.sector);
    let of_department = facts.own_sectors.first().copied().filter(|_| layer == Layer::Department);
    of_enterprise.or(of_department)
}
