//! Whatever people try, in whatever order: a closed campaign has no open measure, and each was completed by the right hands.
use super::*;
use crate::domain::Layer;
use crate::domain::kind::trial::chance::{Try, pick, tries};
use proptest::prelude::*;
use std::sync::LazyLock;

static PEOPLE: LazyLock<Vec<Person>> = LazyLock::new(|| {
    let second = Person { id: id(22), ..county_officer() };
    vec![
        county_officer(),
        second,
        city_officer(),
        fire_department(),
        officer(),
        safety_officer(),
        leader(),
        auditor(),
        administrator(),
    ]
});

fn amendment(variant: usize) -> Value {
    pick(&[json!({"name": "冬季攻势"}), json!({"to_on": "2027-02-01"}), json!({"sectors": ["fire"]})], variant)
}

fn body(act: &str, variant: usize) -> Value {
    let n = 1 + variant as u128 % 3;
    let accountable = id::<()>(pick(&[FIRE_DEPARTMENT, BAKERY, TOWNSHIP], variant / 3));
    match act {
        "plan" => pick(&[summer(), with(summer(), "sectors", json!(["fire"]))], variant),
        "amend" => amendment(variant),
        "launch" => json!({"document_number": "6号"}),
        "add_measure" => with(against_fire(n), "accountable", json!(accountable)),
        "amend_measure" => json!({"measure": id::<()>(n), "due_on": "2026-12-20"}),
        "complete_measure" => done(n),
        "withdraw_measure" => withdrawn(n),
        "cancel" => json!({"reason": "取消"}),
        _ => json!({"summary": "阶段小结"}),
    }
}

fn keeps_its_promises(campaign: &Campaign, before: Option<&Campaign>) {
    assert!(campaign.from_on <= campaign.to_on && !campaign.categories.is_empty());
    assert!(campaign.planned.by.tier >= Tier::County);
    assert!(matches!(campaign.planned.by.layer, Layer::Department | Layer::Territorial));
    assert_eq!(campaign.closed.is_some(), campaign.state == Closed);
    assert_eq!(campaign.cancelled.is_some(), campaign.state == Cancelled);
    assert!(campaign.state != Closed || campaign.measures.iter().all(|measure| !measure.is_open()));
    for measure in &campaign.measures {
        assert!(measure.done.is_none() || measure.withdrawn.is_none(), "done and withdrawn");
        let Some(done) = &measure.done else { continue };
        let by = done.mark.by;
        let leads = by.organisation == campaign.planned.by.organisation || by.tier > campaign.planned.by.tier;
        assert!(leads || by.organisation == measure.accountable, "completed by a stranger");
    }
    let Some(before) = before else { return };
    assert!(!matches!(before.state, Closed | Cancelled), "what is over goes on");
    assert!(campaign.measures.len() >= before.measures.len(), "a measure is gone");
    for (was, is) in before.measures.iter().zip(&campaign.measures) {
        assert!(was.is_open() || was == is, "a settled measure changed");
    }
    // A stock begins as often as it ends.
    let stock: i64 =
        campaign.contributed().iter().filter(|one| one.name == "campaign.underway").map(|one| one.value).sum();
    assert_eq!(stock, 0);
}

fn live(tries: &[Try]) -> Desk {
    let mut desk = Desk::of("campaign");
    let mut before: Option<Campaign> = None;
    for one in tries {
        let mut one = *one;
        // What ends a campaign is tried less often, or chance would get nowhere.
        if desk.open_acts(one.who(&PEOPLE)).last().is_some_and(|act| act == "cancel") && !one.variant.is_multiple_of(5)
        {
            one.act = one.variant % 7;
        }
        if desk.chance(one, &PEOPLE, |act| body(act, one.variant)).is_some() {
            let after: Campaign = desk.record();
            keeps_its_promises(&after, before.as_ref());
            before = Some(after);
        }
    }
    desk
}

proptest! {
    #[test]
    fn a_campaign_keeps_its_promises_whoever_does_what(tries in tries(40)) {
        live(&tries).folds_again();
    }
}

/// The property above is worth something only if chance gets that far.
#[test]
fn chance_completes_measures_and_closes_campaigns() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let lives = (0..512).map(|_| live(&tries(40).new_tree(&mut runner).unwrap().current()));
    let lives: Vec<Campaign> = lives.filter(|desk| desk.state.is_some()).map(|desk| desk.record()).collect();
    let count = |is: &dyn Fn(&Campaign) -> bool| lives.iter().filter(|campaign| is(campaign)).count();
    assert!(count(&|one| one.closed.is_some() && !one.measures.is_empty()) > 0, "none closed with measures");
    let by_department =
        |one: &CampaignMeasure| one.done.as_ref().is_some_and(|done| done.mark.by.layer == Layer::Department);
    assert!(count(&|one| one.measures.iter().any(by_department)) > 0, "none completed by a department");
    assert!(count(&|one| one.measures.iter().any(|measure| measure.withdrawn.is_some())) > 0, "none withdrawn");
    assert!(count(&|one| one.cancelled.is_some()) > 0, "none cancelled");
}
