//! The fold: a hazard after each of its acts.
mod oversight;
mod rectifying;

use super::super::life::out_of_order;
use super::super::{Mark, NUMBER, Opinion, TakenPhoto};
use super::acts;
use super::{Act, Amend, EarlierCycle, Hazard, HazardState, IssuedOrder, Register, Registration, Reopen, Report};
use super::{Void, VoidVoice};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};
use std::mem::take;

pub fn fold(before: Option<Hazard>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Hazard, BadJson> {
    let mark = Mark::of(stamp);
    let taken = |photo| TakenPhoto { act: stamp.act.clone(), at: stamp.at, photo };
    let photos: Vec<_> = acts::photos(&act).iter().cloned().map(taken).collect();
    let mut hazard = match (before, act) {
        (None, Act::Report(body)) => Ok(reported(body, mark, decided)),
        (Some(hazard), act) => after(hazard, act, mark, decided),
        (None, _) => Err(out_of_order()),
    }?;
    hazard.photos.extend(photos);
    Ok(hazard)
}

fn reported(body: Report, mark: Mark, decided: &Decided) -> Hazard {
    let Report { category, description, found_at, source, enterprise, sector, place, location, level, .. } = body;
    let number: Option<String> = decided.get(NUMBER);
    Hazard {
        state: if number.is_some() { HazardState::Registered } else { HazardState::Reported },
        category,
        description,
        found_at,
        source,
        reported: mark,
        enterprise,
        sector: sector.or_else(|| decided.get("sector")),
        lead_department: decided.get("lead_department"),
        place,
        location,
        inspection: body.inspection,
        risk_point: body.risk_point,
        level,
        registered: number.is_some().then_some(Registration { mark, criterion: None }),
        regrade_voices: Vec::new(),
        regrades: Vec::new(),
        owner: enterprise.filter(|_| number.is_some()),
        transfer: None,
        transfers: Vec::new(),
        escalation: None,
        number,
        order: None,
        deadline: None,
        plan: None,
        returned_plans: Vec::new(),
        progress: Vec::new(),
        deferral_request: None,
        deferrals: Vec::new(),
        interim_controls: None,
        suspension: None,
        lifted_suspensions: Vec::new(),
        supervision: None,
        ended_supervisions: Vec::new(),
        campaigns: Vec::new(),
        rectification: None,
        rectifiers: Vec::new(),
        acceptances: Vec::new(),
        rejection: None,
        void_voices: Vec::new(),
        closed_at: None,
        photos: Vec::new(),
        cycle: 1,
        earlier_cycles: Vec::new(),
    }
}

fn after(mut hazard: Hazard, act: Act, mark: Mark, decided: &Decided) -> Result<Hazard, BadJson> {
    match act {
        Act::Report(_) => return Err(out_of_order()),
        Act::Register(body) => register(&mut hazard, body, mark, decided),
        Act::FixOnSpot(body) => rectifying::fix_on_spot(&mut hazard, body, mark, decided),
        Act::Order(body) => rectifying::order(&mut hazard, body, mark),
        Act::SubmitPlan(body) => rectifying::submit_plan(&mut hazard, body, mark),
        Act::ApprovePlan(body) => rectifying::approve_plan(&mut hazard, body, mark),
        Act::ReturnPlan(body) => rectifying::return_plan(&mut hazard, body, mark),
        Act::Progress(body) => rectifying::progress(&mut hazard, body, mark),
        Act::RequestDeferral(body) => rectifying::request_deferral(&mut hazard, body, mark),
        Act::DecideDeferral(body) => rectifying::decide_deferral(&mut hazard, body, mark)?,
        Act::SubmitRectification(body) => rectifying::submit(&mut hazard, body, mark),
        Act::Accept(body) => rectifying::accept(&mut hazard, body, mark),
        Act::Reject(body) => rectifying::reject(&mut hazard, body, mark),
        Act::Regrade(body) => oversight::regrade(&mut hazard, body, mark),
        Act::Transfer(body) => oversight::transfer(&mut hazard, body, mark),
        Act::AcceptTransfer(body) => oversight::accept_transfer(&mut hazard, body, mark)?,
        Act::ReturnTransfer(body) => oversight::return_transfer(&mut hazard, body, mark)?,
        Act::SettleTransfer(body) => oversight::settle_transfer(&mut hazard, body, mark),
        Act::List(body) => oversight::list(&mut hazard, body, mark),
        Act::Delist(body) => oversight::delist(&mut hazard, body, mark)?,
        Act::SetInterimControls(body) => oversight::set_interim_controls(&mut hazard, body, mark),
        Act::Suspend(body) => oversight::suspend(&mut hazard, body, mark),
        Act::LiftSuspension(body) => oversight::lift_suspension(&mut hazard, body, mark)?,
        Act::JoinCampaign(body) => oversight::join_campaign(&mut hazard, body, mark),
        Act::LeaveCampaign(body) => oversight::leave_campaign(&mut hazard, body, mark),
        Act::Void(body) => void(&mut hazard, body, mark),
        Act::Reopen(body) => reopen(&mut hazard, body, mark),
        Act::Amend(body) => amend(&mut hazard, body, mark),
        Act::Move(_) => {}
    }
    Ok(hazard)
}

fn register(hazard: &mut Hazard, body: Register, mark: Mark, decided: &Decided) {
    let Register { level, sector, owner, lead_department, criterion } = body;
    hazard.state = HazardState::Registered;
    hazard.level = Some(level);
    hazard.sector = Some(sector);
    hazard.owner = Some(owner);
    hazard.enterprise = hazard.enterprise.or_else(|| decided.get("enterprise"));
    hazard.lead_department = Some(lead_department);
    hazard.registered = Some(Registration { mark, criterion });
    hazard.number = decided.get(NUMBER);
    // Said of a report, maybe by its reporter: no voice on what is registered now.
    hazard.void_voices.clear();
}

fn void(hazard: &mut Hazard, body: Void, mark: Mark) {
    let Void { reason, duplicate_of, note } = body;
    hazard.void_voices.push(VoidVoice { mark, reason, duplicate_of, note });
    if hazard.void_voices.len() >= hazard.hands_needed() {
        hazard.state = HazardState::Voided;
    }
}

fn reopen(hazard: &mut Hazard, body: Reopen, mark: Mark) {
    let reopened = Opinion { mark, opinion: body.evidence };
    let order = order_again(hazard, &reopened);
    let ended = EarlierCycle {
        cycle: hazard.cycle,
        deadline: hazard.deadline,
        order: std::mem::replace(&mut hazard.order, order),
        plan: hazard.plan.take(),
        progress: take(&mut hazard.progress),
        deferrals: take(&mut hazard.deferrals),
        rectification: hazard.rectification.take(),
        acceptances: take(&mut hazard.acceptances),
        rejection: hazard.rejection.take(),
        closed_at: hazard.closed_at.take(),
        reopened,
    };
    hazard.earlier_cycles.push(ended);
    hazard.deferral_request = None;
    hazard.regrade_voices.clear();
    hazard.cycle += 1;
    hazard.state = HazardState::Rectifying;
    hazard.deadline = Some(body.deadline);
}

/// Who opens it again decides on its rectification. What was fixed on the spot was never
/// ordered: the re-opening is the order.
fn order_again(hazard: &Hazard, reopened: &Opinion) -> Option<IssuedOrder> {
    if let Some(order) = &hazard.order {
        return Some(IssuedOrder { mark: reopened.mark, ..order.clone() });
    }
    let fixer = hazard.rectification.as_ref().and_then(|rectification| rectification.fixer.clone())?;
    Some(IssuedOrder {
        mark: reopened.mark,
        responsible_person: fixer.name,
        measures: reopened.opinion.clone(),
        responsibility: None,
        funds_fen: None,
        emergency_plan: None,
    })
}

fn amend(hazard: &mut Hazard, body: Amend, mark: Mark) {
    let Amend { category, description, enterprise, sector, place, location, deadline } = body;
    if let Some(enterprise) = enterprise.filter(|named| hazard.enterprise != Some(*named)) {
        // Who lays it on another enterprise answers for the registration: the other did not find it.
        if let Some(registered) = &mut hazard.registered {
            registered.mark = mark;
        }
        if hazard.owner == hazard.enterprise && hazard.owner.is_some() {
            hazard.owner = Some(enterprise);
        }
        hazard.enterprise = Some(enterprise);
    }
    hazard.category = category.unwrap_or_else(|| take(&mut hazard.category));
    if let Some(description) = description {
        hazard.description = description;
    }
    hazard.sector = sector.or(hazard.sector);
    hazard.place = place.or_else(|| hazard.place.take());
    hazard.location = location.or(hazard.location);
    hazard.deadline = deadline.or(hazard.deadline);
}
