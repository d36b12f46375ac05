//! What the tables cannot say: what a finding is about, and who has to answer.
use super::super::{Facts, NUMBER, known};
use super::{Act, Finding, Raise};
use crate::domain::access::{Hand, When};
use crate::domain::entry::Decided;
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Day, Layer, OrganisationId};

/// Whether a condition of the access table holds for this finding and this hand.
pub fn holds(when: When, before: Option<&Finding>, hand: &Hand, facts: &Facts) -> bool {
    let Some(finding) = before else { return false };
    match when {
        When::AnswersForTheFinding => {
            let acts_for = hand.duty.layer == Layer::Enterprise && hand.duty.enterprises.contains(&finding.responsible);
            acts_for || hand.duty.organisation == finding.responsible
        }
        When::DidNotAnswerTheFinding => finding.answers.iter().all(|answer| answer.mark.by.person != hand.person),
        When::IsNotOfTheEnterprise => finding.enterprise.is_none_or(|id| !facts.own_enterprises.contains(&id)),
        _ => false,
    }
}

pub fn decide(before: Option<&Finding>, act: &Act, facts: &Facts) -> Result<Decided, Refusal> {
    match (act, before) {
        (Act::Raise(body), None) => raise(body, facts),
        (Act::ReturnAnswer(body), Some(_)) => due(body.due_on, facts).map(|()| Decided::default()),
        _ => Ok(Decided::default()),
    }
}

fn due(due_on: Day, facts: &Facts) -> Result<(), Refusal> {
    match due_on < facts.claimed_on() {
        true => Err(Refusal::invalid("due_on", "before the day of the act")),
        false => Ok(()),
    }
}

fn raise(body: &Raise, facts: &Facts) -> Result<Decided, Refusal> {
    due(body.due_on, facts)?;
    let about = facts.related.get(&body.about).filter(|record| record.kind != "finding");
    let unknown = || Refusal::new(RefusalCode::UnknownRecord, "no such record within your mandate").at("/body/about");
    let about = about.ok_or_else(unknown)?;
    // Elsewhere, those who see the record would not see what was found on it.
    if about.ledger != facts.ledger {
        return Err(Refusal::invalid("about", "a finding lies in the ledger of its record"));
    }
    // Who acts for the enterprise does not audit it (separation of duty 13).
    if about.facets.enterprise.is_some_and(|id| facts.own_enterprises.contains(&id)) {
        return Err(When::IsNotOfTheEnterprise.refusal().at("/body/about"));
    }
    answers(body.responsible, about.facets.enterprise, facts)?;
    let mut decided = Decided::default().with(NUMBER, facts.next_number).with("about_kind", about.kind);
    if let Some(enterprise) = about.facets.enterprise {
        decided.set("enterprise", enterprise);
    }
    if let Some(sector) = about.facets.sector {
        decided.set("sector", sector);
    }
    Ok(decided)
}

/// The record's own enterprise, a department or a territorial body.
fn answers(responsible: OrganisationId, enterprise: Option<OrganisationId>, facts: &Facts) -> Result<(), Refusal> {
    if enterprise == Some(responsible) {
        return Ok(());
    }
    known::body("responsible", responsible, facts)
}
