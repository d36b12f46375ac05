//! Exposures as everybody who is signed in reads them: what was published, and what became of it.
use super::Outcome;
use crate::domain::canonical::typed;
use crate::domain::document::state_of;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::kind::exposure::{Exposure, ExposureItem, ExposureState, ItemCorrection, PublicPlace};
use crate::domain::{
    Day, ExposureItemId, Instant, Line, NATION, OrganisationId, Passage, RecordId, RegionCode, RegionId, Sector,
};
use crate::store::record::{self, RecordRow};
use crate::store::{Conn, StoreError, coverage, exposure};
use serde::Serialize;
use utoipa::ToSchema;

/// A published list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedExposure {
    pub id: RecordId,
    /// The county, city or province that published it.
    pub region: RegionId,
    pub number: Option<String>,
    pub title: Line,
    pub from_on: Day,
    pub to_on: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    pub published_on: Day,
    pub channels: Vec<PublicPlace>,
    /// Items that stand, and items that were taken back.
    pub standing: usize,
    pub retracted: usize,
    /// Left out in lists of lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<PublicItem>>,
}

/// An exposed enterprise, without who wrote it down and what it refers to.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicItem {
    pub id: ExposureItemId,
    pub enterprise: OrganisationId,
    pub name: Line,
    pub unit: RegionId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    pub violation: Passage,
    pub legal_ground: Passage,
    pub measures: Vec<Line>,
    /// What it said before, the first one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<PublicCorrection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retracted: Option<PublicRetraction>,
}

/// What an item said until it was corrected, and why it was.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicCorrection {
    pub at: Instant,
    pub reason: Passage,
    pub name: Line,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    pub violation: Passage,
    pub legal_ground: Passage,
    pub measures: Vec<Line>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PublicRetraction {
    pub at: Instant,
    pub reason: Passage,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ExposurePage {
    pub items: Vec<PublishedExposure>,
    /// Send this back as `after`; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A place in the list of lists: the day of publication, and the list's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(Day, RecordId);

impl std::str::FromStr for Place {
    type Err = Fault;
    fn from_str(text: &str) -> Result<Self, Fault> {
        let parts = text.split_once('_').and_then(|(day, id)| Some(Self(day.parse().ok()?, id.parse().ok()?)));
        parts.ok_or_else(|| {
            Fault::new(FaultCode::BadRequest, "this was not the `next` of a list of this order").at("after")
        })
    }
}

/// What was published in a region's subtree, the newest first.
pub fn list(conn: &mut Conn, code: Option<&RegionCode>, after: Option<Place>, limit: usize) -> Outcome<ExposurePage> {
    let root = match code {
        Some(code) => named(conn, code)?,
        None => NATION,
    };
    let after = after.map(|Place(day, id)| (day, id));
    let mut rows = exposure::published_within(conn, root, after, limit as i64 + 1)?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().filter(|_| has_more);
    let next = last.and_then(|row| row.occurred_on.map(|day| format!("{day}_{}", row.id)));
    let lists = rows.iter().map(|row| Ok(PublishedExposure { items: None, ..published(row)? }));
    Ok(ExposurePage { items: lists.collect::<Outcome<_>>()?, next })
}

fn named(conn: &mut Conn, code: &RegionCode) -> Outcome<RegionId> {
    let found = coverage::named(conn, std::slice::from_ref(code))?.pop();
    let unknown = || Fault::new(FaultCode::BadRequest, "no region has or had this code").at("region");
    Ok(found.map(|(_, id)| id).ok_or_else(unknown)?)
}

/// A published list; a draft is answered as what is not there.
pub fn one(conn: &mut Conn, id: RecordId) -> Outcome<PublishedExposure> {
    let is_public = |row: &RecordRow| {
        row.kind == "exposure" && row.state == ExposureState::Published.as_str() && row.moved_to.is_none()
    };
    let row = record::find(conn, &[id])?.into_iter().find(is_public);
    published(&row.ok_or_else(|| Fault::not_found("no list of this id was published"))?)
}

fn published(row: &RecordRow) -> Outcome<PublishedExposure> {
    let damaged = |why: String| StoreError::Damaged(format!("exposure {}: {why}", row.id));
    let list: Exposure = typed(&state_of(&row.document)).map_err(|bad| damaged(bad.detail))?;
    let standing = list.standing().count();
    let Exposure { title, from_on, to_on, sector, items, published, number, .. } = list;
    let published = published.ok_or_else(|| damaged("it was not published".to_owned()))?;
    Ok(PublishedExposure {
        id: row.id,
        region: row.ledger,
        number,
        title,
        from_on,
        to_on,
        sector,
        published_on: published.published_on,
        channels: published.channels,
        standing,
        retracted: items.len() - standing,
        items: Some(items.into_iter().map(PublicItem::from).collect()),
    })
}

impl From<ExposureItem> for PublicItem {
    fn from(item: ExposureItem) -> Self {
        let ExposureItem { id, mark: _, enterprise, name, unit, sector, violation, legal_ground, .. } = item;
        let retraction =
            |opinion: crate::domain::kind::Opinion| PublicRetraction { at: opinion.mark.at, reason: opinion.opinion };
        Self {
            id,
            enterprise,
            name,
            unit,
            sector,
            violation,
            legal_ground,
            measures: item.measures,
            corrections: item.corrections.into_iter().map(PublicCorrection::from).collect(),
            retracted: item.retracted.map(retraction),
        }
    }
}

impl From<ItemCorrection> for PublicCorrection {
    fn from(correction: ItemCorrection) -> Self {
        let ItemCorrection { mark, reason, name, sector, violation, legal_ground, measures } = correction;
        Self { at: mark.at, reason, name, sector, violation, legal_ground, measures }
    }
}
