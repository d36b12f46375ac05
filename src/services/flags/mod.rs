//! Flag rounds: tried, computed from the ledgers, and computed again as of then.
mod accidents;
mod candidates;

use crate::domain::canonical::typed;
use crate::domain::document::state_of;
use crate::domain::fault::Fault;
use crate::domain::kind::FlagRound;
use crate::domain::kind::flag_round::{Flag, FlagResult, HalfYear, Inputs, LedgerHead, SubjectClass, SubjectKey};
use crate::domain::scope::Subject;
use crate::domain::{Instant, RecordId, RegionId};
use crate::services::push::online::{Acted, computed};
use crate::services::{Failure, Outcome, records};
use crate::store::record::RecordRow;
use crate::store::{Conn, StoreError, coverage};
use serde::Serialize;
use serde_json::value::to_raw_value;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// How many subjects of a class have a flag.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlagCount {
    pub class: SubjectClass,
    pub red: usize,
    pub yellow: usize,
}

/// What a round would be.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlagTrial {
    pub half_year: HalfYear,
    /// Whether the half-year was over: before, a computation is no more than a trial.
    pub is_over: bool,
    pub counts: Vec<FlagCount>,
    pub results: Vec<FlagResult>,
    pub inputs: Inputs,
}

/// A round, computed again from what the ledgers held when it was computed.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlagRecomputation {
    pub as_of: Instant,
    /// Whether inputs and results are those of the round.
    pub is_same: bool,
    /// Where they are not: the accidents that differ, and the subjects whose flag differs.
    pub accidents: Vec<RecordId>,
    pub subjects: Vec<SubjectKey>,
}

struct Round {
    row: RecordRow,
    state: FlagRound,
}

fn round(conn: &mut Conn, subject: &Subject, id: RecordId) -> Outcome<Round> {
    let row = records::seen(conn, subject, id)?;
    if row.kind != "flag_round" {
        return Err(Fault::not_found("no such record, or none that you may see").into());
    }
    let state = typed(&state_of(&row.document)).map_err(|bad| StoreError::Damaged(bad.detail))?;
    Ok(Round { row, state })
}

/// All that the round looks at, as the ledgers hold it now.
fn inputs(conn: &mut Conn, round: &Round, now: Instant) -> Outcome<Inputs> {
    let region = round.row.ledger;
    let below = coverage::ledgers_below(conn, &[region])?;
    let mut heads: Vec<_> =
        below.into_iter().map(|(extent, _)| LedgerHead { ledger: extent.ledger, seq: extent.head }).collect();
    heads.sort_by_key(|head| head.ledger);
    // The round's own ledger holds rounds, not accidents; its head moves with the computation itself.
    heads.retain(|head| head.ledger != region);
    let accidents = accidents::counted(conn, &heads, &[], round.state.half_year)?;
    let candidates = candidates::of(conn, region, &round.state, &accidents)?;
    let candidates::Field { candidates, territories } = candidates;
    Ok(Inputs { as_of: now, heads, candidates, territories, accidents })
}

pub fn try_round(conn: &mut Conn, subject: &Subject, id: RecordId, now: Instant) -> Outcome<FlagTrial> {
    let round = round(conn, subject, id)?;
    let inputs = inputs(conn, &round, now)?;
    let half_year = round.state.half_year;
    let results = round.state.rule.compute(half_year, &inputs);
    Ok(FlagTrial { half_year, is_over: now.day() > half_year.last_on(), counts: counts(&results), results, inputs })
}

fn counts(results: &[FlagResult]) -> Vec<FlagCount> {
    let mut by_class: BTreeMap<SubjectClass, (usize, usize)> = BTreeMap::new();
    for result in results {
        let (red, yellow) = by_class.entry(result.key.class).or_default();
        match result.flag {
            Flag::Red => *red += 1,
            Flag::Yellow => *yellow += 1,
        }
    }
    by_class.into_iter().map(|(class, (red, yellow))| FlagCount { class, red, yellow }).collect()
}

/// Computes the round and writes it down as its act `compute`.
pub fn compute(
    conn: &mut Conn,
    subject: &Arc<Subject>,
    id: RecordId,
    seen: impl Fn(&RecordRow) -> bool,
    now: Instant,
) -> Outcome<Acted> {
    let round = round(conn, subject, id)?;
    if !seen(&round.row) {
        return Err(crate::services::push::online::changed(&round.row).into());
    }
    let inputs = inputs(conn, &round, now)?;
    let body = to_raw_value(&inputs).map_err(|bad| Failure::Store(StoreError::Damaged(bad.to_string())))?;
    computed(conn, subject, &round.row, "compute", body, now)
}

/// Computes the round again: the accidents as the ledgers held them up to the heads of then, over
/// the candidates and territories of then.
pub fn recompute(conn: &mut Conn, subject: &Subject, id: RecordId) -> Outcome<FlagRecomputation> {
    let Round { state, .. } = round(conn, subject, id)?;
    let none = || Fault::not_found("the round was not computed yet");
    let then = state.computation.as_ref().map(|computation| &computation.inputs).ok_or_else(none)?;
    let known: Vec<RecordId> = then.accidents.iter().map(|accident| accident.record).collect();
    let accidents = accidents::counted(conn, &then.heads, &known, state.half_year)?;
    let differing = then.accidents.iter().filter(|accident| !accidents.contains(accident));
    let others = accidents.iter().filter(|accident| !then.accidents.contains(accident));
    let mut differing: Vec<_> = differing.chain(others).map(|accident| accident.record).collect();
    differing.sort();
    differing.dedup();
    let now = state.rule.compute(state.half_year, &Inputs { accidents, ..then.clone() });
    let is_other = |result: &&FlagResult| {
        now.iter().find(|again| again.key == result.key).is_none_or(|again| {
            (again.flag, again.reason, &again.accidents) != (result.flag, result.reason, &result.accidents)
        })
    };
    let subjects: Vec<_> = state.results.iter().filter(is_other).map(|result| result.key.clone()).collect();
    let is_same = differing.is_empty() && subjects.is_empty() && now.len() == state.results.len();
    Ok(FlagRecomputation { as_of: then.as_of, is_same, accidents: differing, subjects })
}

/// The heads by ledger.
fn by_ledger(heads: &[LedgerHead]) -> BTreeMap<RegionId, i64> {
    heads.iter().map(|head| (head.ledger, head.seq)).collect()
}
