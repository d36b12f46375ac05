//! A hazard after the acts from its order to its acceptance.
use super::super::{
    Accept, ApprovePlan, DecideDeferral, Deferral, DeferralRequest, FixOnSpot, Fixer, Hazard, HazardState, IssuedOrder,
    Order, Plan, Progress, ProgressNote, Rectification, Registration, Reject, RequestDeferral, ReturnPlan, SubmitPlan,
    SubmitRectification,
};
use crate::domain::Level;
use crate::domain::canonical::BadJson;
use crate::domain::entry::Decided;
use crate::domain::kind::life::out_of_order;
use crate::domain::kind::{Mark, NUMBER, Opinion};

pub fn fix_on_spot(hazard: &mut Hazard, body: FixOnSpot, mark: Mark, decided: &Decided) {
    let FixOnSpot { fixer, fixer_person, measures, opinion, .. } = body;
    if hazard.registered.is_none() {
        hazard.registered = Some(Registration { mark, criterion: None });
        hazard.number = decided.get(NUMBER);
        hazard.owner = hazard.enterprise;
    }
    hazard.level = Some(Level::General);
    hazard.lead_department = decided.get("lead_department").or(hazard.lead_department);
    let fixer = Some(Fixer { name: fixer, person: fixer_person });
    hazard.rectification = Some(Rectification { mark, summary: measures, cost_fen: 0, fixer });
    hazard.acceptances = vec![Opinion { mark, opinion }];
    close(hazard, mark);
}

fn close(hazard: &mut Hazard, mark: Mark) {
    hazard.state = HazardState::Closed;
    hazard.closed_at = Some(mark.at);
}

pub fn order(hazard: &mut Hazard, body: Order, mark: Mark) {
    let Order { deadline, responsible_person, measures, responsibility, funds_fen, emergency_plan } = body;
    let funds_fen = funds_fen.map(|funds| funds.get());
    hazard.state = HazardState::Rectifying;
    hazard.deadline = Some(deadline);
    hazard.order = Some(IssuedOrder { mark, responsible_person, measures, responsibility, funds_fen, emergency_plan });
}

pub fn submit_plan(hazard: &mut Hazard, body: SubmitPlan, mark: Mark) {
    let plan = Plan { submitted: mark, items: body.items, approved: None, returned: None };
    let returned = hazard.plan.replace(plan);
    hazard.returned_plans.extend(returned);
}

pub fn approve_plan(hazard: &mut Hazard, body: ApprovePlan, mark: Mark) {
    if let Some(plan) = &mut hazard.plan {
        plan.approved = Some(Opinion { mark, opinion: body.opinion });
    }
}

pub fn return_plan(hazard: &mut Hazard, body: ReturnPlan, mark: Mark) {
    if let Some(plan) = &mut hazard.plan {
        plan.returned = Some(Opinion { mark, opinion: body.reasons });
    }
}

pub fn progress(hazard: &mut Hazard, body: Progress, mark: Mark) {
    let Progress { note, percent, spent_fen, photos: _ } = body;
    hazard.progress.push(ProgressNote { mark, note, percent, spent_fen });
}

pub fn request_deferral(hazard: &mut Hazard, body: RequestDeferral, mark: Mark) {
    let RequestDeferral { until, reason } = body;
    hazard.deferral_request = Some(DeferralRequest { mark, until, reason });
}

pub fn decide_deferral(hazard: &mut Hazard, body: DecideDeferral, mark: Mark) -> Result<(), BadJson> {
    let DecideDeferral { is_granted, until, opinion } = body;
    let (Some(request), Some(from)) = (hazard.deferral_request.take(), hazard.deadline) else {
        return Err(out_of_order());
    };
    let until = is_granted.then_some(until.unwrap_or(request.until));
    hazard.deadline = until.or(hazard.deadline);
    hazard.deferrals.push(Deferral { request, decided: Opinion { mark, opinion }, from, until });
    Ok(())
}

pub fn submit(hazard: &mut Hazard, body: SubmitRectification, mark: Mark) {
    let SubmitRectification { summary, cost_fen, photos: _ } = body;
    hazard.state = HazardState::PendingAcceptance;
    hazard.rectification = Some(Rectification { mark, summary, cost_fen: cost_fen.get(), fixer: None });
    if !hazard.rectifiers.contains(&mark.by) {
        hazard.rectifiers.push(mark.by);
    }
}

pub fn accept(hazard: &mut Hazard, body: Accept, mark: Mark) {
    hazard.acceptances.push(Opinion { mark, opinion: body.opinion });
    if hazard.acceptances.len() >= hazard.hands_needed() {
        close(hazard, mark);
    }
}

pub fn reject(hazard: &mut Hazard, body: Reject, mark: Mark) {
    hazard.state = HazardState::Rectifying;
    hazard.deadline = Some(body.new_deadline);
    hazard.rejection = Some(Opinion { mark, opinion: body.reasons });
    hazard.acceptances.clear();
}
