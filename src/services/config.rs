//! What a client must know before it syncs: the limits, from the constants that enforce them.
use super::pull;
use crate::domain::act::{MOST_ACTS, SCHEMA};
use crate::domain::retention::{ACKNOWLEDGED_ACTS_DAYS, HELD_DAYS, RECEIPT_DAYS, REMOVAL_MEMORY_DAYS};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How often a device asks where nothing pokes it: every minute, a fifth sooner or later ...
pub const POLL_SECONDS: u64 = 60;
pub const POLL_JITTER_PERCENT: u64 = 20;
/// ... and less often while the server is busy, up to this.
pub const LONGEST_POLL_SECONDS: u64 = 600;
/// Seconds between two signs of life on a stream of events.
pub const KEEP_ALIVE_SECONDS: u64 = 15;
/// What a device is thought to hold with ease; beyond it, a first pull carries advice.
pub const MOST_ROWS: i64 = 100_000;
pub const MOST_LEDGERS: usize = 350;

/// The limits of sync, and what a device does of its own accord.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncConfig {
    pub push: PushLimits,
    pub pull: PullLimits,
    pub schemas: Schemas,
    pub poll: Poll,
    pub scope_budget: Budget,
    pub memory: Memory,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PushLimits {
    /// Acts in one push.
    pub most_acts: usize,
    /// Bytes of a body, decoded.
    pub most_bytes: usize,
    pub encodings: &'static [&'static str],
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PullLimits {
    /// Changes in one answer, where a request names no limit.
    pub page: u32,
    /// The largest limit that a request may name.
    pub most_changes: u32,
    /// Ledgers in one answer.
    pub most_ledgers: usize,
}

/// Versions of the acts' and the documents' shapes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Schemas {
    /// Accepted in a push: every version from the first on.
    pub push: Vec<u32>,
    /// Spoken in a pull.
    pub pull: Vec<u32>,
}

/// When to pull where nothing pokes: `next-poll`, a header of each pull's answer, goes before.
#[derive(Debug, Serialize, ToSchema)]
pub struct Poll {
    pub shortest_seconds: u64,
    pub longest_seconds: u64,
    /// While the server is busy.
    pub most_seconds: u64,
    /// A stream of events that is silent for twice as long is dead.
    pub keep_alive_seconds: u64,
}

/// What a device should hold at most; `advice` in the answer to a first pull tells what exceeds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Budget {
    pub rows: i64,
    pub ledgers: usize,
}

/// Days.
#[derive(Debug, Serialize, ToSchema)]
pub struct Memory {
    /// A device that was away for longer is sent its ledgers anew.
    pub removals_days: i64,
    /// Acts that are sent again later than this are refused as out of order.
    pub receipts_days: i64,
    /// How long an act waits for a record that the server has not seen.
    pub held_days: i64,
    /// How long a device keeps its acknowledged acts, for a server that was restored from a backup.
    pub acknowledged_acts_days: i64,
}

pub const BUDGET: Budget = Budget { rows: MOST_ROWS, ledgers: MOST_LEDGERS };

impl SyncConfig {
    /// `most_bytes` is what the floor that reads bodies enforces.
    pub fn of(most_bytes: usize, encodings: &'static [&'static str]) -> Self {
        let spread = POLL_SECONDS * POLL_JITTER_PERCENT / 100;
        Self {
            push: PushLimits { most_acts: MOST_ACTS, most_bytes, encodings },
            pull: PullLimits {
                page: pull::CHANGES,
                most_changes: pull::MOST_CHANGES,
                most_ledgers: pull::MOST_LEDGERS,
            },
            schemas: Schemas { push: (1..=SCHEMA).collect(), pull: vec![SCHEMA] },
            poll: Poll {
                shortest_seconds: POLL_SECONDS - spread,
                longest_seconds: POLL_SECONDS + spread,
                most_seconds: LONGEST_POLL_SECONDS + LONGEST_POLL_SECONDS * POLL_JITTER_PERCENT / 100,
                keep_alive_seconds: KEEP_ALIVE_SECONDS,
            },
            scope_budget: BUDGET,
            memory: Memory {
                removals_days: REMOVAL_MEMORY_DAYS,
                receipts_days: RECEIPT_DAYS,
                held_days: HELD_DAYS,
                acknowledged_acts_days: ACKNOWLEDGED_ACTS_DAYS,
            },
        }
    }
}
