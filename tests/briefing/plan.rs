//! The acts of 21 months, as a plan: who does what when, and what of it counts in which figure.
mod enforcing;
mod hazards;
mod leading;
mod reporting;

use super::cast::{self, Cast, HURT};
use super::figures::{Size, published};
use super::tally::{Known, Tallies};
use crate::support::TestApp;
use hazard_ledger::domain::act::{Base, Ordinal};
use hazard_ledger::domain::outcome::Verdict;
use hazard_ledger::domain::{Day, Instant, OrganisationId, RecordId, RegionCode};
use hazard_ledger::phone::{Draft, Phone};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The end of the first half of 2020: what was done by then is known as of then.
pub const HALF_YEAR_OVER: &str = "2020-06-30T16:00:00Z";

/// An act of a story; it builds on the one before, or on a revision that another has made.
struct Deed {
    act: &'static str,
    ledger: Option<String>,
    upon: Option<i64>,
    at: Instant,
    body: Value,
}

/// What one member does on one record.
pub struct Story {
    by: usize,
    kind: &'static str,
    record: RecordId,
    is_late: bool,
    deeds: Vec<Deed>,
}

impl Story {
    fn then(mut self, act: &'static str, at: Instant, body: Value) -> Self {
        self.deeds.push(Deed { act, ledger: None, upon: None, at, body });
        self
    }
}

/// A registered enterprise, and where it is.
#[derive(Debug, Clone, Copy)]
pub struct Firm {
    pub id: OrganisationId,
    pub county: usize,
    pub unit: usize,
}

pub struct Plan<'a> {
    cast: &'a Cast,
    stories: Vec<Story>,
    pub tallies: Tallies,
    /// By county, unit, and number in the unit.
    pub firms: Vec<Firm>,
    numbers: BTreeMap<&'static str, i64>,
    /// Enterprises with an accident in the first half of 2020.
    pub hurt: BTreeSet<OrganisationId>,
    exposed: Vec<Firm>,
}

pub fn morning(day: Day) -> Instant {
    format!("{day}T09:00:00+08:00").parse().unwrap()
}
pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}
/// The n-th of so many moments, spread over the days from the first to the last.
pub fn spread(n: usize, of: usize, first: &str, last: &str) -> Instant {
    let days = day(first).days_until(day(last)) + 1;
    let at = i64::try_from(n).unwrap() * days / i64::try_from(of.max(1)).unwrap();
    morning(day(first).plus_days(at))
}

impl<'a> Plan<'a> {
    pub fn of(cast: &'a Cast) -> Self {
        let mut plan = Self {
            cast,
            stories: Vec::new(),
            tallies: Tallies::default(),
            firms: Vec::new(),
            numbers: published(cast.size),
            hurt: BTreeSet::new(),
            exposed: Vec::new(),
        };
        plan.register();
        plan.risk_points();
        plan.enforcement();
        plan.exposures();
        plan.hazards();
        plan.accidents();
        plan.assignments();
        plan.noise();
        plan
    }

    fn number(&self, code: &str) -> usize {
        usize::try_from(self.numbers[code]).unwrap()
    }
    fn unit(&self, firm: Firm) -> String {
        self.cast.counties[firm.county].units[firm.unit].clone()
    }
    fn firms_per_unit(&self) -> usize {
        if self.cast.size == Size::Full { 10 } else { 1 }
    }
    /// How many counties had accidents in the first half of 2020.
    pub fn hurt_counties(&self) -> usize {
        if self.cast.size == Size::Full { HURT.len() } else { 1 }
    }

    /// What was done in the second half arrives in the second wave, and some of the first half as well.
    fn is_late(&self, n: usize, at: Instant) -> bool {
        at > HALF_YEAR_OVER.parse().unwrap() || n % 10 == 3
    }

    fn story(
        &self,
        by: usize,
        kind: &'static str,
        act: &'static str,
        ledger: String,
        at: Instant,
        body: Value,
    ) -> Story {
        let deeds = vec![Deed { act, ledger: Some(ledger), upon: None, at, body }];
        Story { by, kind, record: RecordId::new(), is_late: false, deeds }
    }
    /// What another member does later on a record that stands at a revision.
    fn sequel(&self, by: usize, of: &Story, act: &'static str, upon: i64, at: Instant, body: Value) -> Story {
        let deeds = vec![Deed { act, ledger: None, upon: Some(upon), at, body }];
        Story { by, kind: of.kind, record: of.record, is_late: of.is_late, deeds }
    }
    fn tell(&mut self, story: Story) {
        self.stories.push(story);
    }

    /// Every story of a wave, each member's on its own phone; the counties' before the city's.
    pub fn push(&self, app: &TestApp, phones: &mut [Phone], is_late: bool) {
        for (by, phone) in phones.iter_mut().enumerate() {
            phone.line = app.line(&cast::again(app, &self.cast.members[by].person));
            let own = self.stories.iter().filter(|story| (story.by, story.is_late) == (by, is_late));
            own.for_each(|story| queue(phone, story));
            for result in phone.push().unwrap() {
                assert_eq!(result.result, Verdict::Applied, "{result:?}");
            }
        }
    }

    /// The figures of the report to whoever knows so much, but those of flags.
    pub fn figures(&self, known: Known) -> BTreeMap<&'static str, i64> {
        self.tallies.figures(known)
    }
}

fn queue(phone: &mut Phone, story: &Story) {
    let mut before = None;
    for Deed { act, ledger, upon, at, body } in &story.deeds {
        let ledger: Option<RegionCode> = ledger.as_ref().map(|code| code.parse().unwrap());
        let rev = upon.map(|rev| Base::Rev(Ordinal::try_from(rev).unwrap()));
        let own = before.map(|number| Base::ClientSeq(Ordinal::try_from(number).unwrap()));
        let draft = Draft {
            kind: story.kind,
            act,
            record: story.record,
            ledger: ledger.as_ref(),
            base: rev.or(own),
            body: body.clone(),
        };
        before = Some(phone.act(*at, draft).unwrap());
    }
}

fn photo(role: &str) -> Value {
    json!({"id": RecordId::new(), "sha256": "0".repeat(64), "size": 9, "media_type": "image/jpeg", "role": role})
}
