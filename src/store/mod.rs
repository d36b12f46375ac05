//! Every line of SQL. One connection type, two databases: PostgreSQL in production, SQLite
//! when embedded. Units of work run on threads of the store's own, never on an async worker.
pub mod accident;
pub mod admin_log;
mod among;
pub mod assignment;
pub mod audit;
mod bell;
pub mod birth;
mod conn;
pub mod coverage;
pub mod cursor;
pub mod device;
pub mod digest;
pub mod duty;
pub mod entry;
pub mod exposure;
pub mod inbox;
pub mod invitation;
pub mod ledger;
pub mod list;
pub mod organisation;
pub mod person;
pub mod policy;
pub mod posting;
pub mod presence;
pub mod pruning;
pub mod pulse;
pub mod queue;
pub mod receipt;
pub mod record;
pub mod region;
pub mod register;
pub mod resolution;
pub mod schema;
pub mod sectors;
pub mod serial;
pub mod session;
pub mod sight;
pub mod signing_key;
pub mod territory;
mod unit;
pub mod watch;

pub use bell::Bell;
pub use conn::Conn;
pub(crate) use conn::on;

use crate::crew::{Crew, Overloaded};
pub(crate) use conn::Slot;
use conn::{Address, Statements};
use diesel::result::DatabaseErrorKind;
pub use diesel::result::Error as QueryError;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// So many looks may wait for their thread.
const WATCHES: usize = 64;

/// What the store needs to know to open.
#[derive(Debug, Clone)]
pub struct Options {
    /// `postgres://…` or `postgresql://…` opens PostgreSQL; anything else is a SQLite file.
    pub url: String,
    /// Threads that hold a connection each.
    pub threads: usize,
    /// Units that may wait for a thread before the store answers `Busy`.
    pub waiting: usize,
    /// Named prepared statements; off behind a transaction pooler that does not know them.
    pub prepares: bool,
}

impl Options {
    pub fn for_url(url: impl Into<String>) -> Self {
        let threads = std::thread::available_parallelism().map_or(4, |cores| cores.get() * 2);
        Self { url: url.into(), threads, waiting: 1024, prepares: true }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// To be tried again: a full queue, a deadlock, a locked database, a connection that was lost.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// A named rule of the database was broken; the service knows what it means.
    #[error("constraint {0}")]
    Constraint(String),
    /// A stored value is not what it must be.
    #[error("damaged: {0}")]
    Damaged(String),
    #[error(transparent)]
    Query(QueryError),
    #[error("cannot open the database: {0}")]
    Open(String),
}

impl From<QueryError> for StoreError {
    fn from(error: QueryError) -> Self {
        use DatabaseErrorKind::{CheckViolation, ClosedConnection, SerializationFailure, UniqueViolation};
        let QueryError::DatabaseError(kind, info) = &error else {
            return Self::Query(error);
        };
        let message = info.message();
        let busy = ["database is locked", "deadlock detected", "database table is locked"];
        match kind {
            SerializationFailure | ClosedConnection => Self::Busy(message.to_owned()),
            _ if busy.iter().any(|sign| message.contains(sign)) => Self::Busy(message.to_owned()),
            // PostgreSQL names the constraint; SQLite names the columns or, for a check, the constraint.
            UniqueViolation | CheckViolation => Self::Constraint(info.constraint_name().unwrap_or(message).to_owned()),
            _ => Self::Query(error),
        }
    }
}
impl From<Overloaded> for StoreError {
    fn from(overloaded: Overloaded) -> Self {
        Self::Busy(overloaded.to_string())
    }
}
impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::Open(error.to_string())
    }
}

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    readers: Crew<Slot>,
    writers: Crew<Slot>,
    /// One thread beside the queues, for what must get through when they are full.
    watch: Crew<Slot>,
    bell: Bell,
    statements: Arc<Statements>,
    is_postgres: bool,
}

impl Store {
    /// Opens the database and migrates it to this program's schema.
    pub fn open(options: &Options) -> Result<Self, StoreError> {
        let statements = Arc::new(Statements::default());
        let address = Address::new(options, statements.clone());
        Slot::new(address.clone()).migrate()?;
        let make = || Slot::open(address.clone());
        let readers = Crew::start("read", options.threads, options.waiting, make)?;
        // SQLite has one writer: one thread, so that writes wait in a queue and not for a lock.
        let writers = match address.is_postgres() {
            true => readers.clone(),
            false => Crew::start("write", 1, options.waiting, make)?,
        };
        let watch = Crew::start("watch", 1, WATCHES, || Ok::<_, StoreError>(Slot::new(address.clone())))?;
        let bell = Bell::default();
        Ok(Self { readers, writers, watch, bell, statements, is_postgres: address.is_postgres() })
    }

    pub fn is_postgres(&self) -> bool {
        self.is_postgres
    }

    /// Rings after each unit of work that wrote, in this process.
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// How long a unit that reads, and one that writes, would wait for a thread now.
    pub fn expected_waits(&self) -> (Duration, Duration) {
        (self.readers.expected_wait(), self.writers.expected_wait())
    }

    /// How many statements are sent while this is done (transaction control left out).
    pub fn statements_of(&self, work: impl FnOnce()) -> u64 {
        let before = self.statements.sent.load(Ordering::Relaxed);
        self.statements.is_counting.store(true, Ordering::Relaxed);
        work();
        self.statements.is_counting.store(false, Ordering::Relaxed);
        self.statements.sent.load(Ordering::Relaxed) - before
    }

    /// A unit of work that only reads, in one snapshot.
    pub async fn read<T, E>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.readers.run(|slot| slot.read(work)).await.map_err(StoreError::from)?
    }

    /// A unit of work that writes: all of it or nothing.
    pub async fn write<T, E>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let written = self.writers.run(|slot| slot.write(work)).await.map_err(StoreError::from)?;
        self.bell.ring();
        written
    }

    /// Work of several units that write, one after the other, for which nobody waits.
    pub(crate) fn post(&self, work: impl FnOnce(&mut Slot) + Send + 'static) -> Result<(), StoreError> {
        Ok(self.writers.post(work)?)
    }

    /// `read` for callers that may block.
    pub fn read_now<T, E>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.readers.run_now(|slot| slot.read(work)).map_err(StoreError::from)?
    }

    /// `write` for callers that may block.
    pub fn write_now<T, E>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let written = self.writers.run_now(|slot| slot.write(work)).map_err(StoreError::from)?;
        self.bell.ring();
        written
    }

    /// `read` beside the queues: short questions of the process itself, never of a client's work.
    pub async fn look<T, E>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.watch.run(|slot| slot.read(work)).await.map_err(StoreError::from)?
    }

    /// `look` for callers that may block.
    pub fn look_now<T, E>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.watch.run_now(|slot| slot.read(work)).map_err(StoreError::from)?
    }
}
