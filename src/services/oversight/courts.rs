//! In whose court what is late lies: of each layer and unit, how much is due soon or overdue, and how late.
use super::ground::{Ground, of_kind};
use crate::domain::canonical::typed;
use crate::domain::document::state_of;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::kind::Hazard;
use crate::domain::kind::hazard::{Court, NextToAct};
use crate::domain::policy::{self, Policy};
use crate::domain::posting::{AsOf, Clock};
use crate::domain::scope::Subject;
use crate::domain::{Day, Instant, OrganisationId, OrganisationKind, RecordId, RegionCode, RegionId};
use crate::services::index::Index;
use crate::services::{Outcome, policies};
use crate::store::record::RecordRow;
use crate::store::{Conn, coverage, territory};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// So many documents are read by a statement, and so many hazards are looked at by a report.
const PAGE: usize = 1000;
const MOST: usize = 50_000;

/// Days late, by which what is overdue is sorted; the last bucket has no end.
const BUCKETS: [i64; 4] = [1, 8, 31, 91];

/// What is asked for.
#[derive(Debug)]
pub struct AskedOverdue {
    pub region: RegionCode,
    /// The day of `as_of` where left out, or else today.
    pub on: Option<Day>,
    pub as_of: Option<AsOf>,
}

/// How much is late by so many calendar days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct LateBucket {
    pub from_days: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_days: Option<i64>,
    pub count: usize,
}

/// What lies in a layer's court.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CourtTally {
    #[schema(inline)]
    pub court: Court,
    pub due_soon: usize,
    pub overdue: usize,
    pub late: Vec<LateBucket>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitCourts {
    pub unit: RegionId,
    pub unit_name: String,
    pub courts: Vec<CourtTally>,
}

/// Open hazards of which something is due soon or overdue, by who has to act next. Each counts once, by
/// what is latest. `/v1/warnings` tells the records.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverdueReport {
    pub region: RegionId,
    pub on: Day,
    /// The moment as of which it was made.
    pub as_of: Instant,
    /// What had been learned by then, or what had been done by then.
    pub as_of_clock: Clock,
    /// Open hazards that were looked at.
    pub looked_at: usize,
    /// False where there are more open hazards than a report looks at: ask for a smaller region.
    pub is_complete: bool,
    pub courts: Vec<CourtTally>,
    /// Units without anything are left out.
    pub units: Vec<UnitCourts>,
}

/// A hazard that is late or will be.
struct Late {
    unit: RegionId,
    next: NextToAct,
    /// Calendar days overdue; nothing where it is only near.
    days: Option<i64>,
}

/// What is late on a day, at most a year from the moment that is looked at.
pub fn overdue(
    conn: &mut Conn,
    index: &Index,
    subject: &Subject,
    asked: &AskedOverdue,
    now: Instant,
) -> Outcome<OverdueReport> {
    let AsOf { clock: as_of_clock, at: as_of } = AsOf::or_now(asked.as_of, now);
    let on = asked.on.unwrap_or(as_of.day());
    if on.days_until(as_of.day()).abs() > 366 {
        return Err(Fault::new(FaultCode::BadRequest, "a day within a year from today, or from `as_of`")
            .at("on")
            .into());
    }
    let ground = Ground::of(conn, index, subject, &asked.region)?.at(conn, asked.as_of, now, &["hazard"])?;
    let mut open: Vec<RecordId> = Vec::new();
    let states = of_kind("hazard", Some("reported,registered,rectifying,pending_acceptance"));
    ground.each(conn, &states, |_, hazard| open.push(hazard.id))?;
    open.sort_unstable();
    let is_complete = open.len() <= MOST;
    open.truncate(MOST);
    let late = late(conn, &ground, &open, on)?;
    let courts = in_courts(conn, late)?;
    let all = courts.iter().map(|(_, court, days)| (*court, *days));
    let (region, looked_at) = (ground.region, open.len());
    let (courts, units) = (tallies(all), by_unit(conn, &courts)?);
    Ok(OverdueReport { region, on, as_of, as_of_clock, looked_at, is_complete, courts, units })
}

fn late(conn: &mut Conn, ground: &Ground, open: &[RecordId], on: Day) -> Outcome<Vec<Late>> {
    let mut known: BTreeMap<RegionId, Policy> = BTreeMap::new();
    let mut late = Vec::new();
    for ids in open.chunks(PAGE) {
        let rows = ground.rows(conn, ids)?;
        let ledgers: BTreeSet<_> =
            rows.values().map(|row| row.ledger).filter(|ledger| !known.contains_key(ledger)).collect();
        let ledgers: Vec<_> = ledgers.into_iter().collect();
        let mut policies = policies::known_of_ledgers(conn, &ledgers, on, ground.moment())?;
        let policy = |ledger| (ledger, policies.remove(&ledger).unwrap_or_else(|| policy::STANDARD.clone()));
        known.extend(ledgers.into_iter().map(policy));
        late.extend(rows.values().filter_map(|row| late_of(row, known.get(&row.ledger)?, on)));
    }
    Ok(late)
}

fn late_of(row: &RecordRow, policy: &Policy, on: Day) -> Option<Late> {
    let hazard: Hazard = typed(&state_of(&row.document)).ok()?;
    // Something overdue comes before whatever is only near.
    let days = hazard.due(policy, on).iter().map(|warning| warning.days_overdue).max()?;
    Some(Late { unit: row.ledger, next: hazard.next_to_act()?, days })
}

type InCourt = (RegionId, Court, Option<i64>);

fn in_courts(conn: &mut Conn, late: Vec<Late>) -> Outcome<Vec<InCourt>> {
    let bodies: BTreeSet<OrganisationId> = late
        .iter()
        .filter_map(|one| match one.next {
            NextToAct::Body(body) => Some(body),
            NextToAct::Layer(_) => None,
        })
        .collect();
    let bodies: Vec<_> = bodies.into_iter().collect();
    let mut kinds = BTreeMap::new();
    for some in bodies.chunks(PAGE) {
        kinds.extend(coverage::organisations(conn, some)?);
    }
    let court = |next: NextToAct| match next {
        NextToAct::Layer(court) => court,
        NextToAct::Body(body) => match kinds.get(&body) {
            Some(OrganisationKind::Enterprise) => Court::Enterprise,
            Some(OrganisationKind::Department) => Court::Department,
            _ => Court::Territorial,
        },
    };
    Ok(late.into_iter().map(|one| (one.unit, court(one.next), one.days)).collect())
}

fn by_unit(conn: &mut Conn, courts: &[InCourt]) -> Outcome<Vec<UnitCourts>> {
    let mut units: BTreeMap<RegionId, Vec<(Court, Option<i64>)>> = BTreeMap::new();
    for (unit, court, days) in courts {
        units.entry(*unit).or_default().push((*court, *days));
    }
    let ids: Vec<_> = units.keys().copied().collect();
    let mut names = BTreeMap::new();
    for some in ids.chunks(PAGE) {
        names.extend(territory::named(conn, some)?.into_iter().map(|named| (named.id, named.name)));
    }
    let unit = |(unit, all): (RegionId, Vec<_>)| {
        let unit_name = names.get(&unit).cloned().unwrap_or_default();
        UnitCourts { unit, unit_name, courts: tallies(all.into_iter()) }
    };
    Ok(units.into_iter().map(unit).collect())
}

fn tallies(all: impl Iterator<Item = (Court, Option<i64>)>) -> Vec<CourtTally> {
    let all: Vec<_> = all.collect();
    let tally = |court: &Court| {
        let own = || all.iter().filter(|(of, _)| of == court).map(|(_, days)| *days);
        let days: Vec<i64> = own().flatten().collect();
        CourtTally { court: *court, due_soon: own().count() - days.len(), overdue: days.len(), late: buckets(&days) }
    };
    Court::ALL.iter().map(tally).collect()
}

fn buckets(days: &[i64]) -> Vec<LateBucket> {
    let ends = BUCKETS.iter().skip(1).map(|next| Some(next - 1)).chain([None]);
    let bucket = |(from_days, to_days): (&i64, Option<i64>)| {
        let holds = |days: &&i64| *days >= from_days && to_days.is_none_or(|to| **days <= to);
        LateBucket { from_days: *from_days, to_days, count: days.iter().filter(holds).count() }
    };
    BUCKETS.iter().zip(ends).map(bucket).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_hazard_is_in_one_court_and_one_bucket() {
        let late = [(Court::Enterprise, Some(7)), (Court::Enterprise, Some(8)), (Court::Enterprise, None)];
        let more = [(Court::Department, Some(91)), (Court::Enterprise, Some(1)), (Court::Enterprise, Some(30))];
        let found = tallies(late.into_iter().chain(more));
        let of = |tally: &CourtTally| (tally.due_soon, tally.overdue, tally.late.iter().map(|one| one.count).collect());
        let found: Vec<(usize, usize, Vec<usize>)> = found.iter().map(of).collect();
        assert_eq!(found, [(1, 4, vec![2, 2, 0, 0]), (0, 1, vec![0, 0, 0, 1]), (0, 0, vec![0; 4])]);
    }
}
