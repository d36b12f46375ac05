//! Whatever people of all layers try, in whatever order, the life of a hazard keeps its promises.
use super::*;
use crate::domain::entry::Stamp;
use crate::domain::kind::trial::chance::{Try, pick, tries};
use crate::domain::{Layer, PersonId, Tier};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static PEOPLE: LazyLock<Vec<Person>> = LazyLock::new(people);

fn people() -> Vec<Person> {
    let governing = [officer(), second_officer(), third_officer(), county_officer(), city_officer()];
    let department = [fire_department(), fire_inspector()];
    let enterprise = [safety_officer(), principal(), sawmill_officer()];
    let two_hats = Person { id: id(99), ..officer().and(safety_officer()) };
    let others =
        [leader(), auditor(), administrator(), two_hats, Person { sees_destination: true, ..county_officer() }];
    governing.into_iter().chain(department).chain(enterprise).chain(others).collect()
}

/// Acts that lead no further, or away: tried less often, or chance would get nowhere.
const ASIDE: &[&str] = &[
    "amend",
    "move",
    "progress",
    "request_deferral",
    "regrade",
    "transfer",
    "list",
    "set_interim_controls",
    "suspend",
    "join_campaign",
    "leave_campaign",
    "void",
    "fix_on_spot",
    "reject",
    "return_plan",
];

fn found(variant: usize) -> Value {
    let level = pick(&[None, Some(Level::General), Some(Level::Major)], variant);
    json!(Found { level, ..pick(&[blocked_exit(), blocked_exit(), loose_slope()], variant / 3) })
}

fn graded(variant: usize) -> Value {
    let owner = id(pick(&[BAKERY, BAKERY, TOWNSHIP, SAWMILL, COUNTY], variant / 2));
    json!(Graded { owner, ..pick(&[as_general(), as_major()], variant) })
}

fn amendment(variant: usize) -> Value {
    let enterprise = json!({"enterprise": id::<()>(SAWMILL)});
    pick(&[json!({"place": "二楼"}), enterprise, json!({"deadline": "2026-12-24"}), json!({"sector": "road"})], variant)
}

fn body(act: &str, variant: usize, before: Option<&Hazard>) -> Value {
    let is_major = before.is_some_and(Hazard::is_major);
    match act {
        "report" => found(variant),
        "register" => graded(variant),
        "order" => pick(&[json!(five_commitments()), json!(three_commitments())], variant),
        "submit_rectification" => cleared(),
        "accept" => seen(),
        "reject" => not_done(),
        "void" => struck("not_hazard"),
        "reopen" => blocked_again(),
        "fix_on_spot" => on_the_spot(),
        "submit_plan" => six_items(),
        "approve_plan" => seen(),
        "return_plan" => json!({"reasons": "缺应急预案"}),
        "progress" => json!({"note": "已搬离一半", "percent": 50}),
        "request_deferral" => pick(&[later(), json!({"until": "2027-02-20", "reason": "设备未到货"})], variant),
        "decide_deferral" => pick(&[granted(), json!({"is_granted": false, "opinion": "不同意"})], variant),
        "regrade" if variant.is_multiple_of(7) => pick(&[up(), down()], variant / 7),
        "regrade" => pick(&[up(), down()], usize::from(is_major)),
        "transfer" => handed_to(pick(&[FIRE_DEPARTMENT, TOWNSHIP, COUNTY], variant)),
        "accept_transfer" => json!({}),
        "return_transfer" => json!({"reason": "不属本部门职责"}),
        "settle_transfer" => json!({"lead": id::<()>(FIRE_DEPARTMENT), "reason": "明确职责"}),
        "list" => listing(pick(&["county", "city"], variant)),
        "delist" => delisting(),
        "set_interim_controls" => json!({"measures": "专人看守", "watcher": "李四"}),
        "suspend" => halted(),
        "lift_suspension" => json!({"opinion": "可恢复"}),
        "join_campaign" => json!({"campaign": id::<()>(pick(&[501, 502], variant)), "note": "夏季攻势"}),
        "leave_campaign" => json!({"campaign": id::<()>(pick(&[501, 502], variant)), "reason": "误标"}),
        "amend" => amendment(variant),
        _ => json!({"to": "360702101000", "reason": "边界调整"}),
    }
}

/// Tries one act; tells its name if it was done.
fn attempt(desk: &mut Desk, one: Try, before: Option<&Hazard>) -> Option<String> {
    let person = one.who(&PEOPLE);
    let open = desk.open_acts(person);
    let has_voice = before.is_some_and(|hazard| !hazard.regrade_voices.is_empty());
    let aside = |act: &str| ASIDE.contains(&act) && !(has_voice && act == "regrade");
    let leads_on = |act: &&String| one.variant.is_multiple_of(4) || !aside(act.as_str());
    let onward: Vec<_> = open.iter().filter(leads_on).cloned().collect();
    let act = match desk.state {
        None => "report".to_owned(),
        Some(_) if one.is_lawful && !onward.is_empty() => pick(&onward, one.act),
        Some(_) => pick(Hazard::ACTS, one.act).to_owned(),
    };
    let is_new = desk.state.is_none();
    desk.does(person, &act, one.body(body(&act, one.variant / 4, before))).ok()?;
    assert!(is_new || open.contains(&act), "{act} was done though it was not open");
    Some(act)
}

/// What one act may do to a hazard.
fn keeps_its_life(act: &str, before: Option<&Hazard>, after: &Hazard) {
    let row = Hazard::TABLE.iter().find(|row| row.act == act).unwrap();
    assert!(row.to.contains(&after.state), "{act} led to {:?}", after.state);
    assert_eq!(after.earlier_cycles.len() as i64 + 1, after.cycle);
    assert_eq!(after.number.is_some(), after.registered.is_some());
    let Some(before) = before else { return };
    assert_ne!(before.state, Voided, "{act} left voided");
    assert_eq!(after.cycle, before.cycle + i64::from(act == "reopen"));
    assert!(before.number.is_none() || before.number == after.number, "the number changed");
    assert_eq!(after.earlier_cycles[..before.earlier_cycles.len()], before.earlier_cycles, "an earlier cycle changed");
    if matches!(act, "amend" | "move") {
        assert_eq!(after.state, before.state);
    }
}

/// Who submitted a rectification, by the entries and not by the record.
fn rectifiers(stamps: &[&Stamp]) -> BTreeSet<PersonId> {
    let submitted = stamps.iter().filter(|stamp| stamp.act == "submit_rectification");
    submitted.map(|stamp| stamp.actor.person).collect()
}

/// What must be true of a hazard that is closed.
fn closed_by_the_right_hands(hazard: &Hazard, stamps: &[&Stamp]) {
    let acceptors: BTreeSet<_> = hazard.acceptances.iter().map(|opinion| opinion.mark.by.person).collect();
    assert_eq!(acceptors.len(), if hazard.is_major() { 2 } else { 1 }, "{hazard:?}");
    assert!(acceptors.is_disjoint(&rectifiers(stamps)), "a rectifier accepted");
    assert!(!hazard.is_listed(), "closed before it was delisted");
    let Some(order) = &hazard.order else {
        // Fixed on the spot: general, before the eyes of government.
        assert!(!hazard.is_major() && hazard.acceptances[0].mark.by.layer != Layer::Enterprise);
        return;
    };
    let issuer = order.mark.by.layer;
    let by_enterprise = issuer == Layer::Enterprise;
    if hazard.rectification.as_ref().unwrap().fixer.is_some() {
        return;
    }
    assert!(by_enterprise || hazard.acceptances.iter().all(|opinion| opinion.mark.by.layer == issuer));
    assert!(!by_enterprise || (stamps[0].actor.layer == issuer && !hazard.is_major()), "found by government");
    if hazard.is_major() {
        assert!(hazard.has_approved_plan(), "a major one without an approved plan");
        assert!(order.responsibility.is_some() && order.funds_fen.is_some() && order.emergency_plan.is_some());
    }
}

/// What must be true of a hazard that is struck.
fn struck_by_the_right_hands(hazard: &Hazard, stamps: &[&Stamp]) {
    let voices: Vec<_> = hazard.void_voices.iter().map(|voice| voice.mark.by).collect();
    let (people, tiers): (BTreeSet<PersonId>, BTreeSet<Tier>) = voices.iter().map(|by| (by.person, by.tier)).unzip();
    let needed = if hazard.is_major() { 2 } else { 1 };
    assert_eq!((voices.len(), people.len(), tiers.len()), (needed, needed, needed));
    let reporter = stamps[0].actor.person;
    assert!(hazard.registered.is_none() || !people.contains(&reporter), "a reporter voided what is registered");
}

/// What must be true of the facets, whatever the state.
fn facets_in_the_right_hands(hazard: &Hazard) {
    for plan in hazard.plan.iter().chain(&hazard.returned_plans) {
        let judged = plan.approved.iter().chain(&plan.returned);
        judged.for_each(|opinion| assert_ne!(opinion.mark.by.organisation, plan.submitted.by.organisation));
    }
    for deferral in &hazard.deferrals {
        let (asked, decided) = (deferral.request.mark.by, deferral.decided.mark.by);
        assert!(decided.layer != Layer::Enterprise && asked.organisation != decided.organisation);
    }
    assert!(hazard.days_deferred() <= 90);
    for regrade in hazard.regrades.iter().filter(|regrade| regrade.to == Level::General) {
        let [first, second] = &regrade.voices[..] else { panic!("graded down by one voice") };
        let (first, second) = (first.mark.by, second.mark.by);
        assert!(first.layer == Layer::Department && second.person != first.person);
        assert_eq!(second.tier, first.tier.above());
    }
    for ended in &hazard.ended_supervisions {
        assert_eq!(ended.supervision.mark.by.organisation, ended.delisted.mark.by.organisation);
        assert!(ended.supervision.mark.by.tier >= Tier::County);
    }
    for ended in hazard.transfers.iter().filter(|ended| ended.answer != TransferAnswer::Settled) {
        assert_eq!(ended.transfer.to, ended.answered.by.organisation);
    }
    assert!(
        hazard.campaigns.iter().filter_map(|tag| tag.left.as_ref()).all(|left| left.mark.by.layer != Layer::Enterprise)
    );
    assert!(hazard.returns_in_a_row() < 2 || hazard.escalation.is_some());
}

fn live(tries: &[Try]) -> Desk {
    let mut desk = Desk::of("hazard");
    let mut before: Option<Hazard> = None;
    for one in tries {
        let Some(act) = attempt(&mut desk, *one, before.as_ref()) else { continue };
        let after: Hazard = desk.record();
        keeps_its_life(&act, before.as_ref(), &after);
        let stamps: Vec<_> = desk.done.iter().map(|done| &done.stamp).collect();
        assert!(stamps.iter().all(|stamp| !matches!(stamp.actor.layer, Layer::Auditor | Layer::Administrator)));
        facets_in_the_right_hands(&after);
        match after.state {
            Closed => closed_by_the_right_hands(&after, &stamps),
            Voided => struck_by_the_right_hands(&after, &stamps),
            _ => {}
        }
        before = Some(after);
    }
    desk
}

proptest! {
    #[test]
    fn a_hazard_keeps_its_promises_whoever_does_what(tries in tries(40)) {
        live(&tries).folds_again();
    }
}

/// The property above is worth something only if chance gets that far.
#[test]
fn chance_closes_and_strikes_major_hazards() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let lives = (0..1024).map(|_| live(&tries(40).new_tree(&mut runner).unwrap().current()));
    let lives: Vec<Desk> = lives.filter(|desk| desk.state.is_some()).collect();
    let orders_itself = |done: &Done| done.stamp.act == "order" && done.stamp.actor.layer == Layer::Enterprise;
    assert!(lives.iter().any(|desk| desk.done.iter().any(orders_itself)), "no internal one was ordered");
    let lives: Vec<Hazard> = lives.iter().map(Desk::record).collect();
    let count = |is: &dyn Fn(&Hazard) -> bool| lives.iter().filter(|hazard| is(hazard)).count();
    assert!(count(&|hazard| hazard.is_major() && hazard.acceptances.len() == 2) > 0, "no major one closed");
    assert!(count(&|hazard| hazard.is_major() && hazard.state == Voided) > 0, "no major one struck");
    assert!(count(&|hazard| hazard.cycle > 1) > 0, "none opened again");
    assert!(count(&|hazard| !hazard.ended_supervisions.is_empty()) > 0, "none delisted");
    assert!(count(&|hazard| !hazard.deferrals.is_empty()) > 0, "no deferral decided");
    assert!(
        count(&|hazard| hazard.regrades.iter().any(|regrade| regrade.to == Level::General)) > 0,
        "none graded down"
    );
    assert!(count(&|hazard| !hazard.transfers.is_empty()) > 0, "none transferred");
    assert!(count(&|hazard| hazard.campaigns.iter().any(|tag| !tag.stands())) > 0, "none left a campaign");
    let on_spot = |hazard: &Hazard| hazard.rectification.as_ref().is_some_and(|done| done.fixer.is_some());
    assert!(count(&on_spot) > 0, "none fixed on the spot");
}
