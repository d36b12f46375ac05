//! What accidents contribute to reports.
use super::{Accident, AccidentState};
use crate::domain::kind::measure::{Measure, Measured, Unit, measured};

pub const MEASURES: &[Measured] = &[
    measured("accident.count", Unit::Records, "生产安全事故", "Work safety accidents"),
    measured("accident.deaths", Unit::Persons, "事故死亡人数", "Deaths in accidents"),
];

/// On the day on which it happened.
pub fn measures(accident: &Accident) -> Vec<Measure> {
    let on = accident.occurred_at.day();
    match accident.state {
        AccidentState::Voided => Vec::new(),
        _ => vec![
            Measure::one("accident.count", on),
            Measure::new("accident.deaths", accident.casualties.deaths.into(), on),
        ],
    }
}
