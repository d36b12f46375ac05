//! http → services → store
//!     ↘      ↓      ↙
//!          domain
pub mod cli;
pub mod crew;
pub mod demo;
pub mod domain;
pub mod http;
pub mod phone;
pub mod services;
pub mod settings;
pub mod store;
