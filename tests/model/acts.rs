//! Random acts: some sound, some late, some nonsense.
use super::dice::Dice;
use super::world::Place;
use hazard_ledger::domain::act::{Base, Ordinal};
use hazard_ledger::domain::{Instant, RecordId};
use hazard_ledger::phone::{Draft, Phone};
use serde_json::{Value, json};

pub const SECTORS: [&str; 4] = ["fire", "hazardous_chemicals", "mine", "construction"];

/// Queues one act on the phone, of whatever its person comes upon.
pub fn queue_one(dice: &mut Dice, phone: &mut Phone, place: &Place, at: Instant) {
    match dice.below(10) {
        0..=2 => report(dice, phone, place, at),
        3 if dice.once_in(4) => register_enterprise(dice, phone, place, at),
        _ => upon_held(dice, phone, place, at),
    }
}

fn report(dice: &mut Dice, phone: &mut Phone, place: &Place, at: Instant) {
    let ledger = dice.pick(&place.units);
    let enterprise = (!dice.once_in(3)).then(|| dice.pick(&place.enterprises));
    let mut body = json!({
        "category": ["P2"], "description": "疏散通道堵塞", "found_at": at, "source": "daily",
        "sector": dice.pick(&SECTORS), "no_owner": enterprise.is_none(),
    });
    if let Some(enterprise) = enterprise {
        body["enterprise"] = json!(enterprise);
    }
    if dice.once_in(2) {
        body["level"] = json!(dice.pick(&["general", "major"]));
    }
    let draft =
        Draft { kind: "hazard", act: "report", record: RecordId::new(), ledger: Some(&ledger), base: None, body };
    phone.act(at, draft);
}

fn register_enterprise(dice: &mut Dice, phone: &mut Phone, place: &Place, at: Instant) {
    let ledger = dice.pick(&place.units);
    let body = json!({ "name": "赣州某厂", "uscc_is_missing": true, "sector": dice.pick(&SECTORS) });
    let draft =
        Draft { kind: "enterprise", act: "register", record: RecordId::new(), ledger: Some(&ledger), base: None, body };
    phone.act(at, draft);
}

fn upon_held(dice: &mut Dice, phone: &mut Phone, place: &Place, at: Instant) {
    let queued: Vec<_> = phone.queue.iter().map(|act| (act.record, act.kind.as_str().to_owned())).collect();
    let held: Vec<_> = phone.held.iter().map(|((_, id), held)| (*id, held.kind.clone())).collect();
    let known = if dice.once_in(3) && !queued.is_empty() { queued } else { held };
    if known.is_empty() || dice.once_in(40) {
        let draft = Draft {
            kind: "hazard",
            act: "amend",
            record: RecordId::new(),
            ledger: None,
            base: rev(1),
            body: json!({"place": "x"}),
        };
        phone.act(at, draft);
        return;
    }
    let (record, kind) = dice.pick(&known);
    let (act, body) = if kind == "hazard" { on_hazard(dice, place) } else { on_enterprise(dice, place) };
    let base = match dice.below(20) {
        0 => rev(1),
        1 => None,
        2 => rev(99),
        _ => phone.base(record),
    };
    phone.act(at, Draft { kind: &kind, act, record, ledger: None, base, body });
}

fn rev(n: i64) -> Option<Base> {
    Some(Base::Rev(Ordinal::try_from(n).unwrap()))
}

fn on_enterprise(dice: &mut Dice, place: &Place) -> (&'static str, Value) {
    match dice.below(4) {
        0 => ("move", json!({ "to": dice.pick(&place.units), "reason": "搬迁" })),
        1 => ("amend", json!({ "sector": dice.pick(&SECTORS) })),
        _ => ("amend", json!({ "name": format!("赣州第{}厂", dice.below(100)) })),
    }
}

fn on_hazard(dice: &mut Dice, place: &Place) -> (&'static str, Value) {
    match dice.below(16) {
        0..=2 => (
            "register",
            json!({
                "level": dice.pick(&["general", "general", "major"]), "sector": dice.pick(&SECTORS), "criterion": "判定标准",
                "owner": dice.pick(&place.enterprises), "lead_department": place.department,
            }),
        ),
        3 | 4 => (
            "order",
            json!({
                "deadline": "2027-12-31", "responsible_person": "张三", "measures": "清理通道", "responsibility": "主要负责人",
                "funds_fen": 100_000, "emergency_plan": "预案",
            }),
        ),
        5 | 6 => ("submit_rectification", json!({ "summary": "已清理", "cost_fen": dice.below(9) })),
        7 | 8 => ("accept", json!({ "opinion": "合格" })),
        9 => ("reject", json!({ "reasons": "不合格", "new_deadline": "2028-01-31" })),
        10 => ("void", json!({ "reason": "not_hazard" })),
        11 => ("reopen", json!({ "evidence": "复查", "deadline": "2028-01-31" })),
        12 => ("move", json!({ "to": dice.pick(&place.units), "reason": "属地有误" })),
        13 => ("amend", json!({ "sector": dice.pick(&SECTORS) })),
        14 => ("amend", json!({ "enterprise": dice.pick(&place.enterprises) })),
        _ => ("amend", json!({ "description": format!("通道堵塞 {}", dice.below(100)) })),
    }
}
