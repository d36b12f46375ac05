//! What follows from an inspection for the enterprise: its operating status.
use super::super::Consequence;
use super::super::enterprise::{CloseDown, Halt, LiftHalt};
use super::{Act, Enforce, Inspection, Lift, MeasureKind};
use crate::domain::RecordId;
use serde::Serialize;

/// A halt, its lifting and a closure reach the enterprise's record; other measures do not bear on its status.
pub fn consequences(inspection: &Inspection, id: RecordId, act: &Act) -> Vec<Consequence> {
    let enterprise = inspection.enterprise.map(|enterprise| enterprise.cast());
    match (act, enterprise) {
        (Act::Enforce(body), Some(enterprise)) => enforced(body, id, enterprise),
        (Act::Lift(Lift { document_number, opinion }), Some(enterprise)) => {
            let (document_number, reason) = (document_number.clone(), opinion.clone());
            vec![on(enterprise, "lift_halt", LiftHalt { inspection: id, document_number, reason })]
        }
        _ => Vec::new(),
    }
}

fn enforced(body: &Enforce, inspection: RecordId, enterprise: RecordId) -> Vec<Consequence> {
    let Enforce { measure, document_number, from_on, detail } = body;
    let (document_number, from_on, reason) = (document_number.clone(), *from_on, detail.clone());
    match measure {
        MeasureKind::Halt => vec![on(enterprise, "halt", Halt { inspection, document_number, from_on, reason })],
        MeasureKind::Closure => {
            vec![on(enterprise, "close_down", CloseDown { inspection, document_number, from_on, reason })]
        }
        _ => Vec::new(),
    }
}

fn on(enterprise: RecordId, act: &'static str, body: impl Serialize) -> Consequence {
    Consequence::new("enterprise", enterprise, act, body)
}
