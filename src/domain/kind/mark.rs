//! Who did something and when, and what was said with it.
use crate::domain::entry::{Actor, Stamp};
use crate::domain::{Instant, Passage};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody did something at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Mark {
    pub by: Actor,
    pub at: Instant,
}

impl Mark {
    pub fn of(stamp: &Stamp) -> Self {
        Self { by: stamp.actor, at: stamp.at }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Opinion {
    #[serde(flatten)]
    pub mark: Mark,
    pub opinion: Passage,
}
