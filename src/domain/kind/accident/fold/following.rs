//! An accident after what follows from it: persons, measures, education, supervision, evaluation.
use super::super::super::life::out_of_order;
use super::super::super::{Mark, Opinion};
use super::super::{
    Accident, AccidentSupervision, Accountability, Act, CompleteMeasure, Defer, Educate, Education, Evaluate,
    Evaluation, HoldAccountable, List, LookBack, LookBackBody, PreventiveMeasure, Proof, RequireMeasure,
    SettleAccountability, SupervisionDeferral, SupervisionPublished,
};
use super::proof;
use crate::domain::canonical::BadJson;

pub fn after(accident: &mut Accident, act: Act, mark: Mark) -> Result<(), BadJson> {
    match act {
        Act::HoldAccountable(HoldAccountable { party, treatment }) => {
            accident.accountability.push(Accountability { mark, party, treatment, settled: None });
        }
        Act::SettleAccountability(body) => settle(accident, body, mark)?,
        Act::RequireMeasure(RequireMeasure { measure, responsible, due_on }) => {
            accident.measures.push(PreventiveMeasure { mark, measure, responsible, due_on, completed: None });
        }
        Act::CompleteMeasure(body) => complete(accident, body, mark)?,
        Act::Educate(Educate { audience, people, educated_on, evidence, photos: _ }) => {
            accident.education.push(Education { proof: proof(mark, evidence), audience, people, educated_on });
        }
        Act::List(body) => accident.supervision = Some(listed(body, mark)),
        Act::Publish(body) => {
            let published = SupervisionPublished { mark, publication: body.publication };
            supervision(accident)?.published = Some(published);
        }
        Act::Defer(Defer { until, opinion }) => {
            let order = supervision(accident)?;
            order.deadline = until;
            order.deferrals.push(SupervisionDeferral { opinion: Opinion { mark, opinion }, until });
        }
        Act::AcceptSupervision(body) => {
            supervision(accident)?.accepted = Some(Opinion { mark, opinion: body.opinion });
        }
        Act::Delist(body) => {
            let ended = accident.supervision.take().ok_or_else(out_of_order)?;
            let delisted: Option<Proof> = Some(proof(mark, body.evidence));
            accident.ended_supervisions.push(AccidentSupervision { delisted, ..ended });
        }
        Act::Evaluate(body) => evaluate(accident, body, mark)?,
        Act::LookBack(LookBackBody { looked_on, opinion, hazards, photos: _ }) => {
            accident.look_backs.push(LookBack { opinion: Opinion { mark, opinion }, looked_on, hazards });
        }
        _ => return Err(out_of_order()),
    }
    Ok(())
}

fn settle(accident: &mut Accident, body: SettleAccountability, mark: Mark) -> Result<(), BadJson> {
    let SettleAccountability { party, treatment, evidence } = body;
    let mut items = accident.accountability.iter_mut();
    let item = items.find(|item| item.party == party && item.treatment == treatment && item.settled.is_none());
    item.ok_or_else(out_of_order)?.settled = Some(proof(mark, evidence));
    Ok(())
}

fn complete(accident: &mut Accident, body: CompleteMeasure, mark: Mark) -> Result<(), BadJson> {
    let CompleteMeasure { measure, evidence, photos: _ } = body;
    let mut items = accident.measures.iter_mut();
    let item = items.find(|item| item.measure == measure && item.completed.is_none());
    item.ok_or_else(out_of_order)?.completed = Some(proof(mark, evidence));
    Ok(())
}

fn listed(body: List, mark: Mark) -> AccidentSupervision {
    let List { level, units, document_number, deadline } = body;
    AccidentSupervision {
        mark,
        level,
        units,
        document_number,
        deadline,
        published: None,
        deferrals: Vec::new(),
        accepted: None,
        delisted: None,
    }
}

fn supervision(accident: &mut Accident) -> Result<&mut AccidentSupervision, BadJson> {
    accident.supervision.as_mut().ok_or_else(out_of_order)
}

fn evaluate(accident: &mut Accident, body: Evaluate, mark: Mark) -> Result<(), BadJson> {
    let Evaluate { evaluated_on, is_satisfactory, opinion, evidence } = body;
    let concluded = accident.conclusion.as_ref().ok_or_else(out_of_order)?;
    let is_late = evaluated_on > concluded.concluded_on.plus_months(super::super::EVALUATED_BY);
    let proof = proof(mark, evidence);
    accident.evaluations.push(Evaluation { proof, evaluated_on, is_satisfactory, is_late, opinion });
    Ok(())
}
