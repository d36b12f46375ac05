//! What a finding counts in reports, act by act.
use super::*;

#[test]
fn a_finding_is_raised_and_closed() {
    let mut desk = answered();
    assert_eq!(desk.counts(), ["raised 1 2026-11-23"]);
    let body = id::<()>(FIRE_DEPARTMENT).to_string();
    assert_eq!(desk.counts_of("finding.raised"), [(1, "hazard,serious".to_owned(), body)]);
    desk.on("2026-12-01").does(&auditor(), "close", json!({"opinion": "已整改"})).unwrap();
    assert_eq!(desk.counts(), ["closed 1 2026-12-01", "raised 1 2026-11-23"]);
}

#[test]
fn one_that_was_withdrawn_counts_no_more() {
    let mut desk = raised();
    desk.does(&auditor(), "withdraw", json!({"reason": "事实有误"})).unwrap();
    assert!(desk.measures().is_empty());
}
