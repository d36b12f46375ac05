//! What holds for every kind.
mod examples;

use super::trial::*;
use super::*;
use crate::domain::entry::{Actor, Decided, Stamp};
use serde_json::{Map, json};
use std::collections::BTreeSet;

/// The engine puts these into the document beside the state's own fields.
const RESERVED: &[&str] = &["id", "kind", "ledger", "rev", "seq", "hash", "created_at", "updated_at"];

fn photo(n: u128, role: &str) -> Value {
    json!({"id": id::<()>(n), "sha256": format!("{n:064x}"), "size": 1, "media_type": "image/jpeg", "role": role})
}

fn found() -> Value {
    let location = json!({"lon": 1149345678, "lat": 258312345, "coord_sys": "wgs84"});
    json!({
        "category": ["P2"], "description": "疏散通道堵塞", "found_at": "2026-11-23T09:00:00+08:00", "source": "daily",
        "enterprise": id::<()>(BAKERY), "sector": "fire", "place": "一楼", "location": location, "level": "major",
    })
}

/// Every field that a hazard may have, over all of its acts.
fn hazard_acts() -> Vec<(&'static str, Value)> {
    let (owner, department) = (id::<()>(BAKERY), id::<()>(FIRE_DEPARTMENT));
    let graded =
        json!({"level": "major", "sector": "fire", "owner": owner, "lead_department": department, "criterion": "6.2"});
    let order = json!({
        "deadline": "2026-12-01", "responsible_person": "王师傅", "measures": "清理通道",
        "responsibility": "法定代表人", "funds_fen": 100, "emergency_plan": "停业疏散",
    });
    let cleared = json!({"summary": "已清理", "cost_fen": 100});
    let plan = json!({"items": {
        "goals": "畅通", "methods": "搬离", "funds_fen": 1, "materials": "手推车", "persons": "王师傅",
        "schedule": "十天", "safety": "看守",
    }});
    let to = id::<()>(FIRE_DEPARTMENT);
    vec![
        ("report", found()),
        ("void", json!({"reason": "test", "note": "误报"})),
        ("register", graded),
        ("void", json!({"reason": "test", "note": "误报"})),
        ("transfer", json!({"to": to, "sector": "fire", "legal_ground": "安全生产法第十条"})),
        ("return_transfer", json!({"reason": "不属职责"})),
        ("transfer", json!({"to": to, "legal_ground": "安全生产法第十条"})),
        ("return_transfer", json!({"reason": "不属职责"})),
        ("settle_transfer", json!({"lead": to, "reason": "明确职责"})),
        ("transfer", json!({"to": to, "legal_ground": "安全生产法第十条"})),
        ("accept_transfer", json!({})),
        ("regrade", json!({"level": "general", "reason": "复核"})),
        ("regrade", json!({"level": "general", "reason": "复核"})),
        ("regrade", json!({"level": "major", "reason": "复核", "criterion": "6.2"})),
        ("order", order),
        ("submit_plan", plan.clone()),
        ("return_plan", json!({"reasons": "缺预案"})),
        ("submit_plan", plan),
        ("approve_plan", json!({"opinion": "同意"})),
        ("progress", json!({"note": "过半", "percent": 50, "spent_fen": 5, "photos": [photo(1, "scene")]})),
        ("request_deferral", json!({"until": "2026-12-09", "reason": "未到货"})),
        ("decide_deferral", json!({"is_granted": true, "opinion": "同意"})),
        ("set_interim_controls", json!({"measures": "看守", "watcher": "李四"})),
        ("suspend", json!({"what": "stop_use", "part": "二楼", "from_on": "2026-11-24"})),
        ("lift_suspension", json!({"opinion": "可恢复"})),
        (
            "list",
            json!({
                "level": "county", "units": ["面包坊"], "document_number": "3号", "deadline": "2027-01-31",
                "publication": "网站",
            }),
        ),
        ("delist", json!({"opinion": "合格", "document_number": "9号"})),
        ("join_campaign", json!({"campaign": id::<()>(7), "note": "夏季攻势"})),
        ("leave_campaign", json!({"campaign": id::<()>(7), "reason": "误标"})),
        ("amend", json!({"place": "二楼"})),
        ("move", json!({"to": "360702101000", "reason": "边界调整"})),
        ("submit_rectification", cleared.clone()),
        ("reject", json!({"reasons": "仍有杂物", "new_deadline": "2026-12-10"})),
        ("submit_rectification", cleared),
        ("accept", json!({"opinion": "合格"})),
        ("accept", json!({"opinion": "合格"})),
        ("reopen", json!({"evidence": "再次堵塞", "deadline": "2026-12-20"})),
        (
            "fix_on_spot",
            json!({
                "fixer": "王师傅", "measures": "搬离", "opinion": "合格", "photos": [photo(2, "before"), photo(3, "after")],
            }),
        ),
    ]
}

fn enterprise_acts() -> Vec<(&'static str, Value)> {
    let location = json!({"lon": 1149345678, "lat": 258312345, "coord_sys": "wgs84"});
    let listing = json!({
        "name": "面包坊", "uscc": "91350100M000100Y43", "sector": "commerce", "department": id::<()>(FIRE_DEPARTMENT),
        "address": "红旗大道1号", "location": location, "key_target": "place", "industry": "C", "employees": 12,
        "contact": {"name": "王师傅", "phone": "0797-1234567"}, "is_covered": false,
    });
    let ground = |from_on: bool| {
        let mut body = json!({"inspection": id::<()>(9), "document_number": "停1", "reason": "重大隐患"});
        if from_on {
            body["from_on"] = json!("2026-11-24");
        }
        body
    };
    vec![
        ("register", listing),
        ("amend", json!({"name": "吉祥面包坊"})),
        ("move", json!({"to": "360702101000", "reason": "搬迁"})),
        ("halt", ground(true)),
        ("lift_halt", ground(false)),
        ("close_down", ground(true)),
        ("strike", json!({"reason": "test"})),
    ]
}

fn risk_point_acts() -> Vec<(&'static str, Value)> {
    let location = json!({"lon": 1149345678, "lat": 258312345, "coord_sys": "wgs84"});
    let assessment = json!({"colour": "red", "method": "lec", "basis": "L3 E6 C15"});
    let controls = json!({"measures": "点检", "owners": {"enterprise": "李总"}});
    vec![
        (
            "register",
            json!({
                "name": "烤炉", "enterprise": id::<()>(BAKERY), "sector": "fire", "place": "后厨", "location": location,
                "accident_types": ["fire"], "assessment": assessment, "controls": controls,
            }),
        ),
        ("assess", json!({"assessment": assessment, "photos": [photo(1, "scene")]})),
        ("set_controls", json!({"controls": controls})),
        ("control_failed", json!({"hazard": id::<()>(9), "control": "点检"})),
        ("amend", json!({"place": "二楼"})),
        ("move", json!({"to": "360702101000", "reason": "搬迁"})),
        ("close", json!({"reason": "已拆除"})),
        ("reopen", json!({"reason": "重新启用"})),
    ]
}

fn inspection_acts() -> Vec<(&'static str, Value)> {
    let location = json!({"lon": 1149345678, "lat": 258312345, "coord_sys": "wgs84"});
    let about = json!({"inspection_type": "enforcement", "subject": "面包坊", "enterprise": id::<()>(BAKERY), "sector": "fire"});
    let visit = json!({
        "visited_at": "2026-11-23T09:00:00+08:00", "team": [{"name": "张三"}], "accompanied_by": {"name": "王师傅"},
        "checklist": [{"item": "通道", "is_in_order": false}], "location": location,
        "photos": [photo(1, "scene")],
    });
    let fine = json!({"document_number": "罚1", "amount_fen": 50_000, "legal_ground": "安全生产法第九十九条"});
    let halt = json!({"measure": "halt", "document_number": "停1", "from_on": "2026-11-23", "detail": "停产整顿"});
    vec![
        ("plan", json!({"about": about, "planned_on": "2026-11-23"})),
        ("amend", json!({"subject": "面包坊"})),
        ("move", json!({"to": "360702101000", "reason": "搬迁"})),
        ("visit", visit.clone()),
        ("add_finding", json!({"hazard": id::<()>(9), "note": "通道堵塞"})),
        ("enforce", halt),
        ("lift", json!({"document_number": "停1", "opinion": "可恢复"})),
        ("issue_fine", fine),
        ("pay_fine", json!({"document_number": "罚1", "amount_fen": 20_000, "paid_on": "2026-11-24"})),
        ("waive_fine", json!({"document_number": "罚1", "reason": "困难"})),
        ("document", json!({"document_number": "检1", "conclusion": "责令整改"})),
        ("cancel", json!({"reason": "改期"})),
    ]
}

/// Acts that begin a record in another way than its examples do.
fn other_beginnings() -> Vec<(&'static str, Value)> {
    let about = json!({"inspection_type": "leader", "subject": "广场", "no_owner": true});
    let visit = json!({"visited_at": "2026-11-23T09:00:00+08:00", "team": [{"name": "张三"}]});
    vec![("visit_unplanned", json!({"about": about, "visit": visit}))]
}

/// A new kind without examples here fails the tests below.
fn examples(kind: &str) -> Vec<(&'static str, Value)> {
    match kind {
        "hazard" => hazard_acts(),
        "enterprise" => enterprise_acts(),
        "risk_point" => risk_point_acts(),
        "inspection" => inspection_acts(),
        "accident" => examples::accident_acts(),
        "flag_round" => examples::flag_round_acts(),
        "assignment" => examples::assignment_acts(),
        "campaign" => examples::campaign_acts(),
        "finding" => examples::finding_acts(),
        "program" => examples::program_acts(),
        "exposure" => examples::exposure_acts(),
        _ => Vec::new(),
    }
}

/// Folds the examples of a kind, whoever may do them; gives the state after each.
fn states(kind: &dyn Kind) -> Vec<Map<String, Value>> {
    let mut state = None;
    let mut fold = |(act, body): &(&str, Value)| {
        let after = kind.fold(state.as_ref(), &stamp(kind, act), &decided(act), body).unwrap();
        state.insert(after).as_object().unwrap().clone()
    };
    examples(kind.name()).iter().map(&mut fold).collect()
}

/// What the server decides with the examples, whatever the kind asks for.
fn decided(act: &str) -> Decided {
    let decided = Decided::default().with(NUMBER, "1").with("on", "2026-11-23").with("region", "360702100000");
    match act {
        "open" => decided.with("rule", examples::flag_rule()),
        "assign" | "hand_over" | "add_visit" => decided.with("visit_months", 3).with("visited_on", "2026-11-23"),
        "draft" | "add_item" => decided.with("items", json!([{"unit": "360702100000", "sector": "fire"}])),
        "raise" => decided.with("about_kind", "hazard").with("enterprise", id::<()>(BAKERY)).with("sector", "fire"),
        _ => decided,
    }
}

fn stamp(kind: &dyn Kind, act: &str) -> Stamp {
    let actor = Actor { person: id(1), organisation: id(2), layer: Layer::Territorial, tier: Tier::Township };
    let at = Instant::from_millis(1_763_860_502_120);
    Stamp {
        ledger: RegionId(360702100000),
        seq: 1,
        act_id: id(3),
        kind: kind.name().into(),
        act: act.into(),
        record: id(4),
        rev: 1,
        actor,
        device: None,
        client_seq: None,
        at,
        received_at: at,
        resolves: None,
    }
}

#[test]
fn every_act_of_every_kind_has_an_example() {
    for kind in ALL {
        let others = if kind.name() == "inspection" { other_beginnings() } else { Vec::new() };
        others.iter().for_each(|(act, body)| assert!(kind.creates(act) && kind.read(act, body).is_ok()));
        let all = examples(kind.name()).into_iter().chain(others);
        let shown: BTreeSet<_> = all.map(|(act, _)| act).collect();
        assert_eq!(shown, kind.acts().iter().copied().collect(), "{}", kind.name());
    }
}

#[test]
fn no_state_takes_a_field_name_of_the_document() {
    for kind in ALL {
        for state in states(*kind) {
            let taken: Vec<_> = RESERVED.iter().filter(|name| state.contains_key(**name)).collect();
            assert!(taken.is_empty(), "{} takes {taken:?}", kind.name());
        }
    }
}

#[test]
fn fields_that_merge_or_decide_are_fields_of_the_state() {
    for kind in ALL {
        let known: BTreeSet<String> = states(*kind).into_iter().flatten().map(|(name, _)| name).collect();
        let decided_upon = kind.acts().iter().flat_map(|act| kind.decided_upon(act));
        for name in kind.merging().iter().chain(decided_upon) {
            assert!(known.contains(*name), "{} has no field {name}", kind.name());
        }
    }
}

#[test]
fn every_kind_has_one_name_and_is_found_by_it() {
    for kind in ALL {
        assert!(find(kind.name()).is_some_and(|found| found.acts() == kind.acts()));
        assert_eq!(ALL.iter().filter(|other| other.name() == kind.name()).count(), 1);
        assert!(kind.acts().iter().any(|act| kind.creates(act)), "nothing makes a {}", kind.name());
        assert!(kind.read("burn", &json!({})).is_err());
    }
    assert!(find("unicorn").is_none());
}

#[test]
fn measures_are_declared_once_and_named_after_their_kind() {
    let mut names = BTreeSet::new();
    for kind in ALL {
        let declared: BTreeSet<_> = kind.measured().iter().map(|measured| measured.name).collect();
        for measured in kind.measured() {
            assert!(measured.name.strip_prefix(kind.name()).is_some_and(|rest| rest.starts_with('.')), "{measured:?}");
            assert!(names.insert(measured.name), "{} is declared twice", measured.name);
        }
        for state in states(*kind) {
            let measures = kind.measures(id(4), &Value::Object(state)).unwrap();
            let unknown: Vec<_> = measures.iter().filter(|measure| !declared.contains(measure.name)).collect();
            assert!(unknown.is_empty(), "{} does not declare {unknown:?}", kind.name());
        }
    }
}

#[test]
fn every_kind_numbers_its_records_in_a_series_of_its_own() {
    let series: BTreeSet<_> = ALL.iter().map(|kind| kind.series()).collect();
    assert_eq!(series.len(), ALL.len());
}
