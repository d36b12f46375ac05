//! http → services → store
//!     ↘      ↓      ↙
//!          domain
pub mod domain;
