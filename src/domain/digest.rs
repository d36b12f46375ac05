//! Digests: how a device and the server agree that they hold the same records.
use super::RecordId;
use super::merkle::Hash;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
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
        Self { count: digest.records, xor: share_text(digest.fold) }
    }
}

/// One digest per kind; kinds without a record are left out.
pub type Digests = BTreeMap<String, DigestText>;

/// A bucket of a ledger's records of one kind: two hexadecimal digits, the last byte of the id.
/// The first bytes of a UUIDv7 tell the time and would put a day's records into one bucket; the
/// last are random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^[0-9a-f]{2}$", example = "7f")]
pub struct Bucket(u8);

impl Bucket {
    pub fn of(record: RecordId) -> Self {
        let [.., last] = record.as_uuid().as_bytes();
        Self(*last)
    }
}
impl TryFrom<String> for Bucket {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        match u8::from_str_radix(&text, 16) {
            Ok(bucket) if String::from(Self(bucket)) == text => Ok(Self(bucket)),
            _ => Err("a bucket is two hexadecimal digits, 00 to ff"),
        }
    }
}
impl From<Bucket> for String {
    fn from(bucket: Bucket) -> Self {
        format!("{:02x}", bucket.0)
    }
}

/// The XOR over the records of each bucket, as 16 hexadecimal digits; one that is zero is left out.
pub type BucketTexts = BTreeMap<Bucket, String>;

/// The 256 buckets of a ledger's records of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Buckets(BTreeMap<Bucket, u64>);

impl Buckets {
    /// Counts a record in: its id and its share, the first 8 bytes of its document's hash.
    pub fn add(&mut self, record: RecordId, share: u64) {
        *self.0.entry(Bucket::of(record)).or_default() ^= share;
    }
    pub fn texts(&self) -> BucketTexts {
        let sums = self.0.iter().filter(|(_, fold)| **fold != 0);
        sums.map(|(bucket, fold)| (*bucket, share_text(*fold))).collect()
    }
    /// The buckets in which another side holds something else.
    pub fn differing(&self, theirs: &BucketTexts) -> BTreeSet<Bucket> {
        let own = self.texts();
        let zero = share_text(0);
        let at = |texts: &BucketTexts, bucket: &Bucket| texts.get(bucket).unwrap_or(&zero).clone();
        let all: BTreeSet<_> = own.keys().chain(theirs.keys()).copied().collect();
        all.into_iter().filter(|bucket| at(&own, bucket) != at(theirs, bucket)).collect()
    }
}

/// A share, or an XOR of shares, on the wire.
pub fn share_text(share: u64) -> String {
    format!("{share:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn record(n: u128) -> RecordId {
        RecordId::from_uuid(Uuid::from_u128(n))
    }

    #[test]
    fn a_bucket_is_the_last_byte_of_the_id() {
        assert_eq!(String::from(Bucket::of(record(0x12_3456_7807))), "07");
        assert_eq!(Bucket::try_from("ff".to_owned()).unwrap(), Bucket::of(record(0xff)));
        for bad in ["", "7", "007", "FF", "gg", "+7"] {
            assert!(Bucket::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_buckets_that_differ_are_those_with_another_record() {
        let (mut ours, mut theirs) = (Buckets::default(), Buckets::default());
        for n in 0..1000 {
            ours.add(record(n), share_of(n));
            theirs.add(record(n), share_of(n));
        }
        assert!(ours.differing(&theirs.texts()).is_empty());
        theirs.add(record(5), share_of(5)); // is gone
        theirs.add(record(1007), share_of(1007)); // is too many
        theirs.add(record(9), share_of(9) ^ 1); // says something else
        let expected: BTreeSet<_> = [5, 1007, 9].map(|n| Bucket::of(record(n))).into();
        assert_eq!(ours.differing(&theirs.texts()), expected);
        assert_eq!(theirs.differing(&ours.texts()), expected);
    }

    fn share_of(n: u128) -> u64 {
        share(&super::super::merkle::leaf_hash(&n.to_be_bytes()))
    }
}
