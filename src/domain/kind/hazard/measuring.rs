//! What a hazard counts in reports: found, rectified, listed, funded, open, and where it dwelt.
mod dwelling;

use super::super::measure::Unit::{Days, Fen, Records};
use super::super::{Measure, Measured, course::Course, measured};
use super::{Hazard, HazardState, IssuedOrder, Supervision, TransferAnswer};
use crate::domain::{Day, Level};

#[rustfmt::skip]
pub const MEASURES: &[Measured] = &[
    measured("hazard.found",                  Records, "排查隐患",                 "Hazards found"),
    measured("hazard.found_major",            Records, "排查重大隐患",             "Major hazards found"),
    measured("hazard.rectified",              Records, "整改销号隐患",             "Hazards rectified and closed"),
    measured("hazard.rectified_major",        Records, "整改销号重大隐患",         "Major hazards rectified and closed"),
    measured("hazard.overdue_closed",         Records, "逾期整改的已销号隐患",     "Hazards closed that were rectified late"),
    measured("hazard.reopened",               Records, "重新开启（次）",           "Re-openings"),
    measured("hazard.listed",                 Records, "挂牌督办隐患",             "Supervision orders on hazards"),
    measured("hazard.delisted",               Records, "摘牌隐患",                 "Supervision orders ended"),
    measured("hazard.planned",                Records, "列入治理计划的重大隐患",   "Major hazards with an approved plan"),
    measured("hazard.five_commitments",       Records, "“五落实”重大隐患",         "Major hazards ordered with all five commitments"),
    measured("hazard.funds_fen",              Fen,     "落实治理资金",             "Funds committed"),
    measured("hazard.returned_transfers",     Records, "移交被退回（次）",         "Transfers returned"),
    measured("hazard.open",                   Records, "未销号隐患",               "Open hazards"),
    measured("hazard.open_major",             Records, "未销号重大隐患",           "Open major hazards"),
    measured("hazard.open_planned",           Records, "未销号且列入治理计划的重大隐患", "Open major hazards with an approved plan"),
    measured("hazard.open_five_commitments",  Records, "未销号且“五落实”的重大隐患", "Open major hazards with all five commitments"),
    measured("hazard.dwell_enterprise_days",  Days,    "企业环节停留天数",         "Days with enterprises"),
    measured("hazard.dwell_department_days",  Days,    "部门环节停留天数",         "Days with departments"),
    measured("hazard.dwell_territorial_days", Days,    "属地环节停留天数",         "Days with territorial bodies"),
];

/// As the record stands: one that was opened again is not rectified, one that was graded down not major.
pub fn measures(hazard: &Hazard) -> Vec<Measure> {
    if hazard.state == HazardState::Voided {
        return Vec::new();
    }
    let flows = [found(hazard), closed(hazard), supervised(hazard), returned(hazard), stocks(hazard)];
    flows.into_iter().flatten().chain(committed(hazard)).chain(dwelling::measures(hazard)).collect()
}

/// Of all hazards, and once more of major ones.
fn by_level(hazard: &Hazard, all: &'static str, major: &'static str, on: Day) -> Vec<Measure> {
    let names = [Some(all), Some(major).filter(|_| hazard.is_major())];
    names.into_iter().flatten().map(|name| Measure::one(name, on)).collect()
}

fn found(hazard: &Hazard) -> Vec<Measure> {
    by_level(hazard, "hazard.found", "hazard.found_major", hazard.found_at.day())
}

fn closed(hazard: &Hazard) -> Vec<Measure> {
    let reopened = hazard.earlier_cycles.iter().map(|ended| ended.reopened.mark.at.day());
    let mut measures: Vec<_> = reopened.map(|on| Measure::one("hazard.reopened", on)).collect();
    let Some(on) = hazard.closed_at.map(|at| at.day()) else { return measures };
    measures.extend(by_level(hazard, "hazard.rectified", "hazard.rectified_major", on));
    measures.extend(hazard.was_late().then(|| Measure::one("hazard.overdue_closed", on)));
    measures
}

/// The category names the tier of the committee beside the hazard's own.
fn supervised(hazard: &Hazard) -> Vec<Measure> {
    let category = |order: &Supervision| format!("{},{}", hazard.categories(), order.level.as_str());
    let of = |name, on, order| Measure { category: Some(category(order)), ..Measure::one(name, on) };
    let ended = hazard.ended_supervisions.iter();
    let orders = ended.clone().map(|ended| &ended.supervision).chain(&hazard.supervision);
    let listed = orders.map(|order| of("hazard.listed", order.mark.at.day(), order));
    let delisted = ended.map(|ended| of("hazard.delisted", ended.delisted.mark.at.day(), &ended.supervision));
    listed.chain(delisted).collect()
}

/// The subject is the body that sent it back.
fn returned(hazard: &Hazard) -> Vec<Measure> {
    let returned = hazard.transfers.iter().filter(|ended| ended.answer == TransferAnswer::Returned);
    let one = |by: super::super::Mark| Measure::one("hazard.returned_transfers", by.at.day()).about(by.by.organisation);
    returned.map(|ended| one(ended.answered)).collect()
}

fn orders(hazard: &Hazard) -> impl Iterator<Item = &IssuedOrder> {
    hazard.earlier_cycles.iter().filter_map(|ended| ended.order.as_ref()).chain(&hazard.order)
}

/// Responsibility, measures, funds, deadline, emergency plan: no order is without measures and deadline.
fn has_five(order: &IssuedOrder) -> bool {
    order.responsibility.is_some() && order.funds_fen.is_some() && order.emergency_plan.is_some()
}

/// Once for each hazard, on the day when it first was so: a re-opening repeats the order that stood.
fn committed(hazard: &Hazard) -> Vec<Measure> {
    let plans = hazard.earlier_cycles.iter().filter_map(|ended| ended.plan.as_ref()).chain(&hazard.plan);
    let planned = plans.filter_map(|plan| plan.approved.as_ref()).map(|approved| approved.mark.at.day()).next();
    let five = orders(hazard).find(|order| has_five(order)).map(|order| order.mark.at.day());
    let funds = orders(hazard).find_map(|order| Some((order.funds_fen.filter(|fen| *fen > 0)?, order.mark.at.day())));
    let of_major = |name, on: Option<Day>| on.filter(|_| hazard.is_major()).map(|on| Measure::one(name, on));
    let funds = funds.map(|(fen, on)| Measure::new("hazard.funds_fen", fen, on));
    [of_major("hazard.planned", planned), of_major("hazard.five_commitments", five), funds]
        .into_iter()
        .flatten()
        .collect()
}

fn stocks(hazard: &Hazard) -> Vec<Measure> {
    let (open, major) = (open(hazard), major(hazard));
    let open_major = open.and(&major);
    let stocks = [
        open.stock("hazard.open"),
        open_major.stock("hazard.open_major"),
        open_major.and(&planned(hazard)).stock("hazard.open_planned"),
        open_major.and(&five(hazard)).stock("hazard.open_five_commitments"),
    ];
    stocks.into_iter().flatten().collect()
}

fn open(hazard: &Hazard) -> Course {
    let mut course = Course::since(hazard.found_at.day());
    for ended in &hazard.earlier_cycles {
        course = ended.closed_at.iter().fold(course, |course, at| course.then(at.day(), false));
        course = course.then(ended.reopened.mark.at.day(), true);
    }
    hazard.closed_at.iter().fold(course, |course, at| course.then(at.day(), false))
}

/// From the day when it was found on it has the level of its registration, then those of its regradings.
fn major(hazard: &Hazard) -> Course {
    let began = hazard.regrades.first().map_or(hazard.is_major(), |regrade| regrade.to != Level::Major);
    let course = Course::default().then(hazard.found_at.day(), began);
    let graded = hazard.regrades.iter().filter_map(|regrade| Some((regrade.voices.last()?.mark.at.day(), regrade.to)));
    graded.fold(course, |course, (on, to)| course.then(on, to == Level::Major))
}

/// A plan ends with its round.
fn planned(hazard: &Hazard) -> Course {
    let mut course = Course::default();
    for ended in &hazard.earlier_cycles {
        let approved = ended.plan.as_ref().and_then(|plan| plan.approved.as_ref());
        course = approved.iter().fold(course, |course, approved| course.then(approved.mark.at.day(), true));
        course = course.then(ended.reopened.mark.at.day(), false);
    }
    let approved = hazard.plan.as_ref().and_then(|plan| plan.approved.as_ref());
    approved.iter().fold(course, |course, approved| course.then(approved.mark.at.day(), true))
}

fn five(hazard: &Hazard) -> Course {
    orders(hazard).fold(Course::default(), |course, order| course.then(order.mark.at.day(), has_five(order)))
}
