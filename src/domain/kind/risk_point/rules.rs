//! What the tables cannot say: owners by colour, and who may make a risk look smaller.
use super::super::{Facts, NUMBER, known};
use super::{Act, Amend, Assessment, Controls, RiskColour, RiskPoint};
use crate::domain::Layer;
use crate::domain::access::ActGrant;
use crate::domain::entry::Decided;
use crate::domain::outcome::{Refusal, RefusalCode};

pub fn decide(before: Option<&RiskPoint>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    match (act, before) {
        (Act::Register(body), None) => register(body, grant, facts),
        (Act::Assess(body), Some(point)) => assess(&body.assessment, point, grant),
        (Act::SetControls(body), Some(point)) => owned("controls", &body.controls, point.colour()),
        (Act::ControlFailed(body), _) => {
            known::record("hazard", Some(body.hazard), "hazard", facts).map(|()| Decided::default())
        }
        (Act::Amend(body), Some(_)) => amend(body, grant, facts),
        (Act::Move(_), _) => facts.moved(),
        _ => Ok(Decided::default()),
    }
}

fn register(body: &super::Register, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    known::enterprise_or_nobody_s(body.enterprise, body.no_owner, facts)?;
    if body.accident_types.is_empty() {
        return Err(Refusal::missing("accident_types", "at least one"));
    }
    if let Some(controls) = &body.controls {
        owned("controls", controls, body.assessment.colour)?;
    }
    let default = known::default_sector(body.enterprise, grant.actor().layer, facts);
    let decided = Decided::default().with(NUMBER, facts.next_number);
    Ok(match default.filter(|_| body.sector.is_none()) {
        Some(sector) => decided.with("sector", sector),
        None => decided,
    })
}

/// What government assessed, an enterprise may call worse, but not better; nor in two steps.
fn assess(new: &Assessment, point: &RiskPoint, grant: &ActGrant) -> Result<Decided, Refusal> {
    let mut assessments = point.earlier_assessments.iter().chain([&point.assessed]).rev();
    let found = assessments.find(|assessed| assessed.mark.by.layer != Layer::Enterprise);
    // The colours are declared from red to blue.
    let is_better = found.is_some_and(|found| new.colour > found.assessment.colour);
    if grant.actor().layer == Layer::Enterprise && is_better {
        let detail = "an enterprise does not lower what government assessed";
        return Err(Refusal::new(RefusalCode::SeparationOfDuty, detail).at("/body/assessment/colour"));
    }
    Ok(Decided::default())
}

/// Somebody answers for every control; for a red risk the head of the enterprise.
fn owned(field: &str, controls: &Controls, colour: RiskColour) -> Result<Decided, Refusal> {
    let owners = &controls.owners;
    let all = [&owners.enterprise, &owners.workshop, &owners.team, &owners.post];
    if all.iter().all(|owner| owner.is_none()) {
        return Err(Refusal::missing(&format!("{field}/owners"), "an owner at one level at least"));
    }
    if colour == RiskColour::Red && owners.enterprise.is_none() {
        return Err(Refusal::missing(&format!("{field}/owners/enterprise"), "the enterprise answers for a red risk"));
    }
    Ok(Decided::default())
}

fn amend(body: &Amend, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    known::enterprise(body.enterprise, facts)?;
    if body.accident_types.as_ref().is_some_and(Vec::is_empty) {
        return Err(Refusal::missing("accident_types", "at least one"));
    }
    let for_government = [("enterprise", body.enterprise.is_some()), ("sector", body.sector.is_some())];
    let by_enterprise = grant.actor().layer == Layer::Enterprise;
    match for_government.iter().find(|(_, given)| by_enterprise && *given) {
        None => Ok(Decided::default()),
        Some((field, _)) => {
            let detail = "an enterprise changes neither enterprise nor sector";
            Err(Refusal::new(RefusalCode::Forbidden, detail).at(format!("/body/{field}")))
        }
    }
}
