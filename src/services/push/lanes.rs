//! Lanes: pushes that wait at the same moment are written in one transaction, so that they share
//! its statements and its commit. Nobody waits for company.
use super::{PushAnswer, Sent, push_all};
use crate::domain::Instant;
use crate::domain::act::MOST_ACTS;
use crate::services::{Failure, Outcome};
use crate::store::{Slot, Store, StoreError};
use std::collections::{HashSet, VecDeque};
use std::slice::from_ref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// PostgreSQL writes two transactions at a time; SQLite has one writer.
const ON_POSTGRES: usize = 2;
const MOST_PUSHES: usize = 64;
/// So many pushes may wait in a lane.
const MOST_WAITING: usize = 512;
/// A push that met another one on its way is tried so often.
const TRIES: usize = 3;

/// Where pushes queue. Cheap to clone.
#[derive(Clone)]
pub struct Lanes {
    store: Store,
    lanes: Arc<[Mutex<Lane>]>,
    clock: fn() -> Instant,
    /// So many pushes may share a transaction.
    company: usize,
}

#[derive(Default)]
struct Lane {
    waiting: VecDeque<Waiting>,
    /// A thread is at it, or about to be.
    is_served: bool,
}

struct Waiting {
    sent: Sent,
    answer: oneshot::Sender<Outcome<PushAnswer>>,
}

impl Lane {
    /// The next pushes, as many as one statement's limits allow for; one of each person, since the
    /// second must find what the first has left. It never overtakes the first, also where that one
    /// does not fit in.
    fn next(&mut self, most: usize) -> Vec<Waiting> {
        let (mut group, mut left, mut persons) = (Vec::new(), VecDeque::new(), HashSet::new());
        let mut acts = 0;
        for waiting in self.waiting.drain(..) {
            let size = waiting.sent.batch.acts.len();
            let is_full = group.len() >= most || (acts > 0 && acts + size > MOST_ACTS);
            let is_first = persons.insert(waiting.sent.subject.person);
            if is_full || !is_first {
                left.push_back(waiting);
                continue;
            }
            acts += size;
            group.push(waiting);
        }
        self.waiting = left;
        self.is_served = !group.is_empty();
        group
    }
}

impl Lanes {
    pub fn open(store: Store, clock: fn() -> Instant) -> Self {
        let many = if store.is_postgres() { ON_POSTGRES } else { 1 };
        Self { store, lanes: (0..many).map(|_| Mutex::default()).collect(), clock, company: MOST_PUSHES }
    }

    /// A transaction for each push: what benchmarks compare with.
    pub fn without_company(self) -> Self {
        Self { company: 1, ..self }
    }

    /// Applies a device's batch, in company if others wait too.
    pub async fn push(&self, sent: Sent) -> Outcome<PushAnswer> {
        let n = self.lane_of(&sent);
        let (answer, result) = oneshot::channel();
        if self.join(n, Waiting { sent, answer })? {
            self.serve(n);
        }
        result.await.map_err(|_gone: oneshot::error::RecvError| busy())?
    }

    /// Those who write to the same ledgers meet in the same lane, not at a lock.
    fn lane_of(&self, sent: &Sent) -> usize {
        let region = sent.subject.duties.first().map(|duty| duty.region.0.unsigned_abs());
        region.map_or(0, |region| (region % self.lanes.len() as u64) as usize)
    }

    fn lane(&self, n: usize) -> MutexGuard<'_, Lane> {
        self.lanes[n].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether nobody serves the lane yet.
    fn join(&self, n: usize, waiting: Waiting) -> Result<bool, StoreError> {
        let mut lane = self.lane(n);
        if lane.waiting.len() >= MOST_WAITING {
            return Err(busy());
        }
        lane.waiting.push_back(waiting);
        Ok(!std::mem::replace(&mut lane.is_served, true))
    }

    /// Has a thread write the next group. Where the threads have too much to do, those who wait
    /// are told to come again.
    fn serve(&self, n: usize) {
        let lanes = self.clone();
        if self.store.post(move |slot| lanes.write(n, slot)).is_err() {
            let mut lane = self.lane(n);
            lane.is_served = false;
            lane.waiting.drain(..).for_each(|waiting| drop(waiting.answer.send(Err(busy().into()))));
        }
    }

    /// Writes one group; then other work of the thread has its turn before the next.
    fn write(&self, n: usize, slot: &mut Slot) {
        let group = self.lane(n).next(self.company);
        if group.is_empty() {
            return;
        }
        let (sent, answers): (Vec<_>, Vec<_>) = group.into_iter().map(|waiting| (waiting.sent, waiting.answer)).unzip();
        let now = (self.clock)();
        let together = match sent.len() {
            1 => None,
            _ => slot.write(|conn| push_all(conn, &sent, now)).ok(),
        };
        match together {
            Some(results) => answers.into_iter().zip(results).for_each(|(answer, result)| {
                drop(answer.send(result.map_err(Failure::from)));
            }),
            // What fails in company is tried alone: nobody's bad act costs another's.
            None => answers.into_iter().zip(&sent).for_each(|(answer, sent)| {
                drop(answer.send(alone(slot, sent, now)));
            }),
        }
        self.store.bell().ring();
        self.serve(n);
    }
}

fn alone(slot: &mut Slot, sent: &Sent, now: Instant) -> Outcome<PushAnswer> {
    let mut tries = (0..TRIES).map(|_| slot.write(|conn| push_all(conn, from_ref(sent), now)));
    let met = |result: &Result<_, Failure>| matches!(result, Err(Failure::Store(StoreError::Busy(_))));
    let result = tries.find(|result| !met(result)).unwrap_or_else(|| Err(busy().into()))?;
    let answer = result.into_iter().next().ok_or_else(busy)?;
    Ok(answer?)
}

fn busy() -> StoreError {
    StoreError::Busy("too many pushes are waiting".into())
}
