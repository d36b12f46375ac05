//! The stream of a first sync: ledger after ledger as lines of JSON, with a cursor after every step.
use super::segments::{SEGMENT, Segment, Segments, frame, text};
use super::{Acks, Advice, Keep, LedgerPage, Pull, PullRequest, Seen, Start, Visible};
use super::{advice, answer, carried, page, preferred, presented};
use crate::domain::Instant;
use crate::domain::fault::Fault;
use crate::services::Outcome;
use crate::services::push::own_device;
use crate::services::sessions::Present;
use crate::store::{Conn, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use utoipa::ToSchema;

/// One line of a stream.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Line {
    /// The first one.
    Begin {
        /// Forget everything before applying what follows.
        reset: bool,
        /// As in the answer to a first pull.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        advice: Option<Advice>,
    },
    /// Changes of a ledger, to be applied in the order of the lines.
    Ledger(LedgerPage),
    /// All lines before this one belong to this cursor: whoever has stored it goes on from here.
    Cursor { cursor: String, has_more: bool, acks: Acks },
    /// The stream ends early; go on with the last cursor.
    End {
        #[schema(value_type = Object)]
        problem: serde_json::Value,
    },
}

/// How far a stream is.
pub struct Stream {
    pull: Pull,
    has_begun: bool,
}

/// What is sent next: lines, each as a zstd frame.
pub struct Step {
    begin: Vec<u8>,
    segments: Vec<Arc<Segment>>,
    end: Vec<u8>,
    /// Where the stream goes on; none at its end.
    pub next: Option<Stream>,
    pub keep: Option<Keep>,
}

impl Step {
    fn parts(&self) -> impl Iterator<Item = &[u8]> {
        let segments = self.segments.iter().map(|segment| segment.frame.as_slice());
        [self.begin.as_slice()].into_iter().chain(segments).chain([self.end.as_slice()])
    }
    /// Compressed: frames may stand one after the other.
    pub fn frames(&self) -> Vec<u8> {
        self.parts().collect::<Vec<_>>().concat()
    }
    pub fn text(&self) -> Outcome<Vec<u8>> {
        Ok(zstd::stream::decode_all(&self.frames()[..]).map_err(|error| StoreError::Damaged(error.to_string()))?)
    }
}

impl Stream {
    /// The request is that of a pull; its limit is a segment's.
    pub fn read(request: PullRequest) -> Result<Self, Fault> {
        let limit = request.limit.map_or(SEGMENT, |limit| limit as usize);
        Ok(Self { pull: Pull { limit, ..Pull::read(request)? }, has_begun: false })
    }

    /// The next step, in one snapshot: a segment of each ledger with news, until there are changes
    /// enough.
    pub fn step(&self, conn: &mut Conn, present: &Present, segments: &Segments, now: Instant) -> Outcome<Step> {
        let pull = &self.pull;
        let Present { subject, last_client_seq } = present;
        own_device(subject, pull.device)?;
        let presented = presented(conn, pull)?;
        let first = preferred(conn, pull)?;
        let visible = Visible::of(conn, subject, pull.kinds.as_ref())?;
        // Each ledger begins a segment of its own: whoever sees it sees the same one.
        let (limit, kinds) = (pull.limit, pull.kinds.as_ref());
        let read = |seen: &Seen, start: &Start, _| {
            let make = || Segment::new(text(conn, &visible, (seen, start), limit, kinds)?);
            segments.read(seen, start, limit, kinds, make)
        };
        let pages = page::turn(&presented.cursor, &visible, pull, &first, read)?;
        let (opaque, keep) = pages.cursor(&presented, pull.device, now);
        let drops = pages.drops.iter().map(answer::dropped);
        let begin: Vec<_> = self.beginning(conn, &visible, presented.is_reset)?.into_iter().chain(drops).collect();
        let acks = json!({ "last_client_seq": last_client_seq });
        let end = json!({ "cursor": opaque, "has_more": pages.has_more, "acks": acks });
        let next = match pages.has_more {
            true => Some(Self { pull: Pull { cursor: Some(carried(opaque)?), ..pull.clone() }, has_begun: true }),
            false => None,
        };
        let (begin, end) = (lines(&begin)?, lines(&[end.to_string()])?);
        Ok(Step { begin, segments: pages.pages, end, next, keep })
    }

    /// The first line of a stream; again where the cursor was lost in mid-stream and all begins anew.
    fn beginning(&self, conn: &mut Conn, visible: &Visible, is_reset: bool) -> Outcome<Option<String>> {
        if self.has_begun && !is_reset {
            return Ok(None);
        }
        let advice = if is_reset { advice::of(conn, visible, self.pull.kinds.as_ref())? } else { None };
        let line = serde_json::to_string(&Line::Begin { reset: is_reset, advice });
        Ok(Some(line.map_err(|error| StoreError::Damaged(error.to_string()))?))
    }
}

/// Lines as a frame; nothing where there are none.
fn lines(lines: &[String]) -> Outcome<Vec<u8>> {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    if text.is_empty() { Ok(Vec::new()) } else { frame(&text) }
}
