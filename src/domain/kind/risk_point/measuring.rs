//! What a risk point counts in reports: that it is there, and while it is red.
use super::super::measure::Unit::Records;
use super::super::{Measure, Measured, course::Course, measured};
use super::{RiskColour, RiskPoint};

#[rustfmt::skip]
pub const MEASURES: &[Measured] = &[
    measured("risk_point.identified", Records, "辨识管控风险点",           "Risk points identified and controlled"),
    measured("risk_point.major",      Records, "重大风险点（红色）", "Major risk points (red)"),
];

/// Stocks: every grading, closing and re-opening counts from its own day.
pub fn measures(point: &RiskPoint) -> Vec<Measure> {
    let there = there(point);
    let major = there.and(&red(point));
    there.stock("risk_point.identified").into_iter().chain(major.stock("risk_point.major")).collect()
}

fn there(point: &RiskPoint) -> Course {
    let mut course = Course::since(point.registered.at.day());
    for earlier in &point.earlier_closures {
        course = course.then(earlier.closed.mark.at.day(), false).then(earlier.reopened.mark.at.day(), true);
    }
    point.closed.iter().fold(course, |course, closed| course.then(closed.mark.at.day(), false))
}

fn red(point: &RiskPoint) -> Course {
    let gradings = point.earlier_assessments.iter().chain([&point.assessed]);
    gradings.fold(Course::default(), |course, grading| {
        course.then(grading.mark.at.day(), grading.assessment.colour == RiskColour::Red)
    })
}
