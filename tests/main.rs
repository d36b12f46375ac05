//! The one integration binary: whatever needs a database or HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
mod accounts;
mod authorisation;
mod cli;
mod codes;
mod contract;
mod duties;
mod floors;
mod imports;
mod inbox;
mod instances;
mod languages;
mod model;
mod online;
mod parity;
mod people;
mod policies;
mod records;
mod refusals;
mod regions;
mod separation;
mod server;
mod support;
mod sync;
mod tokens;
