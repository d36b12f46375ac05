//! Who has not reported: figures are as complete as the units behind them.
use super::counting::days;
use crate::domain::kind::{self, Kind};
use crate::domain::report::{Asked, Table};
use crate::domain::search::Span;
use crate::domain::{Day, Region, RegionCode, RegionId, Tier};
use crate::services::measures::{Question, Sheet};
use serde::Serialize;
use utoipa::ToSchema;

/// Of the records of a kind: how many units have contributed to the report, and which have not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Completeness {
    pub kind: &'static str,
    /// The open township-level units of the region.
    pub units: usize,
    pub reported: usize,
    /// The units that have not, by their codes of today; the first 400.
    pub silent: Vec<RegionCode>,
}

/// So many silent units are named.
const MOST_NAMED: usize = 400;

/// For each kind of which the table counts what lies with the units.
pub fn of(table: &Table, asked: &Asked, sheet: &Sheet, below: &[Region]) -> Vec<Completeness> {
    let units: Vec<_> = below.iter().filter(|region| region.level.is_unit() && region.is_open()).collect();
    let of_units = |kind: &&&dyn Kind| kind.ledgers() == [Tier::Township];
    let told = kind::ALL.iter().filter(of_units).filter_map(|kind| {
        let days = days_of(table, asked, kind.name())?;
        let reported = contributing(sheet, *kind, days);
        let (told, silent): (Vec<&Region>, Vec<&Region>) =
            units.iter().partition(|unit| reported.binary_search(&unit.id).is_ok());
        let silent = silent.into_iter().take(MOST_NAMED).map(|unit| unit.code.clone()).collect();
        Some(Completeness { kind: kind.name(), units: units.len(), reported: told.len(), silent })
    });
    told.collect()
}

/// The days over which the table counts a kind; `None` where it does not.
fn days_of(table: &Table, asked: &Asked, kind: &str) -> Option<Span<Day>> {
    let is_of = |measure: &str| measure.split_once('.').is_some_and(|(of, _)| of == kind);
    let terms = table.figures().flat_map(|figure| figure.terms()).filter(|(term, _)| is_of(term.measure));
    let spans = terms.map(|(term, span)| days(&term, asked.over(span)));
    spans.reduce(|one, other| Span { from: one.from.zip(other.from).map(|(a, b)| a.min(b)), to: one.to.max(other.to) })
}

/// In order.
fn contributing(sheet: &Sheet, kind: &dyn Kind, days: Span<Day>) -> Vec<RegionId> {
    sheet.contributing(&Question::any_of(kind.measured().iter().map(|measured| measured.name)).on(days))
}
