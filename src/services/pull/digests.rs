//! Digests of what a person sees of a ledger, from few small rows.
use super::scope::Visible;
use crate::domain::RegionId;
use crate::domain::digest::{Digest, Digests};
use crate::domain::scope::{Place, View};
use crate::services::Outcome;
use crate::store::digest::DigestRow;
use crate::store::{Conn, digest, record};
use std::collections::{BTreeMap, BTreeSet};

/// For each of these ledgers, count and XOR per kind of all that the view shows.
pub fn of(
    conn: &mut Conn,
    visible: &Visible,
    ledgers: &[RegionId],
    kinds: Option<&BTreeSet<String>>,
) -> Outcome<BTreeMap<RegionId, Digests>> {
    let mut sums: BTreeMap<(RegionId, String), Digest> = BTreeMap::new();
    if ledgers.is_empty() {
        return Ok(BTreeMap::new());
    }
    let wanted = |kind: &str| kinds.is_none_or(|kinds| kinds.contains(kind));
    let view = |ledger: &RegionId| visible.0.get(ledger).map(|seen| &seen.view);
    for row in digest::of_ledgers(conn, ledgers)? {
        if wanted(&row.kind) && view(&row.ledger).is_some_and(|view| shows_cell(view, &row)) {
            let cell = Digest { records: row.records, fold: row.fold.cast_unsigned() };
            *sums.entry((row.ledger, row.kind)).or_default() += cell;
        }
    }
    add_own(conn, visible, ledgers, |ledger, kind, hash| {
        if wanted(&kind) {
            *sums.entry((ledger, kind)).or_default() += hash;
        }
    })?;
    Ok(by_ledger(ledgers, sums))
}

/// Whether the view shows a whole cell, whichever enterprises its records are of.
pub(super) fn shows_cell(view: &View, row: &DigestRow) -> bool {
    let sector = row.sector.parse().ok();
    view.shows(&Place { sector, enterprise: None, is_voided: row.is_voided, has_moved: false })
}

/// Adds the records that are seen only because they are of the person's own enterprise.
fn add_own(
    conn: &mut Conn,
    visible: &Visible,
    ledgers: &[RegionId],
    mut add: impl FnMut(RegionId, String, &[u8; 32]),
) -> Outcome<()> {
    let views = ledgers.iter().filter_map(|ledger| visible.0.get(ledger)).map(|seen| &seen.view);
    let enterprises: BTreeSet<_> = views.filter(|view| !view.all).flat_map(|view| &view.enterprises).copied().collect();
    if enterprises.is_empty() {
        return Ok(());
    }
    let enterprises: Vec<_> = enterprises.into_iter().collect();
    for (ledger, kind, place, hash) in record::hashes_of_enterprises(conn, ledgers, &enterprises)? {
        let Some(view) = visible.0.get(&ledger).map(|seen| &seen.view) else {
            continue;
        };
        let in_a_cell = view.shows(&Place { enterprise: None, ..place });
        if let Some(hash) = hash.first_chunk::<32>().filter(|_| view.shows(&place) && !in_a_cell) {
            add(ledger, kind, hash);
        }
    }
    Ok(())
}

fn by_ledger(ledgers: &[RegionId], sums: BTreeMap<(RegionId, String), Digest>) -> BTreeMap<RegionId, Digests> {
    let mut digests: BTreeMap<_, _> = ledgers.iter().map(|ledger| (*ledger, Digests::new())).collect();
    for ((ledger, kind), sum) in sums.into_iter().filter(|(_, sum)| sum.records > 0) {
        digests.entry(ledger).or_default().insert(kind, sum.into());
    }
    digests
}
