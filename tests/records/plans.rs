//! How the databases go about what reads ask: of `record` never a full scan.
use super::{hazard, plant};
use crate::support::{TestApp, each_database, people::Phone};
use crate::sync::{COUNTY, HOME, NEIGHBOUR};
use diesel::connection::{Connection, InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use diesel::sql_types::Text;
use hazard_ledger::domain::scope::Subject;
use hazard_ledger::domain::search::*;
use hazard_ledger::domain::{OrganisationId, RecordId};
use hazard_ledger::http::clock;
use hazard_ledger::services::index::Index;
use hazard_ledger::services::records::{self, List};
use hazard_ledger::services::{Failure, sessions};
use hazard_ledger::store::Conn;
use hazard_ledger::store::record::RecordRow;
use std::sync::{Arc, Mutex};

type Statements = Arc<Mutex<Vec<String>>>;

/// Notes every statement that Diesel sends from now on.
fn listen(conn: &mut Conn) -> Statements {
    let statements = Statements::default();
    let heard = statements.clone();
    let note = move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            heard.lock().unwrap().push(text.split(" -- binds").next().unwrap().to_owned());
        }
    };
    match conn {
        Conn::Postgres(c) => c.set_instrumentation(note),
        Conn::Sqlite(c) => c.set_instrumentation(note),
    }
    statements
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    text: String,
}

/// The plan, whatever the values: on PostgreSQL as if reading the whole table cost a fortune, so
/// that it stands in the plan only where no index helps.
fn plan(conn: &mut Conn, statement: &str) -> Vec<String> {
    match conn {
        Conn::Sqlite(c) => {
            let steps: Vec<Step> = diesel::sql_query(format!("explain query plan {statement}")).load(c).unwrap();
            steps.into_iter().map(|step| step.detail).collect()
        }
        Conn::Postgres(c) => {
            let places = (1..40).take_while(|n| statement.contains(&format!("${n}"))).count();
            let nothing = vec!["null"; places].join(", ");
            let given = if places > 0 { format!("({nothing})") } else { String::new() };
            c.batch_execute("set local enable_seqscan = off; set local plan_cache_mode = force_generic_plan").unwrap();
            c.batch_execute(&format!("prepare asked as {statement}")).unwrap();
            let lines: Vec<Line> = diesel::sql_query(format!("explain execute asked{given}")).load(c).unwrap();
            c.batch_execute("deallocate asked").unwrap();
            lines.into_iter().map(|line| line.text.trim().to_owned()).collect()
        }
    }
}

/// Reads all of `record`, or an index of it from end to end.
fn scans_record(plan: &[String]) -> bool {
    let on_sqlite = plan.iter().any(|step| step == "SCAN record" || step.starts_with("SCAN record "));
    let whole = plan.iter().any(|line| line.contains("Seq Scan on record "));
    let unbound = plan.windows(2).any(|lines| {
        let by_index = lines[0].contains("Index") && lines[0].contains(" on record");
        by_index && !lines[1].starts_with("Index Cond")
    });
    on_sqlite || whole || unbound
}

fn any_list(region: bool, filter: Filter) -> List {
    let order = Order { by: SortKey::UpdatedAt, direction: Direction::Descending };
    let region = region.then(|| COUNTY.parse().unwrap());
    List { region, filter, order, after: None, limit: 50, fields: Fields::Document, counts: true }
}

fn filters() -> Vec<Filter> {
    let none = Filter::default();
    vec![
        none.clone(),
        Filter { kind: "hazard".parse().ok(), state: "reported".parse().ok(), ..none.clone() },
        Filter { words: "通道".parse().ok(), level: "major".parse().ok(), ..none.clone() },
        Filter { enterprise: Some(OrganisationId::new()), is_voided: Some(false), ..none },
    ]
}

/// All reads of one person, on a process that has just begun and once more.
fn read(conn: &mut Conn, subject: &Subject, id: RecordId) -> Result<(), Failure> {
    let index = Index::default();
    for filter in filters() {
        for region in [false, true] {
            records::list(conn, &index, subject, &any_list(region, filter.clone()))?;
            let facets = List { fields: Fields::Summary, ..any_list(region, filter.clone()) };
            records::list(conn, &index, subject, &facets)?;
        }
    }
    records::one(conn, subject, id)?;
    records::history(conn, subject, id, 0, 50, None)?;
    records::open_acts(conn, subject, id, clock::now())?;
    Ok(())
}

#[test]
fn no_read_scans_the_records() {
    each_database(|app| {
        let mill = OrganisationId::new();
        let row = |n: usize| {
            let enterprise = n.is_multiple_of(9).then_some(mill);
            RecordRow { enterprise, ..hazard([HOME, NEIGHBOUR][n % 2]) }
        };
        let rows = plant(app, (0..2000).map(row).collect());
        app.sql("analyze");
        let id = rows.iter().find(|row| row.enterprise.is_some()).unwrap().id;
        let people = [app.officer_of(COUNTY), app.safety_officer_of(mill, HOME)];
        for phone in &people {
            let (heard, plans) = explained(app, phone, id);
            println!("{} statements, of {} sorts", heard, plans.len());
            for (statement, plan) in plans {
                assert!(!scans_record(&plan), "{statement}\n{plan:#?}");
            }
        }
    });
}

/// How many statements the reads sent, and each sort of them with its plan.
fn explained(app: &TestApp, phone: &Phone, id: RecordId) -> (usize, Vec<(String, Vec<String>)>) {
    let claims = app.shared.keys.verify(&phone.token, clock::now()).unwrap();
    let work = move |conn: &mut Conn| -> Result<_, Failure> {
        let subject = sessions::subject(conn, &claims, clock::now())?;
        let statements = listen(conn);
        read(conn, &subject, id)?;
        let mut heard = std::mem::take(&mut *statements.lock().unwrap());
        let many = heard.len();
        heard.sort();
        heard.dedup();
        Ok((many, heard.into_iter().map(|text| (text.clone(), plan(conn, &text))).collect()))
    };
    app.store.read_now(work).unwrap()
}
