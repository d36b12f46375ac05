//! How long the figures of a prefecture take. To be asked for: `measures::volume -- --ignored --nocapture`.
use super::snapshots::overseer;
use crate::model::dice::Dice;
use crate::support::TestApp;
use hazard_ledger::domain::search::Span;
use hazard_ledger::domain::*;
use hazard_ledger::http::clock;
use hazard_ledger::services::measures::{Distinct, Measures, Question, scope};
use hazard_ledger::services::{Failure, Outcome};
use hazard_ledger::store::posting::{self, PostingRow};
use hazard_ledger::store::{Conn, ledger};
use std::sync::Arc;
use std::time::{Duration, Instant as Clock};

const NAMES: usize = 40;
const ROWS: usize = 650;
const PREFECTURE: &str = "360700000000";

fn rows(unit: RegionId, dice: &mut Dice) -> Vec<PostingRow> {
    let today = clock::now().day();
    let enterprises: Vec<_> = (0..200).map(|_| OrganisationId::new()).collect();
    let row = |n: usize, dice: &mut Dice| PostingRow {
        ledger: unit,
        seq: 1 + n as i64,
        n: 1,
        record: RecordId::new(),
        name: format!("measure.{}", n % NAMES),
        sign: 1,
        value: 1 + dice.below(3) as i64,
        on_day: today.plus_days(-(dice.below(700) as i64)),
        enterprise: Some(dice.pick(&enterprises)),
        sector: dice.pick(Sector::ALL).as_str().to_owned(),
        category: Some("P1".to_owned()),
        subject: None,
        at: clock::now(),
        received_at: clock::now(),
    };
    (0..ROWS).map(|n| row(n, dice)).collect()
}

fn planted(app: &TestApp) {
    let units: Vec<RegionId> =
        app.units_of(PREFECTURE).iter().map(|unit| unit.parse::<i64>().map(RegionId).unwrap()).collect();
    println!("{} ledgers, {} rows", units.len(), units.len() * ROWS);
    let plant = move |conn: &mut Conn| -> Outcome<()> {
        ledger::open(conn, &units, clock::now())?;
        let heads: Vec<_> =
            ledger::find(conn, &units)?.into_iter().map(|head| ledger::HeadRow { head: ROWS as i64, ..head }).collect();
        ledger::save(conn, &heads)?;
        let mut dice = Dice::new(1);
        for unit in units {
            posting::append(conn, &rows(unit, &mut dice))?;
        }
        Ok(())
    };
    app.store.write_now(plant).unwrap();
}

#[test]
#[ignore = "takes time; to be looked at"]
fn the_figures_of_a_prefecture() {
    let app = TestApp::on_sqlite();
    planted(&app);
    let measures: Arc<Measures> = Arc::default();
    let work = move |conn: &mut Conn| -> Result<(Duration, Duration), Failure> {
        let subject = overseer(PREFECTURE);
        let days = Span { from: Some(clock::now().day().plus_days(-365)), to: Some(clock::now().day()) };
        let began = Clock::now();
        let sight = scope(conn, &subject, None)?;
        measures.sheet(conn, sight)?;
        println!("read for the first time: {:?}, {} kB", began.elapsed(), measures.bytes() / 1024);
        let mut least = (Duration::MAX, Duration::MAX);
        for _ in 0..20 {
            let began = Clock::now();
            let sight = scope(conn, &subject, None)?;
            let sheet = measures.sheet(conn, sight)?;
            least.0 = least.0.min(began.elapsed());
            let began = Clock::now();
            for n in 0..NAMES {
                let question = Question::of(format!("measure.{n}")).on(days);
                assert!(sheet.total(&question).count > 0);
                if n % 4 == 0 {
                    assert!(sheet.distinct(&question, Distinct::Enterprises) > 0);
                }
            }
            least.1 = least.1.min(began.elapsed());
        }
        Ok(least)
    };
    let (sheet, figures) = app.store.read_now(work).unwrap();
    println!("the sheet: {sheet:?}; {NAMES} figures, {} of them distinct: {figures:?}", NAMES / 4);
}
