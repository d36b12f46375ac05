//! Whatever people try, in whatever order: the level is the casualties', and nothing is let go.
use super::*;
use crate::domain::Layer;
use proptest::prelude::*;
use std::sync::LazyLock;

static PEOPLE: LazyLock<Vec<Person>> = LazyLock::new(|| {
    let two_hats = Person { id: id(99), ..county_officer().and(safety_officer()) };
    let governing = [officer(), county_officer(), county_officer(), city_officer(), fire_department()];
    governing.into_iter().chain([safety_officer(), auditor(), leader(), two_hats]).collect()
});

fn body(act: &str, n: usize, desk: &Desk) -> Value {
    let (today, tier) = (desk.at.day(), ["county", "city"][n % 2]);
    match act {
        "report" => fall(n as u32 % 4),
        "amend" => json!({"place": "三号厂房"}),
        "correct_casualties" => correction(n as u32 % 5, &today.to_string()),
        "investigate" => investigation(),
        "extend_investigation" => json!({"until": "2027-02-20", "opinion": "同意"}),
        "establish_cause" => cause(),
        "conclude" => conclusion(),
        "list" => json!({
            "level": tier, "units": ["面包坊"], "document_number": "督1", "deadline": today,
        }),
        "publish" => json!({"publication": "网站"}),
        "defer" => json!({"until": today.plus_days(n as i64 % 60), "opinion": "同意"}),
        "accept_supervision" => json!({"opinion": "合格"}),
        "delist" | "archive" => json!({"evidence": evidence("文1")}),
        "evaluate" => json!({
            "evaluated_on": today, "is_satisfactory": n.is_multiple_of(2), "opinion": "见报告", "evidence": evidence("评1"),
        }),
        "look_back" => json!({"looked_on": today, "opinion": "已落实"}),
        "void" => json!({"reason": "test", "opinion": "测试"}),
        "move" => json!({"to": "360702101000", "reason": "边界调整"}),
        follows => gate::steps().into_iter().find(|(act, _)| *act == follows).unwrap().1,
    }
}

fn keeps_its_promises(accident: &Accident) {
    assert_eq!(accident.level, accident.casualties.level());
    assert_eq!(accident.unmet, accident.unmet_gates());
    let is_archived = accident.state == Archived;
    assert!(!is_archived || (accident.unmet.is_empty() && accident.supervision.is_none()));
    assert_eq!(accident.number.is_some(), accident.conclusion.is_some());
    assert!(accident.conclusion.is_none() || accident.cause.is_some());
    let investigations = accident.investigation.iter().chain(&accident.earlier_investigations);
    assert!(
        investigations.clone().all(|one| one.mark.by.tier >= Tier::County && one.mark.by.layer != Layer::Enterprise)
    );
    for order in accident.ended_supervisions.iter() {
        let delisted = order.delisted.as_ref().expect("an order ends by delisting");
        assert_eq!(delisted.mark.by.organisation, order.mark.by.organisation);
        assert!(order.published.is_some() && order.accepted.is_some());
    }
    for evaluation in &accident.evaluations {
        let concluded_on = accident.conclusion.as_ref().expect("a conclusion").concluded_on;
        assert!(evaluation.evaluated_on >= concluded_on.plus_months(EVALUATED_FROM));
    }
    for correction in &accident.corrections {
        assert!(correction.changed_on.is_none_or(|day| accident.occurred_at.day() <= day));
    }
}

/// Acts that lead away: tried less often, or chance would get nowhere.
const ASIDE: &[&str] = &["void", "list", "correct_casualties", "amend", "move", "look_back"];

fn live(tries: &[(usize, usize, usize)]) -> Desk {
    let mut desk = Desk::of("accident");
    for (person, act, n) in tries {
        let person = &PEOPLE[person % PEOPLE.len()];
        let mut open = desk.open_acts(person);
        if n % 8 != 0 {
            open.retain(|act| !ASIDE.contains(&act.as_str()));
        }
        let act = match (&desk.state, open.is_empty()) {
            (None, _) => "report".to_owned(),
            (_, true) => Accident::ACTS[act % Accident::ACTS.len()].to_owned(),
            _ => open[act % open.len()].clone(),
        };
        let body = body(&act, *n, &desk);
        if desk.does(person, &act, body).is_ok() {
            keeps_its_promises(&desk.record());
        }
        desk.at = desk.at.plus_seconds(86_400 * (*n as i64 % 50));
    }
    desk
}

fn tries() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    prop::collection::vec(any::<(usize, usize, usize)>(), 1..=60)
}

proptest! {
    #[test]
    fn an_accident_keeps_its_promises_whoever_does_what(tries in tries()) {
        live(&tries).folds_again();
    }
}

/// The property above is worth something only if chance gets that far.
#[test]
fn chance_archives_delists_and_evaluates() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let lives = (0..512).map(|_| live(&tries().new_tree(&mut runner).unwrap().current()));
    let lives: Vec<Accident> = lives.filter(|desk| desk.state.is_some()).map(|desk| desk.record()).collect();
    assert!(lives.iter().any(|one| one.state == Archived), "none archived");
    assert!(lives.iter().any(|one| !one.ended_supervisions.is_empty()), "none delisted");
    assert!(lives.iter().any(|one| !one.evaluations.is_empty()), "none evaluated");
    assert!(lives.iter().any(|one| one.level == AccidentLevel::Larger && one.conclusion.is_some()), "no larger one");
}
