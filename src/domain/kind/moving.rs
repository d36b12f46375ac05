//! The move of a record to another unit's ledger, the same for every kind.
use super::{Facts, MOVED_TO, Mentions};
use crate::domain::entry::Decided;
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Passage, RegionCode};
use serde::Deserialize;
use utoipa::ToSchema;

/// Moves a record to another unit's ledger; its number stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecordMove)]
pub struct Move {
    pub to: RegionCode,
    #[serde(rename = "reason")]
    _reason: Passage,
}

impl Move {
    pub fn mentions(&self) -> Mentions {
        Mentions { destination: Some(self.to.clone()), ..Mentions::default() }
    }
}

impl Facts<'_> {
    /// What a move decides: the ledger that the record lies in from now on.
    pub fn moved(&self) -> Result<Decided, Refusal> {
        match self.destination {
            None => Err(Refusal::new(RefusalCode::UnknownLedger, "no such unit").at("/body/to")),
            Some(here) if here == self.ledger => {
                Err(Refusal::new(RefusalCode::InvalidBody, "the record lies there already").at("/body/to"))
            }
            Some(destination) => Ok(Decided::default().with(MOVED_TO, destination)),
        }
    }
}
