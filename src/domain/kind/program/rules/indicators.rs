//! Indicators: their formula is one that the ledgers can count, their values lie within the programme.
use super::super::{AddIndicator, Indicator, Program, ReadIndicator, SetTarget};
use super::{Allowed, is_of_the_adopting_body, most, past, refuse_if, standing, within};
use crate::domain::entry::Actor;
use crate::domain::kind::Facts;
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{IndicatorId, RegionCode, RegionId};

const MOST_INDICATORS: usize = 100;
const MOST_TARGETS: usize = 2000;
const MOST_READINGS: usize = 2000;
/// In a term: all sectors, and more categories than any kind has.
const MOST_VALUES: usize = 50;

pub fn add(body: &AddIndicator, program: &Program) -> Allowed {
    refuse_if(program.indicator(body.id).is_some(), "id", "that stands there already")?;
    refuse_if(program.indicators.len() >= MOST_INDICATORS, "id", most(MOST_INDICATORS))?;
    body.plan.map_or(Ok(()), |plan| standing(plan, program).map(|_| ()))?;
    let Some(formula) = &body.formula else { return Ok(()) };
    let is_long = formula.terms().any(|term| {
        let categories = &term.categories;
        term.sectors.len() > MOST_VALUES
            || categories.len() > MOST_VALUES
            || categories.iter().any(|one| one.is_empty() || one.len() > MOST_VALUES)
    });
    refuse_if(is_long, "formula", most(MOST_VALUES))?;
    match formula.fault(body.unit) {
        Some((field, detail)) => Err(Refusal::invalid(field, detail)),
        None => Ok(()),
    }
}

pub fn stands(id: IndicatorId, program: &Program) -> Result<&Indicator, Refusal> {
    let indicator = program.indicator(id).filter(|indicator| indicator.stands());
    indicator.ok_or_else(|| Refusal::invalid("indicator", "no indicator of the programme that stands"))
}

/// The programme's own region, or one below it.
pub fn region(named: Option<&RegionCode>, facts: &Facts) -> Result<RegionId, Refusal> {
    let Some(code) = named else { return Ok(facts.ledger) };
    let region = facts.regions.get(code).copied();
    region.ok_or_else(|| Refusal::invalid("region", "no region within that of the programme"))
}

pub fn set_target(body: &SetTarget, program: &Program, facts: &Facts) -> Allowed {
    stands(body.indicator, program)?;
    within("by_on", body.by_on, program)?;
    let key = (body.indicator, region(body.region.as_ref(), facts)?, body.by_on);
    let is_new = program.targets.iter().all(|target| (target.indicator, target.region, target.by_on) != key);
    refuse_if(is_new && program.targets.len() >= MOST_TARGETS, "indicator", most(MOST_TARGETS))
}

pub fn read(body: &ReadIndicator, program: &Program, by: Actor, facts: &Facts) -> Allowed {
    let indicator = stands(body.indicator, program)?;
    let leads = indicator.plan.and_then(|plan| program.plan(plan)).is_some_and(|plan| plan.lead == by.organisation);
    if !leads && !is_of_the_adopting_body(program, by) {
        let detail = "another body leads the indicator's plan";
        return Err(Refusal::new(RefusalCode::Forbidden, detail).at("/body/indicator"));
    }
    within("on", body.on, program)?;
    past("on", body.on, facts)?;
    let key = (body.indicator, region(body.region.as_ref(), facts)?, body.on);
    let is_new = program.readings.iter().all(|reading| (reading.indicator, reading.region, reading.on) != key);
    refuse_if(is_new && program.readings.len() >= MOST_READINGS, "indicator", most(MOST_READINGS))
}
