//! What the oven counts in reports, act by act.
use super::*;

#[test]
fn every_grading_closing_and_reopening_counts_from_its_own_day() {
    let mut desk = registered("orange");
    assert_eq!(desk.counts(), ["identified 1 2026-11-23"]);
    desk.on("2026-12-01").does(&officer(), "assess", json!({"assessment": graded("red")})).unwrap();
    assert_eq!(desk.counts(), ["identified 1 2026-11-23", "major 1 2026-12-01"]);
    desk.on("2026-12-05").does(&officer(), "close", json!({"reason": "已拆除"})).unwrap();
    desk.on("2026-12-09").does(&officer(), "reopen", json!({"reason": "重新启用"})).unwrap();
    desk.on("2026-12-20").does(&officer(), "assess", json!({"assessment": graded("blue")})).unwrap();
    let stocks = [
        "identified -1 2026-12-05",
        "identified 1 2026-11-23",
        "identified 1 2026-12-09",
        "major -1 2026-12-05",
        "major -1 2026-12-20",
        "major 1 2026-12-01",
        "major 1 2026-12-09",
    ];
    assert_eq!(desk.counts(), stocks);
    assert!(desk.measures().iter().all(|measure| measure.enterprise == Some(id(BAKERY))));
}
