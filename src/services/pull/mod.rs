//! Pull: what a device must learn so that it holds exactly what its user may see.
mod advice;
mod answer;
mod digests;
mod kept;
mod page;
mod scope;
mod segments;
pub mod stream;

pub use advice::{Advice, LedgerRows};
pub(super) use answer::hex;
pub use answer::{Acks, Change, LedgerPage, PullAnswer};
pub(super) use digests::of as digests_of;
pub(super) use scope::Visible;
pub use segments::{Segments, Texts, frame};

use super::Outcome;
use super::push::own_device;
use super::sessions::Present;
use crate::domain::act::{Name, SCHEMA};
use crate::domain::cursor::{self, Carried, Cursor, MOST_CARRIED};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::{CursorId, DeviceId, Instant, RegionCode, RegionId, kind};
use crate::store::cursor::CursorRow;
use crate::store::{Conn, coverage, cursor as stored};
use page::Start;
use scope::Seen;
use serde::Deserialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// The most changes in one answer, and as many as come where the request names no limit.
pub(super) const MOST_CHANGES: u32 = 1000;
pub(super) const CHANGES: u32 = 500;
/// The most ledgers in one answer.
pub(super) const MOST_LEDGERS: usize = 100;
/// The most answers to a device that are thought to be under way, beside the next one.
const MOST_UNDER_WAY: i64 = 3;

/// What a device holds, and what it wants.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PullRequest {
    /// The device that the token was issued to.
    pub device_id: DeviceId,
    /// The version of the documents' shapes that the device understands.
    pub schema: u32,
    /// The cursor of the last answer that was stored; left out by a device that holds nothing.
    pub cursor: Option<String>,
    /// The most changes in the answer; 500 where left out. Of a stream: in a line; 4000 where left out.
    #[schema(minimum = 1, maximum = 1000)]
    pub limit: Option<u32>,
    /// Ledgers that are to come first; at most 100.
    #[schema(max_items = 100)]
    pub ledgers: Option<Vec<RegionCode>>,
    /// Only these kinds; all where left out. Other kinds than before mean new snapshots.
    pub kinds: Option<Vec<Name>>,
}

/// An answer, ready to be sent, and the cursor that is to be kept for it.
#[derive(Debug)]
pub struct Pulled {
    pub json: String,
    pub keep: Option<Keep>,
}

/// A cursor for the server to keep, and the kept one that the device came with.
#[derive(Debug)]
pub struct Keep {
    row: CursorRow,
    presented: Option<CursorId>,
}

/// A request that was checked.
#[derive(Debug, Clone)]
pub struct Pull {
    device: DeviceId,
    cursor: Option<(String, Carried)>,
    limit: usize,
    first: Vec<RegionCode>,
    kinds: Option<BTreeSet<String>>,
}

impl Pull {
    /// Checks all that does not depend on who asks.
    pub fn read(request: PullRequest) -> Result<Self, Fault> {
        let PullRequest { device_id, schema, cursor, limit, ledgers, kinds } = request;
        if schema == 0 {
            return Err(Fault::new(FaultCode::BadRequest, "schemas are counted from 1").at("/schema"));
        }
        if schema > SCHEMA {
            return Err(Fault::new(FaultCode::SchemaNewerThanServer, format!("this server speaks schema {SCHEMA}"))
                .at("/schema"));
        }
        let limit = limit.unwrap_or(CHANGES);
        if !(1..=MOST_CHANGES).contains(&limit) {
            return Err(
                Fault::new(FaultCode::BadRequest, format!("a limit lies between 1 and {MOST_CHANGES}")).at("/limit")
            );
        }
        let first = ledgers.unwrap_or_default();
        if first.len() > MOST_LEDGERS {
            return Err(
                Fault::new(FaultCode::BadRequest, format!("at most {MOST_LEDGERS} ledgers come first")).at("/ledgers")
            );
        }
        let cursor = cursor.map(carried).transpose()?;
        let kinds = kinds.map(known_kinds).transpose()?;
        Ok(Self { device: device_id, cursor, limit: limit as usize, first, kinds })
    }
}

fn carried(opaque: String) -> Result<(String, Carried), Fault> {
    let carried =
        cursor::read(&opaque).map_err(|bad| Fault::new(FaultCode::BadRequest, bad.to_string()).at("/cursor"))?;
    Ok((opaque, carried))
}

pub(super) fn known_kinds(names: Vec<Name>) -> Result<BTreeSet<String>, Fault> {
    match names.iter().position(|name| kind::find(name.as_str()).is_none()) {
        Some(n) => Err(Fault::new(FaultCode::BadRequest, "no such kind of record").at(format!("/kinds/{n}"))),
        None => Ok(names.into_iter().map(String::from).collect()),
    }
}

/// What the device came with: how far it is, or that it is to forget all that it holds.
struct Presented {
    cursor: Cursor,
    opaque: Option<String>,
    kept: Option<CursorId>,
    is_reset: bool,
}

impl Presented {
    fn nothing() -> Self {
        Self { cursor: Cursor::default(), opaque: None, kept: None, is_reset: true }
    }
}

/// A cursor that is not there any more, or of another schema, is as none.
fn presented(conn: &mut Conn, pull: &Pull) -> Outcome<Presented> {
    let Some((opaque, carried)) = &pull.cursor else {
        return Ok(Presented::nothing());
    };
    let (whole, kept) = match carried {
        Carried::Whole(cursor) => (Some(cursor.clone()), None),
        Carried::Kept(id) => (kept_cursor(conn, *id, pull.device)?, Some(*id)),
    };
    Ok(match whole.filter(|cursor| cursor.schema == SCHEMA) {
        Some(cursor) => Presented { cursor, opaque: Some(opaque.clone()), kept, is_reset: false },
        None => Presented::nothing(),
    })
}

fn kept_cursor(conn: &mut Conn, id: CursorId, device: DeviceId) -> Outcome<Option<Cursor>> {
    let row = stored::find(conn, id, device)?;
    Ok(row.and_then(|row| match cursor::read(&row.content) {
        Ok(Carried::Whole(cursor)) => Some(cursor),
        _ => None,
    }))
}

/// Answers from one snapshot: duties, heads, changes, acknowledgements and digests belong together.
pub fn pull(conn: &mut Conn, present: &Present, pull: &Pull, texts: &Texts, now: Instant) -> Outcome<Pulled> {
    let Present { subject, last_client_seq } = present;
    own_device(subject, pull.device)?;
    let kinds = pull.kinds.as_ref();
    let presented = presented(conn, pull)?;
    let first = preferred(conn, pull)?;
    let visible = Visible::of(conn, subject, kinds)?;
    let read = |seen: &Seen, start: &Start, budget| {
        texts.read(seen, start, budget, kinds, || segments::text(conn, &visible, (seen, start), budget, kinds))
    };
    let pages = page::turn(&presented.cursor, &visible, pull, &first, read)?;
    // The choice is made before anything is held.
    let advice = if presented.is_reset { advice::of(conn, &visible, kinds)? } else { None };
    let (opaque, keep) = pages.cursor(&presented, pull.device, now);
    let json = answer::write(&opaque, &pages, *last_client_seq, presented.is_reset, advice);
    Ok(Pulled { json, keep })
}

/// The ledgers that are to come first.
fn preferred(conn: &mut Conn, pull: &Pull) -> Outcome<Vec<RegionId>> {
    match pull.first.is_empty() {
        true => Ok(Vec::new()),
        false => Ok(coverage::named(conn, &pull.first)?.into_iter().map(|(_, id)| id).collect()),
    }
}

/// Keeps a cursor that is too long to travel. Of the device's others remain the newest, whose
/// answers may be under way, and the one presented: after a lost answer it asks again with that.
pub fn keep(conn: &mut Conn, keep: &Keep) -> Outcome<()> {
    let device = keep.row.device;
    let mut remain = stored::newest(conn, device, MOST_UNDER_WAY)?;
    remain.extend(keep.presented);
    stored::forget_but(conn, device, &remain)?;
    stored::keep(conn, &keep.row)?;
    Ok(())
}

/// The text that the device takes away; its old one where nothing has changed.
fn taken_away(cursor: &Cursor, presented: &Presented, device: DeviceId, now: Instant) -> (String, Option<Keep>) {
    if let Some(opaque) = presented.opaque.as_ref().filter(|_| presented.cursor == *cursor) {
        return (opaque.clone(), None);
    }
    if cursor.marks.len() <= MOST_CARRIED {
        return (cursor.to_opaque(), None);
    }
    let id = CursorId::new();
    let row = CursorRow { id, device, content: cursor.to_content(), created_at: now };
    (cursor::kept(cursor.schema, id), Some(Keep { row, presented: presented.kept }))
}
