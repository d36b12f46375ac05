//! What is asked of measures over HTTP: which there are, and the records behind a figure.
use super::page::{MeasureRow, Place};
use super::question::Question;
use super::sheet::Sheet;
use super::tally::Distinct;
use super::{Measures, Sight};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::kind::{self, Measured, Unit};
use crate::domain::posting::AsOf;
use crate::domain::scope::Subject;
use crate::domain::{Instant, Language, RegionCode, RegionId};
use crate::services::Outcome;
use crate::services::sight::sight;
use crate::store::{Conn, coverage};
use serde::Serialize;
use utoipa::ToSchema;

/// A measure that reports are made of.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureItem {
    pub name: &'static str,
    /// The kind whose records contribute to it.
    pub kind: &'static str,
    pub unit: Unit,
    /// In the language of the answer.
    pub title: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureList {
    pub items: Vec<MeasureItem>,
}

/// Every measure, in the order of the kinds.
pub fn list_measures(language: Language) -> MeasureList {
    let item = |kind: &'static str, measured: &Measured| {
        let Measured { name, unit, zh, en } = *measured;
        let title = if language == Language::English { en } else { zh };
        MeasureItem { name, kind, unit, title }
    };
    let of_kind = |kind: &&dyn kind::Kind| {
        let name = kind.name();
        kind.measured().iter().map(move |measured| item(name, measured))
    };
    MeasureList { items: kind::ALL.iter().flat_map(of_kind).collect() }
}

/// The measure of this name, if a kind declares it.
pub fn declared(name: &str) -> Option<&'static Measured> {
    kind::ALL.iter().flat_map(|kind| kind.measured()).find(|measured| measured.name == name)
}

/// What the person sees of a region's subtree; of everything, where none is named. A region of which
/// nobody of the person's duties shows anything is as one that is not there.
pub fn scope(conn: &mut Conn, subject: &Subject, region: Option<RegionId>) -> Outcome<Sight> {
    let seen = sight(conn, subject, region)?;
    if let Some(within) = region.filter(|_| seen.is_empty()) {
        let covering = coverage::covering(conn, &subject.regions(), &[within])?;
        let is_covered = covering.contains_key(&within) && !subject.view(covering.get(&within)).is_empty();
        is_covered.then_some(()).ok_or_else(missing)?;
    }
    Ok(seen)
}

/// The region that a code names or named.
pub fn named(conn: &mut Conn, code: &RegionCode) -> Outcome<RegionId> {
    let found = coverage::named(conn, std::slice::from_ref(code))?.pop();
    Ok(found.map(|(_, id)| id).ok_or_else(missing)?)
}

fn missing() -> Fault {
    Fault::not_found("no such region, or none that you may see")
}

/// Which records are asked for.
#[derive(Debug)]
pub struct Asked {
    pub region: Option<RegionCode>,
    pub question: Question,
    pub as_of: Option<AsOf>,
    pub after: Option<Place>,
    pub limit: usize,
}

/// A figure, and a page of what it is made of.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasuredPage {
    /// How many measures there are on all pages.
    pub count: u64,
    /// Of their values.
    pub sum: i64,
    /// How many enterprises contribute more than nothing.
    pub distinct_enterprises: u64,
    /// How many subjects contribute more than nothing.
    pub distinct_subjects: u64,
    pub items: Vec<MeasureRow>,
    /// Send this as `after` with the same parameters; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

pub fn records_of(
    conn: &mut Conn,
    measures: &Measures,
    subject: &Subject,
    asked: &Asked,
    now: Instant,
) -> Outcome<MeasuredPage> {
    let Asked { region, question, as_of, after, limit } = asked;
    let within = region.as_ref().map(|code| named(conn, code)).transpose()?;
    let sight = scope(conn, subject, within)?;
    let sheet = measures.sheet_at(conn, sight, *as_of, Some(&question.names), now)?;
    Ok(page(&sheet, question, *after, *limit))
}

fn page(sheet: &Sheet, question: &Question, after: Option<Place>, limit: usize) -> MeasuredPage {
    let total = sheet.total(question);
    let (items, next) = sheet.page(question, after, limit);
    MeasuredPage {
        count: total.count,
        sum: total.sum,
        distinct_enterprises: sheet.distinct(question, Distinct::Enterprises),
        distinct_subjects: sheet.distinct(question, Distinct::Subjects),
        items,
        next: next.map(|next| next.opaque()),
    }
}

/// Nobody knows what will have been done.
pub fn not_ahead(then: AsOf, now: Instant) -> Result<(), Fault> {
    match then.at > now {
        true => Err(Fault::new(FaultCode::BadRequest, "this moment has not come yet").at("as_of")),
        false => Ok(()),
    }
}
