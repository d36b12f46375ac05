//! A bell that rings when this process has written: whoever listens looks at the database at once.
use std::time::Duration;

/// Rings are not counted: between two looks, one is as good as many.
#[derive(Clone)]
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
    /// Waits for a ring, at most this long. One listener hears each ring.
    pub fn wait(&self, at_most: Duration) {
        let _ = self.rung.recv_timeout(at_most);
    }
}
