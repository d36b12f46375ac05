//! What a hazard counts in reports, act by act.
use super::*;

const FOUND: [&str; 2] = ["found 1 2026-11-23", "open 1 2026-11-23"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let all: std::collections::BTreeSet<_> = FOUND.into_iter().chain(more.iter().copied()).collect();
    all.into_iter().collect()
}
/// A major hazard's plan, order and rectification, a day after the other.
fn major_in_hand() -> Desk {
    let mut desk = registered(as_major());
    desk.on("2026-11-24").does(&officer(), "order", five_commitments()).unwrap();
    desk.on("2026-11-25").does(&safety_officer(), "submit_plan", six_items()).unwrap();
    desk.on("2026-11-26").does(&officer(), "approve_plan", seen()).unwrap();
    desk
}

#[test]
fn a_general_hazard_is_found_funded_and_rectified() {
    let mut desk = reported(blocked_exit());
    assert_eq!(desk.counts(), FOUND);
    assert_eq!(desk.counts_of("hazard.found"), [(1, "P2".to_owned(), String::new())]);
    desk.on("2026-11-25").does(&fire_department(), "register", as_general()).unwrap();
    desk.on("2026-11-26").does(&officer(), "order", five_commitments()).unwrap();
    assert_eq!(desk.counts(), with(&["funds_fen 120000 2026-11-26"]));
    desk.on("2026-11-30").does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    desk.on("2026-12-03").does(&second_officer(), "accept", seen()).unwrap();
    let closed = [
        "funds_fen 120000 2026-11-26",
        "open -1 2026-12-03",
        "rectified 1 2026-12-03",
        "dwell_department_days 2 2026-12-03",
        "dwell_territorial_days 4 2026-12-03",
        "dwell_enterprise_days 4 2026-12-03",
    ];
    assert_eq!(desk.counts(), with(&closed));
}

#[test]
fn a_major_hazard_counts_twice_and_with_its_plan_and_its_commitments() {
    let mut desk = major_in_hand();
    let in_hand = [
        "found_major 1 2026-11-23",
        "open_major 1 2026-11-23",
        "five_commitments 1 2026-11-24",
        "open_five_commitments 1 2026-11-24",
        "funds_fen 120000 2026-11-24",
        "planned 1 2026-11-26",
        "open_planned 1 2026-11-26",
    ];
    assert_eq!(desk.counts(), with(&in_hand));
    desk.on("2026-11-28").does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    desk.does(&second_officer(), "accept", seen()).unwrap();
    assert_eq!(desk.counts(), with(&in_hand), "one of two acceptors");
    desk.does(&third_officer(), "accept", seen()).unwrap();
    let closed = desk.counts();
    for stock in ["open", "open_major", "open_five_commitments", "open_planned"] {
        assert!(closed.contains(&format!("{stock} -1 2026-11-28")), "{closed:?}");
    }
    assert!(closed.contains(&"rectified_major 1 2026-11-28".to_owned()));
}

#[test]
fn what_is_regraded_counts_by_the_level_that_stands() {
    let mut desk = registered(as_general());
    desk.on("2026-11-25").does(&fire_department(), "regrade", up()).unwrap();
    assert_eq!(desk.counts(), with(&["found_major 1 2026-11-23", "open_major 1 2026-11-25"]));
    desk.on("2026-11-27").does(&fire_department(), "regrade", down()).unwrap();
    desk.on("2026-11-29").does(&city_officer(), "regrade", down()).unwrap();
    assert_eq!(desk.counts(), with(&["open_major 1 2026-11-25", "open_major -1 2026-11-29"]));
}

#[test]
fn one_that_was_opened_again_is_not_rectified() {
    let mut desk = closed();
    desk.on("2026-12-01").does(&county_officer(), "reopen", blocked_again()).unwrap();
    let counts = desk.counts();
    assert!(counts.contains(&"reopened 1 2026-12-01".to_owned()) && counts.contains(&"open 1 2026-12-01".to_owned()));
    assert!(!counts.iter().any(|count| count.starts_with("rectified") || count.starts_with("dwell")), "{counts:?}");
    assert_eq!(counts.iter().filter(|count| count.starts_with("funds_fen")).count(), 1, "the order is repeated");
}

#[test]
fn a_listing_says_whose_it_is_and_counts_again_when_it_is_made_again() {
    let mut desk = ordered(as_major());
    desk.does(&county_officer(), "list", listing("county")).unwrap();
    desk.on("2026-11-25").does(&county_officer(), "delist", delisting()).unwrap();
    desk.does(&city_officer(), "list", listing("city")).unwrap();
    let listed: Vec<_> = desk.counts_of("hazard.listed").into_iter().map(|(_, category, _)| category).collect();
    assert_eq!(listed, ["P2,county", "P2,city"]);
    assert_eq!(desk.counts_of("hazard.delisted"), [(1, "P2,county".to_owned(), String::new())]);
}

#[test]
fn a_returned_transfer_names_the_body_that_sent_it_back() {
    let mut desk = registered(as_general());
    desk.does(&fire_department(), "transfer", handed_to(TOWNSHIP)).unwrap();
    assert!(desk.counts_of("hazard.returned_transfers").is_empty());
    desk.does(&officer(), "return_transfer", json!({"reason": "不属本单位职责"})).unwrap();
    assert_eq!(desk.counts_of("hazard.returned_transfers")[0].2, id::<()>(TOWNSHIP).to_string());
}

#[test]
fn it_was_late_if_it_was_rectified_after_its_last_day() {
    let late = |rectified_on: &str| {
        let mut desk = ordered(as_general());
        desk.on(rectified_on).does(&safety_officer(), "submit_rectification", cleared()).unwrap();
        desk.on("2026-12-20").does(&second_officer(), "accept", seen()).unwrap();
        desk.counts().contains(&"overdue_closed 1 2026-12-20".to_owned())
    };
    assert!(!late("2026-12-01") && late("2026-12-02"));
}

#[test]
fn nothing_of_a_voided_hazard_counts() {
    let mut desk = registered(as_general());
    desk.does(&second_officer(), "void", struck("not_hazard")).unwrap();
    assert!(desk.measures().is_empty());
}
