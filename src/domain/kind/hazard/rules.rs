//! What the tables cannot say: the conditions of access, required fields, decided facts.
mod conditions;
mod deadlines;
mod oversight;

pub use conditions::holds;

use super::super::{Facts, NUMBER, known};
use super::{Act, Amend, Hazard, Register, Report, Void};
use crate::domain::access::ActGrant;
use crate::domain::entry::Decided;
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Layer, Level, OrganisationId, OrganisationKind, Source, VoidReason};

/// The rest of the rules, and what the server adds.
pub fn decide(before: Option<&Hazard>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    match (act, before) {
        (Act::Report(body), None) => report(body, grant, facts),
        (_, Some(hazard)) => decide_upon(hazard, act, grant, facts),
        _ => Ok(Decided::default()),
    }
}

fn decide_upon(hazard: &Hazard, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    let level = hazard.level.unwrap_or(Level::General);
    match act {
        Act::Register(body) => register(body, hazard, facts),
        Act::FixOnSpot(body) => oversight::fix_on_spot(body, hazard, grant, facts),
        Act::Order(body) => deadlines::order(body, hazard, facts),
        Act::Progress(body) => deadlines::progress(body),
        Act::RequestDeferral(body) => deadlines::request_deferral(body, hazard, facts),
        Act::DecideDeferral(body) => deadlines::decide_deferral(body, hazard, facts),
        Act::Reject(body) => deadlines::within_limits("new_deadline", body.new_deadline, level, facts),
        Act::Reopen(body) => deadlines::within_limits("deadline", body.deadline, level, facts),
        Act::Regrade(body) => oversight::regrade(body, hazard),
        Act::Transfer(body) => oversight::transfer(body, grant, facts),
        Act::SettleTransfer(body) => known::body("lead", body.lead, facts).map(|()| Decided::default()),
        Act::List(body) => oversight::list(body, grant, facts),
        Act::JoinCampaign(_) => oversight::join_campaign(hazard),
        Act::LeaveCampaign(body) => oversight::leave_campaign(body, hazard),
        Act::Void(body) => void(body, facts),
        Act::Amend(body) => amend(body, hazard, grant, facts),
        Act::Move(_) => facts.moved(),
        _ => Ok(Decided::default()),
    }
}

fn report(body: &Report, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    known::enterprise_or_nobody_s(body.enterprise, body.no_owner, facts)?;
    if body.category.is_empty() {
        return Err(Refusal::missing("category", "at least one category"));
    }
    known::record("inspection", body.inspection, "inspection", facts)?;
    known::record("risk_point", body.risk_point, "risk_point", facts)?;
    if body.source == Source::ControlFailed && body.risk_point.is_none() {
        return Err(Refusal::missing("risk_point", "the risk point whose control failed"));
    }
    let enterprise = body.enterprise.and_then(|id| facts.related.get(&id.cast())).map(|related| &related.facets);
    let layer = grant.actor().layer;
    let sector = body.sector.or(known::default_sector(body.enterprise, layer, facts));
    let mut decided = Decided::default();
    if let Some(sector) = sector.filter(|_| body.sector.is_none()) {
        decided.set("sector", sector);
    }
    if registers_itself(body, layer, facts) && sector.is_some() {
        decided.set(NUMBER, facts.next_number);
        if let Some(department) = enterprise.and_then(|facets| facets.owner) {
            decided.set("lead_department", department);
        }
    }
    Ok(decided)
}

/// An enterprise's own general hazard waits for nobody.
fn registers_itself(body: &Report, layer: Layer, facts: &Facts) -> bool {
    let is_own = body.enterprise.is_some_and(|id| facts.own_enterprises.contains(&id));
    let allowed = facts.policy.registers_own_general_hazards;
    allowed && layer == Layer::Enterprise && is_own && body.level == Some(Level::General)
}

fn register(body: &Register, hazard: &Hazard, facts: &Facts) -> Result<Decided, Refusal> {
    if body.level == Level::Major && body.criterion.is_none() {
        return Err(Refusal::missing("criterion", "a major hazard names the rule that makes it one"));
    }
    known::department("lead_department", Some(body.lead_department), facts)?;
    let decided = Decided::default().with(NUMBER, facts.next_number);
    match owned_by_enterprise(body.owner, hazard, facts)? {
        true => Ok(decided.with("enterprise", body.owner)),
        false => Ok(decided),
    }
}

/// Whether the owner is an enterprise. Then it is the hazard's: the order would otherwise go to
/// one enterprise, and the record to another.
fn owned_by_enterprise(owner: OrganisationId, hazard: &Hazard, facts: &Facts) -> Result<bool, Refusal> {
    let kind = facts.organisations.get(&owner).copied();
    let is_enterprise = kind == Some(OrganisationKind::Enterprise) || known::is_enterprise(owner, facts);
    let is_other = hazard.enterprise.is_some_and(|id| id != owner);
    let refused = match (is_enterprise, kind) {
        (true, _) if !is_other => return Ok(true),
        (false, Some(_)) => return Ok(false),
        (true, _) => Refusal::new(RefusalCode::InvalidBody, "not the hazard's enterprise: amend `enterprise` first"),
        (false, None) => Refusal::new(RefusalCode::UnknownOrganisation, "no such organisation"),
    };
    Err(refused.at("/body/owner"))
}

fn void(body: &Void, facts: &Facts) -> Result<Decided, Refusal> {
    if body.reason == VoidReason::DuplicateOf {
        known::duplicate(body.duplicate_of, "hazard", facts)?;
    }
    Ok(Decided::default())
}

fn amend(body: &Amend, hazard: &Hazard, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    if body.category.as_ref().is_some_and(Vec::is_empty) {
        return Err(Refusal::missing("category", "at least one category"));
    }
    let layer = grant.actor().layer;
    let for_government = [
        ("enterprise", body.enterprise.is_some()),
        ("sector", body.sector.is_some()),
        ("deadline", body.deadline.is_some()),
    ];
    let named = for_government.iter().find(|(_, given)| layer == Layer::Enterprise && *given);
    if let Some((field, _)) = named {
        let detail = "an enterprise changes neither enterprise, sector nor deadline";
        return Err(Refusal::new(RefusalCode::Forbidden, detail).at(format!("/body/{field}")));
    }
    if body.enterprise != hazard.enterprise {
        known::enterprise(body.enterprise, facts)?;
    }
    body.deadline.map_or_else(|| Ok(Decided::default()), |deadline| deadlines::put_off(deadline, hazard, layer, facts))
}
