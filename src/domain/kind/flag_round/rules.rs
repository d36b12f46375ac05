//! What the tables cannot say: the rule holds together, the half-year is over, the accident is the subject's.
use super::super::{Facts, NUMBER, known};
use super::{
    Act, CountedAccident, DecideObjection, FlagRound, FlagRule, Inputs, Nominate, Object, STANDARD, SubjectKey,
    WithdrawRed,
};
use super::{Candidacy, ClassRule, SubjectClass};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::entry::Decided;
use crate::domain::kind::accident::AccidentLevel;
use crate::domain::outcome::{Refusal, RefusalCode};
use serde_json::json;
use std::collections::BTreeSet;

/// The most enterprises that are nominated for one round: its record stays of a size to be synced.
const MOST_NOMINATED: usize = 2000;

/// Whether a condition of the access table holds for this round and this hand.
pub fn holds(when: When, before: Option<&FlagRound>, hand: &Hand) -> bool {
    match when {
        When::DidNotComputeTheRound => {
            before.is_some_and(|round| round.computers.iter().all(|by| by.person != hand.person))
        }
        _ => false,
    }
}

pub fn decide(before: Option<&FlagRound>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    match (act, before) {
        (Act::Open(body), None) => match &body.rule {
            Some(rule) => holds_together(rule).map(|()| Decided::default()),
            None => Ok(Decided::default().with("rule", standard())),
        },
        (Act::Nominate(body), Some(round)) => nominate(body, round, facts),
        (Act::Compute(inputs), Some(round)) => compute(inputs, round),
        (Act::Object(body), Some(round)) => object(body, round),
        (Act::DecideObjection(body), Some(round)) => decide_objection(body, round, grant),
        (Act::Publish(_), Some(_)) => Ok(Decided::default().with(NUMBER, facts.next_number)),
        (Act::WithdrawRed(body), Some(round)) => withdraw(body, round, facts),
        _ => Ok(Decided::default()),
    }
}

/// The rule of the briefing, version 1.
fn standard() -> serde_json::Value {
    let class = |(class, candidacy): &(SubjectClass, Candidacy)| ClassRule {
        class: *class,
        candidacy: *candidacy,
        least_level: AccidentLevel::General,
        yellow_from: 1,
    };
    json!({"name": "no_accident", "version": 1, "classes": STANDARD.iter().map(class).collect::<Vec<_>>()})
}

fn holds_together(rule: &FlagRule) -> Result<(), Refusal> {
    if rule.classes.is_empty() {
        return Err(Refusal::missing("rule/classes", "at least one"));
    }
    let classes: BTreeSet<_> = rule.classes.iter().map(|class| class.class).collect();
    if classes.len() < rule.classes.len() {
        return Err(Refusal::invalid("rule/classes", "a class stands once"));
    }
    match rule.classes.iter().any(|class| class.yellow_from == 0) || rule.version == 0 {
        true => Err(Refusal::invalid("rule", "more than nothing")),
        false => Ok(()),
    }
}

fn nominate(body: &Nominate, round: &FlagRound, facts: &Facts) -> Result<Decided, Refusal> {
    if body.enterprises.is_empty() {
        return Err(Refusal::missing("enterprises", "at least one"));
    }
    if body.enterprises.len() + round.nominated.len() > MOST_NOMINATED {
        return Err(Refusal::invalid("enterprises", format!("at most {MOST_NOMINATED} enterprises a round")));
    }
    match body.enterprises.iter().position(|nominee| !known::is_enterprise(nominee.enterprise, facts)) {
        Some(n) => Err(Refusal::new(RefusalCode::UnknownEnterprise, "no such enterprise within your duties")
            .at(format!("/body/enterprises/{n}/enterprise"))),
        None => Ok(Decided::default()),
    }
}

fn compute(inputs: &Inputs, round: &FlagRound) -> Result<Decided, Refusal> {
    let keys: BTreeSet<_> = inputs.candidates.iter().map(|candidate| &candidate.key).collect();
    if keys.len() < inputs.candidates.len() {
        return Err(Refusal::invalid("candidates", "a candidate stands once"));
    }
    match inputs.as_of.day() <= round.half_year.last_on() {
        true => Err(Refusal::invalid("as_of", "the half-year is not over")),
        false => Ok(Decided::default()),
    }
}

fn stands(subject: &SubjectKey, round: &FlagRound) -> Result<(), Refusal> {
    match round.result(subject) {
        Some(_) => Ok(()),
        None => Err(Refusal::invalid("subject", "no subject of this round")),
    }
}

fn object(body: &Object, round: &FlagRound) -> Result<Decided, Refusal> {
    stands(&body.subject, round)?;
    let waits = |objection: &super::Objection| objection.subject == body.subject && objection.decision.is_none();
    match round.objections.iter().any(waits) {
        true => Err(Refusal::invalid("subject", "that stands there already")),
        false => Ok(Decided::default()),
    }
}

/// Nobody decides on what he wrote down himself.
fn decide_objection(body: &DecideObjection, round: &FlagRound, grant: &ActGrant) -> Result<Decided, Refusal> {
    stands(&body.subject, round)?;
    let mut open = round.objections.iter().filter(|objection| objection.decision.is_none());
    let Some(objection) = open.find(|objection| objection.subject == body.subject) else {
        return Err(Refusal::invalid("subject", "nothing of this name is open"));
    };
    if objection.mark.by.person == grant.actor().person {
        let detail = "who objects does not decide on it";
        return Err(Refusal::new(RefusalCode::SeparationOfDuty, detail).at("/body/subject"));
    }
    match body.is_upheld == body.flag.is_some() {
        true => Ok(Decided::default()),
        false => Err(Refusal::invalid("flag", "named where the objection is upheld, and only there")),
    }
}

/// The accident is there, the subject's own, counts by the rule, and lies in the half-year or the
/// one after it, for which the flag stands.
fn withdraw(body: &WithdrawRed, round: &FlagRound, facts: &Facts) -> Result<Decided, Refusal> {
    let is_red = round.result(&body.subject).is_some_and(super::FlagResult::is_red);
    if !is_red {
        return Err(Refusal::invalid("subject", "no red flag of this round"));
    }
    known::record("accident", Some(body.accident), "accident", facts)?;
    match accident(body, facts).is_some_and(|accident| takes_it_back(&accident, body, round)) {
        true => Ok(Decided::default()),
        false => Err(Refusal::invalid("accident", "not an accident that takes this flag back")),
    }
}

/// The accident by its facets, if it was not struck: its category is its type and its level.
fn accident(body: &WithdrawRed, facts: &Facts) -> Option<CountedAccident> {
    let related = facts.related.get(&body.accident).filter(|related| !related.facets.is_voided)?;
    let level = related.facets.category.as_ref()?.split(',').nth(1)?;
    Some(CountedAccident {
        record: body.accident,
        rev: 0,
        ledger: related.ledger,
        occurred_on: related.facets.occurred_on?,
        level: level.parse().ok()?,
        deaths: 0,
        enterprise: related.facets.enterprise,
        sector: related.facets.sector,
    })
}

fn takes_it_back(accident: &CountedAccident, body: &WithdrawRed, round: &FlagRound) -> bool {
    let Some(inputs) = round.computation.as_ref().map(|computation| &computation.inputs) else { return false };
    let candidate = inputs.candidates.iter().find(|candidate| candidate.key == body.subject);
    let counts = round.rule.of(body.subject.class).is_some_and(|class| round.rule.counts(class, accident));
    let is_in_time = (round.half_year.first_on()..=round.half_year.next().last_on()).contains(&accident.occurred_on);
    counts && is_in_time && candidate.is_some_and(|candidate| inputs.concerns(candidate, accident))
}
