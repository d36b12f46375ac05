//! From counted terms to the values of a report.
use super::figure::{Figure, Formula, Printed, Span, Table, Term};
use super::page::Decimal;
use super::period::Period;
use crate::domain::Day;
use crate::domain::rounding::{decimal, rounded};
use crate::domain::ten_thousand_yuan;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub period: Period,
    /// The window of the campaign that is told of; without one, the period.
    pub campaign: Option<Period>,
    /// The day on which the program began; without one, the period's first day.
    pub program: Option<Day>,
}

impl Asked {
    pub fn about(period: Period) -> Self {
        Self { period, campaign: None, program: None }
    }
    pub fn over(&self, span: Span) -> Period {
        span.of(self.period, self.campaign, self.program)
    }
}

/// The value of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    Whole(i64),
    /// A percentage or a ratio, in tenths.
    Tenths(i64),
    /// There is nothing to divide by.
    NotComparable,
}

/// A figure with its value, and the period that it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub figure: &'static Figure,
    pub value: Value,
    pub period: Period,
}

/// The report's values, in its order. What is derived may name figures that stand after it.
pub fn evaluate(table: &Table, asked: &Asked, mut count: impl FnMut(&Term, Period) -> i64) -> Vec<Reading> {
    let whole: Vec<_> = table.figures().map(|figure| (figure, counted(figure, asked, &mut count))).collect();
    let of = |code: &str| whole.iter().find(|(figure, _)| figure.code == code).and_then(|(_, value)| *value);
    let reading = |(figure, value): &(&'static Figure, Option<i64>)| Reading {
        figure,
        value: value.map_or_else(|| derived(figure.formula, of), Value::Whole),
        period: figure.terms().first().map_or(asked.period, |(_, span)| asked.over(*span)),
    };
    whole.iter().map(reading).collect()
}

fn counted(figure: &Figure, asked: &Asked, count: &mut impl FnMut(&Term, Period) -> i64) -> Option<i64> {
    match figure.formula {
        Formula::Counted(term, span) => Some(count(&term, asked.over(span))),
        Formula::Without(whole, part, span) => {
            let period = asked.over(span);
            Some(count(&whole, period).saturating_sub(count(&part, period)))
        }
        _ => None,
    }
}

fn derived(formula: Formula, of: impl Fn(&str) -> Option<i64>) -> Value {
    let both = |one: &str, other: &str| Some((i128::from(of(one)?), i128::from(of(other)?)));
    let value = match formula {
        Formula::Difference(one, other) => {
            let difference = both(one, other).and_then(|(one, other)| i64::try_from(one - other).ok());
            difference.map(Value::Whole)
        }
        Formula::Percent(part, whole) => {
            both(part, whole).and_then(|(part, whole)| rounded(part * 1000, whole)).map(Value::Tenths)
        }
        Formula::Change(now, before) => {
            both(now, before).and_then(|(now, before)| rounded((now - before) * 1000, before)).map(Value::Tenths)
        }
        Formula::Ratio(one, other) => {
            both(one, other).and_then(|(one, other)| rounded(one * 10, other)).map(Value::Tenths)
        }
        Formula::Counted(..) | Formula::Without(..) => None,
    };
    value.unwrap_or(Value::NotComparable)
}

impl Reading {
    /// The number as it is printed, without its unit: money in 10,000 yuan.
    pub fn number(&self) -> String {
        self.decimal().map_or_else(|| "—".to_owned(), |number| number.to_string())
    }

    /// The same as a number; none where there is nothing to compare with.
    pub fn decimal(&self) -> Option<Decimal> {
        match (self.value, self.figure.printed) {
            (Value::Whole(fen), Printed::Money) => Some(ten_thousand_yuan(fen)),
            (Value::Whole(n), _) => Some(Decimal::whole(n)),
            (Value::Tenths(tenths), _) => Some(Decimal::new(tenths, 1)),
            (Value::NotComparable, _) => None,
        }
    }

    /// The number with its unit, in Chinese.
    pub fn in_chinese(&self) -> String {
        match (self.value, self.figure.printed) {
            (Value::NotComparable, _) => "无可比基数".to_owned(),
            (Value::Whole(n), Printed::TenThousands(unit, _)) => ten_thousands(n, unit),
            (_, Printed::Number(unit, _) | Printed::TenThousands(unit, _)) => format!("{}{unit}", self.number()),
            (_, Printed::Money) => format!("{}万元", self.number()),
            (_, Printed::Percent) => format!("{}%", self.number()),
        }
    }

    pub fn is_zero(&self) -> bool {
        matches!(self.value, Value::Whole(0))
    }
}

/// 4.6万条 for 46,000, and the exact number beside it. What was rounded says so.
fn ten_thousands(n: i64, unit: &str) -> String {
    let Some(tenths) = rounded(i128::from(n), 1_000).filter(|_| n >= 10_000) else {
        return format!("{n}{unit}");
    };
    let about = if tenths.saturating_mul(1_000) == n { "" } else { "约" };
    format!("{about}{}万{unit}（{n}{unit}）", decimal(tenths, 1).trim_end_matches(".0"))
}
