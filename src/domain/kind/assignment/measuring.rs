//! What an assignment counts in reports: targets by leader, and the bodies whose leaders they are.
use super::super::measure::Unit::Records;
use super::super::{Measure, Measured, course::Course, measured};
use super::{Assignment, NamedLeader};
use crate::domain::{Day, Layer, PersonId};

#[rustfmt::skip]
pub const MEASURES: &[Measured] = &[
    measured("assignment.target", Records, "挂点对象",         "Targets assigned to leaders"),
    measured("assignment.body",   Records, "挂点领导所在单位", "Bodies whose leaders are assigned"),
];

/// Stocks. The category is whose leader it is (`city_leader`, `county_leader`, `city_department` ...) and
/// the target's kind; the subject is the leader, or its body: leaders and bodies are counted once.
pub fn measures(assignment: &Assignment) -> Vec<Measure> {
    let earlier = assignment.earlier.iter().map(|tenure| (&tenure.leader, tenure.from_on, tenure.to_on));
    let tenures = earlier.chain([(&assignment.leader, assignment.from_on, assignment.to_on)]);
    let category = format!("{},{}", whose(assignment), assignment.target.target_kind.as_str());
    let all = tenures.flat_map(|(leader, from_on, to_on)| tenure(assignment, leader, from_on, to_on));
    all.map(|measure| Measure { category: Some(category.clone()), ..measure }).collect()
}

/// A department assigns its own leaders; a territorial body those of its tier.
fn whose(assignment: &Assignment) -> String {
    match assignment.assigned.by.layer {
        Layer::Department => format!("{}_department", assignment.assigned.by.tier.as_str()),
        _ => format!("{}_leader", assignment.tier.as_str()),
    }
}

fn tenure(assignment: &Assignment, leader: &NamedLeader, from_on: Day, to_on: Option<Day>) -> Vec<Measure> {
    let course = Course::since(from_on);
    let course = to_on.iter().fold(course, |course, last| course.then(last.plus_days(1), false));
    let person: PersonId = leader.person;
    let targets = course.stock("assignment.target").into_iter().map(|measure| measure.about(person));
    let body = assignment.assigned.by.organisation;
    let bodies = course.stock("assignment.body").into_iter().map(|measure| measure.about(body));
    targets.chain(bodies).collect()
}
