//! Lists: filtered, sorted and paged over all that the person sees.
use super::answer::{self, RecordItem, RecordSummary};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::scope::Subject;
use crate::domain::search::{Fields, Filter, Order, Position};
use crate::domain::{RecordId, RegionCode, RegionId};
use crate::services::Outcome;
use crate::services::index::{Best, Hit, Index};
use crate::services::sight::sight;
use crate::store::list::{documents, summaries};
use crate::store::{Conn, coverage};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a list is to show.
#[derive(Debug)]
pub struct List {
    pub region: Option<RegionCode>,
    pub filter: Filter,
    pub order: Order,
    pub after: Option<Position>,
    pub limit: usize,
    pub fields: Fields,
    pub counts: bool,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordPage {
    pub items: Vec<ListItem>,
    /// Send this as `after`, with the same filters and order; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// With `count=exact`: how many records there are on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
}

/// Whole records, or with `fields=summary` their facets.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum ListItem {
    Record(RecordItem),
    Summary(RecordSummary),
}

/// The text of a page, and how many records are on it.
#[derive(Debug)]
pub struct Listed {
    pub json: String,
    pub rows: i64,
}

/// The page. `None`: a record of the page changed after the snapshot was taken, and a
/// newer snapshot will show how.
pub fn list(conn: &mut Conn, index: &Index, subject: &Subject, list: &List) -> Outcome<Option<Listed>> {
    let List { region, filter, order, after, limit, fields, counts } = list;
    let search =
        Search { region: region.as_ref(), filter, order: *order, after: *after, limit: *limit, counts: *counts };
    let Searched { hits, next, count } = search.over(conn, index, subject)?;
    let items = items(conn, &hits, *fields)?;
    Ok(items.map(|items| Listed { rows: items.len() as i64, json: answer::page(&items, next, count) }))
}

/// What is looked for in the index.
pub(in crate::services) struct Search<'a> {
    pub region: Option<&'a RegionCode>,
    pub filter: &'a Filter,
    pub order: Order,
    pub after: Option<Position>,
    pub limit: usize,
    pub counts: bool,
}

/// A page's hits, the place after them if there are more, and how many there are on all pages.
pub(in crate::services) struct Searched {
    pub hits: Vec<Hit>,
    pub next: Option<String>,
    pub count: Option<i64>,
}

impl Search<'_> {
    /// Over all that the person sees.
    pub fn over(&self, conn: &mut Conn, index: &Index, subject: &Subject) -> Outcome<Searched> {
        let within = self.region.map(|code| named(conn, code)).transpose()?;
        let mut best = Best::new(self.order, self.after, self.limit + 1, self.filter, self.counts);
        for (extent, view) in sight(conn, subject, within)? {
            index.look(conn, &extent, |ledger| ledger.search(&view, self.filter, &mut best))?;
        }
        Ok(Searched::of(best, self.order, self.limit))
    }
}

impl Searched {
    /// The first `limit` of what was looked for: one more than these.
    pub fn of(best: Best, order: Order, limit: usize) -> Self {
        let (mut hits, count) = best.into_parts();
        let has_more = hits.len() > limit;
        hits.truncate(limit);
        let next = hits.last().filter(|_| has_more).map(|hit| order.opaque(hit.position.rank, hit.id));
        Self { hits, next, count }
    }
}

fn named(conn: &mut Conn, code: &RegionCode) -> Outcome<RegionId> {
    let region = coverage::named(conn, std::slice::from_ref(code))?.pop();
    let unknown = || Fault::new(FaultCode::BadRequest, "no region has or had this code").at("region");
    Ok(region.map(|(_, id)| id).ok_or_else(unknown)?)
}

/// The text of each hit, as the snapshot has it: the very version that was found, or none at all.
fn items(conn: &mut Conn, hits: &[Hit], fields: Fields) -> Outcome<Option<Vec<String>>> {
    if hits.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let ids: Vec<RecordId> = hits.iter().map(|hit| hit.id).collect();
    let mut texts: BTreeMap<(RecordId, i64), String> = match fields {
        Fields::Document => documents(conn, &ids)?.iter().map(|row| ((row.id, row.seq), answer::item(row))).collect(),
        Fields::Summary => {
            let text = |row: RecordSummary| ((row.id, row.seq), serde_json::to_string(&row).unwrap_or_default());
            summaries(conn, &ids)?.into_iter().map(RecordSummary::from).map(text).collect()
        }
    };
    Ok(hits.iter().map(|hit| texts.remove(&(hit.id, hit.seq))).collect())
}
