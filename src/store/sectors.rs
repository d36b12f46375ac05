//! Sectors in a column: comma-joined, in the order of the code list.
use crate::domain::Sector;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Text;

/// A set of sectors as the database keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Sectors(pub Vec<Sector>);

impl From<Vec<Sector>> for Sectors {
    fn from(mut sectors: Vec<Sector>) -> Self {
        sectors.sort();
        sectors.dedup();
        Self(sectors)
    }
}

impl Sectors {
    fn text(&self) -> String {
        self.0.iter().map(|sector| sector.as_str()).collect::<Vec<_>>().join(",")
    }
}

impl ToSql<Text, diesel::pg::Pg> for Sectors {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
        use std::io::Write;
        out.write_all(self.text().as_bytes())?;
        Ok(IsNull::No)
    }
}
impl ToSql<Text, diesel::sqlite::Sqlite> for Sectors {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::sqlite::Sqlite>) -> serialize::Result {
        out.set_value(self.text());
        Ok(IsNull::No)
    }
}
impl<DB: Backend> FromSql<Text, DB> for Sectors
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(bytes)?;
        let spellings = text.split(',').filter(|spelling| !spelling.is_empty());
        Ok(Self(spellings.map(str::parse).collect::<Result<_, String>>()?))
    }
}
