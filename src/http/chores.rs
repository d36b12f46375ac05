//! The thread that does the chores: from time to time, and slowly.
use super::clock;
use crate::services::Failure;
use crate::services::chores::CHORES;
use crate::store::{Store, StoreError};
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(3600);
/// Between two pieces others get their turn.
const BREATH: Duration = Duration::from_millis(200);

/// Does the chores every hour while the process lives.
pub fn start(store: &Store) -> Result<(), StoreError> {
    let store = store.clone();
    let work = move || {
        loop {
            all(&store);
            std::thread::sleep(EVERY);
        }
    };
    std::thread::Builder::new().name("chores".into()).spawn(work)?;
    Ok(())
}

/// A chore that fails is left until the next time.
fn all(store: &Store) {
    for (name, chore) in CHORES {
        loop {
            match store.write_now(move |conn| -> Result<bool, Failure> { chore(conn, clock::now()) }) {
                Ok(true) => std::thread::sleep(BREATH),
                Ok(false) => break,
                Err(failure) => {
                    tracing::warn!("{name} were not all forgotten: {failure}");
                    break;
                }
            }
        }
    }
}
