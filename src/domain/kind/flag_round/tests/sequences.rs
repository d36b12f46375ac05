//! Whatever people try, in whatever order: nobody confirms what he computed, no flag is typed in.
use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static PEOPLE: LazyLock<Vec<Person>> = LazyLock::new(|| {
    let third = Person { id: id(23), ..county_officer() };
    vec![county_officer(), second(), third, city_officer(), officer(), fire_department(), safety_officer(), auditor()]
});

fn body(act: &str, n: usize) -> Value {
    let who = [bakery(), sawmill(), subject("township", OTHER)][n % 3].clone();
    match act {
        "open" => json!({"half_year": "2026H1", "title": "上半年"}),
        "nominate" => json!({"enterprises": [{"enterprise": id::<()>(BAKERY), "name": "面包坊"}]}),
        "compute" => inputs([json!([]), json!([at_the_bakery("2026-03-01")])][n % 2].clone()),
        "object" => json!({"subject": who, "objector": "某", "reason": "有异议"}),
        "decide_objection" if n.is_multiple_of(2) => json!({"subject": who, "is_upheld": false, "opinion": "不成立"}),
        "decide_objection" => json!({"subject": who, "is_upheld": true, "flag": "red", "opinion": "成立"}),
        "publish" => json!({"publication": "网站", "document_number": "通1"}),
        "withdraw_red" => json!({"subject": who, "accident": id::<()>(601), "reason": "发生事故"}),
        "confirm" => json!({"opinion": "同意"}),
        _ => json!({"reason": "再核"}),
    }
}

fn keeps_its_promises(round: &FlagRound) {
    if let Some(confirmed) = &round.confirmed {
        assert!(round.computers.iter().all(|by| by.person != confirmed.mark.by.person), "duty 10");
        assert!(round.objections.iter().all(|objection| objection.decision.is_some()));
    }
    assert_eq!(round.number.is_some(), round.published.is_some());
    assert_eq!(round.computers.is_empty(), round.computation.is_none());
    if let Some(computation) = &round.computation {
        let again = round.rule.compute(round.half_year, &computation.inputs);
        let computed = |results: &[FlagResult]| -> Vec<_> {
            results.iter().map(|one| (one.key.clone(), one.flag, one.reason, one.accidents.clone())).collect()
        };
        assert_eq!(computed(&again), computed(&round.results), "the same inputs give the same round");
    }
    for objection in &round.objections {
        let decided = objection.decision.as_ref().map(|decision| decision.opinion.mark.by.person);
        assert!(decided != Some(objection.mark.by.person));
    }
    assert!(round.results.iter().all(|one| one.withdrawn.is_none() || round.published.is_some()));
}

fn live(tries: &[(usize, usize, usize)]) -> Desk {
    let mut desk = Desk::of("flag_round");
    desk.related.insert(id(601), super::accident(OTHER, SAWMILL, "2026-08-01"));
    for (person, act, n) in tries {
        let person = &PEOPLE[person % PEOPLE.len()];
        let mut open = desk.open_acts(person);
        if n % 8 != 0 {
            open.retain(|act| act != "cancel");
        }
        let act = match (&desk.state, open.is_empty()) {
            (None, _) => "open".to_owned(),
            (_, true) => FlagRound::ACTS[act % FlagRound::ACTS.len()].to_owned(),
            _ => open[act % open.len()].clone(),
        };
        if desk.does(person, &act, body(&act, *n)).is_ok() {
            keeps_its_promises(&desk.record());
        }
    }
    desk
}

fn tries() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    prop::collection::vec(any::<(usize, usize, usize)>(), 1..=40)
}

proptest! {
    #[test]
    fn a_flag_round_keeps_its_promises_whoever_does_what(tries in tries()) {
        live(&tries).folds_again();
    }
}

/// The property above is worth something only if chance gets that far.
#[test]
fn chance_publishes_and_takes_flags_back() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let lives = (0..512).map(|_| live(&tries().new_tree(&mut runner).unwrap().current()));
    let lives: Vec<FlagRound> = lives.filter(|desk| desk.state.is_some()).map(|desk| desk.record()).collect();
    assert!(lives.iter().any(|round| round.published.is_some()), "none published");
    assert!(lives.iter().any(|round| round.results.iter().any(|one| one.withdrawn.is_some())), "none taken back");
    assert!(lives.iter().any(|round| round.results.iter().any(|one| one.corrected.is_some())), "none corrected");
}
