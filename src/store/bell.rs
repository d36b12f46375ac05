//! Bells: rung after a commit, so that a thread that waits for it looks at the database at once.
use flume::RecvTimeoutError;
use std::time::Duration;

/// Rings are not counted: between two looks, one is as good as many.
#[derive(Debug, Clone)]
pub struct Bell {
    ring: flume::Sender<()>,
    rung: flume::Receiver<()>,
}

impl Default for Bell {
    fn default() -> Self {
        let (ring, rung) = flume::bounded(1);
        Self { ring, rung }
    }
}

impl Bell {
    pub fn ring(&self) {
        // Full: it has rung already, and nobody has looked yet.
        let _ = self.ring.try_send(());
    }
    pub fn ear(&self) -> Ear {
        Ear(self.rung.clone())
    }
}

/// Hears a bell. Of several ears one hears each ring.
pub struct Ear(flume::Receiver<()>);

impl Ear {
    /// Waits for a ring, at most this long; `false` where nobody is left who could ring.
    pub fn wait(&self, at_most: Duration) -> bool {
        self.0.recv_timeout(at_most) != Err(RecvTimeoutError::Disconnected)
    }
}
