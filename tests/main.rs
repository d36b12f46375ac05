//! The one integration binary: whatever needs a database or HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod accounts;
mod authorisation;
mod cli;
mod codes;
mod contract;
mod devices;
mod duties;
mod floors;
mod imports;
mod languages;
mod limits;
mod model;
mod online;
mod parity;
mod people;
mod pokes;
mod policies;
mod records;
mod regions;
mod server;
mod support;
mod sync;
mod tokens;
