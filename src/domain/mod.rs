//! What the words mean: values, their spelling, the rules between them.
//! Pure: no request, no query, no clock.
pub mod access;
mod account;
pub mod act;
pub mod calendar;
pub mod canonical;
pub mod code_lists;
mod codes;
pub mod cursor;
pub mod digest;
pub mod document;
pub mod entry;
pub mod fault;
mod id;
pub mod kind;
mod language;
pub mod merkle;
mod money;
pub mod outcome;
pub mod policy;
mod region;
pub mod register;
pub mod said;
pub mod scope;
pub mod search;
pub mod spelled;
mod text;
mod time;
pub mod uscc;

pub use account::*;
pub use codes::*;
pub use id::*;
pub use language::*;
pub use money::*;
pub use region::*;
pub use text::*;
pub use time::*;
