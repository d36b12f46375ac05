//! Code lists: one value, one spelling, in JSON, in the contract and in the database.

/// What every code list can tell of itself.
pub trait Spelled: Copy + 'static {
    /// The type's name.
    const NAME: &'static str;
    const VALUES: &'static [Self];
    fn text(self) -> &'static str;
    /// What people read: in Chinese and in English, where the list is one that people read.
    fn labels(self) -> Option<(&'static str, &'static str)>;
}

/// The labels of a value, if it has been given any.
pub fn first(labels: &[(&'static str, &'static str)]) -> Option<(&'static str, &'static str)> {
    labels.first().copied()
}

/// Declares an enum together with the only spelling of each value, and maybe its
/// labels: `Fire = "fire" ("消防", "Fire safety")`.
macro_rules! spelled {
    ($(#[$about:meta])* $name:ident { $($(#[$note:meta])* $variant:ident = $text:literal $(($zh:literal, $en:literal))?),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name { $($(#[$note])* $variant),+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The one spelling of this value.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl $crate::domain::spelled::Spelled for $name {
            const NAME: &'static str = stringify!($name);
            const VALUES: &'static [Self] = Self::ALL;
            fn text(self) -> &'static str {
                self.as_str()
            }
            fn labels(self) -> Option<(&'static str, &'static str)> {
                match self { $(Self::$variant => $crate::domain::spelled::first(&[$(($zh, $en))?])),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                let known = Self::ALL.iter().find(|value| value.as_str() == text);
                known.copied().ok_or_else(|| format!("unknown {}: {text}", stringify!($name)))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                self.as_str().to_sql(out)
            }
        }

        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                Ok(String::from_sql(bytes)?.parse::<Self>()?)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                utoipa::openapi::Object::builder()
                    .schema_type(utoipa::openapi::Type::String)
                    .enum_values(Some(Self::ALL.iter().map(|value| value.as_str())))
                    .into()
            }
        }
        impl utoipa::ToSchema for $name {}
    };
}
pub(crate) use spelled;

#[cfg(test)]
mod tests {
    use crate::domain::Sector;

    #[test]
    fn a_value_has_one_spelling_everywhere() {
        for &sector in Sector::ALL {
            let json = serde_json::to_string(&sector).unwrap();
            assert_eq!(json, format!("{:?}", sector.as_str()));
            assert_eq!(serde_json::from_str::<Sector>(&json).unwrap(), sector);
        }
        assert!(serde_json::from_str::<Sector>("\"astrology\"").is_err());
    }
}
