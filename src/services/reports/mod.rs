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
use super::measures::{Measures, Sheet, named, scope};
use crate::domain::canonical::typed;
use crate::domain::document::state_of;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::posting::AsOf;
use crate::domain::report::{Asked, BRIEFING, Period, Reading, Table};
use crate::domain::scope::Subject;
use crate::domain::{Day, Instant, Language, Lines, RecordId, Region, RegionCode, RegionId};
use crate::store::territory::NamedRegion;
use crate::store::{Conn, StoreError, region};
use answer::Standpoint;
use serde::Deserialize;
use std::collections::HashSet;

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
    let within = named(conn, &request.region)?;
    let sight = scope(conn, subject, Some(within))?;
    let campaign = request.campaign.map(|id| window(conn, subject, id, "campaign")).transpose()?;
    let program = request.program.map(|id| window(conn, subject, id, "program")).transpose()?;
    let asked = Asked {
        period: request.period,
        campaign: campaign.as_ref().map(|window| of_window(window, request.period)).transpose()?,
        program: program.map(|window| window.from_on),
    };
    let sheet = measures.sheet_at(conn, sight, request.as_of, None, now)?;
    let readings = counting::read(request.table, &asked, &sheet);
    let below = region::subtree(conn, within)?;
    let region = below.iter().find(|region| region.id == within).cloned();
    let region = region.ok_or_else(|| StoreError::Damaged("a region does not lie within itself".to_owned()))?;
    Ok(Read { request, region, asked, campaign, sheet, below, now: readings, now_at: now })
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
        let region = NamedRegion::from(&self.region);
        let standpoint = Standpoint { region: &region, asked, as_of: request.as_of, language: request.language };
        let AsOf { clock: as_of_clock, at: as_of } = AsOf::or_now(request.as_of, self.now_at);
        Report {
            report: request.table.code,
            title: standpoint.said(request.table.title),
            period: request.period,
            year_before: request.period.year_before(),
            as_of,
            as_of_clock,
            sections: standpoint.sections(request.table, &self.now, &before),
            rows: self.rows().iter().map(|(region, readings)| self.row(region, readings)).collect(),
            completeness: self.completeness(),
            region,
        }
    }

    fn completeness(&self) -> Vec<Completeness> {
        completeness::of(self.request.table, &self.asked, &self.sheet, &self.below)
    }

    fn row(&self, region: &Region, readings: &[Reading]) -> ReportRow {
        let region = NamedRegion::from(region);
        let (asked, language) = (&self.asked, self.request.language);
        let standpoint = Standpoint { region: &region, asked, as_of: self.request.as_of, language };
        ReportRow { figures: readings.iter().map(|reading| standpoint.cell(reading)).collect(), region }
    }

    /// The figures of each open region right below. The briefing has none.
    pub fn rows(&self) -> Vec<(Region, Vec<Reading>)> {
        if self.request.table.code == BRIEFING.code {
            return Vec::new();
        }
        let children: Vec<_> =
            self.below.iter().filter(|region| region.parent == Some(self.region.id) && region.is_open()).collect();
        let lines = Lines::of(&self.below);
        let ids: HashSet<RegionId> = children.iter().map(|child| child.id).collect();
        let mut parts = self.sheet.split(|ledger| lines.from(ledger).find(|region| ids.contains(region)));
        let row = |child: &&Region| {
            let part = parts.remove(&child.id).unwrap_or_else(|| self.sheet.part(|_| false));
            (Region::clone(child), counting::read(self.request.table, &self.asked, &part))
        };
        children.iter().map(row).collect()
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
