//! Periods of reports: a month, a quarter, a half-year, a year, or from a day to a day of Asia/Shanghai.
use crate::domain::Day;
use crate::domain::search::Span;
use serde::{Deserialize, Serialize, Serializer};
use utoipa::openapi::{Object, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// Both days belong to it. `2026-09`, `2026Q3`, `2026H1`, `2026` or `2026-01-01..2026-09-30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Period {
    first_on: Day,
    last_on: Day,
}

impl Period {
    pub fn new(first_on: Day, last_on: Day) -> Option<Self> {
        (first_on <= last_on).then_some(Self { first_on, last_on })
    }
    fn of_months(year: &str, month: u32, months: i64) -> Option<Self> {
        let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        let first_on: Day = format!("{year}-{month:02}-01").parse().ok().filter(|_| is_year)?;
        Some(Self { first_on, last_on: first_on.plus_months(months).plus_days(-1) })
    }
    pub fn first_on(self) -> Day {
        self.first_on
    }
    pub fn last_on(self) -> Day {
        self.last_on
    }
    /// The first day that does not belong to it.
    fn ends_before(self) -> Day {
        self.last_on.plus_days(1)
    }
    pub fn span(self) -> Span<Day> {
        Span { from: Some(self.first_on), to: Some(self.last_on) }
    }
    pub fn contains(self, day: Day) -> bool {
        (self.first_on..=self.last_on).contains(&day)
    }
    /// A year earlier: of whole months the same months, whether February had 28 days or 29.
    pub fn year_before(self) -> Self {
        let (first_on, end) = (self.first_on.plus_months(-12), self.ends_before().plus_months(-12));
        Self { first_on, last_on: end.plus_days(-1).max(first_on) }
    }
    /// From another day on, where that is not after its end.
    pub fn since(self, day: Day) -> Self {
        Self { first_on: day.min(self.last_on), ..self }
    }
    /// The last half-year that was over when this period was.
    pub fn last_half_year(self) -> Self {
        let (year, month, _) = self.ends_before().parts();
        let (year, month) = if month > 6 { (year, 1) } else { (year - 1, 7) };
        Self::of_months(&format!("{year:04}"), month, 6).unwrap_or(self)
    }
    /// Its first month and how many there are, where it is made of whole months.
    fn whole_months(self) -> Option<(u8, i64)> {
        let (first, end) = (self.first_on.parts(), self.ends_before().parts());
        let number = |(year, month, _): (i16, u8, u8)| i64::from(year) * 12 + i64::from(month);
        let months = number(end) - number(first);
        ((first.2, end.2) == (1, 1) && (1..=12).contains(&months)).then_some((first.1, months))
    }
    /// As Chinese documents say it: 2020年1-9月.
    pub fn in_chinese(self) -> String {
        let (year, ..) = self.first_on.parts();
        match self.whole_months() {
            Some((1, 12)) => format!("{year}年"),
            Some((1, 6)) => format!("{year}年上半年"),
            Some((7, 6)) => format!("{year}年下半年"),
            Some((month, 3)) if month % 3 == 1 => format!("{year}年第{}季度", ["一", "二", "三", "四"][quarter(month)]),
            Some((month, 1)) => format!("{year}年{month}月"),
            Some((month, months)) if i64::from(month) + months <= 13 => {
                format!("{year}年{month}-{}月", i64::from(month) + months - 1)
            }
            _ => format!("{}至{}", day_in_chinese(self.first_on), day_in_chinese(self.last_on)),
        }
    }
}

fn quarter(first_month: u8) -> usize {
    usize::from(first_month.saturating_sub(1) / 3).min(3)
}

/// 2020年10月12日.
pub fn day_in_chinese(day: Day) -> String {
    let (year, month, day) = day.parts();
    format!("{year}年{month}月{day}日")
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, ..) = self.first_on.parts();
        match self.whole_months() {
            Some((1, 12)) => write!(f, "{year:04}"),
            Some((month, 6)) if month % 6 == 1 => write!(f, "{year:04}H{}", month / 6 + 1),
            Some((month, 3)) if month % 3 == 1 => write!(f, "{year:04}Q{}", quarter(month) + 1),
            Some((month, 1)) => write!(f, "{year:04}-{month:02}"),
            _ => write!(f, "{}..{}", self.first_on, self.last_on),
        }
    }
}
impl PartialSchema for Period {
    fn schema() -> RefOr<Schema> {
        Object::builder().schema_type(Type::String).examples([Some("2026Q3")]).into()
    }
}
impl ToSchema for Period {}
impl Serialize for Period {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}
impl TryFrom<String> for Period {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}
impl std::str::FromStr for Period {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "a period, such as 2026-09, 2026Q3, 2026H1, 2026 or 2026-01-01..2026-09-30";
        read(text).ok_or(wrong)
    }
}

fn read(text: &str) -> Option<Period> {
    let of = |n: &str, most: u32| n.parse().ok().filter(|k| n.len() == 1 && (1..=most).contains(k));
    if let Some((first, last)) = text.split_once("..") {
        return Period::new(first.parse().ok()?, last.parse().ok()?);
    }
    if let Some((year, n)) = text.split_once('Q') {
        return Period::of_months(year, of(n, 4)? * 3 - 2, 3);
    }
    if let Some((year, n)) = text.split_once('H') {
        return Period::of_months(year, of(n, 2)? * 6 - 5, 6);
    }
    match text.split_once('-') {
        Some((year, month)) => {
            let is_month = month.len() == 2 && month.bytes().all(|b| b.is_ascii_digit());
            Period::of_months(year, month.parse().ok().filter(|_| is_month)?, 1)
        }
        None => Period::of_months(text, 1, 12),
    }
}
