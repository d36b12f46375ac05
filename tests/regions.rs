//! Regions: the country in a database, local codes, codes that change.
use crate::support::{Answer, TestApp, each_database};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use hazard_ledger::domain::{NATION, Region, RegionId};
use hazard_ledger::services::Failure;
use hazard_ledger::services::regions::divisions;
use hazard_ledger::store::{Conn, QueryError, Store, StoreError, region};
use serde_json::{Value, json};

const GANZHOU: i64 = 360700000000;

fn read<T: Send + 'static>(store: &Store, work: impl FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static) -> T {
    store.read_now(work).unwrap()
}

fn subtree(store: &Store, root: i64) -> Vec<Region> {
    read(store, move |conn| region::subtree(conn, RegionId(root)))
}

fn codes(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap()).collect()
}

const PREFECTURE: &str = "360700000000";

#[test]
fn the_whole_country_loads_once_and_subtree_questions_use_the_index() {
    each_database(|app| {
        let (store, _bare) = app.bare_store();
        let load = |store: &Store| store.write_now(|conn| divisions::load_if_empty(conn, &[])).unwrap();
        assert_eq!(load(&store), 44_700, "the file's rows and the nation");
        assert_eq!(load(&store), 0, "a second time");
        assert_eq!(subtree(&store, 0).len(), 44_700);
        let ganzhou = subtree(&store, GANZHOU);
        assert_eq!(ganzhou.iter().filter(|region| region.level.is_unit()).count(), 310);
        let dongguan = read(&store, |conn| region::children(conn, RegionId(441900000000), NATION, 200));
        assert!(dongguan.iter().all(|region| region.level.is_unit()) && dongguan.len() > 30, "no counties between");
        for question in SUBTREE_QUESTIONS {
            let plan = plan(&store, question);
            let (by, scan) = ("region_closure", ["Seq Scan on region_closure", "SCAN region_closure"]);
            assert!(plan.contains(by) && !scan.iter().any(|scan| plan.contains(scan)), "{question}\n{plan}");
        }
    });
}

/// As `store` asks them: what covers a ledger, which ledgers lie below, who is in a subtree.
const SUBTREE_QUESTIONS: &[&str] = &[
    "select descendant, ancestor from region_closure where descendant in (360702100000, 360702101000) and ancestor in (360700000000, 360702000000)",
    "select ledger.region from region_closure join ledger on ledger.region = region_closure.descendant where region_closure.ancestor in (360700000000) and ledger.head > 0",
    "select id from organisation where region in (select descendant from region_closure where ancestor in (360702000000)) order by id limit 10",
    "select region.id from region_closure join region on region.id = region_closure.descendant where region_closure.ancestor = 360702000000",
];

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

fn plan(store: &Store, question: &'static str) -> String {
    let explain = move |conn: &mut Conn| -> Result<Vec<String>, QueryError> {
        match conn {
            Conn::Sqlite(conn) => {
                let steps: Vec<Step> = diesel::sql_query(format!("explain query plan {question}")).load(conn)?;
                Ok(steps.into_iter().map(|step| step.detail).collect())
            }
            Conn::Postgres(conn) => {
                conn.batch_execute("analyze region_closure; analyze region")?;
                // The plan's only column is called "QUERY PLAN"; a function gives it a name that a struct can have.
                conn.batch_execute(EXPLAIN)?;
                let steps: Vec<Step> = diesel::sql_query("select detail from pg_temp.plan_of($1) detail")
                    .bind::<diesel::sql_types::Text, _>(question)
                    .load(conn)?;
                Ok(steps.into_iter().map(|step| step.detail).collect())
            }
        }
    };
    store.write_now(move |conn| explain(conn).map_err(Failure::from)).unwrap().join("\n")
}

const EXPLAIN: &str = "
    create or replace function pg_temp.plan_of(question text) returns setof text language plpgsql as
    $$ begin return query execute 'explain ' || question; end $$";

#[test]
fn a_subtree_is_loaded_with_all_above_it() {
    each_database(|app| {
        let regions = subtree(&app.store, 0);
        let above: Vec<_> = regions.iter().filter(|region| region.id.0 % 100_000_000 == 0).collect();
        assert_eq!(above.iter().map(|region| region.id.0).collect::<Vec<_>>(), [0, 360000000000, GANZHOU]);
        assert_eq!(regions.len(), 2 + subtree(&app.store, GANZHOU).len());
        let more = "360100000000".parse().unwrap();
        let added = app.store.write_now(move |conn| divisions::load(conn, &[more])).unwrap();
        assert_eq!(subtree(&app.store, 0).len(), regions.len() + added);
        assert_eq!(subtree(&app.store, 360100000000).len(), added);
    });
}

#[test]
fn regions_are_listed_by_parent_and_found_by_code() {
    each_database(|app| {
        let admin = app.line(&app.administrator_of(PREFECTURE));
        let provinces = app.get("/v1/regions", &admin.token).expect(200).json;
        assert_eq!(codes(&provinces), ["360000000000"]);
        let first = app.get("/v1/regions?parent=360702000000&limit=10", &admin.token).expect(200).json;
        let rest = format!("/v1/regions?parent=360702000000&limit=10&after={}", first["next"].as_str().unwrap());
        let rest = app.get(&rest, &admin.token).expect(200).json;
        assert_eq!((codes(&first).len(), codes(&rest).len(), &rest["next"]), (10, 7, &Value::Null));
        let town = app.get("/v1/regions/360702100000", &admin.token).expect(200).json;
        assert_eq!((&town["name"], &town["level"]), (&json!("沙石镇"), &json!("town")));
        assert_eq!(town["above"][0]["name"], "中华人民共和国");
        assert_eq!(town["above"].as_array().unwrap().len(), 4);
        app.get("/v1/regions/999999999999", &admin.token).expect(404);
        assert_eq!(app.get("/v1/regions/3607", &admin.token).expect(400).json["pointer"], "path");
    });
}

pub fn create(app: &TestApp, token: &str, code: &str, level: &str, parent: &str) -> Answer {
    let new = json!({ "code": code, "name": "蓉江新区", "level": level, "parent": parent });
    app.post("/v1/regions", token, &new)
}

#[test]
fn a_local_code_stands_below_its_parent() {
    each_database(|app| {
        let admin = app.line(&app.administrator_of(PREFECTURE));
        let zone = create(app, &admin.token, "360790000000", "county", "360700000000").expect(201);
        assert_eq!(zone.header("location"), "/v1/regions/360790000000");
        assert_eq!((&zone.json["is_local"], &zone.json["parent"]), (&json!(true), &json!("360700000000")));
        create(app, &admin.token, "360790100000", "town", "360790000000").expect(201);
        assert_eq!(subtree(&app.store, 360790000000).len(), 2);
        let above = app.get("/v1/regions/360790100000", &admin.token).expect(200).json;
        assert_eq!(above["above"].as_array().unwrap().len(), 4);
    });
}

#[test]
fn a_local_code_is_refused_where_it_makes_no_sense() {
    each_database(|app| {
        let admin = app.line(&app.administrator_of(PREFECTURE));
        let refused = |code: &str, level: &str, parent: &str, status: u16| {
            create(app, &admin.token, code, level, parent).expect(status);
        };
        refused("360702100000", "town", "360702000000", 409);
        refused("360790000000", "prefecture", "360700000000", 422);
        refused("360702100001", "town", "360702100000", 422);
        refused("369900000000", "prefecture", "360000000000", 404);
        refused("360790000000", "county", "999999999999", 404);
    });
}

pub fn recode(app: &TestApp, token: &str, from: &str, to: &str) -> Answer {
    let new = json!({ "code": to, "since_on": "2020-06-30", "name": "龙南市" });
    app.post(&format!("/v1/regions/{from}/recode"), token, &new)
}

#[test]
fn a_recoded_region_keeps_its_identity_and_is_found_by_both_codes() {
    each_database(|app| {
        let admin = app.line(&app.administrator_of(PREFECTURE));
        create(app, &admin.token, "360799000000", "county", "360700000000").expect(201);
        create(app, &admin.token, "360799100000", "town", "360799000000").expect(201);
        let new = recode(app, &admin.token, "360799000000", "360784000000").expect(200).json;
        assert_eq!((&new["id"], &new["code"]), (&json!("360799000000"), &json!("360784000000")));
        for code in ["360799000000", "360784000000"] {
            let found = app.get(&format!("/v1/regions/{code}"), &admin.token).expect(200).json;
            assert_eq!((&found["id"], &found["name"]), (&json!("360799000000"), &json!("龙南市")));
            assert_eq!(found["codes"][0]["valid_to"], "2020-06-29");
            assert_eq!(found["codes"][1]["valid_from"], "2020-06-30");
        }
        let town = app.get("/v1/regions/360784100000", &admin.token).expect(200).json;
        assert_eq!(town["id"], "360799100000", "what lies below is recoded with it");
    });
}

#[test]
fn a_code_that_is_taken_or_of_another_shape_is_refused() {
    each_database(|app| {
        let admin = app.line(&app.administrator_of(PREFECTURE));
        recode(app, &admin.token, "360722000000", "360783000000").expect(409);
        recode(app, &admin.token, "360722000000", "360784100000").expect(422);
        recode(app, &admin.token, "360722000000", "360722000000").expect(422);
        recode(app, &admin.token, "360000000000", "370000000000").expect(404);
        let future = json!({ "code": "360784000000", "since_on": "2199-01-01" });
        app.post("/v1/regions/360722000000/recode", &admin.token, &future).expect(422);
    });
}

#[test]
fn a_merged_region_names_its_successor() {
    each_database(|app| {
        let admin = app.line(&app.administrator_of(PREFECTURE));
        let merge = json!({ "successors": ["360702101000"], "since_on": "2026-01-01" });
        let close = |code: &str| app.post(&format!("/v1/regions/{code}/close"), &admin.token, &merge);
        assert_eq!(close("360702100000").expect(200).json["valid_to"], "2025-12-31");
        let found = app.get("/v1/regions/360702100000", &admin.token).expect(200).json;
        assert_eq!(found["successors"], json!([{ "successor": "360702101000", "since_on": "2026-01-01" }]));
        close("360702100000").expect(409);
        close("360702101000").expect(422);
        close("360702000000").expect(409);
    });
}

/// The regions that a form has rows for, with their names.
fn rows(app: &TestApp, token: &str) -> Vec<(String, String)> {
    let report = app.get("/v1/reports/monthly?region=360700000000&period=2026", token).expect(200).json;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let row = |row: &Value| (text(&row["region"]["code"]), text(&row["region"]["name"]));
    report["rows"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn every_change_is_in_the_next_report() {
    each_database(|app| {
        let (admin, city) = (app.line(&app.administrator_of(PREFECTURE)), app.officer_of("360700000000"));
        let told = || rows(app, &city.token);
        let before = told();
        create(app, &admin.token, "360799000000", "county", "360700000000").expect(201);
        let zone = |code: &str, name: &str| (code.to_owned(), name.to_owned());
        let with = |more: (String, String)| before.iter().cloned().chain([more]).collect::<Vec<_>>();
        assert_eq!(told(), with(zone("360799000000", "蓉江新区")));
        recode(app, &admin.token, "360799000000", "360784000000").expect(200);
        assert_eq!(told(), with(zone("360784000000", "龙南市")));
        let merge = json!({ "successors": ["360702000000"], "since_on": "2026-01-01" });
        app.post("/v1/regions/360784000000/close", &admin.token, &merge).expect(200);
        assert_eq!(told(), before);
    });
}
