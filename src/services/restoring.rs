//! After the database was restored from a backup: no device may take it for the one that it knew.
use super::Outcome;
use super::administration::LogEntry;
use crate::domain::{AdminAction, Instant};
use crate::store::{Conn, ledger};

/// Raises the epoch of every ledger: each is sent anew to each device, and acts that the backup does
/// not hold are asked for again. Returns how many ledgers there are.
pub fn restored(conn: &mut Conn, now: Instant) -> Outcome<usize> {
    let ledgers = ledger::raise_epochs(conn, now)?;
    let detail = super::told(&serde_json::json!({ "ledgers": ledgers }));
    let entry = LogEntry { by: None, action: AdminAction::RestoreDatabase, subject: "database".to_owned(), detail };
    entry.write(conn, now)?;
    Ok(ledgers)
}
