//! A hazard after what government does beside its rectification.
use super::super::{
    AcceptTransfer, AnsweredTransfer, CampaignTag, Delist, EndedSupervision, Escalation, Grading, Hazard, HazardState,
    InterimControls, JoinCampaign, LeaveCampaign, LiftSuspension, LiftedSuspension, List, Regrade, RegradeBody,
    ReturnTransfer, SetInterimControls, SettleTransfer, Supervision, Suspend, Suspension, Transfer, TransferAnswer,
    TransferBody,
};
use crate::domain::canonical::BadJson;
use crate::domain::entry::Actor;
use crate::domain::kind::life::out_of_order;
use crate::domain::kind::{Mark, Opinion};
use crate::domain::{Layer, Level, Tier};
use std::mem::take;

pub fn regrade(hazard: &mut Hazard, body: RegradeBody, mark: Mark) {
    let RegradeBody { level, reason, criterion } = body;
    hazard.regrade_voices.push(Grading { mark, reason, criterion });
    // Down from major: the department's voice waits for the one from above.
    if level == Level::General && hazard.regrade_voices.len() < 2 {
        return;
    }
    hazard.level = Some(level);
    if let Some(registered) = &mut hazard.registered {
        // Who grades answers for the registration: what government graded, no enterprise accepts.
        registered.mark = mark;
        let criterion = hazard.regrade_voices.iter().rev().find_map(|voice| voice.criterion.clone());
        registered.criterion = criterion.filter(|_| level == Level::Major).or(registered.criterion.take());
    }
    hazard.regrades.push(Regrade { to: level, voices: take(&mut hazard.regrade_voices) });
    // What was said of a hazard of the other level does not count for this one.
    hazard.acceptances.clear();
    hazard.void_voices.clear();
    if level == Level::Major && hazard.state != HazardState::Registered {
        // A major hazard is ordered with five commitments and rectified by an approved plan.
        hazard.state = HazardState::Registered;
    }
}

pub fn transfer(hazard: &mut Hazard, body: TransferBody, mark: Mark) {
    let TransferBody { to, sector, legal_ground } = body;
    hazard.transfer = Some(Transfer { mark, to, sector, legal_ground });
}

pub fn accept_transfer(hazard: &mut Hazard, body: AcceptTransfer, answered: Mark) -> Result<(), BadJson> {
    let transfer = hazard.transfer.take().ok_or_else(out_of_order)?;
    hazard.lead_department = Some(transfer.to);
    hazard.sector = transfer.sector.or(hazard.sector);
    let answer = TransferAnswer::Accepted;
    hazard.transfers.push(AnsweredTransfer { transfer, answer, answered, reason: body.note });
    Ok(())
}

pub fn return_transfer(hazard: &mut Hazard, body: ReturnTransfer, answered: Mark) -> Result<(), BadJson> {
    let transfer = hazard.transfer.take().ok_or_else(out_of_order)?;
    let decided_by_tier = common_parent(&transfer.mark.by, &answered.by);
    let answer = TransferAnswer::Returned;
    hazard.transfers.push(AnsweredTransfer { transfer, answer, answered, reason: Some(body.reason) });
    if hazard.returns_in_a_row() >= 2 {
        hazard.escalation = Some(Escalation { at: answered.at, decided_by_tier });
    }
    Ok(())
}

/// The lowest territorial tier above both: a department's parent is the government of its own
/// tier, a territorial body's the one above. The government that covers the hazard's unit at that
/// tier is the parent of both, for both reach the unit.
fn common_parent(one: &Actor, other: &Actor) -> Tier {
    let parent = |body: &Actor| match body.layer {
        Layer::Department => body.tier.max(Tier::County),
        _ => body.tier.above(),
    };
    parent(one).max(parent(other))
}

pub fn settle_transfer(hazard: &mut Hazard, body: SettleTransfer, answered: Mark) {
    let SettleTransfer { lead, sector, reason } = body;
    hazard.escalation = None;
    hazard.lead_department = Some(lead);
    hazard.sector = sector.or(hazard.sector);
    if let Some(last) = hazard.transfers.last().cloned() {
        let transfer = Transfer { to: lead, sector, ..last.transfer };
        let answer = TransferAnswer::Settled;
        hazard.transfers.push(AnsweredTransfer { transfer, answer, answered, reason: Some(reason) });
    }
}

pub fn list(hazard: &mut Hazard, body: List, mark: Mark) {
    let List { level, units, document_number, deadline, publication } = body;
    hazard.supervision = Some(Supervision { mark, level, units, document_number, deadline, publication });
}

pub fn delist(hazard: &mut Hazard, body: Delist, mark: Mark) -> Result<(), BadJson> {
    let Delist { opinion, document_number } = body;
    let supervision = hazard.supervision.take().ok_or_else(out_of_order)?;
    let delisted = Opinion { mark, opinion };
    hazard.ended_supervisions.push(EndedSupervision { supervision, delisted, document_number });
    Ok(())
}

pub fn set_interim_controls(hazard: &mut Hazard, body: SetInterimControls, mark: Mark) {
    let SetInterimControls { measures, watcher, photos: _ } = body;
    hazard.interim_controls = Some(InterimControls { mark, measures, watcher });
}

pub fn suspend(hazard: &mut Hazard, body: Suspend, mark: Mark) {
    let Suspend { what, part, from_on } = body;
    hazard.suspension = Some(Suspension { mark, what, part, from_on });
}

pub fn lift_suspension(hazard: &mut Hazard, body: LiftSuspension, mark: Mark) -> Result<(), BadJson> {
    let suspension = hazard.suspension.take().ok_or_else(out_of_order)?;
    let lifted = Opinion { mark, opinion: body.opinion };
    hazard.lifted_suspensions.push(LiftedSuspension { suspension, lifted });
    Ok(())
}

/// Two who tag it far from each other agree: both are kept.
pub fn join_campaign(hazard: &mut Hazard, body: JoinCampaign, mark: Mark) {
    let JoinCampaign { campaign, note } = body;
    hazard.campaigns.push(CampaignTag { mark, campaign, note, left: None });
}

pub fn leave_campaign(hazard: &mut Hazard, body: LeaveCampaign, mark: Mark) {
    let LeaveCampaign { campaign, reason } = body;
    let left = Opinion { mark, opinion: reason };
    for tag in hazard.campaigns.iter_mut().filter(|tag| tag.campaign == campaign && tag.stands()) {
        tag.left = Some(left.clone());
    }
}
