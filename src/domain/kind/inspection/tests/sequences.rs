//! Whatever people try, in whatever order: no fine is waived by its issuer, no amount overpaid.
use super::*;
use crate::domain::Layer;
use crate::domain::kind::inspection::InspectionState::Done;
use crate::domain::kind::trial;
use proptest::prelude::*;
use std::sync::LazyLock;

static PEOPLE: LazyLock<Vec<Person>> = LazyLock::new(|| {
    let two_hats = Person { id: id(99), ..officer().and(safety_officer()) };
    vec![officer(), second_officer(), fire_department(), leader(), safety_officer(), auditor(), two_hats]
});

fn body(act: &str, n: usize) -> Value {
    let document = ["罚1", "罚2"][n % 2];
    match act {
        "plan" => planned_as(["township", "leader"][n % 2]),
        "visit_unplanned" => unplanned(["enforcement", "leader"][n % 2]),
        "visit" => visit(),
        "add_finding" => json!({"hazard": id::<()>(n as u128)}),
        "document" => documented(),
        "enforce" => halt(),
        "lift" => json!({"document_number": "停〔2026〕1号", "opinion": "整改完毕"}),
        "issue_fine" => json!({"document_number": document, "amount_fen": 100, "legal_ground": "安全生产法"}),
        "pay_fine" => json!({"document_number": document, "amount_fen": n % 90, "paid_on": "2026-11-24"}),
        "waive_fine" => json!({"document_number": document, "reason": "困难"}),
        "amend" => json!({"subject": "面包坊"}),
        "cancel" => json!({"reason": "改期"}),
        _ => json!({"to": "360702101000", "reason": "搬迁"}),
    }
}

fn keeps_its_promises(inspection: &Inspection) {
    for fine in &inspection.fines {
        assert!(fine.left_fen() >= 0 && fine.issued.by.layer != Layer::Enterprise);
        assert!(fine.waived.as_ref().is_none_or(|waived| waived.mark.by.person != fine.issued.by.person));
    }
    let is_visited = matches!(inspection.state, Done | Documented);
    assert_eq!(inspection.visited.is_some(), is_visited);
    assert_eq!(inspection.number.is_some(), inspection.state == Documented);
    let by_leader = inspection.opened.by.layer == Layer::Leader;
    assert_eq!(inspection.inspection_type == InspectionType::Leader, by_leader);
    assert!(!by_leader || inspection.visited.as_ref().is_none_or(|visited| visited.device.is_some()));
}

fn live(tries: &[(usize, usize, usize)]) -> Desk {
    let mut desk = Desk::of("inspection");
    for (person, act, n) in tries {
        let person = &PEOPLE[person % PEOPLE.len()];
        let open = desk.open_acts(person);
        let act = match (&desk.state, open.is_empty()) {
            (None, _) => ["plan", "visit_unplanned"][act % 2].to_owned(),
            (_, true) => Inspection::ACTS[act % Inspection::ACTS.len()].to_owned(),
            _ => open[act % open.len()].clone(),
        };
        if desk.does(person, &act, body(&act, *n)).is_ok() {
            keeps_its_promises(&desk.record());
        }
    }
    desk
}

proptest! {
    #[test]
    fn an_inspection_keeps_its_promises_whoever_does_what(
        tries in prop::collection::vec(any::<(usize, usize, usize)>(), 1..=30)
    ) {
        let desk = live(&tries);
        let fold = |state: Option<Value>, done: &trial::Done| {
            Some(desk.kind.fold(state.as_ref(), &done.stamp, &done.decided, &done.sent).unwrap())
        };
        assert_eq!(desk.done.iter().fold(None, fold), desk.state);
    }
}
