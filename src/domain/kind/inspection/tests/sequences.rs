//! Whatever people try, in whatever order: no fine is waived by its issuer, no amount overpaid, and
//! the enterprise's status follows.
use super::*;
use crate::domain::kind::enterprise::Enterprise;
use crate::domain::kind::inspection::InspectionState::Done as Visited;
use crate::domain::kind::trial;
use crate::domain::kind::trial::chance::{Try, pick, tries};
use crate::domain::{Layer, OperatingStatus, PersonId};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

const TWO_HATS: u128 = 99;

static PEOPLE: LazyLock<Vec<Person>> = LazyLock::new(|| {
    let two_hats = Person { id: id(TWO_HATS), ..officer().and(safety_officer()) };
    let travels = Person { sees_destination: true, ..county_officer() };
    let team = [officer(), officer(), second_officer(), county_officer(), fire_department(), fire_inspector()];
    let others = [leader(), leader(), safety_officer(), auditor(), administrator(), two_hats, travels];
    team.into_iter().chain(others).collect()
});
const DOCUMENTS: &[&str] = &["文1", "文2", "文3"];
const MEASURES: &[&str] = &["order", "halt", "halt", "halt", "closure", "exposure", "detention", "judicial_transfer"];

fn body(act: &str, n: usize) -> Value {
    let document = pick(DOCUMENTS, n);
    let measure = pick(MEASURES, n / 3);
    match act {
        "plan" => planned_as(pick(&["township", "enforcement", "leader"], n)),
        "visit_unplanned" => unplanned(pick(&["enforcement", "leader"], n)),
        "visit" if n.is_multiple_of(5) => {
            let mut visit = visit();
            visit["accompanied_by"] = json!({"name": "张三", "person": officer().id});
            visit
        }
        "visit" => visit(),
        "add_finding" => json!({"hazard": id::<()>(pick(&[1001, 404, BAKERY], n))}),
        "document" => documented(),
        "enforce" => {
            json!({"measure": measure, "document_number": document, "from_on": "2026-11-24", "detail": "整顿"})
        }
        "lift" => json!({"document_number": document, "opinion": "整改完毕"}),
        "issue_fine" => json!({"document_number": document, "amount_fen": n % 200, "legal_ground": "安全生产法"}),
        "pay_fine" => json!({"document_number": document, "amount_fen": n % 90, "paid_on": "2026-11-24"}),
        "waive_fine" => json!({"document_number": document, "reason": "困难"}),
        "amend" => json!({"subject": "面包坊", "sector": pick(&["fire", "road"], n)}),
        "cancel" => json!({"reason": "改期"}),
        _ => json!({"to": "360702101000", "reason": "搬迁"}),
    }
}

fn fines_and_measures(inspection: &Inspection) {
    for fine in &inspection.fines {
        assert!(fine.left_fen() >= 0 && fine.amount_fen.get() > 0 && fine.issued.by.layer != Layer::Enterprise);
        assert!(fine.waived.as_ref().is_none_or(|waived| waived.mark.by.person != fine.issued.by.person));
    }
    let numbers: BTreeSet<_> = inspection.measures.iter().map(|measure| measure.document_number.as_str()).collect();
    assert_eq!(numbers.len(), inspection.measures.len(), "two measures of one document");
    let numbers: BTreeSet<_> = inspection.fines.iter().map(|fine| fine.document_number.as_str()).collect();
    assert_eq!(numbers.len(), inspection.fines.len(), "two fines of one document");
    for measure in &inspection.measures {
        assert!(measure.lifted.is_none() || measure.measure == MeasureKind::Halt);
        assert!(!matches!(measure.mark.by.layer, Layer::Enterprise | Layer::Leader));
    }
}

fn keeps_its_promises(inspection: &Inspection) {
    fines_and_measures(inspection);
    let is_visited = matches!(inspection.state, Visited | Documented);
    assert_eq!(inspection.visited.is_some(), is_visited);
    assert_eq!(inspection.cancelled.is_some(), inspection.state == Cancelled);
    assert_eq!(inspection.number.is_some(), inspection.state == Documented);
    assert_eq!(inspection.report.is_some(), inspection.state == Documented);
    assert!(is_visited || (inspection.measures.is_empty() && inspection.fines.is_empty()));
    assert!(inspection.findings.iter().all(|finding| finding.hazard != id(BAKERY)), "an enterprise as a finding");
    let by_leader = inspection.opened.by.layer == Layer::Leader;
    assert_eq!(inspection.inspection_type == InspectionType::Leader, by_leader);
    let Some(visited) = &inspection.visited else { return };
    assert!(!visited.team.is_empty() && (!by_leader || visited.device.is_some()));
    assert!(visited.accompanied_by.is_none() || visited.accompanied_by.as_ref().unwrap().person != Some(officer().id));
}

/// What one act may do, and by whom.
fn keeps_its_life(act: &str, before: Option<&Inspection>, after: &Inspection, done: &trial::Done) {
    let (by, own): (_, PersonId) = (done.stamp.actor, id(TWO_HATS));
    let row = Inspection::TABLE.iter().find(|row| row.act == act).unwrap();
    assert!(row.to.contains(&after.state), "{act} led to {:?}", after.state);
    assert!(!matches!(by.layer, Layer::Auditor | Layer::Administrator | Layer::Enterprise));
    assert!(by.person != own || act == "move", "{act} by one who acts for the enterprise");
    let Some(before) = before else { return };
    assert_eq!((before.opened, before.enterprise), (after.opened, after.enterprise));
    assert!(before.number.is_none() || before.number == after.number);
    assert!(before.visited.is_none() || before.visited == after.visited, "the visit changed");
    assert_eq!(after.findings[..before.findings.len()], before.findings[..]);
    if matches!(act, "visit" | "add_finding" | "document" | "amend" | "cancel") {
        assert_eq!(by.organisation, before.opened.by.organisation, "{act} by another body");
    }
}

/// What follows for the enterprise, upon its record as it stands.
fn follow(desk: &Desk, enterprise: &mut Desk) {
    let trial::Done { stamp, sent, .. } = desk.done.last().unwrap();
    let state = desk.state.as_ref().unwrap();
    for consequence in desk.kind.consequences(desk.record, &stamp.act, sent, state).unwrap() {
        assert_eq!((consequence.kind, consequence.record), ("enterprise", id(BAKERY)));
        enterprise.follows(&officer(), consequence.act, consequence.body);
    }
    let inspection: Inspection = desk.record();
    let stands = |kind| inspection.measures.iter().any(|one| one.measure == kind && one.lifted.is_none());
    let expected = match (stands(MeasureKind::Closure), stands(MeasureKind::Halt)) {
        (true, _) => OperatingStatus::Closed,
        (false, true) => OperatingStatus::Halted,
        (false, false) => OperatingStatus::Operating,
    };
    assert_eq!(enterprise.record::<Enterprise>().operating, expected);
}

fn live(tries: &[Try]) -> Desk {
    let (mut desk, mut enterprise) = (Desk::of("inspection"), Desk::of("enterprise"));
    desk.related.insert(id(1001), Related { kind: "hazard", ..beside() });
    enterprise.does(&officer(), "register", json!({"name": "面包坊", "uscc_is_missing": true})).unwrap();
    let mut before: Option<Inspection> = None;
    for one in tries {
        let Some(act) = desk.chance(*one, &PEOPLE, |act| body(act, one.variant)) else { continue };
        let after: Inspection = desk.record();
        keeps_its_promises(&after);
        keeps_its_life(&act, before.as_ref(), &after, desk.done.last().unwrap());
        if after.enterprise.is_some() {
            follow(&desk, &mut enterprise);
        }
        before = Some(after);
    }
    desk
}

proptest! {
    #[test]
    fn an_inspection_keeps_its_promises_whoever_does_what(tries in tries(30)) {
        live(&tries).folds_again();
    }
}

/// The property above is worth something only if chance gets that far.
#[test]
fn chance_halts_lifts_fines_and_waives() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let lives = (0..512).map(|_| live(&tries(30).new_tree(&mut runner).unwrap().current()));
    let lives: Vec<Desk> = lives.filter(|desk| desk.state.is_some()).collect();
    for act in Inspection::ACTS {
        assert!(lives.iter().any(|desk| desk.done.iter().any(|done| done.stamp.act == *act)), "never {act}");
    }
    let two_halts = |inspection: &Inspection| {
        let halts = inspection.measures.iter().filter(|one| one.measure == MeasureKind::Halt);
        halts.clone().count() > 1 && halts.filter(|one| one.lifted.is_none()).count() == 1
    };
    assert!(lives.iter().map(Desk::record::<Inspection>).any(|one| two_halts(&one)), "never one of two halts lifted");
}
