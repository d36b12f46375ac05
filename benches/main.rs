//! What the server does, beside what the same machine can do without it: every figure is a ratio
//! within one run.
//!
//! `cargo bench` runs all parts on both databases; `DATABASE=sqlite|postgres` chooses one, and a
//! word behind `--` the parts whose names hold it: `cargo bench -- push`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark fails by panicking")]
#![allow(dead_code, unused_imports, reason = "the tests' support serves here too")]
mod floor;
mod load;
mod overload;
mod pull;
mod push;
mod report;
#[path = "../tests/support/mod.rs"]
mod support;

use support::TestApp;
use support::postgres::Keeps;

type Part = (&'static str, fn(&TestApp));

const PARTS: [Part; 4] = [
    ("push", push::measure),
    ("pull", pull::measure),
    ("first sync", pull::measure_first),
    ("overload", overload::measure),
];

fn main() {
    let wanted: Vec<_> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let chosen = std::env::var("DATABASE").ok();
    let is_chosen = |name: &str| chosen.as_ref().is_none_or(|chosen| chosen == name);
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    println!("{cores} cores, shared by the server, its database and the clients");
    for (name, part) in
        PARTS.iter().filter(|(name, _)| wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str())))
    {
        if is_chosen("sqlite") {
            println!("\n## {name}, SQLite");
            part(&TestApp::on_sqlite());
        }
        if is_chosen("postgres")
            && let Some(app) = TestApp::on_postgres_that(Keeps::Power)
        {
            println!("\n## {name}, PostgreSQL");
            part(&app);
        }
    }
}
