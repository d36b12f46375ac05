//! Whatever people try, in whatever order: nobody publishes what he wrote, nothing published disappears.
use super::*;
use crate::domain::kind::trial::chance::{self, Try, pick};
use proptest::prelude::*;
use std::sync::LazyLock;

static PEOPLE: LazyLock<Vec<Person>> = LazyLock::new(|| {
    let third = Person { id: id(23), ..county_officer() };
    vec![county_officer(), second(), third, city_officer(), fire_department(), officer(), safety_officer(), auditor()]
});

fn body(act: &str, n: usize) -> Value {
    let which = n as u128 % 4 + 1;
    let enterprise = pick(&[BAKERY, SAWMILL, 77], n / 4);
    match act {
        "draft" => {
            drafting(pick(&[json!([]), json!([item(1, BAKERY)]), json!([item(1, BAKERY), item(2, SAWMILL)])], n))
        }
        "amend" => {
            pick(&[json!({"title": "名单"}), json!({"to_on": "2026-10-31"}), json!({"from_on": "2027-01-01"})], n)
        }
        "add_item" => json!({"item": item(which, enterprise)}),
        "strike_item" => json!({"item": id::<()>(which)}),
        "publish" => publishing(),
        "correct_item" => json!({"item": id::<()>(which), "reason": "笔误", "name": "面包房"}),
        "retract_item" => retract(which),
        _ => json!({"reason": "不再需要"}),
    }
}

fn keeps_its_promises(now: &Exposure, before: Option<&Exposure>) {
    assert!(now.from_on <= now.to_on);
    assert_eq!((now.number.is_some(), now.published.is_some()), (now.state == Published, now.state == Published));
    if let Some(published) = &now.published {
        assert!(now.writers.iter().all(|writer| writer.person != published.mark.by.person));
    }
    let mut ids: Vec<_> = now.items.iter().map(|item| item.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), now.items.len(), "an item stands once");
    assert!(now.state == Published || now.standing().count() == now.items.len(), "only what is public is taken back");
    let Some(before) = before.filter(|before| before.published.is_some()) else { return };
    assert_eq!((now.items.len(), &now.published), (before.items.len(), &before.published), "what is public stays");
    for (item, earlier) in now.items.iter().zip(&before.items) {
        assert_eq!((item.id, item.enterprise), (earlier.id, earlier.enterprise));
        assert!(item.corrections.starts_with(&earlier.corrections));
        assert!(earlier.retracted.is_none() || item.retracted == earlier.retracted);
        if item.violation != earlier.violation || item.name != earlier.name {
            assert_eq!(
                item.corrections.last().map(|last| (&last.name, &last.violation)),
                Some((&earlier.name, &earlier.violation))
            );
        }
    }
}

fn live(tries: &[Try]) -> Desk {
    let mut desk = Desk::of("exposure");
    for one in tries {
        let before: Option<Exposure> = desk.state.is_some().then(|| list(&desk));
        if desk.chance(*one, &PEOPLE, |act| body(act, one.variant)).is_some() {
            keeps_its_promises(&list(&desk), before.as_ref());
            let standing = list(&desk).standing().count();
            assert_eq!(measures(&desk).len(), if list(&desk).published.is_some() { standing } else { 0 });
        }
    }
    desk
}

proptest! {
    #[test]
    fn an_exposure_keeps_its_promises_whoever_does_what(tries in chance::tries(40)) {
        live(&tries).folds_again();
    }
}

/// The property above is worth something only if chance gets that far.
#[test]
fn chance_publishes_corrects_and_takes_back() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let lives = (0..512).map(|_| live(&chance::tries(40).new_tree(&mut runner).unwrap().current()));
    let lives: Vec<Exposure> = lives.filter(|desk| desk.state.is_some()).map(|desk| list(&desk)).collect();
    assert!(lives.iter().any(|list| list.published.is_some()), "none published");
    assert!(lives.iter().any(|list| list.items.iter().any(|item| !item.corrections.is_empty())), "none corrected");
    assert!(lives.iter().any(|list| list.items.iter().any(|item| item.retracted.is_some())), "none taken back");
}
