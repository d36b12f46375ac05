//! Ledgers' parts as they are sent: as text in a pull's answer, as compressed segments in a stream.
use super::kept::{Kept, Shelf};
use super::page::{self, Part, Reach, Start};
use super::scope::{Seen, Visible};
use super::{answer, digests};
use crate::services::Outcome;
use crate::store::{Conn, StoreError};
use std::collections::BTreeSet;

/// So many changes make a segment where the request names no limit.
pub const SEGMENT: usize = 4000;
/// Quick, and a quarter of the text's size is left.
const LEVEL: i32 = 1;

pub type Segments = Shelf<Segment>;
pub type Texts = Shelf<Text>;

/// A ledger's part of a stream: one line of text, as a zstd frame.
#[derive(Debug)]
pub struct Segment {
    reach: Reach,
    pub frame: Vec<u8>,
}

impl Part for Segment {
    fn reach(&self) -> Reach {
        self.reach
    }
}
impl Kept for Segment {
    fn bytes(&self) -> usize {
        self.frame.len()
    }
}

/// A ledger's part of a pull's answer.
#[derive(Debug)]
pub struct Text {
    reach: Reach,
    pub json: String,
}

impl Part for Text {
    fn reach(&self) -> Reach {
        self.reach
    }
}
impl Kept for Text {
    fn bytes(&self) -> usize {
        self.json.len()
    }
}

/// Reads a part; with the digest of what must be held, if the device holds the ledger completely then.
pub fn text(
    conn: &mut Conn,
    visible: &Visible,
    (seen, start): (&Seen, &Start),
    limit: usize,
    kinds: Option<&BTreeSet<String>>,
) -> Outcome<Text> {
    let page = page::read(conn, seen, start, limit, kinds)?;
    let reach = page.reach();
    let complete: Vec<_> = reach.is_whole().then_some(reach.ledger).into_iter().collect();
    let digests = digests::of(conn, visible, &complete, kinds)?;
    Ok(Text { reach, json: answer::ledger(&page, digests.get(&page.ledger)) })
}

impl Segment {
    pub fn new(text: Text) -> Outcome<Self> {
        let Text { reach, mut json } = text;
        json.push('\n');
        Ok(Self { reach, frame: frame(&json)? })
    }
}

pub fn frame(line: &str) -> Outcome<Vec<u8>> {
    Ok(zstd::bulk::compress(line.as_bytes(), LEVEL).map_err(|error| StoreError::Damaged(error.to_string()))?)
}
