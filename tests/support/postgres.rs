//! One PostgreSQL of the tests' own, from this machine's binaries; it ends with the test process.
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

static POSTGRES: LazyLock<Option<Postgres>> = LazyLock::new(|| {
    let postgres = binaries().map(|bin| Postgres::start(&bin, Keeps::Nothing));
    if postgres.is_none() {
        let absent = "no PostgreSQL on this machine (initdb, postgres): its variants of the tests are skipped";
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{absent}, which CI does not allow");
        eprintln!("{absent}");
    }
    postgres
});

/// The tests' PostgreSQL, or `None` where the machine has none.
pub fn running() -> Option<&'static Postgres> {
    POSTGRES.as_ref()
}

pub struct Postgres {
    directory: PathBuf,
    /// Its standard input is our life: when we end, however we end, it stops the server and cleans up.
    _watchdog: Child,
}

/// It starts the server again when that was killed.
const WATCHDOG: &str = r#"
    while [ ! -e "$2/over" ]; do
        "$1"/postgres -D "$2/data" -k "$2" -c listen_addresses= -c max_connections=300 -c shared_buffers=32MB \
            -c fsync="$3" -c full_page_writes="$3" -c synchronous_commit="$4" >>"$2/log" 2>&1
        sleep 0.1
    done &
    cat >/dev/null
    touch "$2/over"; kill -QUIT "$(head -1 "$2/data/postmaster.pid")"; wait; rm -rf "$2"
"#;

/// How much what was acknowledged outlives.
#[derive(Clone, Copy)]
pub enum Keeps {
    /// Nothing, for tests in a hurry.
    Nothing,
    /// The death of the server's processes.
    Kills,
    /// The loss of power, as in production.
    #[allow(dead_code, reason = "for benchmarks")]
    Power,
}

/// Another server, not shared with other tests.
pub fn own(keeps: Keeps) -> Option<&'static Postgres> {
    running()?;
    binaries().map(|bin| &*Box::leak(Box::new(Postgres::start(&bin, keeps))))
}

impl Postgres {
    fn start(bin: &Path, keeps: Keeps) -> Self {
        let directory = tempfile::Builder::new().prefix("hazard-pg-").tempdir().unwrap().keep();
        let owner = owner(&directory);
        if let Some((uid, gid)) = owner {
            chown(&directory, Some(uid), Some(gid)).unwrap();
        }
        let mut initdb = as_owner(Command::new(bin.join("initdb")), owner);
        initdb.args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-D"]);
        let made = initdb.arg(directory.join("data")).current_dir(&directory).output().unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let (fsync, commit) = match keeps {
            Keeps::Nothing => ("off", "off"),
            Keeps::Kills => ("off", "on"),
            Keeps::Power => ("on", "on"),
        };
        let mut watchdog = as_owner(Command::new("sh"), owner);
        watchdog.args(["-c", WATCHDOG, "sh"]).arg(bin).arg(&directory).args([fsync, commit]).current_dir(&directory);
        watchdog.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        let postgres = Self { directory, _watchdog: watchdog.spawn().unwrap() };
        postgres.connect("postgres", Duration::from_secs(60));
        postgres
    }

    /// Ends its first process at once; the watchdog starts it again.
    pub fn kill(&self) {
        let file = fs::read_to_string(self.directory.join("data/postmaster.pid")).unwrap_or_default();
        if let Some(process) = file.lines().next() {
            Command::new("kill").args(["-KILL", process]).status().unwrap();
        }
    }

    pub fn url(&self, database: &str) -> String {
        format!("postgresql:///{database}?host={}&user=postgres", self.directory.display())
    }

    /// A new database, a copy of `template`; waits until nobody is connected to that any more.
    pub fn create(&self, template: &str) -> String {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("t{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let mut conn = self.connect("postgres", Duration::from_secs(5));
        let create = format!("create database {name} template {template}");
        let end = Instant::now() + Duration::from_secs(20);
        while let Err(error) = conn.batch_execute(&create) {
            assert!(Instant::now() < end, "{error}");
            std::thread::sleep(Duration::from_millis(20));
        }
        name
    }

    pub fn drop(&self, database: &str) {
        let mut conn = self.connect("postgres", Duration::from_secs(5));
        conn.batch_execute(&format!("drop database if exists {database} with (force)")).unwrap();
    }

    fn connect(&self, database: &str, patience: Duration) -> PgConnection {
        let end = Instant::now() + patience;
        loop {
            match PgConnection::establish(&self.url(database)) {
                Ok(conn) => return conn,
                Err(error) => assert!(Instant::now() < end, "{error}\n{}", self.log()),
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.directory.join("log")).unwrap_or_default()
    }
}

fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Ok(versions) = fs::read_dir("/usr/lib/postgresql") {
        places.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    places.push("/usr/local/pgsql/bin".into());
    if let Ok(told) = Command::new("pg_config").arg("--bindir").output() {
        places.push(String::from_utf8_lossy(&told.stdout).trim().into());
    }
    let place = places.into_iter().find(|place| place.join("initdb").exists() && place.join("postgres").exists())?;
    // A link in PATH leads to a directory without the share files beside it.
    fs::canonicalize(place.join("postgres")).ok()?.parent().map(Path::to_path_buf)
}

/// PostgreSQL refuses to run as root: then it is somebody else's.
fn owner(directory: &Path) -> Option<(u32, u32)> {
    if fs::metadata(directory).unwrap().uid() != 0 {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let ids_of = |name: &str| {
        let fields: Vec<_> = users.lines().find(|line| line.starts_with(&format!("{name}:")))?.split(':').collect();
        Some((fields[2].parse().unwrap(), fields[3].parse().unwrap()))
    };
    Some(ids_of("postgres").or_else(|| ids_of("nobody")).expect("a user other than root to run PostgreSQL as"))
}

fn as_owner(mut command: Command, owner: Option<(u32, u32)>) -> Command {
    if let Some((uid, gid)) = owner {
        command.uid(uid).gid(gid);
    }
    command
}
