//! What the tables cannot say: the team, leaders' visits, documents and money.
use super::super::{Facts, NUMBER, Related, known};
use super::{Act, Enforce, Inspection, InspectionType, IssueFine, Lift, Measure, PayFine, Subject, Visit, WaiveFine};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::entry::Decided;
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Layer, Line, RecordId};

/// Whether a condition of the access table holds for this inspection and this hand.
pub fn holds(when: When, before: Option<&Inspection>, hand: &Hand, facts: &Facts) -> bool {
    let enterprise = before.and_then(|inspection| inspection.enterprise);
    match when {
        When::IsNotOfTheEnterprise => enterprise.is_none_or(|id| !facts.own_enterprises.contains(&id)),
        When::IsOfTheTeam => {
            before.is_some_and(|inspection| inspection.opened.by.organisation == hand.duty.organisation)
        }
        // Which fine is meant stands in the body: `waive_fine` asks again.
        When::DidNotIssueTheFine => before.is_some_and(|inspection| {
            let mut open = inspection.fines.iter().filter(|fine| fine.is_open());
            open.any(|fine| fine.issued.by.person != hand.person)
        }),
        When::CarriesADevice => facts.device.is_some(),
        When::SeesDestination => hand.sees_destination,
        _ => false,
    }
}

pub fn decide(before: Option<&Inspection>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    match (act, before) {
        (Act::Plan(body), None) => opened(&body.about, grant, facts),
        (Act::VisitUnplanned(body), None) => {
            visit(&body.visit, grant)?;
            opened(&body.about, grant, facts)
        }
        (Act::Visit(body), Some(inspection)) => {
            own_type(inspection.inspection_type, grant)?;
            visit(body, grant)
        }
        (Act::AddFinding(body), Some(_)) => finding(body.hazard, facts),
        (Act::Document(_), Some(_)) => Ok(Decided::default().with(NUMBER, facts.next_number)),
        (Act::Enforce(body), Some(inspection)) => enforce(body, inspection),
        (Act::Lift(body), Some(inspection)) => lift(body, inspection),
        (Act::IssueFine(body), Some(inspection)) => issue_fine(body, inspection),
        (Act::PayFine(body), Some(inspection)) => pay_fine(body, inspection),
        (Act::WaiveFine(body), Some(inspection)) => waive_fine(body, inspection, grant),
        (Act::Move(_), _) => facts.moved(),
        _ => Ok(Decided::default()),
    }
}

fn opened(about: &Subject, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    known::enterprise_or_nobody_s(about.enterprise, about.no_owner, facts)?;
    if about.enterprise.is_some_and(|id| facts.own_enterprises.contains(&id)) {
        let detail = "who acts for the enterprise does not inspect it";
        return Err(Refusal::new(RefusalCode::SeparationOfDuty, detail).at("/body/about/enterprise"));
    }
    own_type(about.inspection_type, grant)?;
    let default = known::default_sector(about.enterprise, grant.actor().layer, facts);
    Ok(match default.filter(|_| about.sector.is_none()) {
        Some(sector) => Decided::default().with("sector", sector),
        None => Decided::default(),
    })
}

/// A leader's visit is a leader's, and a leader makes no other (separation of duty 14).
fn own_type(inspection_type: InspectionType, grant: &ActGrant) -> Result<(), Refusal> {
    let (is_leader_s, by_leader) = (inspection_type == InspectionType::Leader, grant.actor().layer == Layer::Leader);
    match is_leader_s == by_leader {
        true => Ok(()),
        false => Err(Refusal::new(RefusalCode::Forbidden, "a leader's visit is made by a leader, and no other is")
            .at("/body/about/inspection_type")),
    }
}

/// Separation of duty 13: an inspector is not the named person of the enterprise.
fn visit(body: &Visit, grant: &ActGrant) -> Result<Decided, Refusal> {
    if body.team.is_empty() {
        return Err(Refusal::missing("team", "at least one member"));
    }
    let Some(named) = &body.accompanied_by else {
        return Ok(Decided::default());
    };
    let is_one = |member: &super::Member| match (member.person, named.person) {
        (Some(member), Some(named)) => member == named,
        _ => member.name == named.name,
    };
    match body.team.iter().any(is_one) || named.person == Some(grant.actor().person) {
        true => Err(Refusal::new(RefusalCode::SeparationOfDuty, "an inspector is not the enterprise's named person")
            .at("/body/accompanied_by")),
        false => Ok(Decided::default()),
    }
}

/// A finding's hazard may still be on its way; what is there is a hazard.
fn finding(hazard: RecordId, facts: &Facts) -> Result<Decided, Refusal> {
    let is_other = |related: &Related| related.kind != "hazard";
    match facts.related.get(&hazard).is_some_and(is_other) {
        true => Err(Refusal::invalid("hazard", "that record is no hazard")),
        false => Ok(Decided::default()),
    }
}

fn taken(document_number: &Line) -> Refusal {
    Refusal::invalid("document_number", format!("{} is taken", document_number.as_str()))
}
fn unknown(detail: &str) -> Refusal {
    Refusal::invalid("document_number", detail)
}

fn enforce(body: &Enforce, inspection: &Inspection) -> Result<Decided, Refusal> {
    let is_taken = inspection.measures.iter().any(|measure| measure.document_number == body.document_number);
    if is_taken { Err(taken(&body.document_number)) } else { Ok(Decided::default()) }
}

fn lift(body: &Lift, inspection: &Inspection) -> Result<Decided, Refusal> {
    match inspection.standing(&body.document_number).is_some_and(Measure::can_be_lifted) {
        true => Ok(Decided::default()),
        false => Err(unknown("no halt of this document stands")),
    }
}

fn issue_fine(body: &IssueFine, inspection: &Inspection) -> Result<Decided, Refusal> {
    if body.amount_fen.get() == 0 {
        return Err(Refusal::invalid("amount_fen", "more than nothing"));
    }
    let is_taken = inspection.fine(&body.document_number).is_some();
    if is_taken { Err(taken(&body.document_number)) } else { Ok(Decided::default()) }
}

fn pay_fine(body: &PayFine, inspection: &Inspection) -> Result<Decided, Refusal> {
    let fine = inspection.fine(&body.document_number).ok_or_else(|| unknown("no fine of this document"))?;
    let (amount, left) = (body.amount_fen.get(), fine.left_fen());
    match (1..=left).contains(&amount) {
        true => Ok(Decided::default()),
        false => Err(Refusal::invalid("amount_fen", format!("{left} fen are left to pay"))),
    }
}

/// Separation of duty 5.
fn waive_fine(body: &WaiveFine, inspection: &Inspection, grant: &ActGrant) -> Result<Decided, Refusal> {
    let fine = inspection.fine(&body.document_number).filter(|fine| fine.is_open());
    let fine = fine.ok_or_else(|| unknown("no open fine of this document"))?;
    match fine.issued.by.person == grant.actor().person {
        true => Err(When::DidNotIssueTheFine.refusal().at("/body/document_number")),
        false => Ok(Decided::default()),
    }
}
