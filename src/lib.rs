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

/// Answers are made of many small pieces, which one thread makes and another drops: the system's allocator
/// took a tenth of a report's time (decision 42).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
