//! A record as a segment takes it, and as small as it can be.
use super::text::searched;
use crate::domain::{Day, Level, OrganisationId, RecordId, Sector};
use crate::store::record::RecordRow;

/// A record as far as lists ask for it.
#[derive(Debug, Clone)]
pub struct Item {
    pub id: RecordId,
    pub seq: i64,
    pub kind: String,
    pub state: String,
    pub level: Option<Level>,
    pub category: Option<String>,
    pub tags: Option<String>,
    pub sector: Option<Sector>,
    pub enterprise: Option<OrganisationId>,
    pub owner: Option<OrganisationId>,
    pub is_voided: bool,
    pub due_on: i32,
    pub occurred_on: i32,
    pub lon: i32,
    pub lat: i32,
    pub created_at: i64,
    pub updated_at: i64,
    pub text: String,
}

/// Lies below every day's digits, and every degree.
pub const ABSENT: i32 = i32::MIN;

/// 20261123: in the order of days.
pub fn digits(day: Day) -> i32 {
    let (year, month, day) = day.parts();
    i32::from(year) * 10_000 + i32::from(month) * 100 + i32::from(day)
}

impl Item {
    /// With all words that lists search for.
    pub fn searched(row: &RecordRow) -> Self {
        Self { text: searched(row.number.as_deref(), &row.document), ..Self::plain(row) }
    }

    /// Without any words.
    pub fn plain(row: &RecordRow) -> Self {
        let day = |day: Option<Day>| day.map_or(ABSENT, digits);
        let degree = |degree: Option<i64>| degree.and_then(|degree| i32::try_from(degree).ok()).unwrap_or(ABSENT);
        Self {
            id: row.id,
            seq: row.seq,
            kind: row.kind.clone(),
            state: row.state.clone(),
            level: row.level,
            category: row.category.clone(),
            tags: row.tags.clone(),
            sector: row.sector.parse().ok(),
            enterprise: row.enterprise,
            owner: row.owner,
            is_voided: row.is_voided,
            due_on: day(row.due_on),
            occurred_on: day(row.occurred_on),
            lon: degree(row.lon),
            lat: degree(row.lat),
            created_at: row.created_at.millis(),
            updated_at: row.updated_at.millis(),
            text: String::new(),
        }
    }
}
