//! Random acts: some sound, some late, some nonsense.
use super::dice::Dice;
use super::world::Place;
use hazard_ledger::domain::act::{Base, Ordinal, SentAct};
use hazard_ledger::domain::{Instant, RecordId, RegionCode};
use hazard_ledger::phone::{Draft, Held, Phone};
use serde_json::{Value, json};

pub const SECTORS: [&str; 4] = ["fire", "hazardous_chemicals", "mine", "construction"];

/// Queues one act on the phone, of whatever its person comes upon; mostly in one of its own units.
pub fn queue_one(dice: &mut Dice, phone: &mut Phone, place: &Place, own: &[RegionCode], at: Instant) {
    let units = if own.is_empty() || dice.once_in(8) { &place.units } else { own };
    match dice.below(10) {
        0 | 1 => report(dice, phone, place, units, at),
        2 if dice.once_in(4) => register_enterprise(dice, phone, units, at),
        3 if dice.once_in(2) => inspect(dice, phone, place, units, at),
        _ => upon_known(dice, phone, place, units, at),
    }
}

fn report(dice: &mut Dice, phone: &mut Phone, place: &Place, units: &[RegionCode], at: Instant) {
    let ledger = dice.pick(units);
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

fn register_enterprise(dice: &mut Dice, phone: &mut Phone, units: &[RegionCode], at: Instant) {
    let unit = dice.pick(units);
    list_enterprise(dice, phone, RecordId::new(), &unit, at);
}

/// Puts an enterprise on a unit's register.
pub fn list_enterprise(dice: &mut Dice, phone: &mut Phone, record: RecordId, unit: &RegionCode, at: Instant) {
    let body = json!({ "name": "赣州某厂", "uscc_is_missing": true, "sector": dice.pick(&SECTORS) });
    phone.act(at, Draft { kind: "enterprise", act: "register", record, ledger: Some(unit), base: None, body });
}

fn inspect(dice: &mut Dice, phone: &mut Phone, place: &Place, units: &[RegionCode], at: Instant) {
    let (ledger, enterprise) = (dice.pick(units), dice.pick(&place.enterprises));
    let about = json!({
        "inspection_type": "enforcement", "subject": "赣州某厂", "enterprise": enterprise, "sector": dice.pick(&SECTORS),
    });
    let body = json!({ "about": about, "visit": { "visited_at": at, "team": [{ "name": "张三" }] } });
    let (record, ledger) = (RecordId::new(), Some(&ledger));
    phone.act(at, Draft { kind: "inspection", act: "visit_unplanned", record, ledger, base: None, body });
}

/// A record that the phone knows of.
#[derive(Clone)]
struct Known {
    record: RecordId,
    kind: String,
    state: String,
    enterprise: Value,
}

fn held(phone: &Phone) -> Vec<Known> {
    let known = |(id, held): (RecordId, &Held)| Known {
        record: id,
        kind: held.kind.clone(),
        state: held.document["state"].as_str().unwrap().to_owned(),
        enterprise: held.document["enterprise"].clone(),
    };
    phone.held.iter().map(|((_, id), held)| known((*id, held))).collect()
}

fn queued(phone: &Phone) -> Vec<Known> {
    let known = |act: &SentAct| Known {
        record: act.record,
        kind: act.kind.as_str().to_owned(),
        state: "reported".to_owned(),
        enterprise: serde_json::from_str::<Value>(act.body.get()).unwrap()["enterprise"].clone(),
    };
    phone.queue.iter().map(known).collect()
}

fn upon_known(dice: &mut Dice, phone: &mut Phone, place: &Place, units: &[RegionCode], at: Instant) {
    if dice.once_in(60) {
        let body = json!({ "place": "x" });
        let unknown = Draft { kind: "hazard", act: "amend", record: RecordId::new(), ledger: None, base: rev(1), body };
        phone.act(at, unknown);
        return;
    }
    let (held, queued) = (held(phone), queued(phone));
    let all = if held.is_empty() || dice.once_in(4) { queued } else { held };
    if all.is_empty() {
        return report(dice, phone, place, units, at);
    }
    let known = dice.pick(&all);
    let (act, body) = match known.kind.as_str() {
        "hazard" => on_hazard(dice, place, &known),
        "inspection" => on_inspection(dice),
        _ => on_enterprise(dice, place),
    };
    let base = match dice.below(20) {
        0 => rev(1),
        1 => None,
        2 => rev(99),
        _ => phone.base(known.record),
    };
    phone.act(at, Draft { kind: &known.kind, act, record: known.record, ledger: None, base, body });
}

/// An act on a record that the phone knows of by hearsay.
pub fn amend_foreign(dice: &mut Dice, phone: &mut Phone, record: RecordId, at: Instant) {
    let base = phone.base(record).or(rev(1));
    let body = match dice.below(3) {
        0 => json!({ "place": format!("{}楼", dice.below(100)) }),
        1 => json!({ "sector": dice.pick(&SECTORS) }),
        _ => json!({ "description": format!("通道堵塞 {}", dice.below(100)) }),
    };
    phone.act(at, Draft { kind: "hazard", act: "amend", record, ledger: None, base, body });
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

/// Most of it has consequences for the enterprise, wherever that lies by now.
fn on_inspection(dice: &mut Dice) -> (&'static str, Value) {
    let document = format!("停{}", dice.below(4));
    let measure = dice.pick(&["halt", "halt", "halt", "closure", "exposure"]);
    match dice.below(4) {
        0 => ("amend", json!({ "sector": dice.pick(&SECTORS) })),
        1 => ("lift", json!({ "document_number": document, "opinion": "整改完毕" })),
        _ => (
            "enforce",
            json!({ "measure": measure, "document_number": document, "from_on": "2026-11-24", "detail": "重大隐患" }),
        ),
    }
}

/// The hazard's enterprise, or whichever.
fn owner(dice: &mut Dice, place: &Place, known: &Known) -> Value {
    if known.enterprise.is_null() || dice.once_in(6) {
        json!(dice.pick(&place.enterprises))
    } else {
        known.enterprise.clone()
    }
}

/// Mostly what the hazard's state allows, as the phone knows it.
fn fitting(dice: &mut Dice, state: &str) -> usize {
    let fitting: &[usize] = match state {
        "reported" => &[0, 0, 0, 10, 12, 13, 14, 15],
        "registered" => &[3, 3, 3, 10, 13, 15],
        "rectifying" => &[5, 5, 12, 15],
        "pending_acceptance" => &[7, 7, 9, 15],
        "closed" => &[11],
        _ => &[10],
    };
    if dice.once_in(6) { dice.below(16) } else { dice.pick(fitting) }
}

fn on_hazard(dice: &mut Dice, place: &Place, known: &Known) -> (&'static str, Value) {
    match fitting(dice, &known.state) {
        0..=2 => (
            "register",
            json!({
                "level": dice.pick(&["general", "general", "major"]), "sector": dice.pick(&SECTORS), "criterion": "判定标准",
                "owner": owner(dice, place, known), "lead_department": place.department,
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
