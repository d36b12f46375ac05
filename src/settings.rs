//! Settings: a flag wins over the environment, the environment over the file, the file over the default.
use crate::domain::RegionCode;
use crate::services::pokes::MOST_STREAMS;
use crate::store::Options;
use config::{Config, ConfigError, Environment, File, FileFormat, Map};
use ipnet::IpNet;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

const PREFIX: &str = "HAZARD_LEDGER";
/// Names the file; not a setting itself.
pub const FILE_VARIABLE: &str = "HAZARD_LEDGER_CONFIG";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub database_url: String,
    pub database_threads: usize,
    pub prepared_statements: bool,
    pub listen: SocketAddr,
    pub http_threads: usize,
    /// As people reach the server; one-time links begin with it.
    pub public_url: Option<String>,
    /// Whose subtrees are loaded at the first start; all when empty.
    #[serde(deserialize_with = "codes")]
    pub regions: Vec<RegionCode>,
    /// Requests a second of one device, in the long run; none where 0.
    pub device_rate: u32,
    /// The same for one address.
    pub address_rate: u32,
    /// Proxies in front of the server, addresses or networks, whose `X-Forwarded-For` is believed.
    #[serde(deserialize_with = "networks")]
    pub trusted_proxies: Vec<IpNet>,
    /// Streams of events that may be open at once.
    pub event_streams: usize,
    pub log: LogLevel,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    Off,
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl Default for Settings {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            database_url: "hazard-ledger.sqlite".to_owned(),
            database_threads: cores * 2,
            prepared_statements: true,
            listen: (Ipv4Addr::LOCALHOST, 8080).into(),
            http_threads: cores,
            public_url: None,
            regions: Vec::new(),
            device_rate: 20,
            address_rate: 200,
            trusted_proxies: Vec::new(),
            event_streams: MOST_STREAMS,
            log: LogLevel::Info,
        }
    }
}

impl Settings {
    pub fn store(&self) -> Options {
        let threads = self.database_threads.max(1);
        Options { threads, prepares: self.prepared_statements, ..Options::for_url(&self.database_url) }
    }
    pub fn public_url(&self) -> String {
        let listening = || format!("http://{}", self.listen);
        self.public_url.as_deref().map_or_else(listening, |url| url.trim_end_matches('/').to_owned())
    }
}

/// A setting as it is shown: a secret is not.
#[derive(Debug, PartialEq)]
pub struct Shown {
    pub name: String,
    pub value: String,
    pub source: String,
}

/// The settings, and where each comes from.
#[derive(Debug)]
pub struct Sourced {
    pub settings: Settings,
    pub shown: Vec<Shown>,
}

/// Reads the settings. `environment` is the process's; `flags` are those that were given.
pub fn read(file: Option<&Path>, environment: Map<String, String>, flags: Config) -> Result<Sourced, ConfigError> {
    let path = file.map(|file| file.display().to_string()).unwrap_or_default();
    let file = File::new(&path, FileFormat::Toml).required(file.is_some());
    let layers = [
        (format!("file {path}"), layer(Config::builder().add_source(file))?),
        ("environment".to_owned(), layer(Config::builder().add_source(variables(environment)))?),
        ("flag".to_owned(), flags),
    ];
    let all = layers.iter().fold(Config::builder(), |all, (_, layer)| all.add_source(layer.clone()));
    let settings: Settings = all.build()?.try_deserialize()?;
    Ok(Sourced { shown: shown(&settings, &layers), settings })
}

fn layer(builder: config::ConfigBuilder<config::builder::DefaultState>) -> Result<Config, ConfigError> {
    builder.build()
}

fn variables(mut environment: Map<String, String>) -> Environment {
    environment.retain(|name, _| name != FILE_VARIABLE);
    let variables = Environment::with_prefix(PREFIX).prefix_separator("_").ignore_empty(true);
    variables.source(Some(environment))
}

fn codes<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<RegionCode>, D::Error> {
    texts(from)?.iter().map(|code| code.parse().map_err(D::Error::custom)).collect()
}

fn networks<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<IpNet>, D::Error> {
    let network = |text: &String| {
        let alone = || text.parse::<IpAddr>().map(IpNet::from);
        text.parse().or_else(|_| alone()).map_err(|error| D::Error::custom(format!("{text}: {error}")))
    };
    texts(from)?.iter().map(network).collect()
}

/// A list, or one text with commas: a variable has no lists.
fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Texts {
        List(Vec<String>),
        Text(String),
    }
    match Texts::deserialize(from)? {
        Texts::List(texts) => Ok(texts),
        Texts::Text(text) => Ok(text.split(',').map(|part| part.trim().to_owned()).collect()),
    }
}

fn shown(settings: &Settings, layers: &[(String, Config)]) -> Vec<Shown> {
    let values = serde_json::to_value(settings).unwrap_or_default();
    let values = values.as_object().into_iter().flatten();
    let rows = values.map(|(name, value)| {
        let is_set = |layer: &&(String, Config)| layer.1.get::<config::Value>(name).is_ok();
        let source = layers.iter().rev().find(is_set).map_or("default", |(source, _)| source);
        let value = value.as_str().map_or_else(|| value.to_string(), without_password);
        Shown { name: name.clone(), value, source: source.to_owned() }
    });
    rows.collect()
}

/// A database's address as it may be printed. Rather too much is hidden than too little.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (user, rest) = rest.rsplit_once('@').unwrap_or(("", rest));
    let user = user.split_once(':').map_or(user.to_owned(), |(name, _)| format!("{name}:***"));
    let at = if user.is_empty() { "" } else { "@" };
    let mut parts = rest.split(['?', '&']);
    let mut told = format!("{scheme}://{user}{at}{}", parts.next().unwrap_or_default());
    for (n, part) in parts.enumerate() {
        let hidden = part.split_once('=').filter(|(name, _)| name.to_lowercase().contains("password"));
        told.push(if n == 0 { '?' } else { '&' });
        told += &hidden.map_or(part.to_owned(), |(name, _)| format!("{name}=***"));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Map<String, String> {
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }
    fn flags(values: serde_json::Value) -> Config {
        Config::try_from(&values).unwrap()
    }
    fn source<'a>(sourced: &'a Sourced, name: &str) -> &'a str {
        &sourced.shown.iter().find(|row| row.name == name).unwrap().source
    }

    #[test]
    fn a_flag_wins_over_the_environment_over_the_file_over_the_default() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("settings.toml");
        std::fs::write(&file, "listen = '127.0.0.1:1'\nlog = 'warn'\nhttp_threads = 7\n").unwrap();
        let variables = environment(&[("HAZARD_LEDGER_LISTEN", "127.0.0.1:2"), ("HAZARD_LEDGER_LOG", "debug")]);
        let sourced = read(Some(&file), variables, flags(serde_json::json!({ "listen": "127.0.0.1:3" }))).unwrap();
        let Settings { listen, log, http_threads, prepared_statements, .. } = sourced.settings;
        assert_eq!((listen.port(), log, http_threads, prepared_statements), (3, LogLevel::Debug, 7, true));
        assert_eq!((source(&sourced, "listen"), source(&sourced, "log")), ("flag", "environment"));
        assert!(source(&sourced, "http_threads").starts_with("file ") && source(&sourced, "regions") == "default");
    }

    #[test]
    fn regions_are_a_list_in_the_environment() {
        let one = environment(&[("HAZARD_LEDGER_REGIONS", "360700000000")]);
        assert_eq!(read(None, one, Config::default()).unwrap().settings.regions.len(), 1);
        let two = environment(&[("HAZARD_LEDGER_REGIONS", "360700000000,360100000000")]);
        assert_eq!(read(None, two, Config::default()).unwrap().settings.regions.len(), 2);
    }

    #[test]
    fn proxies_are_addresses_or_networks() {
        let proxies = |text: &str| {
            let variables = environment(&[("HAZARD_LEDGER_TRUSTED_PROXIES", text)]);
            read(None, variables, Config::default()).map(|sourced| sourced.settings.trusted_proxies)
        };
        let told: Vec<_> = proxies("10.0.0.1, 192.168.0.0/16").unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(told, ["10.0.0.1/32", "192.168.0.0/16"]);
        assert!(proxies("10.0.0.0/33").unwrap_err().to_string().contains("10.0.0.0/33"));
    }

    #[test]
    fn numbers_and_truths_of_the_environment_are_understood() {
        let variables = environment(&[
            ("HAZARD_LEDGER_DATABASE_THREADS", "3"),
            ("HAZARD_LEDGER_PREPARED_STATEMENTS", "false"),
            ("HAZARD_LEDGER_PUBLIC_URL", ""),
        ]);
        let Settings { database_threads, prepared_statements, public_url, .. } =
            read(None, variables, Config::default()).unwrap().settings;
        assert_eq!((database_threads, prepared_statements, public_url), (3, false, None));
    }

    #[test]
    fn a_setting_that_nobody_knows_is_an_error() {
        let error = read(None, environment(&[("HAZARD_LEDGER_LISTN", "x")]), Config::default()).unwrap_err();
        assert!(error.to_string().contains("listn"), "{error}");
    }

    #[test]
    fn a_password_is_never_shown() {
        for url in [
            "postgres://ledger:s3cret@db:5432/ledger?sslmode=require",
            "postgresql://ledger:s3cret/@x@db/ledger",
            "postgresql://db/ledger?user=ledger&password=s3cret&sslmode=require",
        ] {
            let told = without_password(url);
            assert!(!told.contains("s3cret") && told.contains("ledger") && told.contains("db"), "{told}");
        }
        assert_eq!(without_password("hazard-ledger.sqlite"), "hazard-ledger.sqlite");
        assert_eq!(without_password("postgresql:///x?host=/run"), "postgresql:///x?host=/run");
    }
}
