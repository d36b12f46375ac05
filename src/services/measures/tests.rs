//! What is remembered of answers is what is counted anew, whatever happened in between.
use super::ledger::Ledger;
use super::memory::Memory;
use super::question::Question;
use super::sheet::Sheet;
use super::tally::Distinct;
use super::words::Words;
use crate::domain::report::Aggregate;
use crate::domain::scope::View;
use crate::domain::search::Span;
use crate::domain::{Day, Instant, OrganisationId, RecordId, RegionId, Sector};
use crate::store::coverage::Extent;
use crate::store::posting::PostingRow;
use proptest::prelude::*;
use std::sync::{Arc, RwLock};
use uuid::Uuid;

const LEDGERS: usize = 4;
const NAMES: [&str; 3] = ["hazard.found", "hazard.closed", "visit.done"];
const CATEGORIES: [&str; 4] = ["P1", "P2", "P1,P2", "city_leader,reservoir"];
const SECTORS: [Sector; 2] = [Sector::Mine, Sector::Fire];

const AGGREGATES: [Aggregate; 4] =
    [Aggregate::Sum, Aggregate::Count, Aggregate::DistinctEnterprises, Aggregate::DistinctSubjects];

/// What came or went with one entry.
#[derive(Debug, Clone)]
struct Posted {
    ledger: usize,
    name: usize,
    goes: bool,
    value: i64,
    day: i32,
    enterprise: Option<u128>,
    subject: Option<u8>,
    sector: Option<usize>,
    category: Option<usize>,
}

#[derive(Debug, Clone)]
enum Step {
    Post(Vec<Posted>),
    /// Postings are made anew: nothing that was known holds.
    Recount(usize),
    Ask(Question),
}

fn enterprise(n: u128) -> OrganisationId {
    OrganisationId::from_uuid(Uuid::from_u128(n))
}

fn day(n: i32) -> Day {
    "2026-11-01".parse::<Day>().unwrap().plus_days(i64::from(n))
}

impl Posted {
    fn row(&self, extent: &Extent) -> PostingRow {
        let at = Instant::from_millis(0);
        PostingRow {
            ledger: extent.ledger,
            seq: extent.head + 1,
            n: 0,
            record: RecordId::from_uuid(Uuid::from_u128(u128::from(self.value.unsigned_abs()))),
            name: NAMES[self.name].to_owned(),
            sign: if self.goes { -1 } else { 1 },
            value: self.value,
            on_day: day(self.day),
            enterprise: self.enterprise.map(enterprise),
            sector: self.sector.map_or(String::new(), |n| SECTORS[n].as_str().to_owned()),
            category: self.category.map(|n| CATEGORIES[n].to_owned()),
            subject: self.subject.map(|n| n.to_string()),
            at,
            received_at: at,
        }
    }
}

fn posted() -> impl Strategy<Value = Posted> {
    let some = prop::option::of::<std::ops::Range<usize>>;
    let what = (0..LEDGERS, 0..NAMES.len(), prop::bool::weighted(0.3), -3..4_i64, 0..6);
    let whose = (prop::option::of(0..5_u128), prop::option::of(0..5_u8), some(0..2), some(0..4));
    (what, whose).prop_map(|((ledger, name, goes, value, day), (enterprise, subject, sector, category))| Posted {
        ledger,
        name,
        goes,
        value,
        day,
        enterprise,
        subject,
        sector,
        category,
    })
}

fn question() -> impl Strategy<Value = Question> {
    let names = prop::sample::subsequence(&NAMES[..], 1..=3);
    let days = (prop::option::of(0..6), prop::option::of(0..6));
    let sectors = prop::option::of(prop::sample::subsequence(&SECTORS[..], 1..=2));
    let categories = prop::option::of(prop::sample::subsequence(&CATEGORIES[..], 1..=2));
    (names, days, sectors, categories).prop_map(|(names, (from, to), sectors, categories)| {
        let question = Question::any_of(names).on(Span { from: from.map(day), to: to.map(day) });
        let question = sectors.into_iter().fold(question, Question::in_sectors);
        categories.into_iter().fold(question, Question::in_categories)
    })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => prop::collection::vec(posted(), 1..4).prop_map(Step::Post),
        1 => (0..LEDGERS).prop_map(Step::Recount),
        3 => question().prop_map(Step::Ask),
    ];
    prop::collection::vec(step, 1..60)
}

struct World {
    ledgers: Vec<(Extent, Arc<Ledger>)>,
    views: Vec<Vec<Arc<View>>>,
    words: Arc<RwLock<Words>>,
    memory: Arc<Memory>,
}

impl World {
    fn new() -> Self {
        let all = Arc::new(View { all: true, ..View::default() });
        let sectors = Arc::new(View { sectors: [Sector::Mine].into(), ..View::default() });
        let own = Arc::new(View { enterprises: [enterprise(1), enterprise(4)].into(), ..View::default() });
        let extent = |n: usize| Extent { ledger: RegionId(n as i64), epoch: 1, head: 0, floor: 0, recount: 0 };
        Self {
            ledgers: (0..LEDGERS).map(|n| (extent(n), Arc::default())).collect(),
            views: vec![vec![all.clone(); LEDGERS], vec![sectors.clone(); LEDGERS], vec![all, own, sectors]],
            words: Arc::default(),
            memory: Arc::default(),
        }
    }

    fn post(&mut self, all: &[Posted]) {
        for posted in all {
            let (extent, ledger) = &mut self.ledgers[posted.ledger];
            let row = posted.row(extent);
            extent.head += 1;
            let mut next = Ledger::clone(ledger);
            next.step(&[row], extent.head, &self.words);
            *ledger = Arc::new(next);
        }
    }

    fn recount(&mut self, n: usize) {
        let (extent, ledger) = &mut self.ledgers[n];
        extent.recount += 1;
        *ledger = Arc::new(Ledger::at(extent));
    }

    fn sheet(&self, views: &[Arc<View>], memory: Option<&Arc<Memory>>) -> Sheet {
        let seen = self.ledgers.iter().zip(views);
        let (sight, ledgers) =
            seen.map(|((extent, ledger), view)| ((*extent, view.clone()), ledger.clone())).unzip::<_, _, Vec<_>, _>();
        Sheet::new(sight, ledgers, self.words.clone(), memory.cloned())
    }

    /// Everything that a sheet tells, of the whole, of a part and of groups.
    fn told(&self, views: &[Arc<View>], question: &Question, memory: Option<&Arc<Memory>>) -> String {
        let whole = self.sheet(views, memory);
        let part = whole.part(|ledger| ledger.0 % 2 == 0);
        let told = |sheet: &Sheet| {
            let distinct = [Distinct::Enterprises, Distinct::Subjects].map(|of| sheet.distinct(question, of));
            format!("{:?} {distinct:?} {:?}", sheet.total(question), sheet.contributing(question))
        };
        let groups = whole.groups(&[2, 0], |ledger| Some(ledger.0 % 3));
        let asked = AGGREGATES.map(|aggregate| (question.clone(), aggregate));
        let grouped = whole.counts_by(&asked, &groups);
        for (rest, counts) in [2, 0].iter().zip(&grouped) {
            assert_eq!(*counts, whole.part(|ledger| ledger.0 % 3 == *rest).counts(&asked), "a group is a part");
        }
        format!("{} | {} | {grouped:?}", told(&whole), told(&part))
    }
}

proptest! {
    #[test]
    fn what_is_remembered_is_what_is_counted(steps in steps()) {
        let mut world = World::new();
        let mut asked: Vec<Question> = Vec::new();
        for step in steps {
            match step {
                Step::Post(all) => world.post(&all),
                Step::Recount(n) => world.recount(n),
                Step::Ask(question) => asked.push(question),
            }
            for (views, question) in world.views.iter().flat_map(|views| asked.iter().map(move |one| (views, one))) {
                prop_assert_eq!(world.told(views, question, Some(&world.memory)), world.told(views, question, None));
            }
        }
    }
}

#[test]
fn a_sheet_of_an_earlier_snapshot_neither_takes_nor_leaves_what_it_may_not() {
    let mut world = World::new();
    let question = Question::of(NAMES[0]);
    let posted = |value| Posted {
        ledger: 0,
        name: 0,
        goes: false,
        value,
        day: 0,
        enterprise: None,
        subject: None,
        sector: None,
        category: None,
    };
    let views = world.views[0].clone();
    world.post(&[posted(1)]);
    let early = world.sheet(&views, Some(&world.memory));
    world.post(&[posted(2)]);
    let late = world.sheet(&views, Some(&world.memory));
    assert_eq!((late.total(&question).sum, early.total(&question).sum, late.total(&question).sum), (3, 1, 3));
    let before = world.ledgers.clone();
    world.post(&[posted(4)]);
    let latest = world.sheet(&views, Some(&world.memory));
    assert_eq!(latest.total(&question).sum, 7, "brought forward");
    // A snapshot that was taken before is read afterwards.
    world.ledgers = before;
    let read_again = world.sheet(&views, Some(&world.memory));
    assert_eq!((read_again.total(&question).sum, latest.total(&question).sum), (3, 7));
}
