//! Hazards that the tests speak of, varied by `..`, and the desks on which they have come so far.
mod campaigns;
mod clock;
mod court;
mod deferrals;
mod duties;
mod grading;
mod measuring;
mod on_spot;
mod plans;
mod rectification;
mod registration;
mod sequences;
mod striking;
mod supervision;
mod transfers;

use super::*;
use crate::domain::kind::trial::*;
use crate::domain::{Category, Level, OrganisationId, Sector, Source};
use serde::Serialize;
use serde_json::json;

#[derive(Debug, Clone, Serialize)]
struct Found {
    category: Vec<Category>,
    description: &'static str,
    found_at: &'static str,
    source: Source,
    enterprise: Option<OrganisationId>,
    no_owner: bool,
    sector: Option<Sector>,
    level: Option<Level>,
}

/// The bakery's escape route is full of flour.
fn blocked_exit() -> Found {
    Found {
        category: vec![Category::ElectricalFire],
        description: "疏散通道堵塞",
        found_at: "2026-11-23T09:00:00+08:00",
        source: Source::Daily,
        enterprise: Some(id(BAKERY)),
        no_owner: false,
        sector: Some(Sector::Fire),
        level: Some(Level::General),
    }
}

/// Nobody's slope above the road.
fn loose_slope() -> Found {
    Found { enterprise: None, no_owner: true, category: vec![Category::Collapse], ..blocked_exit() }
}

#[derive(Debug, Clone, Serialize)]
struct Graded {
    level: Level,
    sector: Sector,
    owner: OrganisationId,
    lead_department: OrganisationId,
    criterion: Option<&'static str>,
}

fn as_general() -> Graded {
    Graded {
        level: Level::General,
        sector: Sector::Fire,
        owner: id(BAKERY),
        lead_department: id(FIRE_DEPARTMENT),
        criterion: None,
    }
}

fn as_major() -> Graded {
    Graded { level: Level::Major, criterion: Some("重大火灾隐患判定方法 6.2"), ..as_general() }
}

#[derive(Debug, Clone, Serialize)]
struct Ordered {
    deadline: &'static str,
    responsible_person: &'static str,
    measures: &'static str,
    responsibility: Option<&'static str>,
    funds_fen: Option<i64>,
    emergency_plan: Option<&'static str>,
}

fn five_commitments() -> Ordered {
    Ordered {
        deadline: "2026-12-01",
        responsible_person: "王师傅",
        measures: "清理通道",
        responsibility: Some("法定代表人负责"),
        funds_fen: Some(120_000),
        emergency_plan: Some("停业疏散"),
    }
}

/// What a general hazard's order needs, and no more.
fn three_commitments() -> Ordered {
    Ordered { responsibility: None, funds_fen: None, emergency_plan: None, ..five_commitments() }
}

fn cleared() -> Value {
    json!({"summary": "已清理", "cost_fen": 80_000})
}
fn seen() -> Value {
    json!({"opinion": "现场复查合格"})
}
fn six_items() -> Value {
    json!({"items": {
        "goals": "通道畅通", "methods": "搬离货架", "funds_fen": 120_000, "materials": "手推车",
        "persons": "王师傅", "schedule": "十天", "safety": "停业期间专人看守",
    }})
}
fn later() -> Value {
    json!({"until": "2026-12-20", "reason": "设备未到货"})
}
fn granted() -> Value {
    json!({"is_granted": true, "opinion": "同意"})
}
fn up() -> Value {
    json!({"level": "major", "reason": "复核", "criterion": "判定方法 6.2"})
}
fn down() -> Value {
    json!({"level": "general", "reason": "复核后不构成重大隐患"})
}
fn handed_to(body: u128) -> Value {
    json!({"to": id::<()>(body), "legal_ground": "安全生产法第十条"})
}
fn listing(level: &str) -> Value {
    json!({
        "level": level, "units": ["面包坊"], "document_number": "安委〔2026〕3号",
        "deadline": "2027-01-31", "publication": "区政府网站",
    })
}
fn delisting() -> Value {
    json!({"opinion": "验收合格", "document_number": "安委〔2026〕9号"})
}
fn halted() -> Value {
    json!({"what": "halt_production", "part": "二楼车间", "from_on": "2026-11-24"})
}
/// A photo by its number.
fn photo(n: u128, role: &str) -> Value {
    json!({"id": id::<()>(n), "sha256": format!("{n:064x}"), "size": 81_234, "media_type": "image/jpeg", "role": role})
}
fn on_the_spot() -> Value {
    json!({
        "fixer": "王师傅", "measures": "当场搬离", "opinion": "合格",
        "photos": [photo(1, "before"), photo(2, "after")],
    })
}
fn not_done() -> Value {
    json!({"reasons": "仍有杂物", "new_deadline": "2026-12-10"})
}
fn blocked_again() -> Value {
    json!({"evidence": "再次堵塞", "deadline": "2026-12-20"})
}
fn struck(reason: &str) -> Value {
    json!({"reason": reason})
}

/// Reported by the township's officer.
fn reported(found: Found) -> Desk {
    let mut desk = Desk::of("hazard");
    desk.does(&officer(), "report", found).unwrap();
    desk
}
/// ... and graded by the fire department.
fn registered(graded: Graded) -> Desk {
    let mut desk = reported(blocked_exit());
    desk.does(&fire_department(), "register", graded).unwrap();
    desk
}
/// ... and ordered by the township.
fn ordered(graded: Graded) -> Desk {
    let mut desk = registered(graded);
    desk.does(&officer(), "order", five_commitments()).unwrap();
    desk
}
/// ... and planned by the bakery, which the township approves.
fn planned(graded: Graded) -> Desk {
    let mut desk = ordered(graded);
    desk.does(&safety_officer(), "submit_plan", six_items()).unwrap();
    desk.does(&officer(), "approve_plan", seen()).unwrap();
    desk
}
/// ... and rectified by the bakery; a major one by an approved plan.
fn rectified(graded: Graded) -> Desk {
    let mut desk = if graded.level == Level::Major { planned(graded) } else { ordered(graded) };
    desk.does(&safety_officer(), "submit_rectification", cleared()).unwrap();
    desk
}
/// ... and accepted.
fn closed() -> Desk {
    let mut desk = rectified(as_general());
    desk.does(&second_officer(), "accept", seen()).unwrap();
    desk
}
/// Found, registered and ordered by the bakery itself.
fn internal() -> Desk {
    let mut desk = Desk::of("hazard");
    desk.does(&safety_officer(), "report", blocked_exit()).unwrap();
    desk.does(&safety_officer(), "order", three_commitments()).unwrap();
    desk
}

/// Where the record stands.
fn stands(desk: &Desk) -> HazardState {
    desk.record::<Hazard>().state
}
