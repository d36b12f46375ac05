//! Reports: the briefing and the forms, counted over what a person sees of a region.
mod answer;
mod completeness;
mod counting;
mod printed;
mod rankings;

pub use answer::{Cell, Compared, FigureAnswer, Report, ReportRow, ReportSection};
pub use completeness::Completeness;
pub use counting::Link;
pub use printed::printed;
pub use rankings::{Ranked, Ranking, RankingBy, Rankings, rankings};

use super::Outcome;
use super::measures::{Measures, Sheet, not_ahead, scope};
use super::sight::Sight;
use crate::domain::canonical::typed;
use crate::domain::document::state_of;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::posting::{AsOf, Clock};
use crate::domain::report::{Asked, BRIEFING, Period, Reading, Table};
use crate::domain::scope::Subject;
use crate::domain::{Day, Instant, Language, RecordId, Region, RegionCode, RegionId};
use crate::store::territory::{self, NamedRegion};
use crate::store::{Conn, StoreError, coverage, region};
use answer::Standpoint;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is to be told.
#[derive(Debug, Clone)]
pub struct Request {
    pub table: &'static Table,
    pub region: RegionCode,
    pub period: Period,
    pub as_of: Option<AsOf>,
    /// The campaign whose window counts.
    pub campaign: Option<RecordId>,
    /// The program since whose beginning is counted.
    pub program: Option<RecordId>,
    pub language: Language,
}

/// A report before it is told: what was read, and from what.
pub struct Read {
    pub request: Request,
    pub region: Region,
    pub asked: Asked,
    pub campaign: Option<Window>,
    pub sheet: Sheet,
    /// The region and all below it.
    pub below: Vec<Region>,
    pub now: Vec<Reading>,
    pub now_at: Instant,
}

/// As far as reports look at a campaign or a program.
#[derive(Debug, Clone, Deserialize)]
pub struct Window {
    #[serde(alias = "title")]
    pub name: String,
    pub from_on: Day,
    pub to_on: Option<Day>,
}

pub fn read(conn: &mut Conn, measures: &Measures, subject: &Subject, request: Request, now: Instant) -> Outcome<Read> {
    let sight = scope(conn, subject, Some(&request.region))?;
    let region = named(conn, &request.region)?;
    let campaign = request.campaign.map(|id| window(conn, subject, id, "campaign")).transpose()?;
    let program = request.program.map(|id| window(conn, subject, id, "program")).transpose()?;
    let asked = Asked {
        period: request.period,
        campaign: campaign.as_ref().map(|window| of_window(window, request.period)).transpose()?,
        program: program.map(|window| window.from_on),
    };
    let sheet = sheet(conn, measures, sight, &request, now)?;
    let readings = counting::read(request.table, &asked, &sheet);
    let below = region::subtree(conn, region.id)?;
    Ok(Read { request, region, asked, campaign, sheet, below, now: readings, now_at: now })
}

fn named(conn: &mut Conn, code: &RegionCode) -> Outcome<Region> {
    let missing = || Fault::not_found("no such region, or none that you may see");
    let (_, id) = coverage::named(conn, std::slice::from_ref(code))?.pop().ok_or_else(missing)?;
    Ok(region::by_ids(conn, &[id])?.pop().ok_or_else(missing)?)
}

fn sheet(conn: &mut Conn, measures: &Measures, sight: Sight, request: &Request, now: Instant) -> Outcome<Sheet> {
    let Some(then) = request.as_of else {
        return measures.sheet(conn, sight);
    };
    not_ahead(then, now)?;
    measures.sheet_as_of(conn, sight, then, None)
}

/// A campaign or a program that the person may see.
fn window(conn: &mut Conn, subject: &Subject, id: RecordId, kind: &'static str) -> Outcome<Window> {
    let row = super::records::seen(conn, subject, id)?;
    if row.kind != kind {
        return Err(Fault::new(FaultCode::BadRequest, "no record of this kind").at(kind).into());
    }
    Ok(typed(&state_of(&row.document)).map_err(|bad| StoreError::Damaged(bad.detail))?)
}

/// A window without an end goes on to the end of the period.
fn of_window(window: &Window, period: Period) -> Result<Period, Fault> {
    let to_on = window.to_on.unwrap_or(period.last_on());
    let wrong = || Fault::new(FaultCode::BadRequest, "it begins after the period").at("campaign");
    Period::new(window.from_on, to_on).ok_or_else(wrong)
}

impl Read {
    /// As an answer: with the year before, and of forms with a row for each region below.
    pub fn told(&self) -> Report {
        let Self { request, asked, sheet, .. } = self;
        let before = counting::read(request.table, &year_before(asked), sheet);
        let region = named_region(&self.region);
        let standpoint = Standpoint { region: &region, asked, as_of: request.as_of, language: request.language };
        let (as_of_clock, as_of) = request.as_of.map_or((Clock::Received, self.now_at), |then| (then.clock, then.at));
        Report {
            report: request.table.code,
            title: standpoint.said(request.table.title),
            period: request.period,
            year_before: request.period.year_before(),
            as_of,
            as_of_clock,
            sections: standpoint.sections(request.table, &self.now, &before),
            rows: self.rows().iter().map(|(region, readings)| self.row(region, readings)).collect(),
            completeness: completeness::of(request.table, asked, sheet, &self.below),
            region,
        }
    }

    fn row(&self, region: &Region, readings: &[Reading]) -> ReportRow {
        let region = named_region(region);
        let (asked, language) = (&self.asked, self.request.language);
        let standpoint = Standpoint { region: &region, asked, as_of: self.request.as_of, language };
        ReportRow { figures: readings.iter().map(|reading| standpoint.cell(reading)).collect(), region }
    }

    /// The figures of each open region right below. The briefing has none.
    pub fn rows(&self) -> Vec<(Region, Vec<Reading>)> {
        if self.request.table.code == BRIEFING.code {
            return Vec::new();
        }
        let children = self.below.iter().filter(|region| region.parent == Some(self.region.id) && region.is_open());
        let homes = self.homes();
        let row = |child: &Region| {
            let part = self.sheet.part(|ledger| homes.get(&ledger) == Some(&child.id));
            (child.clone(), counting::read(self.request.table, &self.asked, &part))
        };
        children.map(row).collect()
    }

    /// The region right below the report's own in which each ledger lies.
    fn homes(&self) -> BTreeMap<RegionId, RegionId> {
        let parents: BTreeMap<_, _> = self.below.iter().map(|region| (region.id, region.parent)).collect();
        let ledgers = self.sheet.extents().map(|extent| extent.ledger);
        let home = |ledger: RegionId| {
            let mut at = ledger;
            while let Some(above) = parents.get(&at).copied().flatten() {
                if above == self.region.id {
                    return Some((ledger, at));
                }
                at = above;
            }
            None
        };
        ledgers.filter_map(home).collect()
    }
}

fn year_before(asked: &Asked) -> Asked {
    let Asked { period, campaign, program } = *asked;
    Asked {
        period: period.year_before(),
        campaign: campaign.map(Period::year_before),
        program: program.map(|day| day.plus_months(-12)),
    }
}

fn named_region(region: &Region) -> NamedRegion {
    let Region { id, code, name, level, .. } = region.clone();
    territory::NamedRegion { id, code, name, level }
}
