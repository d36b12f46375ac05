//! Rankings: where hazards stay longest, who sends them back, what comes again and again.
use super::super::measures::{Contributor, Group, Measures, Question, Sheet, Total, named, scope};
use crate::domain::posting::AsOf;
use crate::domain::report::Period;
use crate::domain::rounding::rounded;
use crate::domain::scope::Subject;
use crate::domain::spelled::spelled;
use crate::domain::{Instant, OrganisationId, RegionCode, RegionId};
use crate::services::Outcome;
use crate::store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

spelled! {
    /// What is ranked.
    RankingBy {
        /// Days that finished hazards stayed with a layer, by unit; the longest mean first.
        Dwell = "dwell",
        /// Transfers that were sent back, by who sent them back.
        ReturnedTransfers = "returned_transfers",
        /// Hazards of the same category found at the same enterprise, twice or more.
        Recurrence = "recurrence",
    }
}

/// What is asked for.
#[derive(Debug)]
pub struct Ranking {
    pub by: RankingBy,
    pub region: RegionCode,
    pub period: Period,
    pub as_of: Option<AsOf>,
    pub limit: usize,
}

/// Ranked lists: of dwell times one for each layer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rankings {
    pub period: Period,
    pub lists: Vec<RankedList>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RankedList {
    /// The measure that is ranked; its records are at `/v1/measures/{measure}/records`.
    pub measure: &'static str,
    /// Of all, ranked or not.
    pub sum: i64,
    pub count: u64,
    /// Sum by count, in tenths, half up; missing where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_tenths: Option<i64>,
    pub items: Vec<Ranked>,
}

/// A place in a ranking; equal ones have equal places.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ranked {
    pub place: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<RegionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<OrganisationId>,
    /// Who sent them back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    pub sum: i64,
    pub count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_tenths: Option<i64>,
}

const DWELLS: [&str; 3] =
    ["hazard.dwell_enterprise_days", "hazard.dwell_department_days", "hazard.dwell_territorial_days"];

impl RankingBy {
    fn measures(self) -> &'static [&'static str] {
        match self {
            Self::Dwell => &DWELLS,
            Self::ReturnedTransfers => &["hazard.returned_transfers"],
            Self::Recurrence => &["hazard.found"],
        }
    }
    fn group(self) -> Group {
        match self {
            Self::Dwell => Group::Unit,
            Self::ReturnedTransfers => Group::Subject,
            Self::Recurrence => Group::EnterpriseAndCategory,
        }
    }
    /// What is compared: means of days, or numbers.
    fn weight(self, total: Total) -> i64 {
        match self {
            Self::Dwell => mean(total).unwrap_or(0),
            Self::ReturnedTransfers | Self::Recurrence => total.sum,
        }
    }
    fn least(self) -> i64 {
        if self == Self::Recurrence { 2 } else { 1 }
    }
}

pub fn rankings(
    conn: &mut Conn,
    measures: &Measures,
    subject: &Subject,
    asked: &Ranking,
    now: Instant,
) -> Outcome<Rankings> {
    let within = named(conn, &asked.region)?;
    let sight = scope(conn, subject, Some(within))?;
    let sheet = measures.sheet_at(conn, sight, asked.as_of, None, now)?;
    let lists = asked.by.measures().iter().map(|measure| list(&sheet, measure, asked)).collect();
    Ok(Rankings { period: asked.period, lists })
}

fn list(sheet: &Sheet, measure: &'static str, asked: &Ranking) -> RankedList {
    let question = Question::of(measure).on(asked.period.span());
    let all = sheet.total(&question);
    let weight = |total: &Total| asked.by.weight(*total);
    let mut groups = sheet.grouped(&question, asked.by.group());
    groups.retain(|(_, total)| weight(total) >= asked.by.least());
    groups.sort_by(|(one, more), (other, less)| weight(less).cmp(&weight(more)).then_with(|| one.cmp(other)));
    let mut items: Vec<Ranked> = Vec::new();
    let mut last: Option<(i64, usize)> = None;
    for (n, (contributor, total)) in groups.into_iter().take(asked.limit).enumerate() {
        let place = last.filter(|(before, _)| *before == weight(&total)).map_or(n + 1, |(_, place)| place);
        last = Some((weight(&total), place));
        items.push(ranked(place, contributor, total));
    }
    RankedList { measure, sum: all.sum, count: all.count, mean_tenths: mean(all), items }
}

fn ranked(place: usize, contributor: Contributor, total: Total) -> Ranked {
    let Contributor { enterprise, subject, category, unit } = contributor;
    let Total { sum, count } = total;
    Ranked { place, unit, enterprise, body: subject, category, sum, count, mean_tenths: mean(total) }
}

fn mean(total: Total) -> Option<i64> {
    rounded(i128::from(total.sum) * 10, i128::from(total.count))
}
