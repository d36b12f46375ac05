//! Reports: what is computed from the ledgers, as it is to be read.
pub mod page;
