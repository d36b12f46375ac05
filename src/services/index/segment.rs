//! A segment: some thousand records of a ledger, facet by facet.
mod glance;

pub use glance::Glance;

use super::column::{Coded, both, within};
use super::rows::Rows;
use super::text::{Texts, searched};
use crate::domain::scope::View;
use crate::domain::search::{Filter, Order, SortKey, Span};
use crate::domain::{Day, Instant, Level, OrganisationId, RecordId, Sector};
use crate::store::record::RecordRow;
use std::collections::HashSet;

/// A record as far as lists ask for it.
#[derive(Debug, Clone)]
pub struct Item {
    pub id: RecordId,
    pub seq: i64,
    kind: String,
    state: String,
    level: Option<Level>,
    category: Option<String>,
    sector: Option<Sector>,
    enterprise: Option<OrganisationId>,
    owner: Option<OrganisationId>,
    is_voided: bool,
    due_on: i32,
    occurred_on: i32,
    lon: i32,
    lat: i32,
    created_at: i64,
    updated_at: i64,
    text: String,
}

/// Lies below every day's digits, and every degree.
const ABSENT: i32 = i32::MIN;

/// 20261123: in the order of days.
fn digits(day: Day) -> i32 {
    let (year, month, day) = day.parts();
    i32::from(year) * 10_000 + i32::from(month) * 100 + i32::from(day)
}

impl From<&RecordRow> for Item {
    fn from(row: &RecordRow) -> Self {
        let day = |day: Option<Day>| day.map_or(ABSENT, digits);
        let degree = |degree: Option<i64>| degree.and_then(|degree| i32::try_from(degree).ok()).unwrap_or(ABSENT);
        Self {
            id: row.id,
            seq: row.seq,
            kind: row.kind.clone(),
            state: row.state.clone(),
            level: row.level,
            category: row.category.clone(),
            sector: row.sector.parse().ok(),
            enterprise: row.enterprise,
            owner: row.owner,
            is_voided: row.is_voided,
            due_on: day(row.due_on),
            occurred_on: day(row.occurred_on),
            lon: degree(row.lon),
            lat: degree(row.lat),
            created_at: row.created_at.millis(),
            updated_at: row.updated_at.millis(),
            text: searched(row.number.as_deref(), &row.document),
        }
    }
}

/// An instant's milliseconds, exact in a float: every processor compares several floats at once,
/// but not every one several integers of 64 bits.
type Millis = f64;

#[derive(Debug, Default)]
pub struct Segment {
    pub ids: Vec<RecordId>,
    pub seqs: Vec<i64>,
    /// The rows that are their records' last.
    live: Rows,
    kinds: Coded<String>,
    states: Coded<String>,
    levels: Coded<Option<Level>>,
    categories: Coded<Option<String>>,
    sectors: Coded<Option<Sector>>,
    enterprises: Coded<Option<OrganisationId>>,
    owners: Coded<Option<OrganisationId>>,
    voided: Rows,
    due_on: Vec<i32>,
    occurred_on: Vec<i32>,
    lon: Vec<i32>,
    lat: Vec<i32>,
    created_at: Vec<Millis>,
    updated_at: Vec<Millis>,
    texts: Texts,
}

impl Segment {
    pub fn len(&self) -> usize {
        self.ids.len()
    }
    /// The rows that are still their records' last.
    pub fn live(&self) -> usize {
        self.live.len()
    }
    pub fn is_mostly_dead(&self) -> bool {
        self.live() * 2 < self.len()
    }

    pub fn push(&mut self, item: &Item) {
        self.live.add(self.len());
        if item.is_voided {
            self.voided.add(self.len());
        }
        self.ids.push(item.id);
        self.seqs.push(item.seq);
        self.kinds.push(&item.kind);
        self.states.push(&item.state);
        self.levels.push(&item.level);
        self.categories.push(&item.category);
        self.sectors.push(&item.sector);
        self.enterprises.push(&item.enterprise);
        self.owners.push(&item.owner);
        self.due_on.push(item.due_on);
        self.occurred_on.push(item.occurred_on);
        self.lon.push(item.lon);
        self.lat.push(item.lat);
        self.created_at.push(item.created_at as Millis);
        self.updated_at.push(item.updated_at as Millis);
        self.texts.push(&item.text);
    }

    /// The rows of these records are not their last any more.
    pub fn strike(&mut self, changed: &HashSet<RecordId>) {
        let ids = self.ids.iter().enumerate();
        ids.filter(|(_, id)| changed.contains(id)).for_each(|(row, _)| self.live.remove(row));
    }

    /// The records of this segment, whose rows are their last, to be put into another one.
    pub fn items(&self) -> Vec<Item> {
        let (kinds, states, levels) = (self.kinds.spelled(), self.states.spelled(), self.levels.spelled());
        let (categories, sectors) = (self.categories.spelled(), self.sectors.spelled());
        let (enterprises, owners) = (self.enterprises.spelled(), self.owners.spelled());
        let item = |n: usize| Item {
            id: self.ids[n],
            seq: self.seqs[n],
            kind: kinds[n].clone(),
            state: states[n].clone(),
            level: *levels[n],
            category: categories[n].clone(),
            sector: *sectors[n],
            enterprise: *enterprises[n],
            owner: *owners[n],
            is_voided: self.voided.has(n),
            due_on: self.due_on[n],
            occurred_on: self.occurred_on[n],
            lon: self.lon[n],
            lat: self.lat[n],
            created_at: self.created_at[n] as i64,
            updated_at: self.updated_at[n] as i64,
            text: self.texts.row(n).to_owned(),
        };
        self.live.iter().map(item).collect()
    }

    /// The rows that the view shows: `View::shows`, facet by facet.
    pub fn show(&self, rows: &mut Rows, view: &View) {
        rows.clone_from(&self.live);
        if !view.audits {
            rows.without(&self.voided);
        }
        if !view.all {
            let sectors = view.sectors.iter().copied().map(Some);
            let own = view.enterprises.iter().copied().map(Some);
            self.sectors.keep_either(rows, sectors, &self.enterprises, own);
        }
    }

    /// Keeps what the filter lets through. Words of more than two characters may let too much
    /// through: see `has_words`.
    pub fn keep(&self, rows: &mut Rows, filter: &Filter) {
        let Filter { kind, state, level, category, sector, enterprise, owner, .. } = filter;
        if let Some(kind) = kind {
            self.kinds.keep(rows, |value| kind.iter().any(|wanted| wanted == value.as_str()));
        }
        if let Some(state) = state {
            self.states.keep(rows, |value| state.iter().any(|wanted| wanted == value.as_str()));
        }
        if let Some(level) = level {
            self.levels.keep(rows, |value| value.is_some_and(|value| level.has(&value)));
        }
        if let Some(category) = category {
            let is_any = |value: &str| value.split(',').any(|one| category.iter().any(|wanted| wanted == one));
            self.categories.keep(rows, |value| value.as_deref().is_some_and(is_any));
        }
        if let Some(sector) = sector {
            self.sectors.keep(rows, |value| value.is_some_and(|value| sector.has(&value)));
        }
        if enterprise.is_some() {
            self.enterprises.keep_only(rows, enterprise);
        }
        if owner.is_some() {
            self.owners.keep_only(rows, owner);
        }
        // What costs more is looked at only where something is left.
        if !rows.is_empty() {
            self.keep_measured(rows, filter);
            self.texts.keep(rows, filter);
        }
    }

    fn keep_measured(&self, rows: &mut Rows, filter: &Filter) {
        let Filter { due, occurred, updated, bbox, is_voided, .. } = filter;
        within(rows, &self.due_on, days(*due), ABSENT);
        within(rows, &self.occurred_on, days(*occurred), ABSENT);
        let updated = Span { from: updated.from.map(Instant::millis), to: updated.to.map(Instant::millis) };
        within(rows, &self.updated_at, millis(updated), Millis::NEG_INFINITY);
        if let Some(bbox) = bbox {
            within(rows, &self.lon, Span { from: Some(bbox.lon.0), to: Some(bbox.lon.1) }, ABSENT);
            within(rows, &self.lat, Span { from: Some(bbox.lat.0), to: Some(bbox.lat.1) }, ABSENT);
        }
        if let Some(is_voided) = is_voided {
            if *is_voided { rows.keep(&self.voided) } else { rows.without(&self.voided) }
        }
    }

    /// Whether the row's text holds these words, each at one piece.
    pub fn has_words(&self, row: usize, words: &[&str]) -> bool {
        words.is_empty() || {
            let text = self.texts.row(row);
            words.iter().all(|word| text.contains(word))
        }
    }

    pub fn rank(&self, row: usize, order: Order) -> i64 {
        order.rank(match order.by {
            SortKey::UpdatedAt => Some(self.updated_at[row] as i64),
            SortKey::CreatedAt => Some(self.created_at[row] as i64),
            SortKey::DueOn => known(self.due_on[row]),
        })
    }

    /// Keeps the rows of these ranks: most rows are settled here, without a look at each.
    pub fn keep_ranks(&self, rows: &mut Rows, order: Order, span: Span<i64>) {
        let (from, to) = (span.from.unwrap_or(i64::MIN), span.to.unwrap_or(i64::MAX));
        let holds = |rank| u8::from(from <= rank) & u8::from(rank <= to);
        match order.by {
            _ if span.is_open() => {}
            SortKey::UpdatedAt => within(rows, &self.updated_at, millis(order.keys(span)), Millis::NEG_INFINITY),
            SortKey::CreatedAt => within(rows, &self.created_at, millis(order.keys(span)), Millis::NEG_INFINITY),
            SortKey::DueOn => both(rows, &self.due_on, |day| holds(order.rank(known(day)))),
        }
    }

    /// Puts the words in order, so that the first who asks need not wait.
    pub fn prepare(&self) {
        self.texts.prepare();
    }
    /// Roughly, in memory.
    pub fn bytes(&self) -> usize {
        self.len() * 74 + self.texts.bytes()
    }
}

fn days(span: Span<Day>) -> Span<i32> {
    Span { from: span.from.map(digits), to: span.to.map(digits) }
}

fn millis(span: Span<i64>) -> Span<Millis> {
    Span { from: span.from.map(|millis| millis as Millis), to: span.to.map(|millis| millis as Millis) }
}

fn known(day: i32) -> Option<i64> {
    (day != ABSENT).then_some(i64::from(day))
}
