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
use super::territories::Territories;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::posting::AsOf;
use crate::domain::report::{Asked, BRIEFING, Period, Reading, Table};
use crate::domain::scope::Subject;
use crate::domain::{Below, Day, Instant, Language, RecordId, Region, RegionCode};
use crate::store::territory::NamedRegion;
use crate::store::{Conn, StoreError};
use answer::Teller;
use counting::{Terms, Trails};
use serde::Deserialize;
use std::sync::Arc;

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

/// What reports are read from beside the database.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    pub measures: &'a Measures,
    pub territories: &'a Territories,
}

/// A report before it is told: what was read, and from what.
pub struct Read {
    pub request: Request,
    pub asked: Asked,
    pub campaign: Option<Window>,
    pub sheet: Sheet,
    /// The region and all below it.
    pub below: Arc<Below>,
    pub now: Vec<Reading>,
    /// The same of the year before.
    before: Vec<Reading>,
    pub now_at: Instant,
    terms: Terms,
}

/// As far as reports look at a campaign or a program.
#[derive(Debug, Clone, Deserialize)]
pub struct Window {
    #[serde(alias = "title")]
    pub name: String,
    pub from_on: Day,
    pub to_on: Option<Day>,
}

pub fn read(conn: &mut Conn, held: Held, subject: &Subject, request: Request, now: Instant) -> Outcome<Read> {
    let within = named(conn, &request.region)?;
    let sight = scope(conn, subject, Some(within))?;
    let campaign = request.campaign.map(|id| window(conn, subject, id, "campaign")).transpose()?;
    let program = request.program.map(|id| window(conn, subject, id, "program")).transpose()?;
    let asked = Asked {
        period: request.period,
        campaign: campaign.as_ref().map(|window| of_window(window, request.period)).transpose()?,
        program: program.map(|window| window.from_on),
    };
    let sheet = held.measures.sheet_at(conn, sight, request.as_of, None, now)?;
    let terms = Terms::of(request.table, asked);
    let readings = terms.read_both(&Terms::of(request.table, year_before(&asked)), &sheet);
    let below = held.territories.below(conn, within)?;
    Ok(Read { request, asked, campaign, sheet, below, now: readings.0, before: readings.1, now_at: now, terms })
}

/// A campaign or a program that the person may see.
fn window(conn: &mut Conn, subject: &Subject, id: RecordId, kind: &'static str) -> Outcome<Window> {
    let row = super::records::seen(conn, subject, id)?;
    if row.kind != kind {
        return Err(Fault::new(FaultCode::BadRequest, "no record of this kind").at(kind).into());
    }
    Ok(serde_json::from_str(&row.document).map_err(|bad| StoreError::Damaged(bad.to_string()))?)
}

/// A window without an end goes on to the end of the period.
fn of_window(window: &Window, period: Period) -> Result<Period, Fault> {
    let to_on = window.to_on.unwrap_or(period.last_on());
    let wrong = || Fault::new(FaultCode::BadRequest, "it begins after the period").at("campaign");
    Period::new(window.from_on, to_on).ok_or_else(wrong)
}

impl Read {
    pub fn region(&self) -> &Region {
        self.below.root()
    }

    /// As an answer: with the year before, and of forms with a row for each region below.
    pub fn told(&self) -> Report {
        let Self { request, asked, now, before, .. } = self;
        let region = NamedRegion::from(self.region());
        let trails = Trails::of(request.table, asked, request.as_of);
        let teller = Teller { trails, language: request.language };
        let AsOf { clock: as_of_clock, at: as_of } = AsOf::or_now(request.as_of, self.now_at);
        let row = |(region, readings): (&Region, Vec<Reading>)| ReportRow {
            figures: teller.cells(&region.code, &readings),
            region: region.into(),
        };
        Report {
            report: request.table.code,
            title: teller.said(request.table.title),
            period: request.period,
            year_before: request.period.year_before(),
            as_of,
            as_of_clock,
            sections: teller.sections(request.table, &region.code, now, before),
            rows: self.rows().into_iter().map(row).collect(),
            completeness: self.completeness(),
            region,
        }
    }

    fn completeness(&self) -> Vec<Completeness> {
        completeness::of(self.request.table, &self.asked, &self.sheet, self.below.regions())
    }

    /// The figures of each open region right below. The briefing has none.
    pub fn rows(&self) -> Vec<(&Region, Vec<Reading>)> {
        if self.request.table.code == BRIEFING.code {
            return Vec::new();
        }
        let children: Vec<&Region> = self.below.children().collect();
        let ids: Vec<_> = children.iter().map(|child| child.id).collect();
        let groups = self.sheet.groups(&ids, |ledger| self.below.child_over(ledger));
        children.into_iter().zip(self.terms.read_by(&self.sheet, &groups)).collect()
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
