//! What the bakery counts in reports, act by act.
use super::*;

fn struck_for(reason: &str) -> Desk {
    let mut desk = listed(bakery());
    desk.on("2026-12-05").does(&officer(), "strike", json!({"reason": reason})).unwrap();
    desk
}

#[test]
fn an_enterprise_is_on_the_register_from_its_registration_to_its_dissolution() {
    let began = ["covered 1 2026-11-23", "registered 1 2026-11-23", "without_location 1 2026-11-23"];
    assert_eq!(listed(bakery()).counts(), began);
    let ended = ["covered -1 2026-12-05", "registered -1 2026-12-05", "without_location -1 2026-12-05"];
    let all: Vec<_> = began.into_iter().chain(ended).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    assert_eq!(struck_for("dissolved").counts(), all);
}

#[test]
fn what_should_never_have_been_there_never_counts() {
    for reason in ["never_existed", "test"] {
        assert!(struck_for(reason).measures().is_empty(), "{reason}");
    }
}

#[test]
fn gaps_count_until_they_are_filled() {
    let mut desk = listed(Listing { department: None, uscc: None, uscc_is_missing: true, ..bakery() });
    assert!(desk.counts().contains(&"without_department 1 2026-11-23".to_owned()));
    assert!(desk.counts().contains(&"without_code 1 2026-11-23".to_owned()));
    let location = json!({"lon": 1149345678, "lat": 258312345, "coord_sys": "wgs84"});
    let filled = json!({
        "department": id::<()>(FIRE_DEPARTMENT), "location": location, "uscc": "91350100M000100Y43",
        "key_target": "place", "is_covered": false,
    });
    desk.does(&officer(), "amend", filled).unwrap();
    assert_eq!(desk.counts(), ["key_target 1 2026-11-23", "registered 1 2026-11-23"]);
    assert!(desk.measures().iter().all(|measure| measure.enterprise == Some(desk.record.cast())));
}
