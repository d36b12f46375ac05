//! Both migrated databases and `schema.rs` say the same: tables, columns, what may be null.
use crate::support::TestApp;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use hazard_ledger::store::{Conn, QueryError, Store, StoreError};
use std::collections::BTreeMap;

/// Column -> may be null; by table.
type Schema = BTreeMap<String, BTreeMap<String, bool>>;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    is_nullable: bool,
}

/// A primary key of one column is never null, whether SQLite was told so or not.
const SQLITE: &str = "
    select m.name as place, c.name as name, (c.\"notnull\" = 0 and c.pk = 0) as is_nullable
    from sqlite_master m join pragma_table_info(m.name) c
    where m.type = 'table' and m.name not like 'sqlite_%'";
const POSTGRES: &str = "
    select table_name::text as place, column_name::text as name, is_nullable = 'YES' as is_nullable
    from information_schema.columns where table_schema = 'public'";
/// Of the migrations, not of the product.
const NOT_OURS: &[&str] = &["__diesel_schema_migrations", "migration_lock"];

fn migrated(store: &Store) -> Schema {
    let ask = |conn: &mut Conn| -> Result<Vec<Column>, QueryError> {
        match conn {
            Conn::Sqlite(conn) => diesel::sql_query(SQLITE).load(conn),
            Conn::Postgres(conn) => diesel::sql_query(POSTGRES).load(conn),
        }
    };
    let columns = store.read_now(move |conn| ask(conn).map_err(StoreError::from)).unwrap();
    let ours = columns.into_iter().filter(|column| !NOT_OURS.contains(&column.place.as_str()));
    let mut schema = Schema::new();
    for Column { place, name, is_nullable } in ours {
        schema.entry(place).or_default().insert(name, is_nullable);
    }
    schema
}

/// `schema.rs`, read as text: `name (key) {`, then `column -> Type,` a line.
fn declared() -> Schema {
    let text = std::fs::read_to_string("src/store/schema.rs").unwrap();
    let (mut schema, mut table) = (Schema::new(), String::new());
    for line in text.lines().map(str::trim) {
        if let Some((name, _)) = line.strip_suffix(") {").and_then(|line| line.split_once(" (")) {
            table = name.to_owned();
        } else if let Some((column, kind)) = line.split_once(" -> ") {
            schema.entry(table.clone()).or_default().insert(column.to_owned(), kind.starts_with("Nullable<"));
        }
    }
    schema
}

#[test]
fn sqlite_has_the_declared_schema() {
    assert_eq!(migrated(&TestApp::on_sqlite().store), declared());
}

#[test]
fn postgresql_has_the_declared_schema() {
    if let Some(app) = TestApp::on_postgres() {
        assert_eq!(migrated(&app.store), declared());
    }
}
