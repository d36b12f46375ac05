//! The one integration binary: whatever needs a database or HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod accidents;
mod accounts;
mod assignments;
mod authorisation;
mod cli;
mod codes;
mod contract;
mod duties;
mod findings;
mod flags;
mod floors;
mod imports;
mod languages;
mod model;
mod online;
mod parity;
mod people;
mod policies;
mod records;
mod regions;
mod server;
mod support;
mod sync;
mod tokens;
