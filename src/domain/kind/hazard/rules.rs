//! What the tables cannot say: the conditions of access, required fields, decided facts.
use super::{Act, Amend, Facts, Hazard, HazardState, Order, Register, Report, Void};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::entry::Decided;
use crate::domain::kind::NUMBER;
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Day, Layer, Level, OrganisationId, OrganisationKind, VoidReason};

/// Whether a condition of the access table holds for this hazard and this hand.
pub fn holds(when: When, before: Option<&Hazard>, hand: &Hand) -> bool {
    let Some(hazard) = before else {
        return false;
    };
    match when {
        When::IsGeneral => hazard.level == Some(Level::General),
        When::IsInternal => hazard.is_internal(),
        When::HasNoEnterprise => hazard.enterprise.is_none(),
        When::IsOwnUnregisteredReport => {
            hazard.state == HazardState::Reported && hazard.reported.by.organisation == hand.duty.organisation
        }
        When::DidNotRectify => !rectified(hazard, hand),
        When::DidNotReportWhatIsRegistered => {
            hazard.state == HazardState::Reported || hazard.reported.by.person != hand.person
        }
        When::IsOfIssuersLayer => hazard.order.as_ref().is_some_and(|order| order.mark.by.layer == hand.duty.layer),
        When::HasNotAccepted => hazard.acceptances.iter().all(|opinion| opinion.mark.by.person != hand.person),
        When::IsOfAnotherTierThanTheFirstVoice => hazard
            .void_voices
            .iter()
            .all(|voice| voice.mark.by.person != hand.person && voice.mark.by.tier != hand.duty.tier),
        When::SeesDestination => hand.sees_destination,
    }
}

/// An enterprise parts its people; a government body that rectified leaves acceptance to another.
fn rectified(hazard: &Hazard, hand: &Hand) -> bool {
    hazard.rectification.as_ref().is_some_and(|rectification| {
        let by = rectification.mark.by;
        let same_body = by.organisation == hand.duty.organisation && hand.duty.layer != Layer::Enterprise;
        by.person == hand.person || same_body
    })
}

/// The rest of the rules, and what the server adds.
pub fn decide(before: Option<&Hazard>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    match (act, before) {
        (Act::Report(body), None) => report(body, grant, facts),
        (Act::Register(body), Some(_)) => register(body, facts),
        (Act::Order(body), Some(hazard)) => order(body, hazard, facts),
        (Act::Reject(body), _) => not_past("new_deadline", body.new_deadline, facts),
        (Act::Reopen(body), _) => not_past("deadline", body.deadline, facts),
        (Act::Void(body), _) => void(body, facts),
        (Act::Amend(body), Some(hazard)) => amend(body, hazard, grant, facts),
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
    let layer = grant.actor().layer;
    let of_enterprise =
        body.enterprise.and_then(|id| facts.related.get(&id.cast())).and_then(|enterprise| enterprise.facets.sector);
    let of_department = facts.own_sectors.first().copied().filter(|_| layer == Layer::Department);
    let sector = body.sector.or(of_enterprise).or(of_department);
    let mut decided = Decided::default();
    if body.sector.is_none()
        && let Some(sector) = sector
    {
        decided.set("sector", sector);
    }
    let registers_itself = layer == Layer::Enterprise && body.level == Some(Level::General);
    if registers_itself && sector.is_some() {
        decided.set(NUMBER, facts.next_number);
    }
    Ok(decided)
}

fn register(body: &Register, facts: &Facts) -> Result<Decided, Refusal> {
    if body.level == Level::Major && body.criterion.is_none() {
        return Err(Refusal::missing("criterion", "a major hazard names the rule that makes it one"));
    }
    if facts.organisations.get(&body.lead_department) != Some(&OrganisationKind::Department) {
        return Err(Refusal::new(RefusalCode::UnknownOrganisation, "no such department").at("/body/lead_department"));
    }
    if !facts.organisations.contains_key(&body.owner) && !is_enterprise(body.owner, facts) {
        return Err(Refusal::new(RefusalCode::UnknownOrganisation, "no such organisation").at("/body/owner"));
    }
    Ok(Decided::default().with(NUMBER, facts.next_number))
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
    let names_a_hazard = |id| facts.related.get(&id).is_some_and(|other| other.kind == "hazard") && id != facts.record;
    if body.reason == VoidReason::DuplicateOf && !body.duplicate_of.is_some_and(names_a_hazard) {
        return Err(Refusal::missing("duplicate_of", "the hazard that this one repeats"));
    }
    Ok(Decided::default())
}

fn amend(body: &Amend, hazard: &Hazard, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    if body.category.as_ref().is_some_and(Vec::is_empty) {
        return Err(Refusal::missing("category", "at least one category"));
    }
    let for_government = body.enterprise.is_some() || body.sector.is_some() || body.deadline.is_some();
    if for_government && grant.actor().layer == Layer::Enterprise {
        return Err(Refusal::new(
            RefusalCode::Forbidden,
            "an enterprise changes neither enterprise, sector nor deadline",
        )
        .at("/body"));
    }
    if body.enterprise != hazard.enterprise {
        known_enterprise(body.enterprise, facts)?;
    }
    Ok(Decided::default())
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
