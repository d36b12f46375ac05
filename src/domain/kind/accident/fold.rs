//! The fold: an accident after each of its acts.
mod following;

use super::super::life::out_of_order;
use super::super::{Mark, NUMBER, Opinion, TakenPhoto};
use super::acts;
use super::{
    Accident, AccidentState, AccidentVoided, Act, Amend, Cause, Conclude, Conclusion, CorrectCasualties, Correction,
    EstablishCause, Evidence, ExtendInvestigation, Investigate, Investigation, Proof, Report, Void,
};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};

pub fn fold(before: Option<Accident>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Accident, BadJson> {
    let taken = |photo| TakenPhoto { act: stamp.act.clone(), at: stamp.at, photo };
    let photos: Vec<_> = acts::photos(&act).iter().cloned().map(taken).collect();
    let mut accident = match (before, act) {
        (None, Act::Report(body)) => reported(body, stamp, decided),
        (Some(accident), act) => after(accident, act, stamp, decided)?,
        (None, _) => return Err(out_of_order()),
    };
    accident.photos.extend(photos);
    accident.level = accident.casualties.level();
    accident.unmet = accident.unmet_gates();
    Ok(accident)
}

fn reported(body: Report, stamp: &Stamp, decided: &Decided) -> Accident {
    let Report { occurred_at, place, accident_type, summary, casualties, enterprise, sector, location, .. } = body;
    Accident {
        state: AccidentState::Reported,
        occurred_at,
        place,
        accident_type,
        summary,
        reported: Mark::of(stamp),
        casualties,
        level: casualties.level(),
        corrections: Vec::new(),
        enterprise,
        sector: sector.or_else(|| decided.get("sector")),
        location,
        investigation: None,
        earlier_investigations: Vec::new(),
        cause: None,
        conclusion: None,
        number: None,
        accountability: Vec::new(),
        measures: Vec::new(),
        education: Vec::new(),
        unmet: Vec::new(),
        supervision: None,
        ended_supervisions: Vec::new(),
        archived: None,
        evaluations: Vec::new(),
        look_backs: Vec::new(),
        voided: None,
        photos: Vec::new(),
    }
}

fn after(mut accident: Accident, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Accident, BadJson> {
    let mark = Mark::of(stamp);
    match act {
        Act::Report(_) => return Err(out_of_order()),
        Act::Amend(body) => amend(&mut accident, body),
        Act::CorrectCasualties(body) => correct(&mut accident, body, mark),
        Act::Investigate(body) => investigate(&mut accident, body, mark),
        Act::ExtendInvestigation(body) => extend(&mut accident, body, mark)?,
        Act::EstablishCause(EstablishCause { direct, indirect, evidence }) => {
            accident.cause = Some(Cause { proof: proof(mark, evidence), direct, indirect });
        }
        Act::Conclude(body) => conclude(&mut accident, body, mark, decided),
        Act::Archive(body) => {
            accident.state = AccidentState::Archived;
            accident.archived = Some(proof(mark, body.evidence));
        }
        Act::Void(Void { reason, duplicate_of, opinion }) => {
            accident.state = AccidentState::Voided;
            accident.voided = Some(AccidentVoided { opinion: Opinion { mark, opinion }, reason, duplicate_of });
        }
        Act::Move(_) => {}
        follows => following::after(&mut accident, follows, mark)?,
    }
    Ok(accident)
}

fn proof(mark: Mark, evidence: Evidence) -> Proof {
    Proof { mark, evidence }
}

fn amend(accident: &mut Accident, body: Amend) {
    let Amend { occurred_at, place, accident_type, summary, enterprise, sector, location } = body;
    accident.occurred_at = occurred_at.unwrap_or(accident.occurred_at);
    accident.accident_type = accident_type.unwrap_or(accident.accident_type);
    if let Some(place) = place {
        accident.place = place;
    }
    if let Some(summary) = summary {
        accident.summary = summary;
    }
    accident.enterprise = enterprise.or(accident.enterprise);
    accident.sector = sector.or(accident.sector);
    accident.location = location.or(accident.location);
}

fn correct(accident: &mut Accident, body: CorrectCasualties, mark: Mark) {
    let CorrectCasualties { casualties, ground, changed_on, reason } = body;
    let before = std::mem::replace(&mut accident.casualties, casualties);
    accident.corrections.push(Correction { mark, before, ground, changed_on, reason });
}

fn investigate(accident: &mut Accident, body: Investigate, mark: Mark) {
    let Investigate { lead, members } = body;
    let due_on = accident.occurred_at.day().plus_days(super::REPORT_DAYS);
    accident.state = AccidentState::Investigating;
    let next = Investigation { mark, lead, members, due_on, extension: None };
    accident.earlier_investigations.extend(accident.investigation.replace(next));
}

fn extend(accident: &mut Accident, body: ExtendInvestigation, mark: Mark) -> Result<(), BadJson> {
    let ExtendInvestigation { until, opinion } = body;
    let investigation = accident.investigation.as_mut().ok_or_else(out_of_order)?;
    investigation.due_on = until;
    investigation.extension = Some(Opinion { mark, opinion });
    Ok(())
}

fn conclude(accident: &mut Accident, body: Conclude, mark: Mark, decided: &Decided) {
    let Conclude { is_responsibility_accident, opinion, evidence } = body;
    let proof = proof(mark, evidence);
    accident.state = AccidentState::Concluded;
    accident.conclusion = Some(Conclusion { proof, concluded_on: mark.at.day(), is_responsibility_accident, opinion });
    accident.number = decided.get(NUMBER);
}
