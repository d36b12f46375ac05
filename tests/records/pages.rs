//! The order of a list, its pages, and what it tells of each record.
use super::{at, encoded, hazard, ids, plant, plant_in};
use crate::support::{TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR};
use hazard_ledger::domain::RecordId;
use hazard_ledger::domain::search::{Direction, Fields, Filter, Order, SortKey};
use hazard_ledger::http::clock;
use hazard_ledger::services::records::{self, List};
use hazard_ledger::services::{Failure, sessions};
use hazard_ledger::store::Conn;
use hazard_ledger::store::record::RecordRow;
use serde_json::json;

/// Seven records in two ledgers; of each sort key some are alike, and some are missing.
fn seven(app: &TestApp) -> Vec<RecordRow> {
    let row = |n: usize| RecordRow {
        due_on: (!n.is_multiple_of(3)).then(|| format!("2026-12-0{}", n % 3).parse().unwrap()),
        created_at: at(&format!("2026-11-0{}T00:00:00Z", 9 - n / 2)),
        updated_at: at(&format!("2026-11-1{}T00:00:00Z", n % 4)),
        ..hazard(if n.is_multiple_of(2) { HOME } else { NEIGHBOUR })
    };
    plant(app, (0..7).map(row).collect())
}

/// All pages of a list, of this size.
fn walked(app: &TestApp, who: &people::Phone, query: &str, limit: usize) -> Vec<RecordId> {
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = app.get(&format!("/v1/records?limit={limit}&{query}{after}"), &who.token).expect(200).json;
        let items = ids(&page);
        assert!(items.len() <= limit && (items.len() == limit || page.get("next").is_none()));
        all.extend(items);
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return all,
        }
    }
}

#[test]
fn a_list_is_sorted_and_its_pages_of_any_size_are_whole() {
    each_database(|app| {
        let rows = seven(app);
        let county = app.officer_of(COUNTY);
        type Key = fn(&RecordRow) -> i64;
        let due: Key = |row| row.due_on.map_or(i64::MAX, |day| day.to_string().replace('-', "").parse().unwrap());
        let keys: [(&str, Key); 3] = [
            ("updated_at", |row| row.updated_at.millis()),
            ("created_at", |row| row.created_at.millis()),
            ("due_on", due),
        ];
        for (sort, key) in keys {
            for descends in [false, true] {
                let mut sorted: Vec<_> = rows.iter().collect();
                sorted.sort_by_key(|row| (key(row), row.id));
                if descends {
                    sorted.reverse();
                    sorted.sort_by_key(|row| key(row) == i64::MAX);
                }
                let expected: Vec<_> = sorted.iter().map(|row| row.id).collect();
                let order = if descends { "desc" } else { "asc" };
                for limit in [1, 2, 6, 7, 8] {
                    let query = format!("sort={sort}&order={order}");
                    assert_eq!(walked(app, &county, &query, limit), expected, "{query} in pages of {limit}");
                }
            }
        }
        assert_eq!(walked(app, &county, "", 50), walked(app, &county, "sort=updated_at&order=desc", 50));
    });
}

#[test]
fn a_place_in_one_order_is_none_in_another() {
    each_database(|app| {
        seven(app);
        let county = app.officer_of(COUNTY);
        let list = |query: &str| app.get(&format!("/v1/records?{query}"), &county.token);
        let next = list("limit=2").expect(200).json["next"].as_str().unwrap().to_owned();
        list(&format!("after={next}")).expect(200);
        for other in ["sort=due_on", "order=asc"] {
            let answer = list(&format!("after={next}&{other}")).expect(400);
            assert_eq!(answer.json["pointer"], "after");
        }
    });
}

#[test]
fn what_is_counted_is_on_all_pages() {
    each_database(|app| {
        seven(app);
        let county = app.officer_of(COUNTY);
        let page = app.get("/v1/records?limit=2&count=exact&due_from=2026-12-01", &county.token).expect(200).json;
        assert_eq!((ids(&page).len(), &page["count"]), (2, &json!(4)));
        let next = page["next"].as_str().unwrap();
        let page = app
            .get(&format!("/v1/records?count=exact&due_from=2026-12-01&after={next}"), &county.token)
            .expect(200)
            .json;
        assert_eq!((ids(&page).len(), &page["count"]), (2, &json!(4)));
        let plain = app.get("/v1/records", &county.token).expect(200).json;
        assert!(plain.get("count").is_none());
        let words = app.get(&encoded("/v1/records?q=疏散通道&count=exact&limit=1"), &county.token).expect(200).json;
        assert_eq!(words["count"], 7);
    });
}

#[test]
fn an_item_is_the_record_or_its_facets() {
    each_database(|app| {
        let rows = plant(app, vec![RecordRow { category: Some("P1,P2".into()), lon: Some(7), ..hazard(HOME) }]);
        let officer = app.officer_of(HOME);
        let whole = app.get("/v1/records", &officer.token).expect(200).json["items"][0].clone();
        let one = app.get(&format!("/v1/records/{}", rows[0].id), &officer.token).expect(200).json;
        assert_eq!(whole, one);
        let facets = app.get("/v1/records?fields=summary", &officer.token).expect(200).json["items"][0].clone();
        let expected = json!({
            "id": one["id"], "kind": "hazard", "ledger": HOME, "rev": 1, "seq": 1, "hash": one["hash"], "state": "reported",
            "category": ["P1", "P2"], "sector": "fire", "occurred_on": "2026-11-23", "lon": 7, "is_voided": false,
            "created_at": "2026-11-23T01:00:00.000Z", "updated_at": "2026-11-23T01:00:00.000Z",
        });
        assert_eq!(facets, expected);
    });
}

#[test]
fn a_page_that_a_write_overtook_is_read_again() {
    each_database(|app| {
        let rows = seven(app);
        let phone = app.officer_of(COUNTY);
        let claims = app.shared.keys.verify(&phone.token, clock::now()).unwrap();
        let (index, store, line) = (app.shared.index.clone(), app.store.clone(), app.line(&phone));
        let order = Order { by: SortKey::UpdatedAt, direction: Direction::Descending };
        let all = List {
            region: None,
            filter: Filter::default(),
            order,
            after: None,
            limit: 50,
            fields: Fields::Document,
            counts: false,
        };
        let changed = RecordRow { rev: 2, ..rows[0].clone() };
        let late = move |conn: &mut Conn| -> Result<_, Failure> {
            let subject = sessions::subject(conn, &claims, clock::now())?;
            assert!(records::list(conn, &index, &subject, &all)?.is_some());
            // Meanwhile another request writes, and a third one reads what it wrote.
            plant_in(&store, vec![changed]);
            assert_eq!(line.get("/v1/records").unwrap()["items"].as_array().unwrap().len(), 7);
            records::list(conn, &index, &subject, &all)
        };
        assert!(app.store.read_now(late).unwrap().is_none());
    });
}
