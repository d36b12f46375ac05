//! Instants in UTC milliseconds, and days of Asia/Shanghai.
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Text};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::LazyLock;
use utoipa::openapi::{KnownFormat, Object, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// Where days, months and years are cut.
static SHANGHAI: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("Asia/Shanghai").unwrap_or_else(|_| TimeZone::fixed(Offset::constant(8))));

/// A moment in UTC, to the millisecond: an integer in the database, RFC 3339 on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = BigInt)]
pub struct Instant(i64);

/// The years that an instant may lie in; a phone whose clock is outside them has no clock.
const EARLIEST: i64 = 0; // 1970-01-01
const LATEST: i64 = 7_258_118_400_000; // 2200-01-01

impl Instant {
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }
    pub const fn millis(self) -> i64 {
        self.0
    }
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0 + millis)
    }
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1000)
    }
    fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
    /// The day in Asia/Shanghai.
    pub fn day(self) -> Day {
        Day(self.timestamp().to_zoned_datetime(TimeZone::clone(&SHANGHAI)).date())
    }
    /// Hour, minute and second of that day.
    pub fn time_of_day(self) -> (u8, u8, u8) {
        let time = self.timestamp().to_zoned_datetime(TimeZone::clone(&SHANGHAI)).time();
        (time.hour().unsigned_abs(), time.minute().unsigned_abs(), time.second().unsigned_abs())
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.3}", self.timestamp())
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTime {
    #[error("not an RFC 3339 date-time with an offset, such as 2026-11-23T09:15:02.120+08:00")]
    Instant,
    #[error("not a calendar day, such as 2026-11-23")]
    Day,
    #[error("outside the years 1970 to 2199")]
    Range,
}

impl std::str::FromStr for Instant {
    type Err = BadTime;
    fn from_str(text: &str) -> Result<Self, BadTime> {
        let timestamp: jiff::Timestamp = text.parse().map_err(|_cause: jiff::Error| BadTime::Instant)?;
        let millis = timestamp.as_millisecond();
        if (EARLIEST..LATEST).contains(&millis) { Ok(Self(millis)) } else { Err(BadTime::Range) }
    }
}

/// A calendar day of Asia/Shanghai, `2026-11-23` everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Day(jiff::civil::Date);

impl Day {
    pub fn year(self) -> i64 {
        i64::from(self.0.year())
    }
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days)))
    }
    pub fn plus_months(self, months: i64) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().months(months)))
    }
    /// Days from this one to another; negative where that lies before.
    pub fn days_until(self, other: Self) -> i64 {
        self.0.until(other.0).map_or(0, |span| i64::from(span.get_days()))
    }
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday)
    }
    /// Year, month and day.
    pub fn parts(self) -> (i16, u8, u8) {
        let (year, month, day) = (self.0.year(), self.0.month(), self.0.day());
        (year, month.unsigned_abs(), day.unsigned_abs())
    }
}
impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
impl std::str::FromStr for Day {
    type Err = BadTime;
    fn from_str(text: &str) -> Result<Self, BadTime> {
        let date: jiff::civil::Date = match text.len() {
            10 => text.parse().map_err(|_cause: jiff::Error| BadTime::Day)?,
            _ => return Err(BadTime::Day),
        };
        if (1970..2200).contains(&date.year()) { Ok(Self(date)) } else { Err(BadTime::Range) }
    }
}

impl<DB: Backend> ToSql<BigInt, DB> for Instant
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}
impl<DB: Backend> FromSql<BigInt, DB> for Instant
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(bytes).map(Self)
    }
}
impl ToSql<Text, diesel::pg::Pg> for Day {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
        use std::io::Write;
        write!(out, "{self}")?;
        Ok(serialize::IsNull::No)
    }
}
impl ToSql<Text, diesel::sqlite::Sqlite> for Day {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::sqlite::Sqlite>) -> serialize::Result {
        out.set_value(self.to_string());
        Ok(serialize::IsNull::No)
    }
}
impl<DB: Backend> FromSql<Text, DB> for Day
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(String::from_sql(bytes)?.parse()?)
    }
}

/// JSON and OpenAPI by the one text spelling.
macro_rules! by_text {
    ($name:ident, $format:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                Object::builder()
                    .schema_type(Type::String)
                    .format(Some(SchemaFormat::KnownFormat(KnownFormat::$format)))
                    .into()
            }
        }
        impl ToSchema for $name {}
    };
}
by_text!(Instant, DateTime);
by_text!(Day, Date);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_cut_at_midnight_in_shanghai() {
        let late: Instant = "2026-12-31T16:00:00Z".parse().unwrap();
        assert_eq!(late.day().to_string(), "2027-01-01");
        assert_eq!(late.plus_millis(-1).day().to_string(), "2026-12-31");
        assert_eq!(late.day().year(), 2027);
    }

    #[test]
    fn an_instant_keeps_its_milliseconds_and_loses_its_offset() {
        let at: Instant = "2026-11-23T09:15:02.120+08:00".parse().unwrap();
        assert_eq!(at.to_string(), "2026-11-23T01:15:02.120Z");
    }

    #[test]
    fn a_time_without_offset_or_out_of_range_is_refused() {
        assert_eq!("2026-11-23T09:15:02".parse::<Instant>(), Err(BadTime::Instant));
        assert_eq!("9999-01-01T00:00:00Z".parse::<Instant>(), Err(BadTime::Range));
        assert_eq!("2026-02-30".parse::<Day>(), Err(BadTime::Day));
        assert_eq!("20261123".parse::<Day>(), Err(BadTime::Day));
    }
}
