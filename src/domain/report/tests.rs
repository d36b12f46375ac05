//! The reports, tried on the numbers of the briefing (Jiangxi's bulletin 82 of 2020, on Ganzhou).
mod periods;
mod tables;
mod texts;

use super::*;
use crate::domain::Day;

fn period(text: &str) -> Period {
    text.parse().unwrap()
}
fn day(text: &str) -> Day {
    text.parse().unwrap()
}
/// January to September 2020; the summer's campaign; the action since April.
fn ganzhou() -> Asked {
    Asked {
        period: period("2020-01-01..2020-09-30"),
        campaign: Some(period("2020-06-01..2020-08-31")),
        program: Some(day("2020-04-01")),
    }
}

/// (measure, aggregate, a category, period, number) as Ganzhou's ledgers would count them.
#[rustfmt::skip]
const COUNTED: &[(&str, Aggregate, &str, &str, i64)] = {
    use Aggregate::{DistinctEnterprises as Enterprises, DistinctSubjects as Subjects, Sum};
    const NOW: &str = "2020-01-01..2020-09-30";
    const BEFORE: &str = "2019-01-01..2019-09-30";
    const ACTION: &str = "2020-04-01..2020-09-30";
    const SUMMER: &str = "2020-06-01..2020-08-31";
    const HALF: &str = "2020H1";
    &[
        ("accident.count", Sum, "", NOW, 102), ("accident.count", Sum, "", BEFORE, 205),
        ("accident.deaths", Sum, "", NOW, 79), ("accident.deaths", Sum, "", BEFORE, 164),
        ("program.plans", Sum, "topic", NOW, 2), ("program.plans", Sum, "special", NOW, 11),
        ("program.work_systems", Sum, "", NOW, 10),
        ("risk_point.identified", Sum, "", NOW, 23_104), ("risk_point.major", Sum, "", NOW, 733),
        ("inspection.visits", Sum, "enforcement", ACTION, 10_298),
        ("inspection.visits", Enterprises, "enforcement", ACTION, 8_640),
        ("inspection.fine_fen", Sum, "", ACTION, 810_130_000),
        ("inspection.halted", Enterprises, "", ACTION, 200), ("inspection.closed", Enterprises, "", ACTION, 14),
        ("hazard.found", Sum, "P1", SUMMER, 46_000), ("hazard.rectified", Sum, "P1", SUMMER, 45_987),
        ("hazard.listed", Sum, "", SUMMER, 30), ("inspection.exposed", Enterprises, "", SUMMER, 339),
        ("flag_round.red", Subjects, "county", HALF, 8), ("flag_round.red", Subjects, "township", HALF, 129),
        ("flag_round.red", Subjects, "department", HALF, 260), ("flag_round.red", Subjects, "enterprise", HALF, 537),
        ("flag_round.yellow", Subjects, "", HALF, 94),
        ("accident.listed", Sum, "", NOW, 3), ("accident.listed_deaths", Sum, "", NOW, 6),
        ("accident.evaluated", Sum, "larger", NOW, 2),
        ("assignment.target", Subjects, "city_leader", NOW, 3),
        ("assignment.target", Sum, "city_leader,tailings_pond", NOW, 6),
        ("assignment.body", Subjects, "county_leader", NOW, 20),
        ("assignment.target", Subjects, "county_leader", NOW, 220),
        ("assignment.target", Sum, "county_leader,enterprise", NOW, 663),
        ("assignment.target", Sum, "county_leader,tailings_pond", NOW, 62),
        ("assignment.target", Sum, "county_leader,reservoir", NOW, 53),
        ("assignment.body", Subjects, "city_department", NOW, 19),
        ("assignment.target", Subjects, "city_department", NOW, 83),
        ("assignment.target", Sum, "city_department", NOW, 126),
        ("enterprise.registered", Sum, "", NOW, 62_000), ("enterprise.covered", Sum, "", NOW, 60_000),
        ("inspection.visits", Enterprises, "", NOW, 7_550),
    ]
};

/// Counts as the engine does: what is not there is none.
fn count(term: &Term, over: Period) -> i64 {
    let category = term.categories.first().copied().unwrap_or_default();
    let is_it = |(measure, aggregate, of, when, _): &&(&str, Aggregate, &str, &str, i64)| {
        (*measure, *aggregate, *of, period(when)) == (term.measure, term.aggregate, category, over)
    };
    COUNTED.iter().find(is_it).map_or(0, |(.., number)| *number)
}
fn readings() -> Vec<Reading> {
    evaluate(&BRIEFING, &ganzhou(), count)
}
fn read(code: &str) -> Reading {
    readings().into_iter().find(|reading| reading.figure.code == code).unwrap()
}
