//! Blind zones: enterprises that nobody answers for, leaders that do not come, units that are silent.
use super::blind_spots::{BlindSpot, Zone};
use super::coverage::inspected;
use super::ground::{Ground, listed, of_kind};
use super::silence::{self, SilenceZone};
use crate::domain::canonical::typed;
use crate::domain::document::state_of;
use crate::domain::kind::Assignment;
use crate::domain::posting::{AsOf, Clock};
use crate::domain::report::Period;
use crate::domain::scope::Subject;
use crate::domain::search::{Filter, Span};
use crate::domain::{Day, Instant, RecordId, RegionCode, RegionId};
use crate::services::Outcome;
use crate::services::index::Index;
use crate::store::Conn;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// So many documents are read by a statement.
const PAGE: usize = 1000;

/// What is asked for.
#[derive(Debug)]
pub struct AskedZones {
    pub region: RegionCode,
    pub period: Period,
    pub as_of: Option<AsOf>,
    /// This zone alone, from the record after `after` on.
    pub zone: Option<Zone>,
    pub after: Option<RecordId>,
    pub after_unit: Option<RegionId>,
    pub limit: usize,
}

/// A zone: how many records there are, and a page of them by id.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlindZone {
    #[schema(inline)]
    pub zone: Zone,
    pub count: usize,
    pub items: Vec<BlindSpot>,
    /// Send this back as `after`, with the zone; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<RecordId>,
}

/// All that is blind of what the person sees.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlindZones {
    pub region: RegionId,
    pub from_on: Day,
    pub to_on: Day,
    /// The moment as of which it was made.
    pub as_of: Instant,
    /// What had been learned by then, or what had been done by then.
    pub as_of_clock: Clock,
    pub zones: Vec<BlindZone>,
    pub silence: SilenceZone,
}

/// No visit is overdue before its day has passed, however late the period ends.
pub fn blind_zones(
    conn: &mut Conn,
    index: &Index,
    subject: &Subject,
    asked: &AskedZones,
    now: Instant,
) -> Outcome<BlindZones> {
    let AsOf { clock: as_of_clock, at: as_of } = AsOf::or_now(asked.as_of, now);
    let ground = Ground::of(conn, index, subject, &asked.region)?;
    let ground = ground.at(conn, asked.as_of, now, &["enterprise", "inspection", "assignment", "hazard"])?;
    let mut found = of_enterprises(conn, &ground, asked.period)?;
    found.extend(of_assignments(conn, &ground, asked.period, as_of.day())?);
    let mut zones = Vec::new();
    for zone in Zone::ALL.iter().filter(|zone| asked.zone.is_none_or(|wanted| wanted == **zone)) {
        let ids = found.remove(zone).unwrap_or_default();
        zones.push(page(conn, &ground, *zone, ids, asked)?);
    }
    let silence = silence::zone(conn, &ground, asked.period, asked.after_unit, asked.limit)?;
    let (from_on, to_on) = (asked.period.first_on(), asked.period.last_on());
    Ok(BlindZones { region: ground.region, from_on, to_on, as_of, as_of_clock, zones, silence })
}

type Found = BTreeMap<Zone, Vec<RecordId>>;

fn of_enterprises(conn: &mut Conn, ground: &Ground, period: Period) -> Outcome<Found> {
    let inspected = inspected(conn, ground, period)?;
    let led = ground.led(conn)?;
    let mut found = Found::new();
    ground.each(conn, &listed(), |_, enterprise| {
        let own = enterprise.id.cast();
        let zones = [
            (Zone::NoDepartment, enterprise.owner.is_none()),
            (Zone::NoLocation, !enterprise.is_located),
            (Zone::NotInspected, !inspected.contains(&own)),
            (Zone::NoLeader, enterprise.category.is_some() && !led.contains(&own)),
        ];
        for (zone, _) in zones.into_iter().filter(|(_, is_blind)| *is_blind) {
            found.entry(zone).or_default().push(enterprise.id);
        }
    })?;
    Ok(found)
}

fn of_assignments(conn: &mut Conn, ground: &Ground, period: Period, today: Day) -> Outcome<Found> {
    let active = || of_kind("assignment", Some("active"));
    let due = Span { from: None, to: Some(period.last_on().min(today).plus_days(-1)) };
    let (mut late, mut all) = (Vec::new(), Vec::new());
    ground.each(conn, &Filter { due, ..active() }, |_, assignment| late.push(assignment.id))?;
    ground.each(conn, &active(), |_, assignment| all.push(assignment.id))?;
    let mut unvisited = Vec::new();
    for ids in all.chunks(PAGE) {
        let rows = ground.rows(conn, ids)?;
        let is_unvisited = |document: &str| {
            typed::<Assignment>(&state_of(document)).is_ok_and(|assignment| !was_visited(&assignment, period))
        };
        unvisited.extend(rows.into_values().filter(|row| is_unvisited(&row.document)).map(|row| row.id));
    }
    Ok(Found::from([(Zone::NotVisited, unvisited), (Zone::VisitOverdue, late)]))
}

/// Whether the present leader came, or had the target only afterwards.
fn was_visited(assignment: &Assignment, period: Period) -> bool {
    let leader = assignment.leader.person;
    let mut visits = assignment.visits.iter().filter(|visit| visit.mark.by.person == leader);
    assignment.from_on > period.last_on() || visits.any(|visit| period.contains(visit.visited_on))
}

fn page(
    conn: &mut Conn,
    ground: &Ground,
    zone: Zone,
    mut ids: Vec<RecordId>,
    asked: &AskedZones,
) -> Outcome<BlindZone> {
    let count = ids.len();
    let after = asked.after.filter(|_| asked.zone.is_some());
    ids.retain(|id| after.is_none_or(|after| after < *id));
    ids.sort_unstable();
    let has_more = ids.len() > asked.limit;
    ids.truncate(asked.limit);
    let next = ids.last().copied().filter(|_| has_more);
    let items = ground.rows(conn, &ids)?.into_values().map(BlindSpot::from).collect();
    Ok(BlindZone { zone, count, items, next })
}
