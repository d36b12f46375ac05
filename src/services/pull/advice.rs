//! Advice to a device that is about to hold more than it can with ease. Nothing is refused.
use super::digests::shows_cell;
use super::scope::Visible;
use crate::domain::RegionId;
use crate::services::Outcome;
use crate::services::config::{BUDGET, Budget};
use crate::store::{Conn, digest};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// So many of the largest ledgers are named.
const NAMED: usize = 10;

/// What this person sees is more than a device should hold. Ask for fewer `kinds`, or name in
/// `ledgers` those that are needed first and read the others online.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Advice {
    pub rows: i64,
    pub ledgers: usize,
    pub budget: Budget,
    /// Rows of each kind that was asked for.
    pub kinds: BTreeMap<String, i64>,
    /// The largest ledgers, the largest first.
    pub largest: Vec<LedgerRows>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerRows {
    pub ledger: RegionId,
    pub rows: i64,
}

/// Counted from the digest cells: what is seen only as one's own enterprise's is left out, being little.
pub fn of(conn: &mut Conn, visible: &Visible, kinds: Option<&BTreeSet<String>>) -> Outcome<Option<Advice>> {
    let ledgers: Vec<_> = visible.0.keys().copied().collect();
    let (mut by_kind, mut by_ledger) = (BTreeMap::<_, i64>::new(), BTreeMap::<_, i64>::new());
    for row in digest::of_ledgers(conn, &ledgers)? {
        let is_wanted = kinds.is_none_or(|kinds| kinds.contains(&row.kind));
        let is_seen = visible.0.get(&row.ledger).is_some_and(|seen| shows_cell(&seen.view, &row));
        if is_wanted && is_seen && row.records > 0 {
            *by_kind.entry(row.kind).or_default() += row.records;
            *by_ledger.entry(row.ledger).or_default() += row.records;
        }
    }
    let (rows, ledgers) = (by_kind.values().sum(), ledgers.len());
    if rows <= BUDGET.rows && ledgers <= BUDGET.ledgers {
        return Ok(None);
    }
    let mut largest: Vec<_> = by_ledger.into_iter().map(|(ledger, rows)| LedgerRows { ledger, rows }).collect();
    largest.sort_by_key(|of| std::cmp::Reverse(of.rows));
    largest.truncate(NAMED);
    Ok(Some(Advice { rows, ledgers, budget: BUDGET, kinds: by_kind, largest }))
}
