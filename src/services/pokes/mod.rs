//! Pokes: who listens is told that there is news, never what. One look at the database serves every
//! stream of this instance; instances need not know each other.
mod ears;
mod hub;
mod listener;
mod round;
#[cfg(test)]
mod tests;

pub use ears::Ears;
pub use hub::{Heard, StreamId};
pub use round::Watch;

use super::Outcome;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::scope::Subject;
use crate::domain::{Instant, PersonId, RegionId, SessionId};
use crate::store::coverage::Extent;
use crate::store::{Conn, coverage};
use hub::Hub;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;

/// Streams of one person.
const MOST_OF_A_PERSON: usize = 8;
/// Streams of one instance, where the operator says nothing else.
pub const MOST_STREAMS: usize = 10_000;

/// The last number of each ledger, with its epoch.
type Heads = HashMap<RegionId, (i64, i64)>;

/// All streams of this instance.
pub struct Pokes {
    hub: Mutex<Hub>,
    most: usize,
}

impl Default for Pokes {
    fn default() -> Self {
        Self::with_at_most(MOST_STREAMS)
    }
}

/// Who wants to listen: what it may hear of, and where everything stood when that was read.
pub struct Opening {
    ears: Ears,
    person: PersonId,
    session: SessionId,
    expires_at: Instant,
    heads: Option<Heads>,
}

fn heads(extents: Vec<Extent>) -> Heads {
    extents.into_iter().map(|Extent { ledger, epoch, head, .. }| (ledger, (epoch, head))).collect()
}

impl Pokes {
    pub fn with_at_most(most: usize) -> Self {
        Self { hub: Mutex::default(), most }
    }

    fn hub(&self) -> MutexGuard<'_, Hub> {
        self.hub.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn is_idle(&self) -> bool {
        self.hub().is_idle()
    }

    /// Reads what a stream needs to know before it is opened.
    pub fn prepare(&self, conn: &mut Conn, subject: &Subject, expires_at: Instant, now: Instant) -> Outcome<Opening> {
        let heads = match self.is_idle() {
            true => Some(heads(coverage::extents(conn)?)),
            false => None,
        };
        let ears = Ears::of(conn, subject.person, subject.scope_version, now)?;
        Ok(Opening { ears, person: subject.person, session: subject.session, expires_at, heads })
    }

    /// Opens a stream. A device that comes again after a lost connection takes the place of its
    /// oldest stream, which nobody reads any more.
    pub fn open(&self, opening: Opening, now: Instant) -> Result<StreamId, Fault> {
        let mut hub = self.hub();
        let is_full = hub.len() >= self.most && !hub.drop_oldest_of(opening.session);
        if hub.is_closed() || is_full {
            return Err(Fault::new(FaultCode::Busy, "too many streams are open: pull from time to time instead"));
        }
        if hub.streams_of(opening.person) >= MOST_OF_A_PERSON && !hub.drop_oldest_of(opening.session) {
            let told = format!("at most {MOST_OF_A_PERSON} streams of one person");
            return Err(Fault::new(FaultCode::TooManyRequests, told));
        }
        Ok(hub.add(opening, now))
    }

    /// What a stream has to tell; where that is nothing, `waker` is called when there is something.
    pub fn hear(&self, id: StreamId, now: Instant, waker: &Waker) -> Heard {
        self.hub().hear(id, now, waker)
    }

    /// A stream whose client is gone.
    pub fn forget(&self, id: StreamId) {
        self.hub().remove(id);
    }

    /// Ends all streams: the server stops.
    pub fn close(&self) {
        self.hub().close();
    }
}
