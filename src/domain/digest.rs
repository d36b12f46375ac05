//! Digests: how a device and the server agree that they hold the same records.
use super::merkle::Hash;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::{AddAssign, SubAssign};
use utoipa::ToSchema;

/// Count and XOR over records. The XOR folds the first 8 bytes of each document's SHA-256.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Digest {
    pub records: i64,
    pub fold: u64,
}

/// A record's share of a digest.
pub fn share(hash: &Hash) -> u64 {
    u64::from_be_bytes(*hash.first_chunk().unwrap_or(&[0; 8]))
}

impl AddAssign<&Hash> for Digest {
    fn add_assign(&mut self, hash: &Hash) {
        self.records += 1;
        self.fold ^= share(hash);
    }
}
impl SubAssign<&Hash> for Digest {
    fn sub_assign(&mut self, hash: &Hash) {
        self.records -= 1;
        self.fold ^= share(hash);
    }
}
impl AddAssign for Digest {
    fn add_assign(&mut self, other: Digest) {
        self.records += other.records;
        self.fold ^= other.fold;
    }
}

/// A digest on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DigestText {
    pub count: i64,
    /// 16 hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{16}$")]
    pub xor: String,
}

impl From<Digest> for DigestText {
    fn from(digest: Digest) -> Self {
        Self { count: digest.records, xor: format!("{:016x}", digest.fold) }
    }
}

/// One digest per kind; kinds without a record are left out.
pub type Digests = BTreeMap<String, DigestText>;
