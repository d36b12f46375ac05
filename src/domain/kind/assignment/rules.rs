//! What the tables cannot say: the target is there, the visit is the leader's, the days follow each other.
use super::super::{Facts, known};
use super::{Act, AddVisit, Amend, Assign, Assignment, HandOver, Target, TargetKind};
use crate::domain::access::{Hand, When};
use crate::domain::entry::Decided;
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Layer, Tier};

/// Whether a condition of the access table holds for this assignment and this hand.
pub fn holds(when: When, before: Option<&Assignment>, hand: &Hand, facts: &Facts) -> bool {
    match when {
        When::CarriesADevice => facts.device.is_some(),
        When::IsTheAssignedLeader => before.is_some_and(|now| now.leader.person == hand.person),
        When::IsOfTheAssigningBody => before.is_some_and(|now| {
            let (by, duty) = (&now.assigned.by, hand.duty);
            by.organisation == duty.organisation || (duty.layer == Layer::Territorial && duty.tier > by.tier)
        }),
        _ => false,
    }
}

pub fn decide(before: Option<&Assignment>, act: &Act, facts: &Facts) -> Result<Decided, Refusal> {
    match (act, before) {
        (Act::Assign(body), None) => assign(body, facts),
        (Act::Amend(body), Some(now)) => amend(body, now, facts),
        (Act::HandOver(body), Some(now)) => hand_over(body, now, facts),
        (Act::AddVisit(body), Some(now)) => add_visit(body, now, facts),
        (Act::End(body), Some(now)) if body.to_on < now.from_on => Err(backwards()),
        _ => Ok(Decided::default()),
    }
}

fn backwards() -> Refusal {
    Refusal::invalid("to_on", "before the first day")
}

fn cadence(facts: &Facts) -> Decided {
    Decided::default().with("visit_months", facts.policy.leader_visit_months)
}

fn leads(tier: Tier) -> Result<(), Refusal> {
    match tier {
        Tier::Township => Err(Refusal::invalid("tier", "a leader of a county or above")),
        _ => Ok(()),
    }
}

fn is_there(target: &Target, facts: &Facts) -> Result<(), Refusal> {
    if target.target_kind == TargetKind::Enterprise && target.enterprise.is_none() {
        return Err(Refusal::missing("target/enterprise", "the enterprise that the leader answers for"));
    }
    match target.enterprise.filter(|id| !known::is_enterprise(*id, facts)) {
        Some(_) => Err(Refusal::new(RefusalCode::UnknownEnterprise, "no such enterprise within your duties")
            .at("/body/target/enterprise")),
        None => Ok(()),
    }
}

fn assign(body: &Assign, facts: &Facts) -> Result<Decided, Refusal> {
    leads(body.tier)?;
    is_there(&body.target, facts)?;
    if body.to_on.is_some_and(|last| last < body.from_on) {
        return Err(backwards());
    }
    let enterprise = body.target.enterprise.and_then(|id| facts.related.get(&id.cast()));
    match enterprise.and_then(|known| known.facets.sector).filter(|_| body.sector.is_none()) {
        Some(sector) => Ok(cadence(facts).with("sector", sector)),
        None => Ok(cadence(facts)),
    }
}

fn amend(body: &Amend, now: &Assignment, facts: &Facts) -> Result<Decided, Refusal> {
    if body.to_on.is_some_and(|last| last < now.from_on) {
        return Err(backwards());
    }
    match &body.target {
        Some(target) => is_there(target, facts).map(|()| Decided::default()),
        None => Ok(Decided::default()),
    }
}

fn hand_over(body: &HandOver, now: &Assignment, facts: &Facts) -> Result<Decided, Refusal> {
    leads(body.tier)?;
    if body.leader.person == now.leader.person {
        return Err(Refusal::invalid("leader/person", "the leader has it already"));
    }
    match body.from_on <= now.from_on {
        true => Err(Refusal::invalid("from_on", format!("after {}", now.from_on))),
        false => Ok(cadence(facts)),
    }
}

/// Separation of duty 14: the visit is the leader's own, and so is what says so.
fn add_visit(body: &AddVisit, now: &Assignment, facts: &Facts) -> Result<Decided, Refusal> {
    known::record("inspection", Some(body.inspection), "inspection", facts)?;
    let Some(facets) = facts.related.get(&body.inspection).map(|related| &related.facets) else {
        return Ok(Decided::default());
    };
    let is_leader_s = facets.category.as_deref() == Some("leader");
    let is_here = now.target.enterprise.is_none() || facets.enterprise == now.target.enterprise;
    let wrong = |detail: &str| Err(Refusal::invalid("inspection", detail));
    match facets.occurred_on {
        None => wrong("a visit that was not made"),
        Some(_) if !is_leader_s => wrong("not a leader's visit"),
        Some(_) if !is_here => wrong("not a visit of this target"),
        Some(_) if now.visits.iter().any(|visit| visit.inspection == body.inspection) => {
            wrong("that stands there already")
        }
        Some(day) if day < now.from_on || now.to_on.is_some_and(|last| day > last) => {
            wrong("outside of the leader's days")
        }
        Some(day) => Ok(cadence(facts).with("visited_on", day)),
    }
}
