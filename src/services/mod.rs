//! What users come to do. Each function is one unit of work inside one transaction.
pub mod accounts;
mod administration;
pub mod audit;
pub mod campaigns;
pub mod chores;
pub mod config;
pub mod devices;
pub mod documents;
pub mod duties;
pub mod exports;
pub mod exposures;
pub mod flags;
mod fold;
pub mod imports;
pub mod inbox;
pub mod index;
pub mod keys;
pub mod measures;
pub mod organisations;
pub mod oversight;
pub mod passwords;
mod past;
pub mod people;
pub mod pokes;
pub mod policies;
pub mod programs;
pub mod pull;
pub mod push;
pub mod records;
pub mod regions;
pub mod reports;
pub mod restoring;
mod revision;
pub mod sessions;
pub mod sheets;
mod sight;
pub mod territories;
pub mod tokens;
pub mod verify;

use crate::domain::fault::Fault;
use crate::store::{QueryError, StoreError};

/// Why a use case did not come to its end: an expected fault, told to the client, or a failure
/// of the store, told to the log.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{}", .0.detail)]
    Fault(Fault),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        Self::Store(error.into())
    }
}

pub type Outcome<T> = Result<T, Failure>;

/// What was asked, as the log of administration keeps it.
fn told(asked: &impl serde::Serialize) -> String {
    serde_json::to_string(asked).unwrap_or_default()
}
