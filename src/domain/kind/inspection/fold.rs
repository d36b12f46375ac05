//! The fold: an inspection after each of its acts.
use super::super::life::out_of_order;
use super::super::{Mark, NUMBER, Opinion, TakenPhoto};
use super::acts;
use super::{
    Act, Amend, Document, Enforce, Finding, Fine, Inspection, InspectionState, IssueFine, Lift, Measure, PayFine,
    Payment, Plan, Report, Subject, Visit, VisitUnplanned, Visited,
};
use crate::domain::Line;
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};

pub fn fold(before: Option<Inspection>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Inspection, BadJson> {
    let taken = |photo| TakenPhoto { act: stamp.act.clone(), at: stamp.at, photo };
    let photos: Vec<_> = acts::photos(&act).iter().cloned().map(taken).collect();
    let mut inspection = match (before, act) {
        (None, Act::Plan(Plan { about, planned_on })) => {
            Ok(Inspection { planned_on: Some(planned_on), ..opened(about, stamp, decided) })
        }
        (None, Act::VisitUnplanned(VisitUnplanned { about, visit })) => {
            let mut inspection = opened(about, stamp, decided);
            visited(&mut inspection, visit, stamp);
            Ok(inspection)
        }
        (Some(inspection), act) => after(inspection, act, stamp, decided),
        (None, _) => Err(out_of_order()),
    }?;
    inspection.photos.extend(photos);
    Ok(inspection)
}

fn opened(about: Subject, stamp: &Stamp, decided: &Decided) -> Inspection {
    let Subject { inspection_type, subject, enterprise, no_owner: _, sector } = about;
    Inspection {
        state: InspectionState::Planned,
        inspection_type,
        subject,
        opened: Mark::of(stamp),
        enterprise,
        sector: sector.or_else(|| decided.get("sector")),
        planned_on: None,
        visited: None,
        checklist: Vec::new(),
        location: None,
        findings: Vec::new(),
        measures: Vec::new(),
        fines: Vec::new(),
        report: None,
        number: None,
        cancelled: None,
        photos: Vec::new(),
    }
}

fn visited(inspection: &mut Inspection, visit: Visit, stamp: &Stamp) {
    let Visit { visited_at, team, accompanied_by, checklist, location, photos: _ } = visit;
    let (mark, device) = (Mark::of(stamp), stamp.device);
    inspection.state = InspectionState::Done;
    inspection.visited = Some(Visited { mark, visited_at, team, accompanied_by, device });
    inspection.checklist = checklist;
    inspection.location = location;
}

fn after(mut inspection: Inspection, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Inspection, BadJson> {
    let mark = Mark::of(stamp);
    match act {
        Act::Plan(_) | Act::VisitUnplanned(_) => return Err(out_of_order()),
        Act::Visit(visit) => visited(&mut inspection, visit, stamp),
        Act::AddFinding(body) => inspection.findings.push(Finding { mark, hazard: body.hazard, note: body.note }),
        Act::Document(body) => document(&mut inspection, body, mark, decided),
        Act::Enforce(body) => enforce(&mut inspection, body, mark),
        Act::Lift(body) => lift(&mut inspection, body, mark)?,
        Act::IssueFine(body) => issue_fine(&mut inspection, body, mark),
        Act::PayFine(body) => {
            let PayFine { document_number, amount_fen, paid_on } = body;
            fine(&mut inspection, &document_number)?.payments.push(Payment { mark, amount_fen, paid_on });
        }
        Act::WaiveFine(body) => {
            fine(&mut inspection, &body.document_number)?.waived = Some(Opinion { mark, opinion: body.reason });
        }
        Act::Amend(body) => amend(&mut inspection, body),
        Act::Cancel(body) => {
            inspection.state = InspectionState::Cancelled;
            inspection.cancelled = Some(Opinion { mark, opinion: body.reason });
        }
        Act::Move(_) => {}
    }
    Ok(inspection)
}

fn document(inspection: &mut Inspection, body: Document, mark: Mark, decided: &Decided) {
    let Document { document_number, conclusion } = body;
    inspection.state = InspectionState::Documented;
    inspection.report = Some(Report { mark, document_number, conclusion });
    inspection.number = decided.get(NUMBER);
}

fn enforce(inspection: &mut Inspection, body: Enforce, mark: Mark) {
    let Enforce { measure, document_number, from_on, detail } = body;
    inspection.measures.push(Measure { mark, measure, document_number, from_on, detail, lifted: None });
}

fn lift(inspection: &mut Inspection, body: Lift, mark: Mark) -> Result<(), BadJson> {
    let mut halts = inspection.measures.iter_mut().filter(|measure| measure.can_be_lifted());
    let halt = halts.find(|measure| measure.document_number == body.document_number);
    halt.ok_or_else(out_of_order)?.lifted = Some(Opinion { mark, opinion: body.opinion });
    Ok(())
}

fn issue_fine(inspection: &mut Inspection, body: IssueFine, issued: Mark) {
    let IssueFine { document_number, amount_fen, legal_ground } = body;
    let payments = Vec::new();
    inspection.fines.push(Fine { issued, document_number, amount_fen, legal_ground, payments, waived: None });
}

fn fine<'a>(inspection: &'a mut Inspection, document_number: &Line) -> Result<&'a mut Fine, BadJson> {
    inspection.fines.iter_mut().find(|fine| fine.document_number == *document_number).ok_or_else(out_of_order)
}

fn amend(inspection: &mut Inspection, body: Amend) {
    let Amend { subject, sector, planned_on, checklist, location } = body;
    if let Some(subject) = subject {
        inspection.subject = subject;
    }
    inspection.sector = sector.or(inspection.sector);
    inspection.planned_on = planned_on.or(inspection.planned_on);
    if let Some(checklist) = checklist {
        inspection.checklist = checklist;
    }
    inspection.location = location.or(inspection.location);
}
