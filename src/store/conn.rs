//! Connections: an enum of the two concrete types, and the thread's slot that keeps one open.
use super::{Options, StoreError};
use diesel::connection::{CacheSize, Connection, InstrumentationEvent, SimpleConnection};
use diesel::{PgConnection, SqliteConnection};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Runs one query on whichever database is connected. Diesel compiles it for both, so each
/// keeps its own SQL dialect and its own statement cache.
macro_rules! on {
    ($conn:expr, $c:ident => $query:expr) => {
        match $conn {
            $crate::store::Conn::Postgres($c) => $query,
            $crate::store::Conn::Sqlite($c) => $query,
        }
    };
}
pub(crate) use on;

/// Inserts rows: with one message on PostgreSQL. On SQLite, where nothing is sent anywhere, row by row with
/// a statement that was prepared once: another number of rows would be another statement, and preparing
/// it costs more than all the rows. Not for upserts: Diesel prepares those anew each time.
macro_rules! insert {
    ($conn:expr, $rows:expr, |$c:ident, $some:ident| $query:expr) => {
        match $conn {
            $crate::store::Conn::Postgres($c) => {
                let $some = $rows;
                $query
            }
            $crate::store::Conn::Sqlite($c) => {
                let mut inserted = 0;
                for $some in $rows {
                    inserted += $query?;
                }
                Ok(inserted)
            }
        }
    };
}
pub(super) use insert;

pub enum Conn {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// How many statements were sent while somebody counted. To tell one from transaction control its
/// text is written out, with every value: nothing for a busy server.
#[derive(Default)]
pub(super) struct Statements {
    pub is_counting: AtomicBool,
    pub sent: AtomicU64,
}

/// Where the database is, and how to connect.
#[derive(Clone)]
pub(super) struct Address {
    url: String,
    prepares: bool,
    statements: Arc<Statements>,
}

/// WAL, so that readers never wait; FULL, so that what was acknowledged is on the disk. No map of the
/// file: SQLite gives it up after every commit of another connection (decision 43).
const PRAGMAS: &str = "
    PRAGMA busy_timeout = 10000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -4000;
    PRAGMA journal_size_limit = 67108864;
";

impl Address {
    pub fn new(options: &Options, statements: Arc<Statements>) -> Self {
        Self { url: options.url.clone(), prepares: options.prepares, statements }
    }
    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres://") || self.url.starts_with("postgresql://")
    }
    fn connect(&self) -> Result<Conn, StoreError> {
        let opened = |error: diesel::ConnectionError| StoreError::Open(without_secret(&error.to_string(), &self.url));
        let mut conn = if self.is_postgres() {
            Conn::Postgres(PgConnection::establish(&self.url).map_err(opened)?)
        } else {
            let mut conn = SqliteConnection::establish(&self.url).map_err(opened)?;
            conn.batch_execute(PRAGMAS)?;
            Conn::Sqlite(conn)
        };
        let statements = self.statements.clone();
        let count = move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event
                && statements.is_counting.load(Ordering::Relaxed)
                && !is_control(&query.to_string())
            {
                statements.sent.fetch_add(1, Ordering::Relaxed);
            }
        };
        on!(&mut conn, c => {
            c.set_instrumentation(count);
            if !self.prepares {
                c.set_prepared_statement_cache_size(CacheSize::Disabled);
            }
        });
        Ok(conn)
    }
}

/// An error of the driver may quote the address; its password never gets out.
fn without_secret(message: &str, url: &str) -> String {
    message.replace(url, "(the database's address)")
}

fn is_control(query: &str) -> bool {
    ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET"].iter().any(|word| query.starts_with(word))
}

/// A thread's connection, opened again after it broke.
pub struct Slot {
    address: Address,
    conn: Option<Conn>,
}

impl Slot {
    pub(super) fn new(address: Address) -> Self {
        Self { address, conn: None }
    }
    pub(super) fn open(address: Address) -> Result<Self, StoreError> {
        let conn = Some(address.connect()?);
        Ok(Self { address, conn })
    }
    /// Takes the connection out; whoever took it puts it back while it is whole.
    pub(super) fn take(&mut self) -> Result<Conn, StoreError> {
        match self.conn.take() {
            Some(conn) => Ok(conn),
            None => self.address.connect(),
        }
    }
    pub(super) fn put_back(&mut self, conn: Conn) {
        self.conn = Some(conn);
    }
}
