//! The command line: what an operator does.
mod demo;
mod measures;
mod openapi;
mod people;
mod regions;
mod serve;
mod settings;

use crate::services::Failure;
use crate::settings::{FILE_VARIABLE, LogLevel, Settings, Sourced, read};
use crate::store::StoreError;
use clap::{Args, Parser, Subcommand};
use config::{Config, ConfigError};
use serde::Serialize;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use tracing::level_filters::LevelFilter;

#[derive(Debug, Parser)]
#[command(name = "hazard-ledger", version, about, after_help = EXAMPLES)]
struct Line {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  hazard-ledger demo
  hazard-ledger serve
  hazard-ledger people first-admin --login zhang.san --name 张三 --region 360700000000
  HAZARD_LEDGER_DATABASE_URL=postgres://ledger@db/ledger hazard-ledger serve --listen 0.0.0.0:8080

Every setting is a flag, a variable (HAZARD_LEDGER_LISTEN) or a line of the file (listen = \"0.0.0.0:8080\").
Exit codes: 0 done, 1 failed, 2 wrong usage or settings.";

/// The settings as flags.
#[derive(Debug, Args, Serialize)]
#[command(next_help_heading = "Settings")]
struct Flags {
    /// A TOML file with settings
    #[arg(long, global = true, env = FILE_VARIABLE, value_name = "FILE")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// A SQLite file, or postgres://user:password@host/name [default: hazard-ledger.sqlite]
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_url: Option<String>,
    /// Threads with a connection each [default: two a core]
    #[arg(long, global = true, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_threads: Option<usize>,
    /// false behind a pooler that keeps no prepared statements [default: true]
    #[arg(long, global = true, value_name = "BOOL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    prepared_statements: Option<bool>,
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<String>,
    /// Threads for HTTP [default: one a core]
    #[arg(long, global = true, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    http_threads: Option<usize>,
    /// As people reach the server; one-time links begin with it [default: where it listens]
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    public_url: Option<String>,
    /// Load these regions and what is below, at the first start [default: all of China]
    #[arg(long, global = true, value_name = "CODE,CODE", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Option::is_none")]
    regions: Option<Vec<String>>,
    /// Requests a second of one device; ten seconds' worth may come at once; 0 for no limit [default: 20]
    #[arg(long, global = true, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    device_rate: Option<u32>,
    /// The same for one address [default: 200]
    #[arg(long, global = true, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    address_rate: Option<u32>,
    /// Proxies in front of the server whose X-Forwarded-For is believed [default: none]
    #[arg(long, global = true, value_name = "ADDRESS,NETWORK", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Option::is_none")]
    trusted_proxies: Option<Vec<String>>,
    /// Streams of events that may be open at once [default: 10000]
    #[arg(long, global = true, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    event_streams: Option<usize>,
    /// What to log [default: info]
    #[arg(long, global = true, value_name = "LEVEL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<LogLevel>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server
    ///
    /// Opens the database, migrates it, loads the regions at the first start, and listens.
    Serve,
    /// Show the main job: a sample prefecture, two phones that sync, then a server to try
    Demo(demo::Command),
    /// Bring the database to this program's schema
    Migrate,
    /// Say that the database was restored from a backup, before it is served again
    ///
    /// Gives every ledger a new epoch: devices are sent everything anew, and asked again for what the backup does not hold.
    Restored,
    /// Print the OpenAPI document
    Openapi,
    /// Print the page of who may do what
    Manual,
    /// Load, list and add regions
    #[command(subcommand)]
    Regions(regions::Command),
    /// Compare the numbers of reports with the ledgers, or make them anew
    Measures(measures::Command),
    /// Let the first administrator in
    #[command(subcommand)]
    People(people::Command),
    /// Show every setting and where it comes from
    Settings,
}

/// Why a command failed, in one line.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error("settings: {0}")]
    Settings(#[from] ConfigError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Work(#[from] Failure),
    #[error("demo: {0}")]
    Demo(crate::demo::DemoError),
    #[error("the postings of {0} ledgers are not those that their entries make: see `measures --rebuild`")]
    Differs(usize),
    #[error("{0}: {1}")]
    Io(String, std::io::Error),
}

type Done = Result<(), Failed>;

impl Failed {
    fn code(&self) -> ExitCode {
        ExitCode::from(if matches!(self, Self::Settings(_)) { 2 } else { 1 })
    }
}

/// Runs the command of the process's arguments.
pub fn run() -> ExitCode {
    let Line { flags, command } = Line::parse();
    match sourced(&flags).and_then(|sourced| command.run(&sourced)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprintln!("hazard-ledger: {}", failed.to_string().replace('\n', " "));
            failed.code()
        }
    }
}

fn sourced(flags: &Flags) -> Result<Sourced, Failed> {
    Ok(read(flags.config.as_deref(), std::env::vars().collect(), Config::try_from(flags)?)?)
}

impl Command {
    fn run(self, sourced: &Sourced) -> Done {
        let settings = &sourced.settings;
        log_from(self.log_level(settings));
        match self {
            Self::Serve => serve::serve(settings),
            Self::Demo(command) => command.run(settings),
            Self::Migrate => serve::migrate(settings),
            Self::Restored => serve::restored(settings),
            Self::Openapi => openapi::print(),
            Self::Manual => openapi::print_manual(),
            Self::Regions(command) => command.run(settings),
            Self::Measures(command) => command.run(settings),
            Self::People(command) => command.run(settings),
            Self::Settings => settings::show(sourced),
        }
    }

    /// The demo tells its story; a line for each request would drown it.
    fn log_level(&self, settings: &Settings) -> LogLevel {
        match (self, settings.log) {
            (Self::Demo(_), LogLevel::Info) => LogLevel::Warn,
            (_, level) => level,
        }
    }
}

fn log_from(level: LogLevel) {
    let level = match level {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    let ansi = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).with_ansi(ansi).init();
}
