//! Hazards that the tests speak of, varied by `..`, and the desks on which they have come so far.
mod duties;
mod rectification;
mod registration;
mod sequences;
mod striking;

use super::*;
use crate::domain::kind::trial::*;
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
/// ... and rectified by the bakery.
fn rectified(graded: Graded) -> Desk {
    let mut desk = ordered(graded);
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
