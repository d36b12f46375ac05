//! The fold: a hazard after each of its acts.
use super::super::life::out_of_order;
use super::{
    Act, Amend, EarlierCycle, Hazard, HazardState, IssuedOrder, Mark, Opinion, Rectification, Registration, Report,
    VoidVoice,
};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::NUMBER;
use std::mem::take;

pub fn fold(before: Option<Hazard>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Hazard, BadJson> {
    let mark = Mark { by: stamp.actor, at: stamp.at };
    match (before, act) {
        (None, Act::Report(body)) => Ok(reported(body, mark, decided)),
        (Some(hazard), act) => after(hazard, act, mark, decided),
        (None, _) => Err(out_of_order()),
    }
}

fn reported(body: Report, mark: Mark, decided: &Decided) -> Hazard {
    let Report { category, description, found_at, source, enterprise, no_owner: _, sector, place, location, level } =
        body;
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
        level,
        registered: number.is_some().then_some(Registration { mark, criterion: None }),
        owner: enterprise.filter(|_| number.is_some()),
        number,
        order: None,
        deadline: None,
        rectification: None,
        rectifiers: Vec::new(),
        acceptances: Vec::new(),
        rejection: None,
        void_voices: Vec::new(),
        closed_at: None,
        cycle: 1,
        earlier_cycles: Vec::new(),
    }
}

fn after(mut hazard: Hazard, act: Act, mark: Mark, decided: &Decided) -> Result<Hazard, BadJson> {
    match act {
        Act::Report(_) => return Err(out_of_order()),
        Act::Register(body) => {
            hazard.state = HazardState::Registered;
            hazard.level = Some(body.level);
            hazard.sector = Some(body.sector);
            hazard.owner = Some(body.owner);
            hazard.enterprise = hazard.enterprise.or_else(|| decided.get("enterprise"));
            hazard.lead_department = Some(body.lead_department);
            hazard.registered = Some(Registration { mark, criterion: body.criterion });
            hazard.number = decided.get(NUMBER);
            // Said of a report, maybe by its reporter: no voice on what is registered now.
            hazard.void_voices.clear();
        }
        Act::Order(body) => {
            let super::Order { deadline, responsible_person, measures, responsibility, funds_fen, emergency_plan } =
                body;
            let funds_fen = funds_fen.map(|funds| funds.get());
            hazard.state = HazardState::Rectifying;
            hazard.deadline = Some(deadline);
            hazard.order =
                Some(IssuedOrder { mark, responsible_person, measures, responsibility, funds_fen, emergency_plan });
        }
        Act::SubmitRectification(body) => {
            hazard.state = HazardState::PendingAcceptance;
            hazard.rectification = Some(Rectification { mark, summary: body.summary, cost_fen: body.cost_fen.get() });
            if !hazard.rectifiers.contains(&mark.by) {
                hazard.rectifiers.push(mark.by);
            }
        }
        Act::Accept(body) => {
            hazard.acceptances.push(Opinion { mark, opinion: body.opinion });
            let needed = if hazard.is_major() { 2 } else { 1 };
            if hazard.acceptances.len() >= needed {
                hazard.state = HazardState::Closed;
                hazard.closed_at = Some(mark.at);
            }
        }
        Act::Reject(body) => {
            hazard.state = HazardState::Rectifying;
            hazard.deadline = Some(body.new_deadline);
            hazard.rejection = Some(Opinion { mark, opinion: body.reasons });
            hazard.acceptances.clear();
        }
        Act::Void(body) => {
            let super::Void { reason, duplicate_of, note } = body;
            hazard.void_voices.push(VoidVoice { mark, reason, duplicate_of, note });
            let needed = if hazard.is_major() { 2 } else { 1 };
            if hazard.void_voices.len() >= needed {
                hazard.state = HazardState::Voided;
            }
        }
        Act::Reopen(body) => {
            let ended = EarlierCycle {
                cycle: hazard.cycle,
                deadline: hazard.deadline,
                order: hazard.order.clone(),
                rectification: hazard.rectification.take(),
                acceptances: take(&mut hazard.acceptances),
                rejection: hazard.rejection.take(),
                closed_at: hazard.closed_at.take(),
                reopened: Opinion { mark, opinion: body.evidence },
            };
            hazard.earlier_cycles.push(ended);
            hazard.cycle += 1;
            hazard.state = HazardState::Rectifying;
            hazard.deadline = Some(body.deadline);
            // Who opens it again decides on its rectification.
            if let Some(order) = &mut hazard.order {
                order.mark = mark;
            }
        }
        Act::Amend(body) => amend(&mut hazard, body, mark),
        Act::Move(_) => {}
    }
    Ok(hazard)
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
