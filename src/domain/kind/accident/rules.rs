//! What the tables cannot say: the 30 days of a correction, the 60 of a report, what is named twice.
use super::super::{Facts, NUMBER, known};
use super::{
    Accident, AccidentState, AccidentVoidReason, Act, CompleteMeasure, CorrectCasualties, CorrectionGround, Defer,
    Educate, Evaluate, ExtendInvestigation, HoldAccountable, Investigate, List, LookBackBody, Report, RequireMeasure,
    SettleAccountability, Void,
};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::entry::Decided;
use crate::domain::outcome::{Refusal, RefusalCode};

/// Days after the accident in which the investigation reports, and by which it may be put off.
pub const REPORT_DAYS: i64 = 60;

/// Whether a condition of the access table holds for this accident and this hand.
pub fn holds(when: When, before: Option<&Accident>, hand: &Hand, facts: &Facts) -> bool {
    let Some(accident) = before else { return false };
    match when {
        When::IsNotOfTheEnterprise => accident.enterprise.is_none_or(|id| !facts.own_enterprises.contains(&id)),
        When::InvestigatesThisLevel => hand.duty.tier >= accident.level.tier(),
        When::IsTheLister => {
            accident.supervision.as_ref().is_some_and(|order| order.mark.by.organisation == hand.duty.organisation)
        }
        When::DidNotReportWhatIsRegistered => {
            accident.state == AccidentState::Reported || accident.reported.by.person != hand.person
        }
        When::SeesDestination => hand.sees_destination,
        _ => false,
    }
}

fn fine() -> Result<Decided, Refusal> {
    Ok(Decided::default())
}

pub fn decide(before: Option<&Accident>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    match (act, before) {
        (Act::Report(body), None) => report(body, grant, facts),
        (Act::Amend(body), Some(accident)) => {
            is_past("occurred_at", body.occurred_at.is_none_or(|occurred| occurred <= facts.at))?;
            known::enterprise(body.enterprise.filter(|id| accident.enterprise != Some(*id)), facts)?;
            fine()
        }
        (Act::CorrectCasualties(body), Some(accident)) => correct(body, accident, facts),
        (Act::Investigate(body), Some(_)) => investigate(body, facts),
        (Act::ExtendInvestigation(body), Some(accident)) => extend(body, accident),
        (Act::Conclude(_), Some(_)) => Ok(Decided::default().with(NUMBER, facts.next_number)),
        (Act::HoldAccountable(body), Some(accident)) => hold_accountable(body, accident),
        (Act::SettleAccountability(body), Some(accident)) => settle(body, accident),
        (Act::RequireMeasure(body), Some(accident)) => require(body, accident),
        (Act::CompleteMeasure(body), Some(accident)) => complete(body, accident),
        (Act::Educate(body), Some(_)) => educate(body, facts),
        (Act::List(body), Some(_)) => list(body, grant, facts),
        (Act::Defer(body), Some(accident)) => defer(body, accident),
        (Act::Evaluate(body), Some(accident)) => evaluate(body, accident, facts),
        (Act::LookBack(body), Some(_)) => look_back(body, facts),
        (Act::Void(body), Some(_)) => void(body, facts),
        (Act::Move(_), Some(_)) => facts.moved(),
        _ => fine(),
    }
}

fn is_past(field: &str, is_past: bool) -> Result<(), Refusal> {
    if is_past { Ok(()) } else { Err(Refusal::invalid(field, "after the act itself")) }
}

fn report(body: &Report, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    known::enterprise_or_nobody_s(body.enterprise, body.no_owner, facts)?;
    is_past("occurred_at", body.occurred_at <= facts.at)?;
    let default = known::default_sector(body.enterprise, grant.actor().layer, facts);
    Ok(match default.filter(|_| body.sector.is_none()) {
        Some(sector) => Decided::default().with("sector", sector),
        None => Decided::default(),
    })
}

/// Order 493, article 13.
fn correct(body: &CorrectCasualties, accident: &Accident, facts: &Facts) -> Result<Decided, Refusal> {
    if body.casualties == accident.casualties {
        return Err(Refusal::invalid("casualties", "those are its casualties already"));
    }
    match (body.ground, body.changed_on) {
        (CorrectionGround::Error, None) => fine(),
        (CorrectionGround::Error, Some(_)) => Err(Refusal::invalid("changed_on", "an error sets no day")),
        (CorrectionGround::Change, None) => Err(Refusal::missing("changed_on", "the day on which it changed")),
        (CorrectionGround::Change, Some(day)) => {
            is_past("changed_on", day <= facts.at.day())?;
            let (first, last) = (accident.occurred_at.day(), accident.casualties_count_until());
            match (first..=last).contains(&day) {
                true => fine(),
                false => {
                    let detail = format!("casualties count from {first} to {last}");
                    Err(Refusal::new(RefusalCode::TooLate, detail).at("/body/changed_on"))
                }
            }
        }
    }
}

fn investigate(body: &Investigate, facts: &Facts) -> Result<Decided, Refusal> {
    if body.members.is_empty() {
        return Err(Refusal::missing("members", "at least one member"));
    }
    known::body("lead", body.lead, facts).map(|()| Decided::default())
}

/// Order 493, article 29: at most 60 days more.
fn extend(body: &ExtendInvestigation, accident: &Accident) -> Result<Decided, Refusal> {
    let Some(investigation) = &accident.investigation else { return fine() };
    let (due, last) = (investigation.due_on, investigation.due_on.plus_days(REPORT_DAYS));
    match body.until > due && body.until <= last {
        true => fine(),
        false => Err(Refusal::invalid("until", format!("after {due} and not after {last}"))),
    }
}

fn hold_accountable(body: &HoldAccountable, accident: &Accident) -> Result<Decided, Refusal> {
    let is_same = |item: &super::Accountability| item.party == body.party && item.treatment == body.treatment;
    match accident.accountability.iter().any(is_same) {
        true => Err(Refusal::invalid("party", "that stands there already")),
        false => fine(),
    }
}

fn settle(body: &SettleAccountability, accident: &Accident) -> Result<Decided, Refusal> {
    let waits = |item: &super::Accountability| {
        item.party == body.party && item.treatment == body.treatment && item.settled.is_none()
    };
    match accident.accountability.iter().any(waits) {
        true => fine(),
        false => Err(Refusal::invalid("party", "nothing of this name is open")),
    }
}

fn require(body: &RequireMeasure, accident: &Accident) -> Result<Decided, Refusal> {
    match accident.measures.iter().any(|item| item.measure == body.measure) {
        true => Err(Refusal::invalid("measure", "that stands there already")),
        false => fine(),
    }
}

fn complete(body: &CompleteMeasure, accident: &Accident) -> Result<Decided, Refusal> {
    match accident.measures.iter().any(|item| item.measure == body.measure && item.completed.is_none()) {
        true => fine(),
        false => Err(Refusal::invalid("measure", "nothing of this name is open")),
    }
}

fn educate(body: &Educate, facts: &Facts) -> Result<Decided, Refusal> {
    is_past("educated_on", body.educated_on <= facts.at.day())?;
    if body.people == 0 { Err(Refusal::invalid("people", "more than nothing")) } else { fine() }
}

fn list(body: &List, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    if body.level != grant.actor().tier {
        let detail = "a committee lists at its own tier";
        return Err(Refusal::new(RefusalCode::Forbidden, detail).at("/body/level"));
    }
    if body.units.is_empty() {
        return Err(Refusal::missing("units", "at least one supervised unit"));
    }
    match body.deadline < facts.claimed_on() {
        true => Err(Refusal::invalid("deadline", "a deadline before the day of the act")),
        false => fine(),
    }
}

fn defer(body: &Defer, accident: &Accident) -> Result<Decided, Refusal> {
    match accident.supervision.as_ref().map(|order| order.deadline).filter(|deadline| body.until <= *deadline) {
        Some(deadline) => Err(Refusal::invalid("until", format!("not after the deadline that stands, {deadline}"))),
        None => fine(),
    }
}

fn evaluate(body: &Evaluate, accident: &Accident, facts: &Facts) -> Result<Decided, Refusal> {
    is_past("evaluated_on", body.evaluated_on <= facts.at.day())?;
    let Some(conclusion) = &accident.conclusion else { return fine() };
    let first = conclusion.concluded_on.plus_months(super::EVALUATED_FROM);
    match body.evaluated_on < first {
        true => Err(Refusal::invalid("evaluated_on", format!("not before {first}"))),
        false => fine(),
    }
}

/// A look-back's hazard may still be on its way; what is there is a hazard.
fn look_back(body: &LookBackBody, facts: &Facts) -> Result<Decided, Refusal> {
    is_past("looked_on", body.looked_on <= facts.at.day())?;
    let is_other = |id| facts.related.get(id).is_some_and(|related| related.kind != "hazard");
    match body.hazards.iter().position(is_other) {
        Some(n) => Err(Refusal::invalid(&format!("hazards/{n}"), "that record is no hazard")),
        None => fine(),
    }
}

fn void(body: &Void, facts: &Facts) -> Result<Decided, Refusal> {
    if body.reason == AccidentVoidReason::DuplicateOf {
        known::duplicate(body.duplicate_of, "accident", facts)?;
    }
    fine()
}
