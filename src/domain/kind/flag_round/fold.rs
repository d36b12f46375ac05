//! The fold: a flag round after each of its acts.
use super::super::life::out_of_order;
use super::super::{Mark, NUMBER, Opinion};
use super::{
    Act, Candidate, Computation, CorrectedFlag, DecideObjection, FlagResult, FlagRound, FlagRoundState, FlagsPublished,
    Inputs, Nominate, Object, Objection, ObjectionDecision, Open, SubjectClass, SubjectKey, WithdrawnFlag,
};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};

pub fn fold(before: Option<FlagRound>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<FlagRound, BadJson> {
    match (before, act) {
        (None, Act::Open(body)) => opened(body, stamp, decided),
        (Some(round), act) => after(round, act, stamp, decided),
        (None, _) => Err(out_of_order()),
    }
}

fn opened(body: Open, stamp: &Stamp, decided: &Decided) -> Result<FlagRound, BadJson> {
    let Open { half_year, title, rule } = body;
    Ok(FlagRound {
        state: FlagRoundState::Opened,
        half_year,
        title,
        opened: Mark::of(stamp),
        rule: rule.or_else(|| decided.get("rule")).ok_or_else(out_of_order)?,
        nominated: Vec::new(),
        computation: None,
        computers: Vec::new(),
        results: Vec::new(),
        objections: Vec::new(),
        returns: Vec::new(),
        confirmed: None,
        published: None,
        number: None,
        cancelled: None,
    })
}

fn after(mut round: FlagRound, act: Act, stamp: &Stamp, decided: &Decided) -> Result<FlagRound, BadJson> {
    let mark = Mark::of(stamp);
    let opinion = |opinion| Opinion { mark, opinion };
    match act {
        Act::Open(_) => return Err(out_of_order()),
        Act::Nominate(body) => nominate(&mut round, body),
        Act::Compute(inputs) => compute(&mut round, inputs, mark),
        Act::Object(Object { subject, objector, reason }) => {
            round.objections.push(Objection { mark, subject, objector, reason, decision: None });
        }
        Act::DecideObjection(body) => decide_objection(&mut round, body, mark)?,
        Act::ReturnComputation(body) => {
            round.state = FlagRoundState::Opened;
            round.returns.push(opinion(body.reason));
        }
        Act::Confirm(body) => {
            round.state = FlagRoundState::Confirmed;
            round.confirmed = Some(opinion(body.opinion));
        }
        Act::Publish(body) => {
            let (publication, document_number) = (body.publication, body.document_number);
            round.state = FlagRoundState::Published;
            round.published = Some(FlagsPublished { mark, publication, document_number });
            round.number = decided.get(NUMBER);
        }
        Act::WithdrawRed(body) => {
            let result = result(&mut round.results, &body.subject)?;
            result.withdrawn = Some(WithdrawnFlag { opinion: opinion(body.reason), accident: body.accident });
        }
        Act::Cancel(body) => {
            round.state = FlagRoundState::Cancelled;
            round.cancelled = Some(opinion(body.reason));
        }
    }
    Ok(round)
}

fn nominate(round: &mut FlagRound, body: Nominate) {
    for nominee in body.enterprises {
        let key = SubjectKey { class: SubjectClass::Enterprise, id: nominee.enterprise.to_string() };
        if round.nominated.iter().all(|earlier| earlier.key != key) {
            let name = nominee.name.as_str().to_owned();
            round.nominated.push(Candidate { key, name, region: None, sectors: Vec::new() });
        }
    }
}

fn compute(round: &mut FlagRound, inputs: Inputs, mark: Mark) {
    round.state = FlagRoundState::Computed;
    round.results = round.rule.compute(round.half_year, &inputs);
    round.computation = Some(Computation { mark, inputs });
    round.computers.push(mark.by);
    // What was upheld against an earlier computation holds against this one.
    for objection in &round.objections {
        if let Some(corrected) = objection.decision.as_ref().and_then(corrected)
            && let Ok(result) = result(&mut round.results, &objection.subject)
        {
            result.corrected = Some(corrected);
        }
    }
}

fn corrected(decision: &ObjectionDecision) -> Option<CorrectedFlag> {
    decision.flag.map(|flag| CorrectedFlag { opinion: decision.opinion.clone(), flag })
}

fn decide_objection(round: &mut FlagRound, body: DecideObjection, mark: Mark) -> Result<(), BadJson> {
    let DecideObjection { subject, is_upheld, flag, opinion } = body;
    let decision = ObjectionDecision { opinion: Opinion { mark, opinion }, is_upheld, flag };
    let mut open = round.objections.iter_mut().filter(|objection| objection.decision.is_none());
    let objection = open.find(|objection| objection.subject == subject).ok_or_else(out_of_order)?;
    if let Some(corrected) = corrected(&decision) {
        result(&mut round.results, &subject)?.corrected = Some(corrected);
    }
    objection.decision = Some(decision);
    Ok(())
}

fn result<'a>(results: &'a mut [FlagResult], key: &SubjectKey) -> Result<&'a mut FlagResult, BadJson> {
    results.iter_mut().find(|result| result.key == *key).ok_or_else(out_of_order)
}
