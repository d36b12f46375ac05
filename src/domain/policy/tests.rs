//! Profiles stand one below the other, and each overrides only what it names.
use super::*;
use serde_json::json;

fn profile(version: u32, body: serde_json::Value) -> Profile {
    let mut whole = json!({ "version": version });
    whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
    serde_json::from_value(whole).unwrap()
}

#[test]
fn without_profiles_the_defaults_hold() {
    assert_eq!(Policy::merge([]), Policy::default());
    assert_eq!(Policy::merge([&Profile::default()]), Policy::default());
}

#[test]
fn a_region_overrides_only_what_it_names() {
    let city = profile(1, json!({"limits": {"general_deadline_working_days": 20, "deferral_total_days": 60}}));
    let county = profile(4, json!({"limits": {"general_deadline_working_days": 15}}));
    let policy = Policy::merge([&city, &county]);
    assert_eq!(policy.general_deadline_working_days, Some(15), "the county's");
    assert_eq!(policy.deferral_total_days, 60, "the city's");
    assert_eq!(policy.deferral_notice_working_days, 3, "the default");
}

#[test]
fn a_region_may_say_that_there_is_no_limit_over_its_parent_s() {
    let city = profile(1, json!({"limits": {"general_deadline_working_days": 20, "major_deadline_days": 180}}));
    let county = profile(1, json!({"limits": {"general_deadline_working_days": null}}));
    let policy = Policy::merge([&city, &county]);
    assert_eq!((policy.general_deadline_working_days, policy.major_deadline_days), (None, Some(180)));
    let stored = serde_json::to_value(&county).unwrap();
    assert_eq!(stored, json!({"version": 1, "limits": {"general_deadline_working_days": null}}));
    assert_eq!(county.named(), ["/general_deadline_working_days"]);
    assert!(county.check().is_ok());
}

#[test]
fn photos_are_inherited_act_by_act() {
    let city = profile(1, json!({"required_photos": {"hazard.accept": 1, "hazard.report": 1}}));
    let county = profile(1, json!({"required_photos": {"hazard.report": 0}}));
    let policy = Policy::merge([&city, &county]);
    assert_eq!(policy.photos_required("hazard", "accept"), 1);
    assert_eq!(policy.photos_required("hazard", "report"), 0);
    assert_eq!(policy.photos_required("inspection", "accept"), 0);
}

#[test]
fn a_switch_can_be_turned_off_and_on_again_below() {
    let off = profile(1, json!({"limits": {"registers_own_general_hazards": false}}));
    let on = profile(1, json!({"limits": {"registers_own_general_hazards": true}}));
    assert!(!Policy::merge([&off]).registers_own_general_hazards);
    assert!(Policy::merge([&off, &on]).registers_own_general_hazards);
}

#[test]
fn the_version_in_force_is_the_highest_that_has_begun() {
    let version = |version, from_on: &str| Profile { version, from_on: from_on.parse().ok(), ..Profile::default() };
    let versions = [version(1, ""), version(2, "2026-01-01"), version(3, "2026-07-01")];
    let in_force = |day: &str| Profile::in_force(&versions, day.parse().unwrap()).map(|profile| profile.version);
    assert_eq!(in_force("2025-12-31"), Some(1));
    assert_eq!(in_force("2026-01-01"), Some(2));
    assert_eq!(in_force("2026-11-23"), Some(3));
    assert_eq!(Profile::in_force(&versions[1..], "2025-12-31".parse().unwrap()), None);
}

#[test]
fn a_profile_that_names_an_unknown_value_is_refused() {
    assert!(serde_json::from_value::<Profile>(json!({"version": 1, "limits": {"deferal_total_days": 60}})).is_err());
}

#[test]
fn a_profile_says_in_json_only_what_it_names() {
    let profile = profile(2, json!({"limits": {"inspection_months": 6}}));
    assert_eq!(serde_json::to_value(profile).unwrap(), json!({"version": 2, "limits": {"inspection_months": 6}}));
}

#[test]
fn a_deadline_is_limited_by_level() {
    let city = profile(1, json!({"limits": {"general_deadline_working_days": 15, "major_deadline_days": 180}}));
    let policy = Policy::merge([&city]);
    let day = |text: &str| text.parse::<Day>().unwrap();
    assert_eq!(policy.latest_deadline(Level::General, day("2026-09-21")), Some(day("2026-10-19")));
    assert_eq!(policy.latest_deadline(Level::Major, day("2026-09-21")), Some(day("2027-03-20")));
    assert_eq!(Policy::default().latest_deadline(Level::General, day("2026-09-21")), None);
}

#[test]
fn a_warning_climbs_a_tier_every_few_working_days() {
    let policy = Policy::default();
    let climbed = [1, 5, 10, 15, 100].map(|days| policy.warned_tier(days));
    assert_eq!(climbed, [Tier::Township, Tier::County, Tier::City, Tier::Province, Tier::Province]);
}
