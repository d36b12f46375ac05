//! What an accident counts in reports, act by act.
use super::*;

#[test]
fn an_accident_counts_on_its_day_with_all_who_died_of_it() {
    let mut desk = reported();
    assert_eq!(desk.counts(), ["count 1 2026-11-22", "deaths 1 2026-11-22"]);
    desk.does(&officer(), "correct_casualties", correction(3, "2026-11-23")).unwrap();
    assert_eq!(desk.counts(), ["count 1 2026-11-22", "deaths 3 2026-11-22"]);
    assert_eq!(desk.counts_of("accident.count")[0].1, "fall_from_height,larger");
    assert!(desk.measures().iter().all(|measure| measure.enterprise == Some(id(BAKERY))));
}

#[test]
fn it_is_listed_investigated_and_concluded_once() {
    let mut desk = concluded();
    let told = ["concluded 1 2026-11-23", "count 1 2026-11-22", "deaths 1 2026-11-22", "investigated 1 2026-11-23"];
    assert_eq!(desk.counts(), told);
    desk.on("2026-11-25").does(&city_officer(), "list", listing("city")).unwrap();
    assert_eq!(desk.counts_of("accident.listed"), [(1, "fall_from_height,general,city".to_owned(), String::new())]);
    assert!(desk.counts().contains(&"listed_deaths 1 2026-11-25".to_owned()));
}

#[test]
fn nothing_of_a_voided_accident_counts() {
    let mut desk = reported();
    desk.does(&county_officer(), "void", json!({"reason": "not_work_safety", "opinion": "非生产安全事故"})).unwrap();
    assert!(desk.measures().is_empty());
}
