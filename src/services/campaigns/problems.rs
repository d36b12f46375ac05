//! The first list: the hazards that belong to a campaign, what is due first coming first.
use super::field::{self, Wanted};
use super::seen;
use crate::domain::canonical::typed;
use crate::domain::document::state_of;
use crate::domain::kind::hazard::HazardState;
use crate::domain::kind::{Campaign, Hazard};
use crate::domain::scope::Subject;
use crate::domain::search::{Direction, Filter, Order, Position, Several, SortKey, Token};
use crate::domain::{Category, Day, Level, OrganisationId, Passage, RecordId, RegionId};
use crate::services::index::{Best, Hit, Index};
use crate::services::records::Searched;
use crate::services::{Failure, Outcome};
use crate::store::record::{self, RecordRow};
use crate::store::{Conn, StoreError};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What is due first comes first; what has no deadline comes last.
pub const ORDER: Order = Order { by: SortKey::DueOn, direction: Direction::Ascending };

/// What is asked for.
#[derive(Debug)]
pub struct AskedProblems {
    pub state: Option<Several<Token>>,
    pub category: Option<Several<Token>>,
    pub after: Option<Position>,
    pub limit: usize,
}

/// A hazard of the campaign.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignProblem {
    pub id: RecordId,
    pub ledger: RegionId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    pub description: Passage,
    pub category: Vec<Category>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    pub state: HazardState,
    pub found_on: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<OrganisationId>,
    /// Who must rectify.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<OrganisationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Day>,
    /// It is under a supervision order.
    pub is_supervised: bool,
    /// Found within the window, in a unit that takes part, of the campaign's categories and sectors.
    pub by_rule: bool,
    /// Somebody tagged it with the campaign.
    pub by_tag: bool,
}

/// A page of the list of problems.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignProblemPage {
    pub items: Vec<CampaignProblem>,
    /// Send this as `after`, with the same filters; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// On all pages, of what the person sees.
    pub count: i64,
}

/// `None`: a hazard of the page changed after the snapshot was taken, and a newer one will show how.
pub fn problems(
    conn: &mut Conn,
    index: &Index,
    subject: &Subject,
    id: RecordId,
    asked: &AskedProblems,
) -> Outcome<Option<CampaignProblemPage>> {
    let campaign = seen(conn, subject, id)?;
    let field = field::of(conn, subject, &campaign)?;
    let narrow = |all: Filter| Filter { state: asked.state.clone(), category: asked.category.clone(), ..all };
    let wanted = Wanted::problems(id, &campaign.state).and(narrow);
    let mut best = Best::new(ORDER, asked.after, asked.limit + 1, wanted.within(true), true);
    for (extent, view) in &field.sight {
        let filter = wanted.within(field.takes_part(extent.ledger));
        index.look(conn, extent, |ledger| ledger.search(view, filter, &mut best))?;
    }
    let Searched { hits, next, count } = Searched::of(best, ORDER, asked.limit);
    let Some(rows) = rows(conn, &hits)? else { return Ok(None) };
    let problem = |row| problem(row, id, &campaign.state, &field);
    let items = rows.into_iter().map(problem).collect::<Outcome<_>>()?;
    Ok(Some(CampaignProblemPage { items, next, count: count.unwrap_or(0) }))
}

/// The very versions that were found, or none at all.
fn rows(conn: &mut Conn, hits: &[Hit]) -> Outcome<Option<Vec<RecordRow>>> {
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    let open = record::find(conn, &ids)?.into_iter().filter(|row| row.moved_to.is_none());
    let mut rows: BTreeMap<_, _> = open.map(|row| ((row.id, row.seq), row)).collect();
    Ok(hits.iter().map(|hit| rows.remove(&(hit.id, hit.seq))).collect())
}

fn problem(row: RecordRow, id: RecordId, campaign: &Campaign, field: &field::Field) -> Outcome<CampaignProblem> {
    let damaged = |bad: crate::domain::canonical::BadJson| Failure::from(StoreError::Damaged(bad.detail));
    let hazard: Hazard = typed(&state_of(&row.document)).map_err(damaged)?;
    let belongs = campaign.claims(id, &hazard, field.takes_part(row.ledger));
    let is_supervised = hazard.is_listed();
    let Hazard { number, description, category, level, state, found_at, enterprise, owner, deadline, .. } = hazard;
    Ok(CampaignProblem {
        id: row.id,
        ledger: row.ledger,
        number,
        description,
        category,
        level,
        state,
        found_on: found_at.day(),
        enterprise,
        owner,
        deadline,
        is_supervised,
        by_rule: belongs.is_some_and(|belongs| belongs.by_rule),
        by_tag: belongs.is_some_and(|belongs| belongs.by_tag),
    })
}
