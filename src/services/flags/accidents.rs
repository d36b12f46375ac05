//! The accidents of a half-year, as ledgers of a known length hold them: folded from their entries.
use super::by_ledger;
use crate::domain::entry::{Body, Stamp};
use crate::domain::kind::accident::AccidentState;
use crate::domain::kind::flag_round::{CountedAccident, HalfYear, LedgerHead};
use crate::domain::kind::{Accident, Kind, MOVED_TO, find};
use crate::domain::{RecordId, RegionId, canonical::typed};
use crate::services::{Failure, Outcome};
use crate::store::{Conn, StoreError, accident, entry};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// An accident, as far as its entries were read.
#[derive(Default)]
struct Folded {
    state: Option<Value>,
    rev: i64,
    ledger: Option<RegionId>,
}

/// In the order of their ids. `known` are looked at too: they may have left these ledgers since.
pub fn counted(
    conn: &mut Conn,
    heads: &[LedgerHead],
    known: &[RecordId],
    half: HalfYear,
) -> Outcome<Vec<CountedAccident>> {
    let lengths = by_ledger(heads);
    let ledgers: Vec<_> = lengths.keys().copied().collect();
    let found: BTreeSet<_> = accident::within(conn, &ledgers)?.into_iter().chain(known.iter().copied()).collect();
    let found: Vec<_> = found.into_iter().collect();
    let mut folded: BTreeMap<RecordId, Folded> = BTreeMap::new();
    let kind = find("accident").ok_or_else(|| damaged("no kind accident"))?;
    for told in entry::of_records(conn, &found)? {
        let read = told.read().ok().flatten();
        let (stamp, body) = read.ok_or_else(|| damaged("an accident's entry has no body"))?;
        let is_then = lengths.get(&stamp.ledger).is_some_and(|head| stamp.seq <= *head);
        let one = folded.entry(stamp.record).or_default();
        // A move stands in both ledgers: it is folded once.
        if is_then && stamp.rev == one.rev + 1 {
            one.fold(kind, &stamp, &body)?;
        }
    }
    let counted = folded.into_iter().filter_map(|(record, one)| one.counted(record, half).transpose());
    let counted: Vec<_> = counted.collect::<Outcome<_>>()?;
    Ok(counted.into_iter().filter(|accident| lengths.contains_key(&accident.ledger)).collect())
}

fn damaged(why: &str) -> Failure {
    StoreError::Damaged(why.to_owned()).into()
}

impl Folded {
    fn fold(&mut self, kind: &dyn Kind, stamp: &Stamp, body: &Body) -> Outcome<()> {
        let after = kind.fold(self.state.as_ref(), stamp, &body.decided, &body.sent);
        self.state = Some(after.map_err(|bad| damaged(&bad.detail))?);
        self.rev = stamp.rev;
        self.ledger = Some(body.decided.get(MOVED_TO).unwrap_or(stamp.ledger));
        Ok(())
    }

    fn counted(&self, record: RecordId, half: HalfYear) -> Outcome<Option<CountedAccident>> {
        let (Some(state), Some(ledger)) = (&self.state, self.ledger) else { return Ok(None) };
        let accident: Accident = typed(state).map_err(|bad| damaged(&bad.detail))?;
        let occurred_on = accident.occurred_at.day();
        if accident.state == AccidentState::Voided || !half.contains(occurred_on) {
            return Ok(None);
        }
        let Accident { level, casualties, enterprise, sector, .. } = accident;
        let deaths = casualties.deaths;
        Ok(Some(CountedAccident { record, rev: self.rev, ledger, occurred_on, level, deaths, enterprise, sector }))
    }
}
