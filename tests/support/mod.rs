//! What the tests stand on: databases of their own, the real server, people as values.
mod app;
pub mod people;
mod postgres;

pub use app::{Answer, TestApp, each_database};
