//! Each filter of a list by example: what it lets through, and what it refuses to be.
use super::{at, encoded, hazard, ids, plant};
use crate::support::{TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR};
use hazard_ledger::domain::{Level, OrganisationId, RecordId};
use hazard_ledger::store::record::RecordRow;
use serde_json::{Value, json};

const CITY: &str = "360700000000";
/// A unit of another county.
const FAR: &str = "360703100000";

/// Six records that differ in everything, and who sees them all.
struct Ground<'a> {
    app: &'a TestApp,
    rows: Vec<RecordRow>,
    city: people::Phone,
}

fn document(description: &str, place: &str) -> String {
    json!({ "description": description, "place": place }).to_string()
}

fn ground(app: &TestApp) -> Ground<'_> {
    let day = |text: &str| Some(text.parse().unwrap());
    let (mill, body) = (OrganisationId::new(), OrganisationId::new());
    let rows = vec![
        RecordRow {
            state: "registered".into(),
            level: Some(Level::Major),
            category: Some("P1,P2".into()),
            enterprise: Some(mill),
            number: Some("360702100000-2026-000001".into()),
            due_on: day("2026-12-01"),
            lon: Some(1_149_000_000),
            lat: Some(258_000_000),
            document: document("疏散通道堵塞，配电箱无门", "１号厂房 East Wing"),
            updated_at: at("2026-11-01T00:00:00Z"),
            ..hazard(HOME)
        },
        RecordRow {
            state: "rectifying".into(),
            level: Some(Level::General),
            category: Some("P3".into()),
            sector: "mine".into(),
            owner: Some(body),
            number: Some("360702100000-2026-000010".into()),
            due_on: day("2026-12-31"),
            occurred_on: day("2025-01-31"),
            lon: Some(1_149_000_001),
            lat: Some(258_000_000),
            document: document("通风机停转", "二采区"),
            updated_at: at("2026-11-02T00:00:00Z"),
            ..hazard(HOME)
        },
        RecordRow {
            sector: String::new(),
            category: None,
            occurred_on: None,
            document: document("消防通道", "East"),
            updated_at: at("2026-11-03T00:00:00Z"),
            ..hazard(NEIGHBOUR)
        },
        RecordRow {
            kind: "enterprise".into(),
            state: "listed".into(),
            category: None,
            enterprise: Some(mill),
            document: json!({ "name": "赣南纺织厂", "address": "章江路" }).to_string(),
            updated_at: at("2026-11-04T00:00:00Z"),
            ..hazard(HOME)
        },
        RecordRow { state: "voided".into(), is_voided: true, updated_at: at("2026-11-05T00:00:00Z"), ..hazard(HOME) },
        RecordRow {
            level: Some(Level::General),
            lon: Some(-1_800_000_000),
            lat: Some(-900_000_000),
            updated_at: at("2026-11-06T00:00:00Z"),
            ..hazard(FAR)
        },
    ];
    Ground { app, rows: plant(app, rows), city: app.auditor_of(CITY) }
}

impl Ground<'_> {
    fn list(&self, query: &str) -> Value {
        self.app.get(&format!("/v1/records?{}", encoded(query)), &self.city.token).expect(200).json
    }
    /// Which of the rows come, by their place in the ground.
    #[track_caller]
    fn shows(&self, query: &str, expected: &[usize]) {
        let page = self.list(&format!("{query}&order=asc&count=exact"));
        let place = |id: RecordId| self.rows.iter().position(|row| row.id == id).unwrap();
        let found: Vec<_> = ids(&page).into_iter().map(place).collect();
        assert_eq!(found, expected, "{query}");
        assert_eq!(page["count"], expected.len(), "{query}");
    }
}

#[test]
fn facets_are_filtered_by_their_values() {
    each_database(|app| {
        let ground = ground(app);
        ground.shows("", &[0, 1, 2, 3, 4, 5]);
        ground.shows("kind=enterprise", &[3]);
        ground.shows("kind=enterprise,hazard", &[0, 1, 2, 3, 4, 5]);
        ground.shows("state=registered,rectifying", &[0, 1]);
        ground.shows("state=never", &[]);
        ground.shows("level=major", &[0]);
        ground.shows("level=major,general", &[0, 1, 5]);
        ground.shows("category=P2", &[0, 4, 5]);
        ground.shows("category=P1,P3", &[0, 1]);
        ground.shows("category=P", &[]);
        ground.shows("sector=mine", &[1]);
        let mill = ground.rows[0].enterprise.unwrap();
        ground.shows(&format!("enterprise={mill}"), &[0, 3]);
        ground.shows(&format!("enterprise={}", OrganisationId::new()), &[]);
        ground.shows(&format!("owner={}", ground.rows[1].owner.unwrap()), &[1]);
        ground.shows("is_voided=true", &[4]);
        ground.shows("is_voided=false", &[0, 1, 2, 3, 5]);
        ground.shows(&format!("enterprise={mill}&kind=hazard"), &[0]);
        ground.shows("state=registered&level=general", &[]);
    });
}

#[test]
fn a_region_stands_for_its_subtree_whatever_its_code_was() {
    each_database(|app| {
        let ground = ground(app);
        ground.shows(&format!("region={HOME}"), &[0, 1, 3, 4]);
        ground.shows(&format!("region={COUNTY}"), &[0, 1, 2, 3, 4]);
        ground.shows(&format!("region={FAR}"), &[5]);
        ground.shows(&format!("region={COUNTY}&sector=mine"), &[1]);
        let code =
            |table: &str| format!("insert into {table} values ('360799100000', 360702100000, null, '2001-01-01')");
        app.sql(&code("region_code (code, region, valid_from, valid_to)"));
        ground.shows("region=360799100000", &[0, 1, 3, 4]);
        let officer = app.officer_of(NEIGHBOUR);
        let other = app.get(&format!("/v1/records?region={HOME}"), &officer.token).expect(200).json;
        assert!(ids(&other).is_empty(), "a region filter shows nothing that duties do not");
        let wider = app.get(&format!("/v1/records?region={CITY}"), &officer.token).expect(200).json;
        assert_eq!(ids(&wider), [ground.rows[2].id]);
    });
}

#[test]
fn numbers_days_instants_and_places_are_filtered_by_range() {
    each_database(|app| {
        let ground = ground(app);
        ground.shows("number=360702100000-2026-000001", &[0]);
        ground.shows("number=360702100000-2026-00001", &[]);
        ground.shows("number=360702100000-2026-0000*", &[0, 1]);
        ground.shows("number=36070210*&due_to=2026-12-01", &[0]);
        ground.shows("due_from=2026-12-01", &[0, 1]);
        ground.shows("due_from=2026-12-02&due_to=2026-12-31", &[1]);
        ground.shows("due_to=2026-11-30", &[]);
        ground.shows("occurred_to=2025-01-31", &[1]);
        ground.shows("occurred_from=2025-02-01", &[0, 3, 4, 5]);
        ground.shows("updated_from=2026-11-04T00:00:00Z", &[3, 4, 5]);
        ground.shows("updated_from=2026-11-04T08:00:00%2B08:00&updated_to=2026-11-05T00:00:00Z", &[3, 4]);
        ground.shows("bbox=1149000000,258000000,1149000000,258000000", &[0]);
        ground.shows("bbox=1149000000,257000000,1150000000,258000000", &[0, 1]);
        ground.shows("bbox=-1800000000,-900000000,1800000000,900000000", &[0, 1, 5]);
    });
}

#[test]
fn words_are_found_inside_of_words() {
    each_database(|app| {
        let ground = ground(app);
        ground.shows("q=通道", &[0, 2, 4, 5]);
        ground.shows("q=疏散通道", &[0, 4, 5]);
        ground.shows("q=通", &[0, 1, 2, 4, 5]);
        ground.shows("q=EAST", &[0, 2]);
        ground.shows("q=1号", &[0]);
        ground.shows("q=East%20Wing", &[0]);
        ground.shows("q=wing+通道", &[0]);
        ground.shows("q=消防", &[2]);
        ground.shows("q=章江", &[3]);
        ground.shows("q=纺织厂", &[3]);
        ground.shows("q=000010", &[1]);
        ground.shows("q=道通", &[]);
        ground.shows("q=通道堵塞配", &[]);
        ground.shows("q=registered", &[]);
    });
}

#[test]
fn a_change_is_found_at_once_and_what_was_is_not() {
    each_database(|app| {
        let ground = ground(app);
        ground.shows("q=通风机", &[1]);
        let amended = RecordRow {
            state: "closed".into(),
            rev: 2,
            document: document("已换新机", "二采区"),
            updated_at: at("2026-11-02T12:00:00Z"),
            ..ground.rows[1].clone()
        };
        plant(app, vec![amended]);
        ground.shows("q=通风机", &[]);
        ground.shows("state=closed&q=新机", &[1]);
        let moved = RecordRow { moved_to: Some(ground.rows[5].ledger), ..ground.rows[0].clone() };
        let arrived = RecordRow { ledger: ground.rows[5].ledger, number: None, ..ground.rows[0].clone() };
        plant(app, vec![moved, arrived]);
        ground.shows("level=major", &[0]);
        ground.shows(&format!("level=major&region={COUNTY}"), &[]);
        app.sql("update ledger set epoch = 2");
        ground.shows("level=major", &[0]);
    });
}

#[test]
fn a_wrong_parameter_is_named() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let long = "a".repeat(101);
        let bad = [
            "kind=flower",
            "kind=",
            "region=36",
            "region=999999999999",
            "state=a%20b",
            "level=huge",
            "category=P1,,P2",
            "sector=x",
            "enterprise=7",
            "owner=",
            "number=*",
            "due_from=2026-13-01",
            "due_to=today",
            "occurred_from=2026",
            "occurred_to=x",
            "updated_from=2026-11-01",
            "updated_to=2026-11-01T00:00:00",
            "bbox=1,2,3",
            "bbox=114.9,25.8,115,26",
            "q=%20",
            &format!("q={long}"),
            "is_voided=yes",
            "sort=state",
            "order=up",
            "after=x",
            "limit=0",
            "limit=201",
            "fields=all",
            "count=about",
            "colour=red",
        ];
        for query in bad {
            let answer = app.get(&format!("/v1/records?{query}"), &officer.token).expect(400);
            assert_eq!(answer.json["code"], "bad-request", "{query}");
            assert_eq!(answer.json["pointer"], query.split('=').next().unwrap(), "{query}: {}", answer.json);
        }
        for (query, name) in [
            ("due_from=2026-02-01&due_to=2026-01-31", "due_to"),
            ("updated_from=2026-02-01T00:00:00Z&updated_to=2026-01-31T00:00:00Z", "updated_to"),
            ("limit=1&limit=1", "limit"),
        ] {
            assert_eq!(app.get(&format!("/v1/records?{query}"), &officer.token).expect(400).json["pointer"], name);
        }
    });
}
