//! The real server on a port of its own, over a database of its own.
use super::postgres::{self, Keeps, Postgres};
use actix_web::dev::ServerHandle;
use hazard_ledger::domain::{RegionCode, RegionId};
use hazard_ledger::http::{Shared, server};
use hazard_ledger::services::regions::divisions;
use hazard_ledger::store::{Conn, Options, Store, StoreError, coverage, region};
use serde_json::Value;
use std::net::{SocketAddr, TcpListener};
use std::sync::LazyLock;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use ureq::http::{HeaderMap, Request};

/// Runs a test on SQLite, and on PostgreSQL where the machine has one. A long run may choose one
/// of them: `DATABASE=postgres`, `DATABASE=sqlite`.
pub fn each_database(test: impl Fn(&TestApp)) {
    if is_wanted("sqlite") {
        test(&TestApp::on_sqlite());
    }
    if is_wanted("postgres")
        && let Some(app) = TestApp::on_postgres()
    {
        test(&app);
    }
}

/// The same on databases of their own that may be killed, and keep what they have acknowledged.
pub fn each_mortal_database(test: impl Fn(&TestApp)) {
    if is_wanted("sqlite") {
        test(&TestApp::on_sqlite());
    }
    if is_wanted("postgres")
        && let Some(app) = TestApp::on_postgres_that(Keeps::Kills)
    {
        test(&app);
    }
}

fn is_wanted(name: &str) -> bool {
    let chosen = std::env::var("DATABASE").ok();
    chosen.as_ref().is_none_or(|chosen| chosen == name)
}

pub struct TestApp {
    pub store: Store,
    pub shared: Shared,
    address: SocketAddr,
    agent: ureq::Agent,
    server: ServerHandle,
    thread: Option<JoinHandle<()>>,
    url: String,
    database: Database,
}

/// What is thrown away after the test.
enum Database {
    Sqlite(TempDir),
    Postgres(&'static Postgres, String),
    /// Another instance's.
    Shared,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// The body where it is JSON, else its text.
    pub json: Value,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
    /// The answer, which must have this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.json);
        self
    }
}

impl From<ureq::http::Response<ureq::Body>> for Answer {
    fn from(mut answer: ureq::http::Response<ureq::Body>) -> Self {
        let bytes = answer.body_mut().read_to_vec().unwrap();
        let text = || Value::String(String::from_utf8_lossy(&bytes).into_owned());
        let json = serde_json::from_slice(&bytes).unwrap_or_else(|_| text());
        Self { status: answer.status().as_u16(), headers: answer.headers().clone(), json, bytes }
    }
}

impl TestApp {
    pub fn on_sqlite() -> Self {
        static TEMPLATE: LazyLock<Vec<u8>> = LazyLock::new(|| {
            let directory = tempfile::tempdir().unwrap();
            let file = directory.path().join("ledger.sqlite");
            drop(prepared(file.to_str().unwrap()));
            let mut conn = <diesel::SqliteConnection as diesel::Connection>::establish(file.to_str().unwrap()).unwrap();
            let copy = directory.path().join("copy.sqlite");
            let vacuum = format!("pragma busy_timeout = 10000; vacuum into '{}'", copy.display());
            diesel::connection::SimpleConnection::batch_execute(&mut conn, &vacuum).unwrap();
            std::fs::read(copy).unwrap()
        });
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("ledger.sqlite");
        std::fs::write(&file, &*TEMPLATE).unwrap();
        Self::over(file.to_str().unwrap(), Database::Sqlite(directory))
    }

    /// `None` where the machine has no PostgreSQL.
    pub fn on_postgres() -> Option<Self> {
        static TEMPLATE: LazyLock<String> = LazyLock::new(|| {
            let postgres = postgres::running().unwrap();
            let name = postgres.create("template1");
            drop(prepared(&postgres.url(&name)));
            name
        });
        let postgres = postgres::running()?;
        let name = postgres.create(&TEMPLATE);
        Some(Self::over(&postgres.url(&name), Database::Postgres(postgres, name)))
    }

    /// On a PostgreSQL of its own.
    pub fn on_postgres_that(keeps: Keeps) -> Option<Self> {
        let postgres = postgres::own(keeps)?;
        let name = postgres.create("template1");
        drop(prepared(&postgres.url(&name)));
        Some(Self::over(&postgres.url(&name), Database::Postgres(postgres, name)))
    }

    fn over(url: &str, database: Database) -> Self {
        let shared = Shared::open(open(url)).unwrap();
        Self::serve(shared, url, database)
    }

    /// Another instance on the same database, maybe with other limits.
    pub fn beside(&self, change: impl FnOnce(Shared) -> Shared) -> Self {
        Self::serve(change(Shared::open(open(&self.url)).unwrap()), &self.url, Database::Shared)
    }

    fn serve(shared: Shared, url: &str, database: Database) -> Self {
        // What goes wrong on the server's side is told beside the test that fails of it.
        _ = tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).with_test_writer().try_init();
        let store = shared.store.clone();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let own = shared.clone();
        let (started, server) = std::sync::mpsc::channel();
        let run = move || {
            actix_web::rt::System::new().block_on(async move {
                let server = server::start(&own, listener, 1, std::future::pending()).unwrap();
                started.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        };
        let thread = Some(std::thread::spawn(run));
        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        Self { store, shared, address, agent, server: server.recv().unwrap(), thread, url: url.to_owned(), database }
    }

    /// For another process.
    pub fn database_url(&self) -> String {
        self.url.clone()
    }

    pub fn is_postgres(&self) -> bool {
        self.store.is_postgres()
    }

    /// Kills the database's first process in a moment (SIGKILL); it starts again by itself.
    pub fn kill_database_after(&self, moment: Duration) {
        if let Database::Postgres(postgres, _) = self.database {
            std::thread::spawn(move || {
                std::thread::sleep(moment);
                postgres.kill();
            });
        }
    }

    /// Until it can be asked, also by connections that died.
    pub fn wait_for_database(&self) {
        let end = Instant::now() + Duration::from_secs(60);
        while self.store.read_now(|conn| coverage::extents(conn).map_err(StoreError::from)).is_err() {
            assert!(Instant::now() < end, "the database does not come back");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Where a new, empty database is.
    pub fn bare_url(&self) -> (String, impl Drop + use<>) {
        match &self.database {
            Database::Sqlite(directory) => (directory.path().join("bare.sqlite").display().to_string(), Bare(None)),
            Database::Postgres(postgres, _) => {
                let name = postgres.create("template1");
                (postgres.url(&name), Bare(Some((*postgres, name))))
            }
            Database::Shared => panic!("ask the first instance"),
        }
    }

    /// A new database without any region, not served.
    pub fn bare_store(&self) -> (Store, impl Drop + use<>) {
        let (url, bare) = self.bare_url();
        (open(&url), bare)
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }
    pub fn get(&self, path: &str, token: &str) -> Answer {
        self.send("GET", path, token, None)
    }
    /// A body as it is, with its `Content-Encoding` if there is one.
    pub fn send_bytes(&self, path: &str, token: &str, body: &[u8], encoding: &str) -> Answer {
        let request = Request::post(format!("http://{}{path}", self.address));
        let request =
            request.header("Authorization", format!("Bearer {token}")).header("Content-Type", "application/json");
        let request = if encoding.is_empty() { request } else { request.header("Content-Encoding", encoding) };
        Answer::from(self.agent.run(request.body(body.to_vec()).unwrap()).unwrap())
    }

    /// A file as a body, with these headers; an empty value sends none.
    pub fn send_file(&self, path: &str, token: &str, headers: &[(&str, &str)], file: &[u8]) -> Answer {
        let mut request = Request::post(format!("http://{}{path}", self.address));
        request = request.header("Authorization", format!("Bearer {token}"));
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        Answer::from(self.agent.run(request.body(file.to_vec()).unwrap()).unwrap())
    }

    /// What no part of the product does: a database that somebody else has altered.
    pub fn sql(&self, statements: &str) {
        use diesel::connection::SimpleConnection;
        let statements = statements.to_owned();
        let run = move |conn: &mut Conn| -> Result<(), StoreError> {
            match conn {
                Conn::Postgres(c) => Ok(c.batch_execute(&statements)?),
                Conn::Sqlite(c) => Ok(c.batch_execute(&statements)?),
            }
        };
        self.store.write_now(run).unwrap();
    }

    /// The codes of all township-level units below a region.
    pub fn units_of(&self, region: &str) -> Vec<String> {
        let region = RegionId(region.parse().unwrap());
        let subtree = self.store.read_now(move |conn| region::subtree(conn, region)).unwrap();
        subtree.into_iter().filter(|region| region.level.is_unit()).map(|region| region.code.to_string()).collect()
    }

    pub fn post(&self, path: &str, token: &str, json: &Value) -> Answer {
        self.send("POST", path, token, Some(json))
    }

    /// An answer's body, not compressed and not read.
    pub fn fetch(&self, path: &str, token: &str) -> Vec<u8> {
        let request = Request::get(format!("http://{}{path}", self.address));
        let request = request.header("Authorization", format!("Bearer {token}")).header("Accept-Encoding", "identity");
        let mut answer = self.agent.run(request.body(()).unwrap()).unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.body_mut().read_to_vec().unwrap()
    }

    /// Any request; an empty token sends none.
    pub fn send(&self, method: &str, path: &str, token: &str, json: Option<&Value>) -> Answer {
        self.send_with(method, path, token, &[], json)
    }

    /// Any request with these headers besides.
    pub fn send_with(
        &self,
        method: &str,
        path: &str,
        token: &str,
        headers: &[(&str, &str)],
        json: Option<&Value>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        if !token.is_empty() {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = match json {
            Some(json) => {
                let request = request.header("Content-Type", "application/json");
                self.agent.run(request.body(json.to_string()).unwrap())
            }
            None => self.agent.run(request.body(()).unwrap()),
        };
        Answer::from(answer.unwrap())
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.server.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        if let Database::Postgres(postgres, name) = &self.database {
            postgres.drop(name);
        }
    }
}

/// A migrated store with what every test finds in it: the regions of one prefecture.
fn prepared(url: &str) -> Store {
    let store = open(url);
    let ganzhou: RegionCode = "360700000000".parse().unwrap();
    store.write_now(move |conn| divisions::load_if_empty(conn, &[ganzhou])).unwrap();
    store
}

fn open(url: &str) -> Store {
    Store::open(&Options { threads: 2, ..Options::for_url(url) }).unwrap()
}

/// Throws a bare database away.
struct Bare(Option<(&'static Postgres, String)>);
impl Drop for Bare {
    fn drop(&mut self) {
        if let Some((postgres, name)) = &self.0 {
            postgres.drop(name);
        }
    }
}
