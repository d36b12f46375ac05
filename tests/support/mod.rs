//! What the tests stand on: databases of their own, the real server, people as values.
mod app;
mod postgres;

pub use app::{TestApp, each_database};
