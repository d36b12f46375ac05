//! What a round of flags counts in reports.
use super::*;

#[test]
fn flags_count_from_the_publication_on_the_half_year_s_last_day() {
    assert!(computed().measures().is_empty());
    let desk = published();
    assert_eq!(desk.counts(), ["red 1 2026-06-30", "yellow 1 2026-06-30"]);
    let red: Vec<_> = desk.counts_of("flag_round.red").into_iter().map(|(_, class, of)| (class, of)).collect();
    assert!(red.contains(&("township".to_owned(), OTHER.to_owned())), "{red:?}");
    let sawmill = desk.measures().into_iter().find(|measure| measure.enterprise == Some(id(SAWMILL))).unwrap();
    assert_eq!((sawmill.name, sawmill.category.as_deref()), ("flag_round.red", Some("enterprise")));
}

#[test]
fn a_withdrawn_flag_counts_no_more() {
    let mut desk = published();
    let before = desk.counts_of("flag_round.red").len();
    desk.related.insert(id(502), accident(OTHER, SAWMILL, "2026-08-01"));
    let body = json!({"subject": sawmill(), "accident": id::<()>(502), "reason": "发生事故"});
    desk.does(&county_officer(), "withdraw_red", body).unwrap();
    assert_eq!(desk.counts_of("flag_round.red").len(), before - 1);
}
