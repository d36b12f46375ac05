//! What records contribute to measures, read from the ledgers that a person sees, page by page.
use crate::domain::document::state_of;
use crate::domain::kind::program::{Formula, FormulaTerm};
use crate::domain::kind::{self, Measure};
use crate::domain::scope::View;
use crate::domain::{RecordId, RegionId};
use crate::services::Outcome;
use crate::services::sight::Sight;
use crate::store::record::RecordRow;
use crate::store::{Conn, StoreError, record};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// So many records are read at a time.
const PAGE: usize = 1000;

/// A number that a record contributes, and the ledger in which it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    pub ledger: RegionId,
    pub measure: Measure,
}

/// All that these formulas may count. Every record of the kinds that they name is read and folded into
/// its measures: right, and slow where there are many.
pub fn read(conn: &mut Conn, sight: &Sight, formulas: &[&Formula]) -> Outcome<Vec<Contribution>> {
    let terms: Vec<&FormulaTerm> = formulas.iter().flat_map(|formula| formula.terms()).collect();
    let names: BTreeSet<&str> = terms.iter().map(|term| term.measure.as_str()).collect();
    let kinds: BTreeSet<&str> = terms.iter().filter_map(|term| term.kind()).map(|kind| kind.name()).collect();
    let kinds: Vec<_> = kinds.into_iter().collect();
    let views: BTreeMap<RegionId, &Arc<View>> = sight.iter().map(|(extent, view)| (extent.ledger, view)).collect();
    let ledgers: Vec<_> = views.keys().copied().collect();
    let mut contributions = Vec::new();
    let mut after = (RegionId(i64::MIN), RecordId::NIL);
    while !kinds.is_empty() {
        let rows = record::of_kinds(conn, &ledgers, &kinds, after, PAGE as i64)?;
        let shown = rows.iter().filter(|row| views.get(&row.ledger).is_some_and(|view| view.shows(&row.place())));
        for row in shown {
            contributions.extend(of_record(row, &names)?);
        }
        match rows.last() {
            Some(last) if rows.len() == PAGE => after = (last.ledger, last.id),
            _ => break,
        }
    }
    Ok(contributions)
}

fn of_record(row: &RecordRow, names: &BTreeSet<&str>) -> Outcome<Vec<Contribution>> {
    let Some(kind) = kind::find(&row.kind) else { return Ok(Vec::new()) };
    let measures = kind.measures(row.id, &state_of(&row.document)).map_err(|bad| StoreError::Damaged(bad.detail))?;
    let wanted = measures.into_iter().filter(|measure| names.contains(measure.name));
    Ok(wanted.map(|measure| Contribution { ledger: row.ledger, measure }).collect())
}
