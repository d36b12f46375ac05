//! Fixing on the spot, grading, transfers and listing.
use super::super::super::{Facts, NUMBER, PhotoRole, known};
use super::super::{FixOnSpot, Hazard, LeaveCampaign, List, RegradeBody, TransferBody};
use crate::domain::access::ActGrant;
use crate::domain::entry::Decided;
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Layer, Level};

/// A photo of before and one of after; the fixer is another than the acceptor.
pub fn fix_on_spot(body: &FixOnSpot, hazard: &Hazard, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    let shows = |role: PhotoRole| body.photos.iter().any(|photo| photo.role == role);
    if !shows(PhotoRole::Before) || !shows(PhotoRole::After) {
        return Err(Refusal::missing("photos", "a photo of before and one of after"));
    }
    let actor = grant.actor();
    if body.fixer_person == Some(actor.person) {
        let detail = "who fixed a hazard does not accept it";
        return Err(Refusal::new(RefusalCode::SeparationOfDuty, detail).at("/body/fixer_person"));
    }
    let own = (actor.layer == Layer::Department && hazard.lead_department.is_none()).then_some(actor.organisation);
    let mut decided = Decided::default();
    known::department("lead_department", body.lead_department, facts)?;
    if let Some(lead) = body.lead_department.or(own) {
        decided.set("lead_department", lead);
    }
    match hazard.registered {
        Some(_) => Ok(decided),
        None => Ok(decided.with(NUMBER, facts.next_number)),
    }
}

pub fn regrade(body: &RegradeBody, hazard: &Hazard) -> Result<Decided, Refusal> {
    if hazard.level == Some(body.level) {
        return Err(Refusal::invalid("level", "that is its level already"));
    }
    if body.level == Level::Major && body.criterion.is_none() {
        return Err(Refusal::missing("criterion", "a major hazard names the rule that makes it one"));
    }
    Ok(Decided::default())
}

pub fn transfer(body: &TransferBody, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    if body.to == grant.actor().organisation {
        return Err(Refusal::invalid("to", "a body does not hand a hazard to itself"));
    }
    known::body("to", body.to, facts).map(|()| Decided::default())
}

pub fn list(body: &List, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    if body.level != grant.actor().tier {
        let detail = "a committee lists at its own tier";
        return Err(Refusal::new(RefusalCode::Forbidden, detail).at("/body/level"));
    }
    if body.units.is_empty() {
        return Err(Refusal::missing("units", "at least one supervised unit"));
    }
    match body.deadline < facts.claimed_on() {
        true => Err(Refusal::invalid("deadline", "a deadline before the day of the act")),
        false => Ok(Decided::default()),
    }
}

/// The most tags of one hazard: its record stays of a size to be synced.
const MOST_TAGS: usize = 50;

/// The campaign may be unknown to whoever tags: a township does not see its county's ledger (decision 29).
pub fn join_campaign(hazard: &Hazard) -> Result<Decided, Refusal> {
    match hazard.campaigns.len() >= MOST_TAGS {
        true => Err(Refusal::invalid("campaign", format!("at most {MOST_TAGS} tags a hazard"))),
        false => Ok(Decided::default()),
    }
}

pub fn leave_campaign(body: &LeaveCampaign, hazard: &Hazard) -> Result<Decided, Refusal> {
    match hazard.is_tagged(body.campaign) {
        true => Ok(Decided::default()),
        false => Err(Refusal::invalid("campaign", "no tag of this campaign stands")),
    }
}
