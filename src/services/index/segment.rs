//! A segment: some thousand records of a ledger, facet by facet.
mod glance;
mod measured;
mod places;

pub use glance::Glance;

use super::column::Coded;
use super::ids::Ids;
use super::item::{ABSENT, Item};
use super::ranged::Ranged;
use super::rows::Rows;
use super::text::Texts;
use crate::domain::scope::View;
use crate::domain::search::{Belonging, Filter, Token};
use crate::domain::{Level, OrganisationId, RecordId, Sector};
use std::collections::HashSet;
use uuid::Uuid;

/// An instant's milliseconds, exact in a float: every processor compares several floats at once,
/// but not every one several integers of 64 bits.
type Millis = f64;
/// Lies before every instant.
const NEVER: Millis = Millis::NEG_INFINITY;

/// In this order in memory: what every list looks at first lies together.
#[derive(Debug)]
#[repr(C)]
pub struct Segment {
    pub seqs: Vec<i64>,
    updated_at: Ranged<Millis>,
    created_at: Ranged<Millis>,
    due_on: Ranged<i32>,
    /// The rows that are their records' last.
    live: Rows,
    voided: Rows,
    ids: Ids,
    states: Coded<String>,
    kinds: Coded<String>,
    levels: Coded<Option<Level>>,
    categories: Coded<Option<String>>,
    sectors: Coded<Option<Sector>>,
    enterprises: Coded<Option<OrganisationId>>,
    owners: Coded<Option<OrganisationId>>,
    texts: Texts,
    occurred_on: Ranged<i32>,
    lon: Ranged<i32>,
    lat: Ranged<i32>,
    tags: Coded<Option<String>>,
}

impl Default for Segment {
    fn default() -> Self {
        let (days, degrees, instants) = (|| Ranged::new(ABSENT), || Ranged::new(ABSENT), || Ranged::new(NEVER));
        Self {
            ids: Ids::default(),
            seqs: Vec::new(),
            live: Rows::default(),
            kinds: Coded::default(),
            states: Coded::default(),
            levels: Coded::default(),
            categories: Coded::default(),
            tags: Coded::default(),
            sectors: Coded::default(),
            enterprises: Coded::default(),
            owners: Coded::default(),
            voided: Rows::default(),
            due_on: days(),
            occurred_on: days(),
            lon: degrees(),
            lat: degrees(),
            created_at: instants(),
            updated_at: instants(),
            texts: Texts::default(),
        }
    }
}

impl Segment {
    pub fn len(&self) -> usize {
        self.seqs.len()
    }
    pub fn is_empty(&self) -> bool {
        self.seqs.is_empty()
    }
    pub fn id(&self, row: usize) -> RecordId {
        RecordId::from_uuid(Uuid::from_u128(self.ids.at(row)))
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
        self.ids.push(item.id.as_uuid().as_u128());
        self.seqs.push(item.seq);
        self.kinds.push(&item.kind);
        self.states.push(&item.state);
        self.levels.push(&item.level);
        self.categories.push(&item.category);
        self.tags.push(&item.tags);
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
        let is_changed = |row: &usize| changed.contains(&self.id(*row));
        let gone: Vec<usize> = (0..self.len()).filter(is_changed).collect();
        gone.into_iter().for_each(|row| self.live.remove(row));
    }

    /// The records of this segment, whose rows are their last, to be put into another one.
    pub fn items(&self) -> Vec<Item> {
        let (kinds, states, levels) = (self.kinds.spelled(), self.states.spelled(), self.levels.spelled());
        let (categories, tags, sectors) = (self.categories.spelled(), self.tags.spelled(), self.sectors.spelled());
        let (enterprises, owners) = (self.enterprises.spelled(), self.owners.spelled());
        let item = |n: usize| Item {
            id: self.id(n),
            seq: self.seqs[n],
            kind: kinds[n].clone(),
            state: states[n].clone(),
            level: *levels[n],
            category: categories[n].clone(),
            tags: tags[n].clone(),
            sector: *sectors[n],
            enterprise: *enterprises[n],
            owner: *owners[n],
            is_voided: self.voided.has(n),
            due_on: self.due_on.at(n),
            occurred_on: self.occurred_on.at(n),
            lon: self.lon.at(n),
            lat: self.lat.at(n),
            created_at: self.created_at.at(n) as i64,
            updated_at: self.updated_at.at(n) as i64,
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
        if let Some(tag) = &filter.tag {
            self.keep_tagged(rows, tag);
        }
        if let Some(belonging) = &filter.belonging {
            self.keep_belonging(rows, belonging);
        }
        if let Some(is_voided) = filter.is_voided {
            if is_voided { rows.keep(&self.voided) } else { rows.without(&self.voided) }
        }
        // What costs more is looked at only where something is left.
        if !rows.is_empty() {
            self.texts.keep(rows, filter);
            self.keep_measured(rows, filter);
        }
    }

    fn keep_tagged(&self, rows: &mut Rows, tag: &Token) {
        let has = |tags: &str| tags.split(',').any(|one| tag == one);
        self.tags.keep(rows, |value| value.as_deref().is_some_and(has));
    }

    /// Keeps what is marked, and what the rule lets through.
    fn keep_belonging(&self, rows: &mut Rows, Belonging { tag, rule }: &Belonging) {
        let mut tagged = rows.clone();
        self.keep_tagged(&mut tagged, tag);
        match rule {
            Some(rule) => self.keep(rows, rule),
            None => rows.clear(),
        }
        rows.join(&tagged);
    }

    /// Whether the row's text holds these words, each at one piece.
    pub fn has_words(&self, row: usize, words: &[&str]) -> bool {
        words.is_empty() || {
            let text = self.texts.row(row);
            words.iter().all(|word| text.contains(word))
        }
    }

    /// Puts the words in order, so that the first who asks need not wait.
    pub fn prepare(&self) {
        self.texts.prepare();
    }
    /// Roughly, in memory.
    pub fn bytes(&self) -> usize {
        self.len() * 76 + self.texts.bytes()
    }
}
