//! The fold: a finding after each of its acts.
use super::super::life::out_of_order;
use super::super::{Mark, NUMBER, Opinion};
use super::{Act, Finding, FindingAnswer, FindingState, Raise};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};

pub fn fold(before: Option<Finding>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Finding, BadJson> {
    match (before, act) {
        (None, Act::Raise(body)) => Ok(raised(body, stamp, decided)),
        (Some(finding), act) => after(finding, act, Mark::of(stamp)),
        (None, _) => Err(out_of_order()),
    }
}

fn raised(body: Raise, stamp: &Stamp, decided: &Decided) -> Finding {
    let Raise { about, gravity, title, detail, ground, responsible, due_on } = body;
    Finding {
        state: FindingState::Raised,
        raised: Mark::of(stamp),
        about,
        about_kind: decided.get("about_kind").unwrap_or_default(),
        gravity,
        title,
        detail,
        ground,
        responsible,
        due_on,
        enterprise: decided.get("enterprise"),
        sector: decided.get("sector"),
        answers: Vec::new(),
        number: decided.get(NUMBER),
        ended: None,
    }
}

fn after(mut finding: Finding, act: Act, mark: Mark) -> Result<Finding, BadJson> {
    match act {
        Act::Raise(_) => return Err(out_of_order()),
        Act::Answer(body) => {
            let (answer, document_number) = (body.answer, body.document_number);
            finding.answers.push(FindingAnswer { mark, answer, document_number, returned: None });
            finding.state = FindingState::Answered;
        }
        Act::ReturnAnswer(body) => {
            let answer = finding.answers.last_mut().ok_or_else(out_of_order)?;
            answer.returned = Some(Opinion { mark, opinion: body.reason });
            (finding.state, finding.due_on) = (FindingState::Raised, body.due_on);
        }
        Act::Close(body) => {
            finding.ended = Some(Opinion { mark, opinion: body.opinion });
            finding.state = FindingState::Closed;
        }
        Act::Withdraw(body) => {
            finding.ended = Some(Opinion { mark, opinion: body.reason });
            finding.state = FindingState::Withdrawn;
        }
    }
    Ok(finding)
}
