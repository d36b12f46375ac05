//! How long the ledger, and its devices, remember what is needed to agree with each other.

/// Days for which the ledger remembers what left a view; a device that was away for longer is sent
/// the ledger anew.
pub const REMOVAL_MEMORY_DAYS: i64 = 400;
/// Days for which a device's answers are kept, so that an act that is sent again is answered as before.
pub const RECEIPT_DAYS: i64 = 400;
/// Days for which an act waits for a record that nobody has brought yet; then it is a conflict.
pub const HELD_DAYS: i64 = 5;
/// Days for which a device keeps acts that were acknowledged: if the database is restored from a
/// backup, they are asked for again.
pub const ACKNOWLEDGED_ACTS_DAYS: i64 = 30;
