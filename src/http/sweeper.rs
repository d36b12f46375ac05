//! The sweeper: a thread that looks at held acts, when a bell is rung and from time to time.
use super::{Shared, clock};
use crate::services::inbox::held;
use std::time::Duration;

/// What another instance has left to do is done after so long.
const PERIOD: Duration = Duration::from_secs(5);
/// Rings that come within this time are answered by one sweep.
const PAUSE: Duration = Duration::from_millis(200);

/// Starts to sweep. The thread ends when the last handle to what is shared is gone.
pub fn start(shared: &Shared) -> std::io::Result<()> {
    let (store, ear) = (shared.store.clone(), shared.bell.ear());
    let sweep = move || {
        while ear.wait(PERIOD) {
            std::thread::sleep(PAUSE);
            if let Err(failure) = held::sweep(&store, clock::now()) {
                tracing::warn!("held acts wait for the next sweep: {failure}");
            }
        }
    };
    std::thread::Builder::new().name("sweep".into()).spawn(sweep).map(drop)
}
