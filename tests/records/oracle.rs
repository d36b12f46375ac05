//! Lists, counts, single records, histories and sync show the same: what a predicate says that is
//! written here anew, from the duties and the digits of region codes.
use super::{hazard, plant};
use crate::model::dice::Dice;
use crate::support::{TestApp, each_database};
use hazard_ledger::domain::scope::{Duty, Subject};
use hazard_ledger::domain::search::{Direction, Fields, Filter, Order, SortKey};
use hazard_ledger::domain::*;
use hazard_ledger::http::clock;
use hazard_ledger::services::index::Index;
use hazard_ledger::services::pull::{self, Change, Pull, PullAnswer, PullRequest, Texts};
use hazard_ledger::services::records::{self, List};
use hazard_ledger::services::sessions::Present;
use hazard_ledger::services::{Failure, Outcome};
use hazard_ledger::store::Conn;
use hazard_ledger::store::record::RecordRow;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

const USERS: usize = 1000;
const SECTORS: [Sector; 4] = [Sector::Fire, Sector::Mine, Sector::Road, Sector::Campus];

/// The codes below which everything lies, from the prefecture to some units of three counties.
struct Land {
    units: Vec<String>,
    regions: Vec<String>,
    enterprises: Vec<OrganisationId>,
}

fn land(app: &TestApp) -> Land {
    let counties = ["360702000000", "360703000000", "360704000000"];
    let units: Vec<_> = counties.iter().flat_map(|county| app.units_of(county).into_iter().take(3)).collect();
    let all = ["360700000000"].into_iter().chain(counties).map(str::to_owned).chain(units.clone());
    Land { regions: all.collect(), units, enterprises: (0..5).map(|_| OrganisationId::new()).collect() }
}

/// Some three hundred records: of a sector or of none, of an enterprise or of none, voided, moved.
fn planted(app: &TestApp, land: &Land, dice: &mut Dice) -> Vec<RecordRow> {
    let mut rows = Vec::new();
    for n in 0..280 {
        let unit = dice.pick(&land.units);
        let row = RecordRow {
            kind: if n % 7 == 0 { "enterprise" } else { "hazard" }.into(),
            sector: if dice.once_in(4) { String::new() } else { dice.pick(&SECTORS).as_str().to_owned() },
            enterprise: dice.once_in(2).then(|| dice.pick(&land.enterprises)),
            is_voided: dice.once_in(5),
            ..hazard(&unit)
        };
        if dice.once_in(10) {
            let there = RegionId(dice.pick(&land.units).parse().unwrap());
            if there != row.ledger {
                rows.push(RecordRow { moved_to: Some(there), ..row.clone() });
                rows.push(RecordRow { ledger: there, ..row });
                continue;
            }
        }
        rows.push(row);
    }
    plant(app, rows)
}

fn duty(land: &Land, dice: &mut Dice) -> Duty {
    let layers =
        [Layer::Territorial, Layer::Department, Layer::Enterprise, Layer::Leader, Layer::Auditor, Layer::Administrator];
    let layer = dice.pick(&layers);
    let some = |dice: &mut Dice| (0..1 + dice.below(2)).map(|_| dice.pick(&SECTORS)).collect();
    let own = |dice: &mut Dice| (0..1 + dice.below(2)).map(|_| dice.pick(&land.enterprises)).collect();
    Duty {
        id: DutyId::new(),
        organisation: OrganisationId::new(),
        organisation_name: String::new(),
        role: Role::Inspector,
        layer,
        tier: Tier::County,
        region: RegionId(dice.pick(&land.regions).parse().unwrap()),
        sectors: if layer == Layer::Department { some(dice) } else { Vec::new() },
        enterprises: if layer == Layer::Enterprise { own(dice) } else { Vec::new() },
        from_on: clock::now().day(),
        to_on: None,
        ended_at: None,
    }
}

/// What the duties say, in other words than the product's.
fn sees(duties: &[Duty], row: &RecordRow) -> bool {
    let (ledger, open) = (row.ledger.to_string(), row.moved_to.is_none());
    let reach = |duty: &Duty| {
        let code = duty.region.to_string();
        let digits = if code.ends_with("00000000") {
            4
        } else if code.ends_with("000000") {
            6
        } else {
            9
        };
        let here = ledger.starts_with(&code[..digits]);
        match duty.layer {
            Layer::Territorial | Layer::Leader | Layer::Auditor => here,
            Layer::Department => here && duty.sectors.iter().any(|sector| sector.as_str() == row.sector),
            Layer::Enterprise => row.enterprise.is_some_and(|enterprise| duty.enterprises.contains(&enterprise)),
            Layer::Administrator => false,
        }
    };
    // What is struck stays visible in the ledgers that an audit covers, to whoever sees it there.
    let audited = duties.iter().any(|duty| duty.layer == Layer::Auditor && reach(duty));
    open && duties.iter().any(reach) && (!row.is_voided || audited)
}

fn listed(conn: &mut Conn, index: &Index, subject: &Subject) -> Outcome<(BTreeSet<RecordId>, i64)> {
    let order = Order { by: SortKey::UpdatedAt, direction: Direction::Descending };
    let (mut all, mut after) = (BTreeSet::new(), None);
    loop {
        let asked = List {
            region: None,
            filter: Filter::default(),
            order,
            after,
            limit: 150,
            fields: Fields::Summary,
            counts: true,
        };
        let page: Value = serde_json::from_str(&records::list(conn, index, subject, &asked)?.unwrap().json).unwrap();
        for id in super::ids(&page) {
            assert!(all.insert(id), "{id} comes twice");
        }
        match page["next"].as_str() {
            Some(next) => after = Some(order.read(next).unwrap()),
            None => return Ok((all, page["count"].as_i64().unwrap())),
        }
    }
}

fn pulled(conn: &mut Conn, subject: &Subject) -> Outcome<BTreeSet<RecordId>> {
    let device_id = subject.device.unwrap();
    let request = PullRequest { device_id, schema: 1, cursor: None, limit: Some(1000), ledgers: None, kinds: None };
    let (pull, texts) = (Pull::read(request)?, Texts::within(0));
    let present = Present { subject: subject.clone(), last_client_seq: 0 };
    let pulled = pull::pull(conn, &present, &pull, &texts, clock::now())?;
    let answer: PullAnswer = serde_json::from_str(&pulled.json).unwrap();
    assert!(!answer.has_more);
    let changes = answer.ledgers.into_iter().flat_map(|page| page.changes);
    Ok(changes.filter_map(|change| if let Change::Put { id, .. } = change { Some(id) } else { None }).collect())
}

/// One record and its history are found, or not, as the predicate says.
fn agrees(conn: &mut Conn, subject: &Subject, id: RecordId, is_seen: bool) {
    let found = records::one(conn, subject, id).is_ok();
    let told = records::history(conn, subject, id, 0, 50, None).is_ok();
    let acts = records::open_acts(conn, subject, id, clock::now()).map(|open| open.record).is_ok();
    assert_eq!((found, told), (is_seen, is_seen), "{id}");
    assert!(is_seen || !acts, "{id}");
}

#[test]
fn everything_that_reads_shows_what_the_duties_say() {
    each_database(|app| {
        let mut dice = Dice::new(7);
        let land = land(app);
        let rows = Arc::new(planted(app, &land, &mut dice));
        let phone = app.officer_of(&land.units[0]);
        let (mut seen_by_some, mut blind) = (0, 0);
        for user in 0..USERS {
            let duties: Vec<_> = (0..dice.below(4)).map(|_| duty(&land, &mut dice)).collect();
            let samples: Vec<_> = (0..4).map(|_| dice.pick(&rows).id).collect();
            let subject = Subject {
                person: phone.person,
                name: String::new(),
                login: String::new(),
                session: phone.session,
                device: Some(phone.device_id),
                scope_version: 1,
                duties,
            };
            let (rows, index) = (rows.clone(), app.shared.index.clone());
            let work = move |conn: &mut Conn| -> Result<usize, Failure> {
                let seen = rows.iter().filter(|row| sees(&subject.duties, row)).map(|row| row.id);
                let expected: BTreeSet<_> = seen.collect();
                let context = format!("user {user}: {:?}", subject.duties);
                let (list, count) = listed(conn, &index, &subject)?;
                assert_eq!(list, expected, "{context}");
                assert_eq!(count, expected.len() as i64, "{context}");
                assert_eq!(pulled(conn, &subject)?, expected, "{context}");
                samples.iter().for_each(|id| agrees(conn, &subject, *id, expected.contains(id)));
                Ok(expected.len())
            };
            match app.store.read_now(work).unwrap() {
                0 => blind += 1,
                _ => seen_by_some += 1,
            }
        }
        println!("{seen_by_some} saw something, {blind} nothing");
        assert!(seen_by_some > USERS / 2 && blind > USERS / 20);
    });
}
