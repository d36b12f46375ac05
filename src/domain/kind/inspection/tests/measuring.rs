//! What an inspection counts in reports, act by act.
use super::*;

fn fine(number: &str) -> Value {
    json!({"document_number": number, "amount_fen": 50_000, "legal_ground": "安全生产法第九十九条"})
}
fn payment(number: &str, fen: i64) -> Value {
    json!({"document_number": number, "amount_fen": fen, "paid_on": "2026-11-30"})
}

#[test]
fn a_visit_counts_on_its_day_and_a_plan_until_it_is_cancelled() {
    let mut desk = planned();
    assert_eq!(desk.counts(), ["planned 1 2026-11-23"]);
    desk.on("2026-11-24").does(&officer(), "visit", visit()).unwrap();
    assert_eq!(desk.counts(), ["planned 1 2026-11-23", "visits 1 2026-11-23"]);
    let body = id::<()>(TOWNSHIP).to_string();
    assert_eq!(desk.counts_of("inspection.visits"), [(1, "township".to_owned(), body)]);
    assert!(desk.measures().iter().all(|measure| measure.enterprise == Some(id(BAKERY))));
    let mut desk = planned();
    desk.does(&officer(), "cancel", json!({"reason": "改期"})).unwrap();
    assert!(desk.measures().is_empty());
}

#[test]
fn a_leader_s_visit_is_the_leader_s() {
    let mut desk = Desk::of("inspection");
    desk.does(&leader(), "visit_unplanned", unplanned("leader")).unwrap();
    assert_eq!(desk.counts(), ["leader_visits 1 2026-11-23"]);
    assert_eq!(desk.counts_of("inspection.leader_visits")[0].2, leader().id.to_string());
}

#[test]
fn each_measure_has_its_own_count_and_a_lifted_halt_was_one_all_the_same() {
    let mut desk = done();
    for (n, kind) in ["order", "halt", "closure", "exposure", "detention", "judicial_transfer"].iter().enumerate() {
        let mut body = halt();
        body["measure"] = json!(kind);
        body["document_number"] = json!(format!("{n}"));
        desk.does(&officer(), "enforce", body).unwrap();
    }
    desk.does(&officer(), "lift", json!({"document_number": "1", "opinion": "可恢复"})).unwrap();
    let enforced = desk.counts();
    for name in ["orders", "halted", "closed", "exposed", "detained", "transferred"] {
        assert!(enforced.contains(&format!("{name} 1 2026-11-24")), "{name}: {enforced:?}");
    }
}

#[test]
fn a_fine_counts_in_full_and_once_waived_only_what_was_paid_of_it() {
    let mut desk = done();
    desk.does(&officer(), "issue_fine", fine("罚1")).unwrap();
    desk.does(&officer(), "issue_fine", fine("罚2")).unwrap();
    desk.does(&officer(), "pay_fine", payment("罚1", 20_000)).unwrap();
    let sum = |desk: &Desk, name: &str| desk.counts_of(name).iter().map(|(value, ..)| value).sum::<i64>();
    let money = |desk: &Desk| ["fines", "fine_fen", "paid_fen"].map(|name| sum(desk, &format!("inspection.{name}")));
    assert_eq!(money(&desk), [2, 100_000, 20_000]);
    desk.does(&second_officer(), "waive_fine", json!({"document_number": "罚2", "reason": "错罚"})).unwrap();
    assert_eq!(money(&desk), [1, 50_000, 20_000]);
    desk.does(&second_officer(), "waive_fine", json!({"document_number": "罚1", "reason": "困难"})).unwrap();
    assert_eq!(money(&desk), [1, 20_000, 20_000]);
}
