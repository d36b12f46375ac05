//! Cursors: how far a device has come in each ledger, and under which view.
use super::scope::Fingerprint;
use super::spelled::spelled;
use super::{CursorId, RegionId};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

spelled! {
    /// How a ledger's changes are applied.
    Mode {
        /// Apply the changes to what the device holds of this ledger.
        Delta = "delta",
        /// Forget what the device holds of this ledger, then apply the changes.
        Snapshot = "snapshot",
        /// Forget what the device holds of this ledger: nothing of it is visible any more.
        Drop = "drop",
    }
}

/// More ledgers than this, and the cursor is kept on the server.
pub const MOST_CARRIED: usize = 64;

/// A device's place in one ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub seq: i64,
    pub fingerprint: Fingerprint,
    /// While a snapshot is under way: the head when it began. What left the view before
    /// then was never sent, so its removal need not be either.
    pub since: i64,
}

/// A device's place in every ledger that it holds. It is no secret and grants nothing:
/// what is sent always depends on the view of the moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cursor {
    pub schema: u32,
    pub marks: BTreeMap<RegionId, Mark>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("this cursor was not made here")]
pub struct BadCursor;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    v: u8,
    s: u32,
    #[serde(default)]
    l: Vec<(i64, i64, u64, i64)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<CursorId>,
}

/// What a device's opaque text stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    Whole(Cursor),
    Kept(CursorId),
}

/// The opaque text for a cursor that is kept on the server.
pub fn kept(schema: u32, id: CursorId) -> String {
    wrap(&Text { v: 1, s: schema, l: Vec::new(), id: Some(id) })
}

fn wrap(text: &Text) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(text).unwrap_or_default())
}

/// Reads a device's opaque text.
pub fn read(opaque: &str) -> Result<Carried, BadCursor> {
    let json = BASE64_URL_SAFE_NO_PAD.decode(opaque).map_err(|_foreign: base64::DecodeError| BadCursor)?;
    let text: Text = serde_json::from_slice(&json).map_err(|_foreign: serde_json::Error| BadCursor)?;
    match text {
        Text { v: 1, id: Some(id), .. } => Ok(Carried::Kept(id)),
        Text { v: 1, s, l, id: None } => Cursor::from_rows(s, l).map(Carried::Whole),
        _ => Err(BadCursor),
    }
}

impl Cursor {
    pub fn to_opaque(&self) -> String {
        wrap(&Text { v: 1, s: self.schema, l: self.rows(), id: None })
    }
    /// For a cursor that is kept on the server: the text of its row.
    pub fn to_content(&self) -> String {
        self.to_opaque()
    }
    fn rows(&self) -> Vec<(i64, i64, u64, i64)> {
        let rows = self.marks.iter();
        rows.map(|(region, mark)| (region.0, mark.seq, mark.fingerprint.0, mark.since)).collect()
    }
    fn from_rows(schema: u32, rows: Vec<(i64, i64, u64, i64)>) -> Result<Self, BadCursor> {
        let mut marks = BTreeMap::new();
        for (region, seq, fingerprint, since) in rows {
            if seq < 0 || since < 0 {
                return Err(BadCursor);
            }
            marks.insert(RegionId(region), Mark { seq, fingerprint: Fingerprint(fingerprint), since });
        }
        Ok(Self { schema, marks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        let mark = Mark { seq: 9, fingerprint: Fingerprint(u64::MAX), since: 12 };
        let cursor = Cursor { schema: 1, marks: [(RegionId(360702100000), mark)].into() };
        assert_eq!(read(&cursor.to_opaque()), Ok(Carried::Whole(cursor)));
        let id = CursorId::new();
        assert_eq!(read(&kept(1, id)), Ok(Carried::Kept(id)));
    }

    #[test]
    fn a_foreign_text_is_no_cursor() {
        for text in ["", "x", "e30", "AAAA", &wrap(&Text { v: 2, s: 1, l: vec![], id: None })] {
            assert_eq!(read(text), Err(BadCursor), "{text}");
        }
    }
}
