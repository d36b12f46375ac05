//! Regions and their codes (GB/T 2260 and the statistical division codes).
mod below;
mod lines;

pub use below::Below;
pub use lines::Lines;

use super::codes::Tier;
use super::spelled::spelled;
use super::time::Day;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::BigInt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;
use utoipa::openapi::{Object, RefOr, Schema, Type};

spelled! {
    /// What a region is. The township-level units, from `subdistrict` on, are the ledgers' basic units.
    RegionLevel {
        Nation = "nation",
        Province = "province",
        Prefecture = "prefecture",
        County = "county",
        Subdistrict = "subdistrict",
        Town = "town",
        Township = "township",
        Park = "park",
        Farm = "farm",
    }
}

impl RegionLevel {
    /// The tier of a government body of such a region.
    pub fn tier(self) -> Tier {
        match self {
            Self::Nation => Tier::Nation,
            Self::Province => Tier::Province,
            Self::Prefecture => Tier::City,
            Self::County => Tier::County,
            _ => Tier::Township,
        }
    }
    pub fn is_unit(self) -> bool {
        self.tier() == Tier::Township
    }
    /// Higher up comes first: 0 for the nation, 4 for the units.
    pub fn depth(self) -> usize {
        match self.tier() {
            Tier::Nation => 0,
            Tier::Province => 1,
            Tier::City => 2,
            Tier::County => 3,
            Tier::Township => 4,
        }
    }
    /// How many digits of a code of this level its whole subtree shares.
    pub fn digits(self) -> usize {
        [0, 2, 4, 6, 9][self.depth()]
    }
}

/// A region's identity, and its ledger's: the code that it had first, kept through every re-code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = BigInt)]
pub struct RegionId(pub i64);

impl std::fmt::Display for RegionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:012}", self.0)
    }
}
impl Serialize for RegionId {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for RegionId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        RegionCode::deserialize(from).map(|code| Self(code.number()))
    }
}
impl utoipa::PartialSchema for RegionId {
    fn schema() -> RefOr<Schema> {
        RegionCode::schema()
    }
}
impl ToSchema for RegionId {}

/// A 12-digit region code, e.g. `360702100000`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct RegionCode(String);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a region code has 12 digits, as 360702100000")]
pub struct BadRegionCode;

impl RegionCode {
    pub fn as_str(&self) -> &str {
        &self.0
    }
    pub fn number(&self) -> i64 {
        self.0.parse().unwrap_or_default()
    }
    /// This code after its region, or one above it, got another one: its first digits change.
    pub fn moved(&self, from: &RegionCode, to: &RegionCode, digits: usize) -> Option<RegionCode> {
        let rest = self.0.strip_prefix(&from.0[..digits])?;
        Some(Self(format!("{}{rest}", &to.0[..digits])))
    }
}
impl std::str::FromStr for RegionCode {
    type Err = BadRegionCode;
    fn from_str(code: &str) -> Result<Self, BadRegionCode> {
        let twelve_digits = code.len() == 12 && code.bytes().all(|b| b.is_ascii_digit());
        twelve_digits.then(|| Self(code.to_owned())).ok_or(BadRegionCode)
    }
}
impl std::fmt::Display for RegionCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl Serialize for RegionCode {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for RegionCode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<str>::deserialize(from)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}
impl utoipa::PartialSchema for RegionCode {
    fn schema() -> RefOr<Schema> {
        Object::builder().schema_type(Type::String).pattern(Some("^[0-9]{12}$")).examples(["360702100000"]).into()
    }
}
impl ToSchema for RegionCode {}

impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for RegionCode
where
    str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        self.0.as_str().to_sql(out)
    }
}
impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for RegionCode
where
    String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        Ok(String::from_sql(bytes)?.parse()?)
    }
}
impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<BigInt, DB> for RegionId
where
    i64: diesel::serialize::ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        self.0.to_sql(out)
    }
}
impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<BigInt, DB> for RegionId
where
    i64: diesel::deserialize::FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        i64::from_sql(bytes).map(Self)
    }
}

/// A region as it stands today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, diesel::Queryable)]
pub struct Region {
    pub id: RegionId,
    /// The code that it has today.
    pub code: RegionCode,
    pub name: String,
    pub level: RegionLevel,
    pub parent: Option<RegionId>,
    /// Not an official code: a functional zone that an administrator has added.
    pub is_local: bool,
    pub valid_from: Option<Day>,
    /// The last day, where the region was merged, split or dissolved.
    pub valid_to: Option<Day>,
}

impl Region {
    pub fn is_open(&self) -> bool {
        self.valid_to.is_none()
    }
}

/// The root of all regions.
pub const NATION: RegionId = RegionId(0);
