//! Pages: the changes of each ledger with news, as many as the answer may carry.
use super::scope::{Seen, Visible};
use super::{Keep, MOST_LEDGERS, Presented, Pull, taken_away};
use crate::domain::act::SCHEMA;
use crate::domain::cursor::{Cursor, Mark};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::scope::Place;
use crate::domain::{DeviceId, Instant, RecordId, RegionId};
use crate::services::Outcome;
use crate::store::presence::PresenceRow;
use crate::store::record::{Put, Range};
use crate::store::{Conn, presence, record};
use std::collections::{BTreeMap, BTreeSet};

/// One change, as stored.
pub enum Item {
    Put(Put),
    Remove { seq: i64, record: RecordId, kind: String, reason: String },
}

impl Item {
    fn seq(&self) -> i64 {
        match self {
            Self::Put(put) => put.seq,
            Self::Remove { seq, .. } => *seq,
        }
    }
}

/// A ledger's part of an answer.
pub struct Page {
    pub ledger: RegionId,
    pub epoch: i64,
    pub is_snapshot: bool,
    pub from: i64,
    pub to: i64,
    pub head: i64,
    pub items: Vec<Item>,
}

/// What an answer says of one ledger, in whatever form.
pub trait Part {
    fn reach(&self) -> Reach;
}

/// How far a part goes.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    pub ledger: RegionId,
    /// The last number that it covers.
    pub to: i64,
    pub head: i64,
    /// How many changes it holds.
    pub changes: usize,
}

impl Reach {
    pub fn is_whole(self) -> bool {
        self.to == self.head
    }
}

impl Part for Page {
    fn reach(&self) -> Reach {
        Reach { ledger: self.ledger, to: self.to, head: self.head, changes: self.items.len() }
    }
}

/// All parts of an answer, and the cursor after them.
pub struct Pages<P> {
    pub pages: Vec<P>,
    pub drops: Vec<RegionId>,
    pub has_more: bool,
    cursor: Cursor,
}

impl<P: Part> Pages<P> {
    pub fn cursor(&self, presented: &Presented, device: DeviceId, now: Instant) -> (String, Option<Keep>) {
        taken_away(&self.cursor, presented, device, now)
    }
}

/// Reads the ledgers with news one after the other, until there are changes enough. `read` is given
/// how many are wanted at most.
pub fn turn<P: Part>(
    cursor: &Cursor,
    visible: &Visible,
    pull: &Pull,
    first: &[RegionId],
    mut read: impl FnMut(&Seen, &Start, usize) -> Outcome<P>,
) -> Outcome<Pages<P>> {
    let mut marks: BTreeMap<_, _> = cursor.marks.clone();
    marks.retain(|ledger, _| visible.0.contains_key(ledger));
    let drops = cursor.marks.keys().filter(|ledger| !visible.0.contains_key(ledger)).copied().collect();
    let (mut pages, mut budget, mut has_more) = (Vec::new(), pull.limit, false);
    for seen in visible.in_order(first) {
        let start = start(cursor, seen)?;
        if !start.is_snapshot && start.from == seen.extent.head {
            continue;
        }
        if budget == 0 || pages.len() == MOST_LEDGERS {
            has_more = true;
            break;
        }
        let page = read(seen, &start, budget)?;
        let reach = page.reach();
        budget = budget.saturating_sub(reach.changes);
        has_more |= !reach.is_whole();
        let since = if reach.is_whole() { 0 } else { start.since };
        marks.insert(reach.ledger, Mark { seq: reach.to, fingerprint: seen.fingerprint, since });
        pages.push(page);
    }
    Ok(Pages { pages, drops, has_more, cursor: Cursor { schema: SCHEMA, marks } })
}

/// Where a ledger's page begins.
pub struct Start {
    pub is_snapshot: bool,
    pub from: i64,
    pub since: i64,
}

/// A ledger that is new to the device, or shows it other things than before, begins anew. So does one
/// whose removals since then are forgotten.
fn start(cursor: &Cursor, seen: &Seen) -> Result<Start, Fault> {
    let head = seen.extent.head;
    match cursor.marks.get(&seen.extent.ledger).filter(|mark| mark.fingerprint == seen.fingerprint) {
        None => Ok(Start { is_snapshot: true, from: 0, since: head }),
        Some(mark) if mark.seq > head => {
            let detail = format!("the ledger {} ends before this cursor: it was restored", seen.extent.ledger);
            Err(Fault::new(FaultCode::CursorAhead, detail).at("/cursor"))
        }
        Some(mark) if mark.seq.max(mark.since) < seen.extent.floor => {
            Ok(Start { is_snapshot: true, from: 0, since: head })
        }
        Some(mark) => Ok(Start { is_snapshot: false, from: mark.seq, since: mark.since }),
    }
}

pub fn read(
    conn: &mut Conn,
    seen: &Seen,
    start: &Start,
    budget: usize,
    kinds: Option<&BTreeSet<String>>,
) -> Outcome<Page> {
    let kinds: Option<Vec<_>> = kinds.map(|kinds| kinds.iter().cloned().collect());
    let kinds = kinds.as_deref();
    let head = seen.extent.head;
    let limit = budget as i64 + 1;
    let range = Range { ledger: seen.extent.ledger, after: start.from, to: head, limit };
    let puts = record::changes(conn, range, &seen.view, kinds)?;
    // What left before the snapshot began was never sent: its removal need not be either.
    let leaving = Range { after: start.from.max(start.since), ..range };
    let left = if leaving.after < head { presence::left(conn, leaving, &seen.view, kinds)? } else { Vec::new() };
    // A list that is full may go on behind its last row.
    let known_to = |length: usize, last: Option<i64>| last.filter(|_| length as i64 == limit).unwrap_or(head);
    let horizon = known_to(puts.len(), puts.last().map(|put| put.seq))
        .min(known_to(left.len(), left.last().map(|row| row.left_seq)));
    let removals = removals(conn, seen, left)?;
    let mut items: Vec<_> =
        puts.into_iter().map(Item::Put).chain(removals).filter(|item| item.seq() <= horizon).collect();
    items.sort_by_key(Item::seq);
    let to = if items.len() > budget { items[budget - 1].seq() } else { horizon };
    items.truncate(budget);
    let Start { is_snapshot, from, .. } = *start;
    Ok(Page { ledger: seen.extent.ledger, epoch: seen.extent.epoch, is_snapshot, from, to, head, items })
}

/// Of what has left the view, what is not visible in another way; each record once, by its last leaving.
fn removals(conn: &mut Conn, seen: &Seen, left: Vec<PresenceRow>) -> Outcome<Vec<Item>> {
    if left.is_empty() {
        return Ok(Vec::new());
    }
    let ids: BTreeSet<_> = left.iter().map(|row| row.record).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let places: BTreeMap<RecordId, Place> = record::places(conn, seen.extent.ledger, &ids)?.into_iter().collect();
    let is_gone = |row: &PresenceRow| !places.get(&row.record).is_some_and(|place| seen.view.shows(place));
    let last: BTreeMap<_, _> = left.into_iter().filter(is_gone).map(|row| (row.record, row)).collect();
    let remove =
        |row: PresenceRow| Item::Remove { seq: row.left_seq, record: row.record, kind: row.kind, reason: row.reason };
    Ok(last.into_values().map(remove).collect())
}
