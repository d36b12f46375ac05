//! Whatever people try and inspections bring, in whatever order, the register keeps its promises.
use super::*;
use crate::domain::kind::trial::chance::{Try, pick, tries};
use crate::domain::{Layer, PersonId};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const TWO_HATS: u128 = 99;

static PEOPLE: LazyLock<Vec<Person>> = LazyLock::new(|| {
    let two_hats = Person { id: id(TWO_HATS), ..officer().and(safety_officer()) };
    let travels = Person { sees_destination: true, ..county_officer() };
    let writing = [officer(), second_officer(), county_officer(), fire_department(), safety_officer(), principal()];
    writing.into_iter().chain([sawmill_officer(), two_hats, travels, leader(), auditor(), administrator()]).collect()
});

fn ground(n: usize) -> Value {
    let inspection = pick(&[1001, 1002], n);
    json!({"inspection": id::<()>(inspection), "document_number": pick(&["停1", "停2"], n / 2), "reason": "重大隐患"})
}

fn body(act: &str, n: usize) -> Value {
    let mut ground = ground(n);
    match act {
        "register" => json!(pick(&[bakery(), Listing { uscc: None, uscc_is_missing: true, ..bakery() }], n)),
        "amend" => pick(
            &[
                json!({"name": "吉祥面包坊"}),
                json!({"sector": "tourism"}),
                json!({"department": id::<()>(FIRE_DEPARTMENT)}),
                json!({"key_target": "project"}),
                json!({"is_covered": false}),
                json!({"uscc": "91350100M000100Y43"}),
                json!({"employees": 12, "address": "红旗大道1号"}),
            ],
            n,
        ),
        "lift_halt" => ground,
        "halt" | "close_down" => {
            ground["from_on"] = json!("2026-11-24");
            ground
        }
        "strike" => pick(
            &[
                json!({"reason": "test"}),
                json!({"reason": "duplicate_of", "duplicate_of": id::<()>(SAWMILL)}),
                json!({"reason": "duplicate_of", "duplicate_of": id::<()>(BAKERY)}),
                json!({"reason": "duplicate_of"}),
            ],
            n,
        ),
        _ => json!({"to": "360702101000", "reason": "搬迁"}),
    }
}

/// The operating status in other words: of each document the last word counts, and a closure for ever.
fn status(enterprise: &Enterprise) -> OperatingStatus {
    let mut last = BTreeMap::new();
    for change in &enterprise.status_changes {
        last.insert((change.inspection, format!("{:?}", change.document_number)), change.to);
    }
    let was_closed = enterprise.status_changes.iter().any(|change| change.to == OperatingStatus::Closed);
    match (was_closed, last.values().any(|to| *to == OperatingStatus::Halted)) {
        (true, _) => OperatingStatus::Closed,
        (false, true) => OperatingStatus::Halted,
        (false, false) => OperatingStatus::Operating,
    }
}

/// What one act may do to an enterprise's record.
fn keeps_its_life(act: &str, before: Option<&Enterprise>, after: &Enterprise) {
    assert_eq!(after.uscc.is_some(), !after.uscc_is_missing, "a gap that is not flagged");
    assert_eq!(after.struck.is_some(), after.state == Struck);
    assert_eq!(after.operating, status(after));
    assert!(after.department.is_none_or(|department| department == id(FIRE_DEPARTMENT)));
    let Some(before) = before else { return };
    assert_eq!(act == "strike", before.state != after.state);
    let (old, new) = (&before.status_changes, &after.status_changes);
    assert_eq!(new[..old.len()], old[..], "an earlier measure changed");
    let follows = Enterprise::FOLLOWING.contains(&act);
    assert_eq!(new.len(), old.len() + usize::from(follows));
    assert!(before.state == Listed || follows, "{act} upon what is struck");
}

/// What must be true of who did the last act.
fn in_the_right_hands(act: &str, before: Option<&Enterprise>, after: &Enterprise, done: &Done) {
    let by = done.stamp.actor;
    assert!(!matches!(by.layer, Layer::Auditor | Layer::Administrator | Layer::Leader));
    let own: PersonId = id(TWO_HATS);
    let is_own = by.layer == Layer::Enterprise || by.person == own;
    assert!(!is_own || act != "strike");
    let Some(before) = before.filter(|_| by.layer == Layer::Enterprise) else { return };
    let supervised = |one: &Enterprise| (one.sector, one.department, one.key_target, one.is_covered);
    assert_eq!(supervised(before), supervised(after), "an enterprise chose who supervises it");
}

fn live(tries: &[Try]) -> Desk {
    let mut desk = Desk::of("enterprise");
    desk.record = id(BAKERY);
    let mut before: Option<Enterprise> = None;
    for one in tries {
        let follows = before.is_some() && one.variant.is_multiple_of(3);
        let act = if follows {
            let act = pick(Enterprise::FOLLOWING, one.act);
            desk.follows(&pick(&[officer(), fire_department()], one.person), act, body(act, one.variant / 3));
            act.to_owned()
        } else {
            let Some(act) = desk.chance(*one, &PEOPLE, |act| body(act, one.variant)) else { continue };
            assert!(!Enterprise::FOLLOWING.contains(&act.as_str()), "somebody did {act}");
            act
        };
        let after: Enterprise = desk.record();
        keeps_its_life(&act, before.as_ref(), &after);
        if !follows {
            in_the_right_hands(&act, before.as_ref(), &after, desk.done.last().unwrap());
        }
        before = Some(after);
    }
    desk
}

proptest! {
    #[test]
    fn an_enterprise_keeps_its_promises_whoever_does_what(tries in tries(25)) {
        live(&tries).folds_again();
    }
}

/// The property above is worth something only if chance gets that far.
#[test]
fn chance_strikes_halts_and_lifts() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let lives = (0..512).map(|_| live(&tries(25).new_tree(&mut runner).unwrap().current()));
    let lives: Vec<Desk> = lives.filter(|desk| desk.state.is_some()).collect();
    for act in Enterprise::ACTS {
        assert!(lives.iter().any(|desk| desk.done.iter().any(|done| done.stamp.act == *act)), "never {act}");
    }
    let lives: Vec<Enterprise> = lives.iter().map(Desk::record).collect();
    for status in [OperatingStatus::Operating, OperatingStatus::Halted] {
        let again = |one: &Enterprise| one.operating == status && one.status_changes.len() > 2;
        assert!(lives.iter().any(again), "never {status:?} after measures");
    }
}
