//! What an enterprise counts in reports: coverage, and the gaps in what is known of it.
use super::super::measure::Unit::Enterprises;
use super::super::{Measure, Measured, course::Course, measured};
use super::Enterprise;
use crate::domain::StrikeReason;

#[rustfmt::skip]
pub const MEASURES: &[Measured] = &[
    measured("enterprise.registered",         Enterprises, "在册企业（场所）数",   "Enterprises and sites on the register"),
    measured("enterprise.covered",            Enterprises, "应检查企业（场所）数", "Enterprises and sites that are to be inspected"),
    measured("enterprise.key_target",         Enterprises, "重点对象数",           "Key targets"),
    measured("enterprise.without_department", Enterprises, "未明确主管部门的企业", "Enterprises without a department"),
    measured("enterprise.without_location",   Enterprises, "未采集位置的企业",     "Enterprises without a location"),
    measured("enterprise.without_code",       Enterprises, "缺统一社会信用代码的企业", "Enterprises without a social credit code"),
];

/// Stocks from the registration to the striking. The record keeps its fields as they are, not since when:
/// an enterprise that has a department by now counts as if it always had one.
pub fn measures(enterprise: &Enterprise) -> Vec<Measure> {
    let Some(course) = on_the_register(enterprise) else { return Vec::new() };
    let stocks = [
        ("enterprise.registered", true),
        ("enterprise.covered", enterprise.is_covered),
        ("enterprise.key_target", enterprise.key_target.is_some()),
        ("enterprise.without_department", enterprise.department.is_none()),
        ("enterprise.without_location", enterprise.location.is_none()),
        ("enterprise.without_code", enterprise.uscc.is_none()),
    ];
    stocks.into_iter().filter(|(_, counts)| *counts).flat_map(|(name, _)| course.stock(name)).collect()
}

/// One that was dissolved was there until then. Duplicates, tests and what never existed never were.
fn on_the_register(enterprise: &Enterprise) -> Option<Course> {
    let course = Course::since(enterprise.registered?.at.day());
    match &enterprise.struck {
        None => Some(course),
        Some(struck) if struck.reason == StrikeReason::Dissolved => Some(course.then(struck.mark.at.day(), false)),
        Some(_) => None,
    }
}
