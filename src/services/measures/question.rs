//! What a figure asks for, and what of a ledger a person sees.
use super::column::{Column, Row};
use super::words::{NO_SECTOR, Words, sector, sectors};
use crate::domain::scope::View;
use crate::domain::search::Span;
use crate::domain::{Day, Sector};
use std::ops::Range;

/// What is counted: measures of these names, on these days. What is left out asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Question {
    pub names: Vec<String>,
    pub days: Span<Day>,
    pub sectors: Option<Vec<Sector>>,
    /// Any of these, each maybe of several words that must all be among the measure's: `city_leader,reservoir`.
    pub categories: Option<Vec<String>>,
}

impl Question {
    pub fn of(name: impl Into<String>) -> Self {
        Self { names: vec![name.into()], ..Self::default() }
    }
    pub fn any_of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { names: names.into_iter().map(str::to_owned).collect(), ..Self::default() }
    }
    pub fn on(self, days: Span<Day>) -> Self {
        Self { days, ..self }
    }
    pub fn in_sectors(self, sectors: impl IntoIterator<Item = Sector>) -> Self {
        Self { sectors: Some(sectors.into_iter().collect()), ..self }
    }
    pub fn in_categories<'a>(self, categories: impl IntoIterator<Item = &'a str>) -> Self {
        Self { categories: Some(categories.into_iter().map(str::to_owned).collect()), ..self }
    }

    /// Whether one measure is among what is asked for.
    pub(super) fn asks_for(&self, name: &str, row: &Row, category: Option<&str>) -> bool {
        let Self { names, days, sectors, categories } = self;
        names.iter().any(|one| one == name)
            && days.from.is_none_or(|from| from <= row.on)
            && days.to.is_none_or(|to| row.on <= to)
            && sectors.as_ref().is_none_or(|wanted| sector(row.sector).is_some_and(|one| wanted.contains(&one)))
            && categories.as_ref().is_none_or(|wanted| category.is_some_and(|joined| is_wanted(wanted, joined)))
    }

    /// Roughly, in memory.
    pub(super) fn bytes(&self) -> usize {
        let texts = self.names.iter().chain(self.categories.iter().flatten());
        size_of::<Self>() + texts.map(|text| size_of::<String>() + text.len()).sum::<usize>()
    }

    pub(super) fn coded(&self, words: &Words) -> Coded {
        let Self { names, days, sectors: wanted, categories } = self;
        Coded {
            names: names.iter().filter_map(|name| words.names.find(name)).collect(),
            days: *days,
            sectors: wanted.as_deref().map(sectors),
            categories: categories.as_ref().map(|wanted| words.wanted(wanted)),
        }
    }
}

/// Whether any of the alternatives has all its words among the joined ones.
fn is_wanted(wanted: &[String], joined: &str) -> bool {
    let has = |word: &str| joined.split(',').any(|one| one == word);
    wanted.iter().any(|together| together.split(',').all(has))
}

/// A question in codes.
#[derive(Debug)]
pub struct Coded {
    pub names: Vec<u32>,
    pub days: Span<Day>,
    sectors: Option<u64>,
    /// Whether it is wanted, by its code.
    categories: Option<Vec<bool>>,
}

/// A view of one ledger in codes: `View::shows`, of what no record contributes that is voided or moved.
#[derive(Debug, PartialEq, Eq)]
pub struct Lens {
    all: bool,
    sectors: u64,
    /// In order. An enterprise without a code has no measure.
    enterprises: Vec<u32>,
}

impl Lens {
    pub fn of(view: &View, words: &Words) -> Self {
        let View { all, sectors: own, enterprises, audits: _ } = view;
        let mut enterprises: Vec<_> = enterprises.iter().filter_map(|id| words.enterprises.find(id)).collect();
        enterprises.sort_unstable();
        Self { all: *all, sectors: sectors(own), enterprises }
    }
    pub fn shows(&self, sector: u8, enterprise: u32) -> bool {
        self.all || self.sectors >> sector & 1 == 1 || self.enterprises.binary_search(&enterprise).is_ok()
    }
}

/// Rows of a column, as far as they are asked for and seen.
#[derive(Debug, Clone, Copy)]
pub struct Sieve<'a> {
    pub question: &'a Coded,
    pub lens: &'a Lens,
}

impl<'a> Sieve<'a> {
    /// Whether every row of the days passes.
    pub fn is_open(self) -> bool {
        self.lens.all && self.question.sectors.is_none() && self.question.categories.is_none()
    }
    fn passes(self, column: &Column, n: usize) -> bool {
        let Coded { sectors, categories, .. } = self.question;
        let sector = column.sectors[n];
        let has_category = |wanted: &Vec<bool>| wanted.get(column.categories[n] as usize).copied().unwrap_or(false);
        self.lens.shows(sector, column.enterprises[n])
            && sectors.is_none_or(|wanted| sector != NO_SECTOR && wanted >> sector & 1 == 1)
            && categories.as_ref().is_none_or(has_category)
    }
    pub fn rows<'b>(self, column: &'b Column, rows: Range<usize>) -> impl Iterator<Item = usize> + use<'a, 'b> {
        rows.filter(move |n| self.passes(column, *n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::OrganisationId;
    use crate::domain::scope::Place;
    use crate::services::measures::words::ABSENT;

    #[test]
    fn a_lens_shows_what_its_view_shows() {
        let mut words = Words::default();
        let enterprises: Vec<_> = (0..4).map(|_| OrganisationId::new()).collect();
        enterprises.iter().for_each(|id| _ = words.enterprises.code(id));
        let sectors = [Sector::Mine, Sector::Fire, Sector::Water];
        for n in 0..64_u32 {
            let some = |bit: u32| n >> bit & 1 == 1;
            let view = View {
                all: n == 63,
                audits: some(0),
                sectors: (0..3).filter(|bit| some(*bit)).map(|bit| sectors[bit as usize]).collect(),
                enterprises: (0..3).filter(|bit| some(bit + 3)).map(|bit| enterprises[bit as usize]).collect(),
            };
            let lens = Lens::of(&view, &words);
            for sector in Sector::ALL.iter().copied().map(Some).chain([None]) {
                for enterprise in enterprises.iter().copied().map(Some).chain([None]) {
                    let place = Place { sector, enterprise, is_voided: false, has_moved: false };
                    let sector = sector.map_or(NO_SECTOR, |sector| sector as u8);
                    let enterprise = enterprise.map_or(ABSENT, |id| words.enterprises.find(&id).unwrap());
                    assert_eq!(lens.shows(sector, enterprise), view.shows(&place), "{view:?} {place:?}");
                }
            }
        }
    }
}
