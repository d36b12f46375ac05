//! Units of work: one transaction each, begun as the database wants it, always ended.
use super::StoreError;
use super::conn::{Conn, Slot, on};
use diesel::connection::{AnsiTransactionManager as Transaction, Connection, SimpleConnection, TransactionManager};
use diesel::result::Error as QueryError;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::panic::{AssertUnwindSafe, catch_unwind};

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// diesel_migrations takes no lock: instances that start together meet at this row.
const MIGRATION_LOCK: &str = "
    create table if not exists migration_lock (id integer primary key);
    insert into migration_lock (id) values (1) on conflict (id) do nothing;
";
const MEET: &str = "update migration_lock set id = 1 where id = 1";

impl Slot {
    pub(super) fn read<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.within("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "BEGIN", work)
    }

    /// SQLite takes its write lock at once, so that a second writer waits instead of failing halfway.
    pub(crate) fn write<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.within("BEGIN", "BEGIN IMMEDIATE", work)
    }

    /// A connection that failed to begin or to end, or whose work panicked, is thrown away.
    fn within<T, E: From<StoreError>>(
        &mut self,
        on_postgres: &str,
        on_sqlite: &str,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = self.begun(on_postgres, on_sqlite)?;
        let outcome = match catch_unwind(AssertUnwindSafe(|| work(&mut conn))) {
            Ok(outcome) => outcome,
            Err(_) => return Err(StoreError::Damaged("a unit of work panicked".into()).into()),
        };
        let ended = match &outcome {
            Ok(_) => on!(&mut conn, c => Transaction::commit_transaction(c)),
            Err(_) => on!(&mut conn, c => Transaction::rollback_transaction(c)),
        };
        match (outcome, ended) {
            (outcome, Ok(())) => {
                self.put_back(conn);
                outcome
            }
            (Ok(_), Err(error)) => Err(at_commit(&conn, error).into()),
            // What cannot even be rolled back has lost its connection, whatever else went wrong.
            (Err(_), Err(lost)) if matches!(conn, Conn::Postgres(_)) => Err(lost_connection(&lost).into()),
            (Err(error), Err(_)) => Err(error),
        }
    }

    /// A transaction on a live connection: one that the server has closed meanwhile is opened again, once.
    fn begun(&mut self, on_postgres: &str, on_sqlite: &str) -> Result<Conn, StoreError> {
        let mut conn = self.take()?;
        if begin(&mut conn, on_postgres, on_sqlite).is_err() {
            conn = self.take()?;
            begin(&mut conn, on_postgres, on_sqlite).map_err(|error| lost_connection(&error))?;
        }
        Ok(conn)
    }

    pub(super) fn migrate(mut self) -> Result<(), StoreError> {
        let mut conn = self.take()?;
        let failed = |error: Box<dyn std::error::Error + Send + Sync>| StoreError::Open(format!("migration: {error}"));
        match &mut conn {
            Conn::Postgres(c) => {
                // Of two that create the table at the same moment one fails, and finds it there.
                c.batch_execute(MIGRATION_LOCK).or_else(|_| c.batch_execute(MIGRATION_LOCK))?;
                c.transaction(|c| {
                    c.batch_execute(MEET)?;
                    c.run_pending_migrations(POSTGRES).map(drop).map_err(failed)
                })
            }
            Conn::Sqlite(c) => c.immediate_transaction(|c| c.run_pending_migrations(SQLITE).map(drop).map_err(failed)),
        }
    }
}

/// Whether it was committed is not known: the client asks again, and receipts keep it from being done twice.
fn at_commit(conn: &Conn, error: QueryError) -> StoreError {
    match (conn, StoreError::from(error)) {
        (Conn::Postgres(_), StoreError::Query(error)) => lost_connection(&error),
        (_, error) => error,
    }
}

fn lost_connection(error: &QueryError) -> StoreError {
    StoreError::Busy(format!("the connection was lost: {error}"))
}

fn begin(conn: &mut Conn, on_postgres: &str, on_sqlite: &str) -> Result<(), QueryError> {
    match conn {
        Conn::Postgres(c) => Transaction::begin_transaction_sql(c, on_postgres),
        Conn::Sqlite(c) => Transaction::begin_transaction_sql(c, on_sqlite),
    }
}
