//! The sweeper: a thread that looks at held acts, when a bell is rung and from time to time.
use super::{Shared, clock};
use crate::services::inbox::held;
use flume::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// What another instance has left to do is done after so long.
const PERIOD: Duration = Duration::from_secs(5);
/// Rings that come within this time are answered by one sweep.
const PAUSE: Duration = Duration::from_millis(200);

/// Rung after a commit that may concern acts that wait. Cheap, also if nobody listens.
#[derive(Debug, Clone)]
pub struct Bell {
    rung: Sender<()>,
    heard: Receiver<()>,
}

impl Default for Bell {
    fn default() -> Self {
        let (rung, heard) = flume::bounded(1);
        Self { rung, heard }
    }
}

impl Bell {
    pub fn ring(&self) {
        // A bell that was rung and not heard yet need not be rung again.
        let _ = self.rung.try_send(());
    }
}

/// Starts to sweep. The thread ends when the last handle to what is shared is gone.
pub fn start(shared: &Shared) -> std::io::Result<()> {
    let (store, heard) = (shared.store.clone(), shared.bell.heard.clone());
    let sweep = move || {
        while heard.recv_timeout(PERIOD) != Err(RecvTimeoutError::Disconnected) {
            std::thread::sleep(PAUSE);
            if let Err(failure) = held::sweep(&store, clock::now()) {
                tracing::warn!("held acts wait for the next sweep: {failure}");
            }
        }
    };
    std::thread::Builder::new().name("sweep".into()).spawn(sweep).map(drop)
}
