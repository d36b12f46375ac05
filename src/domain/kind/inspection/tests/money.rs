//! Fines: integer fen, paid in parts, waived by another than the issuer.
use super::*;

fn fine(amount_fen: i64) -> Value {
    json!({"document_number": "罚〔2026〕1号", "amount_fen": amount_fen, "legal_ground": "安全生产法第九十九条"})
}
fn paid(amount_fen: i64) -> Value {
    json!({"document_number": "罚〔2026〕1号", "amount_fen": amount_fen, "paid_on": "2026-11-24"})
}
fn waived() -> Value {
    json!({"document_number": "罚〔2026〕1号", "reason": "法定不予处罚"})
}
fn fined() -> Desk {
    let mut desk = done();
    desk.does(&officer(), "issue_fine", fine(5_000_000)).unwrap();
    desk
}

#[test]
fn a_fine_is_more_than_nothing_and_has_a_document_of_its_own() {
    assert_eq!(why(done().does(&officer(), "issue_fine", fine(0))), refused_at(Code::InvalidBody, "amount_fen"));
    assert_eq!(why(done().does(&officer(), "issue_fine", fine(-1))), refused_at(Code::InvalidBody, "amount_fen"));
    let refused = fined().does(&officer(), "issue_fine", fine(1));
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "document_number"));
    assert_eq!(why(planned().does(&officer(), "issue_fine", fine(1))), refused_as(Code::IllegalState));
}

#[test]
fn a_fine_is_paid_in_parts_and_never_beyond_its_amount() {
    let mut desk = fined();
    desk.does(&officer(), "pay_fine", paid(2_000_000)).unwrap();
    assert_eq!(why(desk.does(&officer(), "pay_fine", paid(3_000_001))), refused_at(Code::InvalidBody, "amount_fen"));
    desk.does(&officer(), "pay_fine", paid(3_000_000)).unwrap();
    assert_eq!(desk.record::<Inspection>().fines[0].left_fen(), 0);
    assert_eq!(why(desk.does(&officer(), "pay_fine", paid(1))), refused_as(Code::IllegalState), "nothing is open");
}

#[test]
fn duty_5_who_issues_a_fine_may_not_waive_it() {
    let mut desk = fined();
    assert_eq!(why(desk.does(&officer(), "waive_fine", waived())), refused_as(Code::SeparationOfDuty));
    assert!(!desk.open_acts(&officer()).contains(&"waive_fine".to_owned()));
    let second = json!({"document_number": "罚〔2026〕2号", "amount_fen": 100, "legal_ground": "安全生产法"});
    desk.does(&second_officer(), "issue_fine", second).unwrap();
    let refused = desk.does(&officer(), "waive_fine", waived());
    assert_eq!(why(refused), refused_at(Code::SeparationOfDuty, "document_number"), "not by way of another's fine");
    desk.does(&second_officer(), "waive_fine", waived()).unwrap();
    let fine = desk.record::<Inspection>().fines[0].clone();
    assert_eq!((fine.left_fen(), fine.waived.unwrap().mark.by.person), (0, second_officer().id));
    let refused = desk.does(&second_officer(), "waive_fine", waived());
    assert_eq!(why(refused), refused_as(Code::SeparationOfDuty), "what is left is its own");
}

#[test]
fn the_enterprise_neither_waives_nor_pays_for_the_record() {
    for (act, body) in [("waive_fine", waived()), ("pay_fine", paid(1))] {
        assert_eq!(why(fined().does(&safety_officer(), act, body)), refused_as(Code::Forbidden));
    }
}
