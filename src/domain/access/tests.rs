//! The table of access: every row stands with all its conditions, and nothing stands without a row.
use super::*;
use crate::domain::kind::{self, trial};
use Layer::{Department, Enterprise, Territorial};

#[test]
fn every_row_names_an_act_and_every_act_has_a_row() {
    for rule in rules() {
        let kind = kind::find(rule.kind).expect("a kind");
        assert!(kind.acts().contains(&rule.act), "{} has no act {}", rule.kind, rule.act);
    }
    for kind in kind::ALL {
        for act in kind.acts() {
            let has_row = rules().any(|rule| rule.kind == kind.name() && rule.act == *act);
            assert_eq!(has_row, !kind.only_follows(act), "{} {act}", kind.name());
        }
    }
}

#[test]
fn administrators_and_auditors_write_no_business_record() {
    assert!(rules().all(|rule| rule.layer != Layer::Administrator));
    // An auditor's findings are the auditor's own, and all that it writes.
    let by_auditor: BTreeSet<_> =
        rules().filter(|rule| rule.layer == Layer::Auditor).map(|rule| (rule.kind, rule.act)).collect();
    let own = ["raise", "return_answer", "close", "withdraw"].map(|act| ("finding", act));
    assert_eq!(by_auditor, BTreeSet::from(own));
}

#[test]
fn duty_8_and_9_hold_for_every_kind_administrators_and_auditors_write_nothing() {
    for kind in kind::ALL.iter().filter(|kind| kind.name() != "finding") {
        for act in kind.acts() {
            let duties = [duty_of(Layer::Administrator, Tier::City), duty_of(Layer::Auditor, Tier::City)];
            let hands: Vec<_> =
                duties.iter().map(|duty| Hand { person: PersonId::NIL, duty, sees_destination: true }).collect();
            let refused = authorise(kind.name(), act, &hands, |_, _| true).unwrap_err();
            assert_eq!(refused.code, RefusalCode::Forbidden, "{} {act}", kind.name());
        }
    }
}

#[test]
fn duty_11_no_kind_has_an_act_that_deletes() {
    let deletes = |act: &str| ["delete", "remove", "purge", "erase"].iter().any(|word| act.contains(word));
    assert!(!kind::ALL.iter().flat_map(|kind| kind.acts()).any(|act| deletes(act)));
}

#[test]
fn duty_10_stands_in_every_row_that_confirms_a_flag_round() {
    let rows = rows("flag_round", "confirm");
    assert!(!rows.is_empty() && rows.iter().all(|rule| rule.when.contains(&When::DidNotComputeTheRound)));
}

fn rows(kind: &str, act: &str) -> Vec<&'static Rule> {
    rules().filter(|rule| rule.kind == kind && rule.act == act).collect()
}

#[test]
fn duties_6_13_and_14_stand_in_every_row_that_they_concern() {
    assert!(rows("hazard", "decide_deferral").iter().all(|rule| rule.layer != Enterprise));
    for act in ["register", "order", "accept", "reject", "void", "reopen", "regrade", "list", "delist", "suspend"] {
        for rule in rows("hazard", act).iter().filter(|rule| rule.layer != Enterprise) {
            assert!(rule.when.contains(&When::IsNotOfTheEnterprise), "{rule:?}");
        }
    }
    for act in ["visit", "visit_unplanned"] {
        let rows = rows("inspection", act);
        let by_leader: Vec<_> = rows.iter().filter(|rule| rule.layer == Layer::Leader).collect();
        assert!(by_leader.len() == 1 && by_leader[0].when.contains(&When::CarriesADevice));
    }
}

fn duty_of(layer: Layer, tier: Tier) -> Duty {
    let mut duty = trial::officer().duties.remove(0);
    (duty.layer, duty.tier) = (layer, tier);
    duty
}

fn ask(act: &str, duties: &[Duty], holds: impl Fn(When, &Hand) -> bool) -> Result<ActGrant, Refusal> {
    let hand = |duty| Hand { person: PersonId::NIL, duty, sees_destination: false };
    let hands: Vec<_> = duties.iter().map(hand).collect();
    authorise("hazard", act, &hands, holds)
}

#[test]
fn government_alone_accepts_a_major_hazard() {
    for &layer in Layer::ALL {
        let granted = ask("accept", &[duty_of(layer, Tier::County)], |when, _| when != When::IsGeneral).is_ok();
        assert_eq!(granted, matches!(layer, Department | Territorial), "{layer:?}");
    }
}

#[test]
fn a_row_stands_only_with_all_its_conditions() {
    let tried = |rule: &Rule, missing: Option<When>| {
        let duty = duty_of(rule.layer, rule.tiers[0]);
        let hand = Hand { person: PersonId::NIL, duty: &duty, sees_destination: false };
        authorise(rule.kind, rule.act, &[hand], |when, _| Some(when) != missing)
    };
    for rule in rules() {
        assert!(tried(rule, None).is_ok(), "{rule:?}");
        for when in rule.when {
            assert_eq!(tried(rule, Some(*when)).unwrap_err(), when.refusal(), "{rule:?}");
        }
    }
}

#[test]
fn the_first_hand_that_may_act_is_the_one_that_acts() {
    let duties = [Layer::Auditor, Enterprise, Territorial].map(|layer| duty_of(layer, Tier::Township));
    let no_enterprise = |_, hand: &Hand| hand.duty.layer != Enterprise;
    assert_eq!(ask("order", &duties, |_, _| true).unwrap().actor().layer, Enterprise);
    assert_eq!(ask("order", &duties, no_enterprise).unwrap().actor().layer, Territorial);
    let refusal = ask("order", &duties, |_, _| false).unwrap_err();
    assert_eq!(refusal, When::IsGeneral.refusal(), "the first hand's reason");
}

#[test]
fn without_a_row_everything_is_forbidden() {
    let everybody: Vec<_> = Layer::ALL.iter().map(|&layer| duty_of(layer, Tier::Nation)).collect();
    assert_eq!(ask("burn", &everybody, |_, _| true).unwrap_err().code, RefusalCode::Forbidden);
    assert_eq!(ask("report", &[], |_, _| true).unwrap_err().code, RefusalCode::Forbidden);
}

#[test]
fn only_an_administrator_administers_and_only_its_regions() {
    let subject = |duties| Subject {
        person: PersonId::NIL,
        name: String::new(),
        login: String::new(),
        session: Default::default(),
        device: None,
        scope_version: 1,
        duties,
    };
    let others = Layer::ALL.iter().filter(|layer| **layer != Layer::Administrator);
    assert!(administer(&subject(others.map(|&layer| duty_of(layer, Tier::Nation)).collect())).is_none());
    let elsewhere = Duty { region: RegionId(360700000000), ..duty_of(Layer::Auditor, Tier::City) };
    let grant = administer(&subject(vec![elsewhere, duty_of(Layer::Administrator, Tier::City)])).unwrap();
    assert_eq!(grant.regions(), [RegionId(360702100000)]);
}
