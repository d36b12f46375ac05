//! What the tests stand on: databases of their own, the real server, people as values.
mod app;
pub mod instances;
pub mod pace;
pub mod people;
pub mod postgres;
pub mod proxy;

pub use app::{Answer, TestApp, each_database, each_mortal_database};
