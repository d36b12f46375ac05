//! What a device asks of verify, and how much of it at once.
use super::super::pull::known_kinds;
use super::super::push::own_device;
use crate::domain::act::{Name, SCHEMA};
use crate::domain::digest::{Bucket, BucketTexts, DigestText, Digests};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::scope::Subject;
use crate::domain::{DeviceId, RecordId, RegionId};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// The most pairs of ledger and kind of which buckets are compared or listed, in one request.
const MOST_PAIRS: usize = 32;
/// The most records that are fetched by one request.
pub const MOST_FETCHED: usize = 1000;

/// What a device tells of what it holds, and what it asks for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyRequest {
    /// The device that the token was issued to.
    pub device_id: DeviceId,
    /// The version of the documents' shapes that the device understands.
    pub schema: u32,
    /// The kinds that the device pulls; all where left out.
    pub kinds: Option<Vec<Name>>,
    /// First: the digest of everything that is held. The answer names every pair of ledger and kind in
    /// which it differs, also those of which the device says nothing and must hold something.
    pub digests: Option<Vec<LedgerDigests>>,
    /// Then: the buckets of pairs that differ; at most 32 pairs.
    #[schema(max_items = 32)]
    pub buckets: Option<Vec<KindBuckets>>,
    /// Then: buckets whose records are to be listed; at most 32 pairs.
    #[schema(max_items = 32)]
    pub lists: Option<Vec<KindLists>>,
    /// At last: records that are to be sent; at most 1,000 together.
    pub fetch: Option<Vec<KindIds>>,
}

/// Count and XOR of what is held of a ledger, per kind.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerDigests {
    pub ledger: RegionId,
    pub digests: BTreeMap<Name, DigestText>,
}

/// The XOR over the first 8 bytes of the records' hashes, for each bucket: a record's bucket is the
/// last byte of its id. Empty buckets may be left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KindBuckets {
    pub ledger: RegionId,
    pub kind: Name,
    #[schema(value_type = BTreeMap<String, String>)]
    pub buckets: BucketTexts,
}

/// Buckets of a ledger and kind.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KindLists {
    pub ledger: RegionId,
    pub kind: Name,
    #[schema(max_items = 256)]
    pub buckets: Vec<Bucket>,
}

/// Records of a ledger.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KindIds {
    pub ledger: RegionId,
    /// As which they are held; told again with a `remove`.
    pub kind: Name,
    #[schema(max_items = 1000)]
    pub ids: Vec<RecordId>,
}

/// A request that was checked.
#[derive(Debug)]
pub struct Verify {
    pub(super) kinds: Option<BTreeSet<String>>,
    pub(super) digests: Option<BTreeMap<RegionId, Digests>>,
    pub(super) buckets: Vec<KindBuckets>,
    pub(super) lists: Vec<KindLists>,
    pub(super) fetch: Vec<KindIds>,
}

impl Verify {
    pub fn prepare(subject: &Subject, request: VerifyRequest) -> Result<Self, Fault> {
        let VerifyRequest { device_id, schema, kinds, digests, buckets, lists, fetch } = request;
        own_device(subject, device_id)?;
        if schema == 0 {
            return Err(Fault::new(FaultCode::BadRequest, "schemas are counted from 1").at("/schema"));
        }
        if schema > SCHEMA {
            let detail = format!("this server speaks schema {SCHEMA}");
            return Err(Fault::new(FaultCode::SchemaNewerThanServer, detail).at("/schema"));
        }
        let (buckets, lists) = (buckets.unwrap_or_default(), lists.unwrap_or_default());
        for (pairs, pointer) in [(buckets.len(), "/buckets"), (lists.len(), "/lists")] {
            at_most(pairs, MOST_PAIRS, pointer)?;
        }
        let fetch = fetch.unwrap_or_default();
        at_most(fetch.iter().map(|question| question.ids.len()).sum(), MOST_FETCHED, "/fetch")?;
        at_most(fetch.len(), MOST_FETCHED, "/fetch")?;
        let kinds = kinds.map(known_kinds).transpose()?;
        Ok(Self { kinds, digests: digests.map(by_ledger).transpose()?, buckets, lists, fetch })
    }
}

fn at_most(many: usize, most: usize, pointer: &str) -> Result<(), Fault> {
    match many <= most {
        true => Ok(()),
        false => Err(Fault::new(FaultCode::BadRequest, format!("at most {most} at once")).at(pointer)),
    }
}

fn by_ledger(told: Vec<LedgerDigests>) -> Result<BTreeMap<RegionId, Digests>, Fault> {
    let mut digests = BTreeMap::new();
    for (n, LedgerDigests { ledger, digests: own }) in told.into_iter().enumerate() {
        let own = own.into_iter().map(|(kind, digest)| (String::from(kind), digest)).collect();
        if digests.insert(ledger, own).is_some() {
            return Err(Fault::new(FaultCode::BadRequest, "given twice").at(format!("/digests/{n}/ledger")));
        }
    }
    Ok(digests)
}
