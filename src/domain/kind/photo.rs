//! Photos that an act carries: named by content, so that the bytes may follow later.
use super::Facts;
use crate::domain::canonical::LARGEST_INTEGER;
use crate::domain::outcome::Refusal;
use crate::domain::spelled::spelled;
use crate::domain::{AttachmentId, Instant};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

spelled! {
    /// What a photo shows.
    PhotoRole {
        Before = "before" ("整改前", "Before rectification"),
        After = "after" ("整改后", "After rectification"),
        Scene = "scene" ("现场", "The scene"),
    }
}

spelled! {
    /// The picture's format.
    MediaType {
        Jpeg = "image/jpeg" ("JPEG 图片", "JPEG image"),
        Png = "image/png" ("PNG 图片", "PNG image"),
        Webp = "image/webp" ("WebP 图片", "WebP image"),
        Heic = "image/heic" ("HEIC 图片", "HEIC image"),
    }
}

/// One photo. Its bytes are uploaded on their own way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Photo {
    /// Made by the device.
    pub id: AttachmentId,
    pub sha256: ContentHash,
    /// In bytes.
    #[schema(value_type = i64, minimum = 1, maximum = 9007199254740991_i64)]
    pub size: PhotoSize,
    pub media_type: MediaType,
    pub role: PhotoRole,
}

/// SHA-256 of the bytes: 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
pub struct ContentHash(String);

impl TryFrom<String> for ContentHash {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        let is_hash = text.len() == 64 && text.bytes().all(is_hex);
        is_hash.then_some(Self(text)).ok_or("a SHA-256 has 64 digits of 0-9 and a-f")
    }
}
impl From<ContentHash> for String {
    fn from(hash: ContentHash) -> Self {
        hash.0
    }
}

/// A length in bytes, at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "i64")]
pub struct PhotoSize(i64);

impl TryFrom<i64> for PhotoSize {
    type Error = &'static str;
    fn try_from(bytes: i64) -> Result<Self, Self::Error> {
        (1..=LARGEST_INTEGER).contains(&bytes).then_some(Self(bytes)).ok_or("a photo has at least one byte")
    }
}

/// The most photos that one act carries.
pub const MOST_PHOTOS: usize = 30;

/// A photo as the record keeps it: with the act that brought it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TakenPhoto {
    pub act: String,
    /// When the act was done.
    pub at: Instant,
    pub photo: Photo,
}

/// Whether an act carries as many photos as the policy of its region asks for, none twice.
pub(super) fn check(kind: &str, act: &str, photos: &[Photo], facts: &Facts) -> Result<(), Refusal> {
    let needed = facts.policy.photos_required(kind, act);
    if photos.len() < needed {
        return Err(Refusal::missing("photos", format!("this act carries at least {needed} photos here")));
    }
    if photos.len() > MOST_PHOTOS {
        return Err(Refusal::invalid("photos", format!("at most {MOST_PHOTOS} photos an act")));
    }
    let twice = |n: usize| photos[..n].iter().any(|earlier| earlier.id == photos[n].id);
    match (0..photos.len()).find(|n| twice(*n)) {
        Some(n) => Err(Refusal::invalid(&format!("photos/{n}/id"), "the same photo twice")),
        None => Ok(()),
    }
}
