//! Typed identifiers, and how each database keeps them.
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Binary, SqlType, Uuid as PgUuid};
use diesel::sqlite::Sqlite;
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;
use utoipa::openapi::{KnownFormat, Object, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

/// A UUID that remembers what it identifies: `Id<Record>` is never an `Id<Act>`.
#[derive(AsExpression, FromSqlRow, Serialize, Deserialize)]
#[diesel(sql_type = UuidColumn)]
#[serde(transparent)]
pub struct Id<T: 'static>(Uuid, #[serde(skip)] PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// Stands for "none" where a key column may not be empty.
    pub const NIL: Self = Self(Uuid::nil(), PhantomData);

    /// Time-ordered, so new rows land at the end of the index.
    pub fn new() -> Self {
        Self::from_uuid(Uuid::now_v7())
    }
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }
    pub const fn as_uuid(&self) -> &Uuid {
        &self.0
    }
    /// The same identifier, read as naming something else: an enterprise's record and its
    /// organisation share one.
    pub const fn cast<U>(self) -> Id<U> {
        Id::from_uuid(self.0)
    }
}
impl<T> Default for Id<T> {
    fn default() -> Self {
        Self::new()
    }
}
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> std::hash::Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state)
    }
}
impl<T> std::fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
impl<T> std::fmt::Display for Id<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}
impl<T> std::str::FromStr for Id<T> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(Self::from_uuid)
    }
}
impl<T> PartialSchema for Id<T> {
    fn schema() -> RefOr<Schema> {
        let uuid = SchemaFormat::KnownFormat(KnownFormat::Uuid);
        Object::builder().schema_type(Type::String).format(Some(uuid)).into()
    }
}
impl<T> ToSchema for Id<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }
}

/// `uuid` on PostgreSQL, a 16-byte `blob` on SQLite.
#[derive(SqlType, QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951), sqlite_type(name = "Binary"))]
pub struct UuidColumn;

impl<T> ToSql<UuidColumn, Pg> for Id<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<PgUuid, Pg>::to_sql(self.as_uuid(), out)
    }
}
impl<T> ToSql<UuidColumn, Sqlite> for Id<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(&self.as_uuid().as_bytes()[..]);
        Ok(IsNull::No)
    }
}
impl<T> FromSql<UuidColumn, Pg> for Id<T> {
    fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        FromSql::<PgUuid, Pg>::from_sql(bytes).map(Self::from_uuid)
    }
}
impl<T> FromSql<UuidColumn, Sqlite> for Id<T> {
    fn from_sql(bytes: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<Binary, Sqlite>>::from_sql(bytes)?;
        Ok(Self::from_uuid(Uuid::from_slice(&bytes)?))
    }
}

macro_rules! ids {
    ($($(#[$about:meta])* $id:ident of $thing:ident),+ $(,)?) => {
        $(#[derive(Debug)] pub enum $thing {}
          $(#[$about])* pub type $id = Id<$thing>;)+
    };
}
ids! {
    RecordId of Record,
    ActId of ActMark,
    PersonId of PersonMark,
    OrganisationId of OrganisationMark,
    DutyId of DutyMark,
    DeviceId of DeviceMark,
    SessionId of SessionMark,
    InboxId of InboxMark,
    CursorId of CursorMark,
    LogId of LogMark,
    AuditId of AuditMark,
    AttachmentId of AttachmentMark,
    PlanId of PlanMark,
    WorkSystemId of WorkSystemMark,
    TaskId of TaskMark,
    IndicatorId of IndicatorMark,
    /// Of a measure of a campaign, made by the device.
    MeasureId of MeasureMark,
    ExposureItemId of ExposureItemMark,
}
