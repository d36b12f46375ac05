//! http → services → store
//!     ↘      ↓      ↙
//!          domain
pub mod crew;
pub mod domain;
pub mod http;
pub mod services;
pub mod store;
