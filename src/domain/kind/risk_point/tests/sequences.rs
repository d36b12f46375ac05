//! Whatever people try, in whatever order: nobody makes a risk look smaller than government found it.
use super::*;
use crate::domain::kind::trial::chance::{Try, pick, tries};
use crate::domain::{Layer, PersonId};
use proptest::prelude::*;
use std::sync::LazyLock;

const TWO_HATS: u128 = 99;

static PEOPLE: LazyLock<Vec<Person>> = LazyLock::new(|| {
    let two_hats = Person { id: id(TWO_HATS), ..officer().and(safety_officer()) };
    let travels = Person { sees_destination: true, ..county_officer() };
    let writing = [officer(), county_officer(), fire_department(), fire_inspector(), safety_officer(), principal()];
    writing.into_iter().chain([sawmill_officer(), two_hats, travels, leader(), auditor(), administrator()]).collect()
});
const COLOURS: &[&str] = &["red", "orange", "yellow", "blue"];

fn body(act: &str, n: usize) -> Value {
    let owners = [json!({}), json!({"post": "王师傅"}), json!({"enterprise": "李总", "team": "钱班长"})];
    let controls = json!({"controls": held_by(pick(&owners, n))});
    match act {
        "register" if n.is_multiple_of(3) => json!({
            "name": "烤炉", "enterprise": id::<()>(BAKERY), "accident_types": ["fire"],
            "assessment": graded(pick(COLOURS, n / 3)), "controls": controls["controls"],
        }),
        "register" => oven(pick(COLOURS, n)),
        "assess" => json!({"assessment": graded(pick(COLOURS, n))}),
        "set_controls" => controls,
        "control_failed" => json!({"hazard": id::<()>(pick(&[1001, 1001, BAKERY, 404], n)), "control": "熄火保护"}),
        "amend" => pick(
            &[
                json!({"place": "后厨"}),
                json!({"sector": "fire"}),
                json!({"enterprise": id::<()>(SAWMILL)}),
                json!({"accident_types": []}),
            ],
            n,
        ),
        "close" | "reopen" => json!({"reason": "设备已拆除"}),
        _ => json!({"to": "360702101000", "reason": "搬迁"}),
    }
}

/// What one act may do to a risk point.
fn keeps_its_life(act: &str, before: Option<&RiskPoint>, after: &RiskPoint) {
    let row = RiskPoint::TABLE.iter().find(|row| row.act == act).unwrap();
    assert!(row.to.contains(&after.state), "{act} led to {:?}", after.state);
    assert!(after.number.is_some() && !after.accident_types.is_empty());
    assert_eq!(after.closed.is_some(), after.state == Closed);
    let Some(before) = before else { return };
    assert_eq!((&before.number, before.registered), (&after.number, after.registered));
    let (earlier, kept) = (&before.earlier_assessments, &after.earlier_assessments);
    assert_eq!(kept[..earlier.len()], earlier[..], "an earlier assessment changed");
    assert_eq!(act == "assess", kept.len() > earlier.len());
    assert_eq!(after.failures[..before.failures.len()], before.failures[..]);
    if before.controls != after.controls {
        let owners = &after.controls.as_ref().unwrap().controls.owners;
        assert!(owners.enterprise.is_some() || (after.colour() != RiskColour::Red && owners != &Owners::default()));
    }
}

/// What must be true of who did the last act.
fn in_the_right_hands(act: &str, before: Option<&RiskPoint>, after: &RiskPoint, done: &Done) {
    let by = done.stamp.actor;
    assert!(!matches!(by.layer, Layer::Auditor | Layer::Administrator));
    assert!(by.layer != Layer::Leader || act == "control_failed");
    let Some(before) = before else { return };
    if by.layer == Layer::Enterprise {
        assert!(!matches!(act, "close" | "reopen" | "move"));
        assert_eq!((before.sector, before.enterprise), (after.sector, after.enterprise));
    }
    let own: PersonId = id(TWO_HATS);
    if by.person == own && by.layer != Layer::Enterprise && before.enterprise == Some(id(BAKERY)) {
        assert!(!matches!(act, "assess" | "close" | "reopen"), "{act} by the enterprise's own");
    }
}

/// An enterprise never calls a risk smaller than government called it last.
fn no_smaller_than_government_found(point: &RiskPoint) {
    let all = point.earlier_assessments.iter().chain([&point.assessed]);
    let mut found = None;
    for Assessed { mark, assessment } in all {
        match mark.by.layer {
            Layer::Enterprise => assert!(found.is_none_or(|found| assessment.colour <= found), "{point:?}"),
            _ => found = Some(assessment.colour),
        }
    }
}

fn live(tries: &[Try]) -> Desk {
    let mut desk = Desk::of("risk_point");
    desk.related.insert(id(1001), Related { kind: "hazard", ..beside() });
    let mut before: Option<RiskPoint> = None;
    for one in tries {
        let Some(act) = desk.chance(*one, &PEOPLE, |act| body(act, one.variant)) else { continue };
        let after: RiskPoint = desk.record();
        keeps_its_life(&act, before.as_ref(), &after);
        in_the_right_hands(&act, before.as_ref(), &after, desk.done.last().unwrap());
        no_smaller_than_government_found(&after);
        assert!(after.failures.iter().all(|failure| failure.hazard == id(1001)));
        before = Some(after);
    }
    desk
}

proptest! {
    #[test]
    fn a_risk_point_keeps_its_promises_whoever_does_what(tries in tries(25)) {
        live(&tries).folds_again();
    }
}

/// The property above is worth something only if chance gets that far.
#[test]
fn chance_closes_reopens_and_regrades() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let lives = (0..512).map(|_| live(&tries(25).new_tree(&mut runner).unwrap().current()));
    let lives: Vec<Desk> = lives.filter(|desk| desk.state.is_some()).collect();
    for act in RiskPoint::ACTS {
        assert!(lives.iter().any(|desk| desk.done.iter().any(|done| done.stamp.act == *act)), "never {act}");
    }
    let lives: Vec<RiskPoint> = lives.iter().map(Desk::record).collect();
    let raised = |point: &RiskPoint| {
        point.assessed.mark.by.layer == Layer::Enterprise && point.registered.by.layer != Layer::Enterprise
    };
    assert!(lives.iter().any(raised), "no enterprise called a risk worse than government did");
}
