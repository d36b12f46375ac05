//! What a list costs among half a million hazards, beside a single record, over HTTP. It prints; it
//! judges nothing.
//!
//! `cargo test --release --test main volume -- --ignored --nocapture`; `RECORDS=50000` plants fewer.
use super::{at, hazard, plant};
use crate::model::dice::Dice;
use crate::support::pace::{beside, took};
use crate::support::{TestApp, people};
use hazard_ledger::domain::scope::View;
use hazard_ledger::domain::search::{Direction, Filter, Order, SortKey};
use hazard_ledger::domain::{Level, OrganisationId, RecordId, Sector};
use hazard_ledger::http::clock;
use hazard_ledger::services::index::Best;
use hazard_ledger::services::{Failure, sessions};
use hazard_ledger::store::record::RecordRow;
use hazard_ledger::store::{Conn, coverage, list};
use serde_json::json;
use std::time::{Duration, Instant as Clock};

const CITY: &str = "360700000000";
const COUNTY: &str = "360702000000";

struct Ground {
    units: Vec<String>,
    enterprises: Vec<OrganisationId>,
    bodies: Vec<OrganisationId>,
}

/// Filters as people use them: broad ones, narrow ones, and ones that hardly go together.
fn filters(ground: &Ground) -> Vec<String> {
    let unit = &ground.units[7];
    vec![
        "kind=hazard".into(),
        format!("region={COUNTY}"),
        format!("region={unit}"),
        "state=reported".into(),
        "state=closed".into(),
        "level=major".into(),
        "category=P2".into(),
        "category=G1".into(),
        "sector=fire".into(),
        format!("enterprise={}", ground.enterprises[5]),
        format!("owner={}", ground.bodies[3]),
        "number=3607*".into(),
        format!("number={unit}-2026-000*"),
        "due_from=2025-01-01&due_to=2027-12-31".into(),
        "due_from=2026-06-01&due_to=2026-06-07".into(),
        "occurred_from=2024-01-01&occurred_to=2024-12-31".into(),
        "updated_to=2024-06-30T00:00:00Z".into(),
        "updated_from=2026-11-01T00:00:00Z".into(),
        "bbox=1149000000,258000000,1150000000,259000000".into(), // a few villages
        "bbox=1140000000,250000000,1155000000,270000000".into(), // half a prefecture
        "q=%E6%B6%88%E9%98%B2".into(),                           // 消防: one in five
        "q=%E7%96%8F%E6%95%A3%E9%80%9A%E9%81%93".into(),         // 疏散通道: one in ten
        "q=%E6%B0%A8%E6%B0%94".into(),                           // 氨气: one in a thousand
        "is_voided=true".into(),
        "is_voided=false".into(),
    ]
}

/// What goes together goes together: a unit's places lie beside each other, nothing reported has a number or
/// a level, nothing closed is due next year, and what was found early was changed early.
fn row(ground: &Ground, dice: &mut Dice, n: usize) -> RecordRow {
    let states = ["reported", "registered", "rectifying", "pending_acceptance", "closed", "closed", "closed", "voided"];
    let state = dice.pick(&states);
    let is_registered = state != "reported";
    let place = dice.below(ground.units.len());
    let unit = &ground.units[place];
    let days = dice.below(1000) as i64;
    let found = at("2024-01-15T02:00:00Z").plus_seconds(days * 86_400 + dice.below(86_400) as i64);
    let words = [
        "消防设施缺失",
        "疏散通道堵塞",
        "配电箱无门",
        "脚手架缺少连墙件",
        "通风机停转",
        "燃气软管老化",
        "护栏松动",
        "超载",
        "油污未清",
        "灭火器过期消防栓无水",
    ];
    let mut description = format!("{}，第{}号点位，{}", dice.pick(&words), dice.below(400), dice.pick(&words));
    if dice.once_in(1000) {
        description.push_str("，氨气泄漏");
    }
    let document = json!({
        "id": RecordId::new(), "kind": "hazard", "ledger": unit, "rev": 3, "state": state, "description": description,
        "place": format!("{}号厂房{}层", dice.below(90), dice.below(9)), "found_at": found, "source": "daily",
        "measures": "立即停止作业，设置警示，限期更换并由专人复核，完成后书面报告属地和行业主管部门".repeat(3),
        "reported": { "by": { "person": RecordId::new(), "organisation": RecordId::new(), "layer": "territorial", "tier": "township" }, "at": found },
    });
    RecordRow {
        state: state.into(),
        level: is_registered.then(|| if dice.once_in(20) { Level::Major } else { Level::General }),
        category: Some(dice.pick(&["P1", "P2", "P1,P2", "P3", "P4", "P5", "G1"]).into()),
        sector: dice.pick(Sector::ALL).as_str().into(),
        enterprise: (!dice.once_in(5)).then(|| dice.pick(&ground.enterprises)),
        owner: is_registered.then(|| dice.pick(&ground.bodies)),
        due_on: is_registered.then(|| found.day().plus_days(15 + dice.below(60) as i64)),
        occurred_on: Some(found.day()),
        lon: Some(1_140_000_000 + (place % 20 * 1_500_000 + dice.below(1_500_000)) as i64),
        lat: Some(250_000_000 + (place / 20 * 1_250_000 + dice.below(1_250_000)) as i64),
        number: is_registered.then(|| format!("{unit}-{}-{n:06}", found.day().year())),
        is_voided: state == "voided",
        document: document.to_string(),
        created_at: found,
        updated_at: found.plus_seconds(dice.below(40 * 86_400) as i64),
        ..hazard(unit)
    }
}

fn measure(app: &TestApp, records: usize) {
    let ground = Ground {
        units: app.units_of(CITY),
        enterprises: (0..5000).map(|_| OrganisationId::new()).collect(),
        bodies: (0..300).map(|_| OrganisationId::new()).collect(),
    };
    let mut dice = Dice::new(1);
    let mut ids = Vec::new();
    let began = Clock::now();
    let mut rows: Vec<_> = (0..records).map(|n| row(&ground, &mut dice, n)).collect();
    // A ledger's numbers rise with time: what was changed last has the last one.
    rows.sort_by_key(|row| row.updated_at);
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(10_000));
        ids.push(plant(app, std::mem::replace(&mut rows, rest))[0].id);
    }
    app.sql("analyze");
    println!("{records} records planted in {:?}", began.elapsed());
    let auditor = app.auditor_of(CITY);
    let cold = took(app, &auditor, "/v1/records");
    let began = Clock::now();
    app.shared.index.clone().warm(&app.store).unwrap();
    println!("cold list {cold:?}, words in order after {:?}; {} MB", began.elapsed(), app.shared.index.bytes() >> 20);
    parts(app, &auditor);
    compare(app, &auditor, &ground, &ids);
}

/// Where the time of a list goes, without HTTP.
fn parts(app: &TestApp, auditor: &people::Phone) {
    let claims = app.shared.keys.verify(&auditor.token, clock::now()).unwrap();
    let index = app.shared.index.clone();
    let work = move |conn: &mut Conn| -> Result<(), Failure> {
        let order = Order { by: SortKey::UpdatedAt, direction: Direction::Descending };
        let filter = Filter { state: "registered".parse().ok(), sector: "fire".parse().ok(), ..Filter::default() };
        let view = View { all: true, audits: true, ..View::default() };
        for _ in 0..3 {
            let began = Clock::now();
            let subject = sessions::subject(conn, &claims, clock::now())?;
            let signed_in = began.elapsed();
            let extents = coverage::ledgers_below(conn, &subject.regions())?;
            let heads = began.elapsed();
            let mut best = Best::new(order, None, 51, &filter, false);
            for (extent, _) in &extents {
                index.look(conn, extent, |ledger| ledger.search(&view, &filter, &mut best))?;
            }
            let searched = began.elapsed();
            let ids: Vec<_> = best.into_parts().0.iter().map(|hit| hit.id).collect();
            list::documents(conn, &ids)?;
            let read = began.elapsed();
            let parts = [signed_in, heads - signed_in, searched - heads, read - searched];
            println!("who, heads of {} ledgers, search, documents: {parts:?}", extents.len());
        }
        Ok(())
    };
    app.store.read_now(work).unwrap();
}

/// Each pair of filters in each order, beside single records that are read in turn with it.
fn compare(app: &TestApp, auditor: &people::Phone, ground: &Ground, ids: &[RecordId]) {
    let filters = filters(ground);
    let name = |filter: &str| filter.split('=').next().unwrap().split('_').next().unwrap().to_owned();
    let mut results = Vec::new();
    for (n, one) in filters.iter().enumerate() {
        for other in filters[..n].iter().filter(|other| name(other) != name(one)) {
            for sort in ["updated_at", "created_at", "due_on"] {
                results.push(beside_singles(app, auditor, format!("/v1/records?{one}&{other}&sort={sort}"), ids));
            }
        }
    }
    results.sort_by(|one, other| one.0.total_cmp(&other.0));
    println!("{} lists, median {:.1} times as long as a single record", results.len(), results[results.len() / 2].0);
    for (ratio, list, single, path) in results.iter().rev().take(8) {
        println!("{ratio:5.1} times: {list:?} beside {single:?} {path}");
    }
    let above = results.iter().filter(|(ratio, ..)| *ratio > 5.0).count();
    println!("{above} of them cost more than five times a single record");
}

/// An odd number: the middle one counts.
const TIMES: usize = 11;

/// A list beside a single record that is read right before it: how many times as long, and what both took.
fn beside_singles(
    app: &TestApp,
    who: &people::Phone,
    path: String,
    ids: &[RecordId],
) -> (f64, Duration, Duration, String) {
    let pair = |id: &RecordId| (took(app, who, &format!("/v1/records/{id}")), took(app, who, &path));
    let (ratio, single, list) = beside(ids.iter().cycle().take(TIMES), pair);
    (ratio, list, single, path)
}

#[test]
#[ignore = "half a million records; prints, and judges nothing"]
fn a_list_beside_a_single_record() {
    let records = std::env::var("RECORDS").ok().and_then(|text| text.parse().ok()).unwrap_or(500_000);
    println!("SQLite");
    measure(&TestApp::on_sqlite(), records);
    if let Some(app) = TestApp::on_postgres() {
        println!("PostgreSQL");
        measure(&app, records);
    }
}
