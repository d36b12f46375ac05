//! Reports as they are told: every figure with its words, its period, a year before, and the way to its records.
use super::completeness::Completeness;
use super::counting::{Link, Trails};
use crate::domain::posting::Clock;
use crate::domain::report::{Period, Printed, Reading, Section, Table, Value};
use crate::domain::rounding::rounded;
use crate::domain::{Instant, Language, RegionCode};
use crate::store::territory::NamedRegion;
use serde::Serialize;
use serde_json::Number;
use utoipa::ToSchema;

/// A report over a region and a period, of what the person may see.
#[derive(Debug, Serialize, ToSchema)]
pub struct Report {
    #[schema(example = "briefing")]
    pub report: &'static str,
    pub title: &'static str,
    pub region: NamedRegion,
    pub period: Period,
    pub year_before: Period,
    /// The moment as of which it was made.
    pub as_of: Instant,
    /// What had been learned by then, or what had been done by then.
    pub as_of_clock: Clock,
    pub sections: Vec<ReportSection>,
    /// Of forms: the same figures for each region below.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<ReportRow>,
    pub completeness: Vec<Completeness>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReportSection {
    pub code: &'static str,
    pub title: &'static str,
    pub figures: Vec<FigureAnswer>,
}

/// One figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureAnswer {
    #[schema(example = "accidents")]
    pub code: &'static str,
    pub title: &'static str,
    pub definition: &'static str,
    /// Of `value`: money is told in fen, and printed in 10,000 yuan.
    pub unit: &'static str,
    /// Exact; missing where there is nothing to compare with.
    #[schema(value_type = Option<f64>)]
    pub value: Option<Number>,
    /// As it is printed, without its unit.
    pub text: String,
    pub period: Period,
    pub year_before: Compared,
    /// The records behind it. Of a figure that is derived from others, theirs.
    pub links: Vec<Link>,
}

/// The figure of the year before.
#[derive(Debug, Serialize, ToSchema)]
pub struct Compared {
    pub period: Period,
    #[schema(value_type = Option<f64>)]
    pub value: Option<Number>,
    /// From then to now in percent, one decimal, half up; missing where then was nothing.
    #[schema(value_type = Option<f64>)]
    pub change_percent: Option<Number>,
}

/// A form's row.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportRow {
    pub region: NamedRegion,
    pub figures: Vec<Cell>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Cell {
    pub code: &'static str,
    #[schema(value_type = Option<f64>)]
    pub value: Option<Number>,
    pub text: String,
    pub links: Vec<Link>,
}

/// How figures are told.
pub struct Teller {
    pub trails: Trails,
    pub language: Language,
}

impl Teller {
    pub fn said(&self, both: (&'static str, &'static str)) -> &'static str {
        if self.language == Language::English { both.1 } else { both.0 }
    }

    pub fn sections(
        &self,
        table: &Table,
        region: &RegionCode,
        now: &[Reading],
        before: &[Reading],
    ) -> Vec<ReportSection> {
        let readings = now.iter().zip(before).zip(self.trails.links(region));
        let mut figures = readings.map(|((now, before), links)| self.figure(now, before, links));
        let section = |section: &Section| ReportSection {
            code: section.code,
            title: self.said(section.title),
            figures: figures.by_ref().take(section.figures.len()).collect(),
        };
        table.sections.iter().map(section).collect()
    }

    fn figure(&self, now: &Reading, before: &Reading, links: Vec<Link>) -> FigureAnswer {
        let figure = now.figure;
        FigureAnswer {
            code: figure.code,
            title: self.said(figure.title),
            definition: self.said(figure.definition),
            unit: self.said(unit(figure.printed)),
            value: number(now.value),
            text: now.number(),
            period: now.period,
            year_before: Compared {
                period: before.period,
                value: number(before.value),
                change_percent: change(now.value, before.value),
            },
            links,
        }
    }

    pub fn cells(&self, region: &RegionCode, readings: &[Reading]) -> Vec<Cell> {
        let cell = |(reading, links): (&Reading, Vec<Link>)| Cell {
            code: reading.figure.code,
            value: number(reading.value),
            text: reading.number(),
            links,
        };
        readings.iter().zip(self.trails.links(region)).map(cell).collect()
    }
}

/// In Chinese and in English.
fn unit(printed: Printed) -> (&'static str, &'static str) {
    match printed {
        Printed::Number(zh, en) | Printed::TenThousands(zh, en) => (zh, en),
        Printed::Money => ("分", "fen"),
        Printed::Percent => ("%", "%"),
    }
}

fn number(value: Value) -> Option<Number> {
    match value {
        Value::Whole(whole) => Some(whole.into()),
        Value::Tenths(tenths) => self::tenths(tenths),
        Value::NotComparable => None,
    }
}

/// Tenths are exact as the shortest decimal of the nearest float.
fn tenths(tenths: i64) -> Option<Number> {
    Number::from_f64(tenths as f64 / 10.0)
}

fn change(now: Value, before: Value) -> Option<Number> {
    let (Value::Whole(now), Value::Whole(before)) = (now, before) else { return None };
    rounded((i128::from(now) - i128::from(before)) * 1000, i128::from(before)).and_then(tenths)
}
