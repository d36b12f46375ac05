//! What verify answers.
use super::super::pull::Change;
use crate::domain::digest::Bucket;
use crate::domain::spelled::spelled;
use crate::domain::{RecordId, RegionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

spelled! {
    /// Whether a device holds what its user may see.
    VerifyResult { Ok = "ok", Mismatch = "mismatch" }
}

/// The answers to what was asked; of what was not asked, nothing. Everything in it is of one snapshot:
/// what was written since the device's last pull differs as well, and comes again with the next one.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct VerifyAnswer {
    /// Whether the digests and buckets that were told agree.
    pub result: VerifyResult,
    /// To `digests`: where they differ.
    pub mismatches: Vec<LedgerKind>,
    /// To `buckets`, in their order.
    pub buckets: Vec<DifferingBuckets>,
    /// To `lists`, in their order.
    pub lists: Vec<ListedRecords>,
    /// To `fetch`, in its order.
    pub fetched: Vec<FetchedRecords>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct LedgerKind {
    pub ledger: RegionId,
    pub kind: String,
}

/// The buckets in which the device holds something else.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct DifferingBuckets {
    pub ledger: RegionId,
    pub kind: String,
    pub differ: Vec<Bucket>,
}

/// All that is to be held in the buckets that were asked for. What is held there and is not listed, is
/// to be forgotten.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ListedRecords {
    pub ledger: RegionId,
    pub kind: String,
    pub records: Vec<ListedRecord>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ListedRecord {
    pub id: RecordId,
    pub rev: i64,
    /// The first 16 hexadecimal digits of the document's hash.
    pub hash: String,
}

/// Records that were asked for: `put` or `remove`, to be applied as those of a pull. One that
/// the person may not see is told as one that is not there.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct FetchedRecords {
    pub ledger: RegionId,
    pub changes: Vec<Change>,
}
