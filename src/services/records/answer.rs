//! Records as text: documents are spliced in as they are stored, never parsed.
use crate::domain::{Day, Instant, Level, OrganisationId, RecordId, RegionId, Sector};
use crate::services::pull::hex;
use crate::store::list::{ListedRow, SummaryRow};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// A record as it stands.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RecordItem {
    pub id: RecordId,
    pub kind: String,
    pub ledger: RegionId,
    pub rev: i64,
    /// Its last entry's number in the ledger.
    pub seq: i64,
    /// SHA-256 of the document's canonical text (RFC 8785), hexadecimal.
    pub hash: String,
    #[schema(value_type = Object)]
    pub document: serde_json::Value,
}

/// A record's facets: what lists are filtered and sorted by.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct RecordSummary {
    pub id: RecordId,
    pub kind: String,
    pub ledger: RegionId,
    pub rev: i64,
    pub seq: i64,
    pub hash: String,
    pub state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_on: Option<Day>,
    /// WGS-84, in units of 1e-7 degree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    pub is_voided: bool,
    pub created_at: Instant,
    pub updated_at: Instant,
}

impl From<SummaryRow> for RecordSummary {
    fn from(row: SummaryRow) -> Self {
        let SummaryRow { ledger, id, kind, seq, rev, hash, state, level, category, sector, .. } = row;
        let category = category.unwrap_or_default();
        Self {
            id,
            kind,
            ledger,
            rev,
            seq,
            hash: hex(&hash),
            state,
            level,
            category: category.split(',').filter(|one| !one.is_empty()).map(str::to_owned).collect(),
            sector: sector.parse().ok(),
            enterprise: row.enterprise,
            owner: row.owner,
            due_on: row.due_on,
            occurred_on: row.occurred_on,
            lon: row.lon,
            lat: row.lat,
            number: row.number,
            is_voided: row.is_voided,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// What stands before a record's document.
#[derive(Serialize)]
struct Known<'a> {
    id: RecordId,
    kind: &'a str,
    ledger: RegionId,
    rev: i64,
    seq: i64,
    hash: &'a str,
}

/// The text of a `RecordItem`.
pub fn item(row: &ListedRow) -> String {
    let ListedRow { ledger, id, kind, seq, rev, hash, document } = row;
    let known = Known { id: *id, kind, ledger: *ledger, rev: *rev, seq: *seq, hash: &hex(hash) };
    let mut text = serde_json::to_string(&known).unwrap_or_default();
    text.pop(); // the brace that closes the object
    text.push_str(",\"document\":");
    text.push_str(document);
    text.push('}');
    text
}

/// The text of a page of items.
pub fn page(items: &[String], next: Option<String>, count: Option<i64>) -> String {
    let mut text = format!("{{\"items\":[{}]", items.join(","));
    if let Some(next) = next {
        text.push_str(&format!(",\"next\":{}", json!(next)));
    }
    if let Some(count) = count {
        text.push_str(&format!(",\"count\":{count}"));
    }
    text.push('}');
    text
}
