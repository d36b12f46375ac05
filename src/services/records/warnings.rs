//! What is due soon or overdue: of one record, and of all that a person sees, page by page.
use super::list::{Search, Searched};
use super::{Sighted, sighted};
use crate::domain::document::state_of;
use crate::domain::kind::{self, Warning};
use crate::domain::policy::{self, Policy};
use crate::domain::scope::{Coverage, Duty, Subject};
use crate::domain::search::{Direction, Filter, Order, Position, Several, SortKey, Token};
use crate::domain::{Day, Layer, RecordId, RegionCode, RegionId};
use crate::services::index::Index;
use crate::services::{Outcome, policies};
use crate::store::record::RecordRow;
use crate::store::{Conn, coverage, record};
use serde::Serialize;
use std::collections::BTreeMap;
use std::str::FromStr;
use utoipa::ToSchema;

/// Records that are due first come first; those without a day come last.
pub const ORDER: Order = Order { by: SortKey::DueOn, direction: Direction::Ascending };

/// A warning, and whether it is addressed to the person who reads it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadWarning {
    #[serde(flatten)]
    pub warning: Warning,
    /// This person's body has to do it; or it is overdue, and the warning has reached the tier that
    /// this person supervises at.
    pub is_yours: bool,
}

/// A record, and what is to be warned of.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Warned {
    pub id: RecordId,
    pub kind: String,
    pub ledger: RegionId,
    pub rev: i64,
    pub state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The day that it was computed for.
    pub on: Day,
    pub warnings: Vec<ReadWarning>,
}

/// A page of warnings. It may be short, or even empty, and still have a `next`: of the records that it
/// looked at, it tells those that there is something to warn of.
#[derive(Debug, Serialize, ToSchema)]
pub struct WarningPage {
    pub items: Vec<Warned>,
    /// Send this as `after`, with the same filters; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What is asked for.
#[derive(Debug)]
pub struct Asked {
    pub region: Option<RegionCode>,
    pub is_yours: bool,
    pub after: Option<Position>,
    pub limit: usize,
}

/// What is due soon or overdue of one record.
pub fn warnings(conn: &mut Conn, subject: &Subject, id: RecordId, on: Day) -> Outcome<Warned> {
    let Sighted { row, coverage } = sighted(conn, subject, id)?;
    let policies = policies::of_ledgers(conn, &[row.ledger], on)?;
    Ok(Reader { subject, coverage, policies, on }.warned(row))
}

/// All that is due soon or overdue of what the person sees.
pub fn list_warnings(
    conn: &mut Conn,
    index: &Index,
    subject: &Subject,
    asked: &Asked,
    on: Day,
) -> Outcome<WarningPage> {
    let filter = Filter { kind: several(names()), state: several(states()), ..Filter::default() };
    let Asked { region, is_yours: _, after, limit } = asked;
    let (region, after, limit) = (region.as_ref(), *after, *limit);
    let search = Search { region, filter: &filter, order: ORDER, after, limit, counts: false };
    let Searched { hits, next, count: _ } = search.over(conn, index, subject)?;
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    let rows: BTreeMap<_, _> =
        record::find(conn, &ids)?.into_iter().filter(|row| row.moved_to.is_none()).map(|row| (row.id, row)).collect();
    let ledgers: Vec<_> = rows.values().map(|row| row.ledger).collect();
    let coverage = coverage::covering(conn, &subject.regions(), &ledgers)?;
    let reader = Reader { subject, coverage, policies: policies::of_ledgers(conn, &ledgers, on)?, on };
    let wanted = |warned: &Warned| warned.warnings.iter().any(|one| one.is_yours || !asked.is_yours);
    // What has left the person's sight since the index looked is not there.
    let items = ids.iter().filter_map(|id| rows.get(id)).filter(|row| reader.sees(row)).cloned();
    Ok(WarningPage { items: items.map(|row| reader.warned(row)).filter(wanted).collect(), next })
}

fn names() -> Vec<&'static str> {
    kind::ALL.iter().filter(|kind| !kind.warns_in().is_empty()).map(|kind| kind.name()).collect()
}
fn states() -> Vec<&'static str> {
    let mut states: Vec<_> = kind::ALL.iter().flat_map(|kind| kind.warns_in()).copied().collect();
    states.sort_unstable();
    states.dedup();
    states
}
fn several(names: Vec<&str>) -> Option<Several<Token>> {
    Several::from_str(&names.join(",")).ok()
}

/// Whoever reads, and what holds where the records lie.
struct Reader<'a> {
    subject: &'a Subject,
    coverage: Coverage,
    policies: BTreeMap<RegionId, Policy>,
    on: Day,
}

impl Reader<'_> {
    fn sees(&self, row: &RecordRow) -> bool {
        self.subject.view(self.coverage.get(&row.ledger)).shows(&row.place())
    }
    fn warned(&self, row: RecordRow) -> Warned {
        let policy = self.policies.get(&row.ledger).unwrap_or(&policy::STANDARD);
        let state = state_of(&row.document);
        let all = kind::find(&row.kind).map(|kind| kind.warnings(&state, policy, self.on)).unwrap_or_default();
        let warnings = all.into_iter().map(|warning| ReadWarning { is_yours: self.is_own(&warning, &row), warning });
        let warnings = warnings.collect();
        let RecordRow { id, kind, ledger, rev, state, number, .. } = row;
        Warned { id, kind, ledger, rev, state, number, on: self.on, warnings }
    }
    fn is_own(&self, warning: &Warning, row: &RecordRow) -> bool {
        let covers = |duty: &Duty| self.coverage.get(&row.ledger).is_some_and(|all| all.contains(&duty.region));
        let mut reaching = self.subject.duties.iter().filter(|duty| duty.view(covers(duty)).shows(&row.place()));
        reaching.any(|duty| {
            let does_it =
                warning.body.is_some_and(|body| body == duty.organisation || duty.enterprises.contains(&body));
            let supervises = matches!(duty.layer, Layer::Territorial | Layer::Department);
            does_it || (supervises && warning.tier.is_some_and(|tier| duty.tier <= tier))
        })
    }
}
