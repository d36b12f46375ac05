//! What an inspection counts in reports: the visit, what was ordered, what was fined and paid.
use super::super::measure::Unit::{Enterprises, Fen, Records, Visits};
use super::super::{Measure, Measured, measured};
use super::{Fine, Inspection, InspectionState, InspectionType, MeasureKind};

#[rustfmt::skip]
pub const MEASURES: &[Measured] = &[
    measured("inspection.planned",       Visits,      "计划检查",           "Inspections planned"),
    measured("inspection.visits",        Visits,      "检查（次）",         "Visits of departments and territorial bodies"),
    measured("inspection.leader_visits", Visits,      "领导挂点检查（次）", "Visits of leaders"),
    measured("inspection.orders",        Records,     "责令限期整改",       "Orders to rectify"),
    measured("inspection.halted",        Enterprises, "责令停产停业整顿",   "Halts of production"),
    measured("inspection.closed",        Enterprises, "关闭取缔",           "Closures"),
    measured("inspection.exposed",       Enterprises, "曝光",               "Exposures"),
    measured("inspection.detained",      Records,     "行政拘留",           "Detentions"),
    measured("inspection.transferred",   Records,     "移送司法",           "Transfers to the judiciary"),
    measured("inspection.fines",         Records,     "行政处罚（起）",     "Fines issued"),
    measured("inspection.fine_fen",      Fen,         "罚款金额",           "Amount of the fines"),
    measured("inspection.paid_fen",      Fen,         "已缴罚款",           "Amount paid"),
];

pub fn measures(inspection: &Inspection) -> Vec<Measure> {
    let enforced = inspection.measures.iter().map(|taken| Measure::one(name(taken.measure), taken.from_on));
    let fines = inspection.fines.iter().flat_map(fined);
    planned(inspection).into_iter().chain(visited(inspection)).chain(enforced).chain(fines).collect()
}

fn planned(inspection: &Inspection) -> Option<Measure> {
    let planned_on = inspection.planned_on.filter(|_| inspection.state != InspectionState::Cancelled)?;
    Some(Measure::one("inspection.planned", planned_on))
}

/// The subject is who went there: of a leader the person, of others the body. Its type is the category.
fn visited(inspection: &Inspection) -> Option<Measure> {
    let visited = inspection.visited.as_ref()?;
    let on = visited.visited_at.day();
    Some(match inspection.inspection_type {
        InspectionType::Leader => Measure::one("inspection.leader_visits", on).about(visited.mark.by.person),
        _ => Measure::one("inspection.visits", on).about(visited.mark.by.organisation),
    })
}

/// A halt that was lifted was one all the same.
fn name(measure: MeasureKind) -> &'static str {
    match measure {
        MeasureKind::Order => "inspection.orders",
        MeasureKind::Halt => "inspection.halted",
        MeasureKind::Closure => "inspection.closed",
        MeasureKind::Exposure => "inspection.exposed",
        MeasureKind::Detention => "inspection.detained",
        MeasureKind::JudicialTransfer => "inspection.transferred",
    }
}

/// Of a fine that was waived nothing counts but what had been paid of it.
fn fined(fine: &Fine) -> Vec<Measure> {
    let payments = fine.payments.iter();
    let paid = payments.map(|payment| Measure::new("inspection.paid_fen", payment.amount_fen.get(), payment.paid_on));
    let paid: Vec<_> = paid.collect();
    let amount = match &fine.waived {
        Some(_) => paid.iter().map(|measure| measure.value).sum(),
        None => fine.amount_fen.get(),
    };
    let on = fine.issued.at.day();
    let issued = [Measure::one("inspection.fines", on), Measure::new("inspection.fine_fen", amount, on)];
    issued.into_iter().filter(|_| amount > 0).chain(paid).collect()
}
