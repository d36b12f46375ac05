//! What the tables cannot say: the conditions of access, required fields, decided facts.
use super::{Act, Amend, Facts, Hazard, HazardState, Order, Register, Report, Void};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::entry::Decided;
use crate::domain::kind::NUMBER;
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Day, Layer, Level, OrganisationId, OrganisationKind, VoidReason};

/// Whether a condition of the access table holds for this hazard and this hand.
pub fn holds(when: When, before: Option<&Hazard>, hand: &Hand, facts: &Facts) -> bool {
    let Some(hazard) = before else {
        return false;
    };
    match when {
        When::IsGeneral => hazard.level == Some(Level::General),
        When::IsInternal => hazard.is_internal(),
        When::IsOwner => hazard.owner == Some(hand.duty.organisation),
        When::IsOwnUnregisteredReport => {
            hazard.state == HazardState::Reported && hazard.reported.by.organisation == hand.duty.organisation
        }
        When::DidNotRectify => !rectified(hazard, hand),
        When::DidNotReportWhatIsRegistered => {
            hazard.state == HazardState::Reported || hazard.reported.by.person != hand.person
        }
        When::IsOfIssuersLayer => hazard.order.as_ref().is_some_and(|order| {
            let issuer = order.mark.by.layer;
            // Government may step in for an enterprise: the only officer of a small one has rectified.
            issuer == hand.duty.layer || (issuer == Layer::Enterprise && hand.duty.layer != Layer::Enterprise)
        }),
        When::HasNotAccepted => hazard.acceptances.iter().all(|opinion| opinion.mark.by.person != hand.person),
        When::IsOfAnotherTierThanTheFirstVoice => hazard
            .void_voices
            .iter()
            .all(|voice| voice.mark.by.person != hand.person && voice.mark.by.tier != hand.duty.tier),
        When::IsNotOfTheEnterprise => hazard.enterprise.is_none_or(|id| !facts.own_enterprises.contains(&id)),
        When::SeesDestination => hand.sees_destination,
    }
}

/// An enterprise parts its people; a government body that rectified leaves acceptance to another.
fn rectified(hazard: &Hazard, hand: &Hand) -> bool {
    hazard.rectifiers.iter().any(|by| {
        let same_body = by.organisation == hand.duty.organisation && hand.duty.layer != Layer::Enterprise;
        by.person == hand.person || same_body
    })
}

/// The rest of the rules, and what the server adds.
pub fn decide(before: Option<&Hazard>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    match (act, before) {
        (Act::Report(body), None) => report(body, grant, facts),
        (Act::Register(body), Some(hazard)) => register(body, hazard, facts),
        (Act::Order(body), Some(hazard)) => order(body, hazard, facts),
        (Act::Reject(body), _) => not_past("new_deadline", body.new_deadline, facts),
        (Act::Reopen(body), _) => not_past("deadline", body.deadline, facts),
        (Act::Void(body), _) => void(body, facts),
        (Act::Amend(body), Some(hazard)) => amend(body, hazard, grant, facts),
        (Act::Move(_), _) => facts.moved(),
        _ => Ok(Decided::default()),
    }
}

fn report(body: &Report, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    if body.enterprise.is_some() == body.no_owner {
        return Err(Refusal::missing("enterprise", "either `enterprise`, or `no_owner: true`"));
    }
    if body.category.is_empty() {
        return Err(Refusal::missing("category", "at least one category"));
    }
    known_enterprise(body.enterprise, facts)?;
    let enterprise = body.enterprise.and_then(|id| facts.related.get(&id.cast())).map(|related| &related.facets);
    let layer = grant.actor().layer;
    let of_department = facts.own_sectors.first().copied().filter(|_| layer == Layer::Department);
    let sector = body.sector.or(enterprise.and_then(|facets| facets.sector)).or(of_department);
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
    layer == Layer::Enterprise && is_own && body.level == Some(Level::General)
}

fn register(body: &Register, hazard: &Hazard, facts: &Facts) -> Result<Decided, Refusal> {
    if body.level == Level::Major && body.criterion.is_none() {
        return Err(Refusal::missing("criterion", "a major hazard names the rule that makes it one"));
    }
    if facts.organisations.get(&body.lead_department) != Some(&OrganisationKind::Department) {
        return Err(Refusal::new(RefusalCode::UnknownOrganisation, "no such department").at("/body/lead_department"));
    }
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
    let is_enterprise = kind == Some(OrganisationKind::Enterprise) || is_enterprise(owner, facts);
    let is_other = hazard.enterprise.is_some_and(|id| id != owner);
    let refused = match (is_enterprise, kind) {
        (true, _) if !is_other => return Ok(true),
        (false, Some(_)) => return Ok(false),
        (true, _) => Refusal::new(RefusalCode::InvalidBody, "not the hazard's enterprise: amend `enterprise` first"),
        (false, None) => Refusal::new(RefusalCode::UnknownOrganisation, "no such organisation"),
    };
    Err(refused.at("/body/owner"))
}

fn order(body: &Order, hazard: &Hazard, facts: &Facts) -> Result<Decided, Refusal> {
    let commitments = [
        ("responsibility", body.responsibility.is_some()),
        ("funds_fen", body.funds_fen.is_some()),
        ("emergency_plan", body.emergency_plan.is_some()),
    ];
    match commitments.iter().find(|(_, given)| hazard.is_major() && !given) {
        Some((field, _)) => Err(Refusal::missing(field, "an order on a major hazard names all five commitments")),
        None => not_past("deadline", body.deadline, facts),
    }
}

/// A deadline lies on or after the day on which the act was done.
fn not_past(field: &str, deadline: Day, facts: &Facts) -> Result<Decided, Refusal> {
    if deadline < facts.at.day() {
        return Err(
            Refusal::new(RefusalCode::InvalidBody, "a deadline before the day of the act").at(format!("/body/{field}"))
        );
    }
    Ok(Decided::default())
}

fn void(body: &Void, facts: &Facts) -> Result<Decided, Refusal> {
    // Two hazards that repeat each other would both be struck: the one that stays is not voided.
    let stays = |id| {
        let other = facts.related.get(&id);
        other.is_some_and(|other| other.kind == "hazard" && !other.facets.is_voided) && id != facts.record
    };
    if body.reason == VoidReason::DuplicateOf && !body.duplicate_of.is_some_and(stays) {
        return Err(Refusal::missing("duplicate_of", "the hazard that this one repeats"));
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
        known_enterprise(body.enterprise, facts)?;
    }
    body.deadline.map_or_else(|| Ok(Decided::default()), |deadline| put_off(deadline, hazard, layer, facts))
}

/// Separation of duty 6: who issued the order decides on its deadline. What an enterprise
/// ordered for itself, any government layer may change.
fn put_off(deadline: Day, hazard: &Hazard, layer: Layer, facts: &Facts) -> Result<Decided, Refusal> {
    let issuer = hazard.order.as_ref().map(|order| order.mark.by.layer);
    if issuer.is_some_and(|issuer| issuer != Layer::Enterprise && issuer != layer) {
        let detail = "the layer that ordered the rectification decides on its deadline";
        return Err(Refusal::new(RefusalCode::SeparationOfDuty, detail).at("/body/deadline"));
    }
    not_past("deadline", deadline, facts)
}

fn is_enterprise(id: OrganisationId, facts: &Facts) -> bool {
    let listed = facts.related.get(&id.cast()).is_some_and(|record| record.kind == "enterprise");
    listed || facts.own_enterprises.contains(&id)
}

fn known_enterprise(named: Option<OrganisationId>, facts: &Facts) -> Result<(), Refusal> {
    match named.filter(|id| !is_enterprise(*id, facts)) {
        None => Ok(()),
        Some(_) => Err(Refusal::new(RefusalCode::UnknownEnterprise, "no such enterprise within your duties")
            .at("/body/enterprise")),
    }
}
