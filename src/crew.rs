//! Crews: a few threads of their own, fed by a bounded queue, for work that must not run on an
//! async worker (SQL, password hashing). Work that has begun always ends.
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

type Job<S> = Box<dyn FnOnce(&mut S) + Send>;

/// A handle to a crew whose threads each own one `S`. The threads end with the last handle.
pub struct Crew<S: 'static> {
    jobs: flume::Sender<Job<S>>,
    pace: Arc<Pace>,
}

/// How long jobs take of late.
struct Pace {
    threads: u64,
    /// A mean in which each job counts a sixteenth.
    micros: AtomicU64,
}

impl Pace {
    fn note(&self, took: Duration) {
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX >> 5);
        let mean = self.micros.load(Ordering::Relaxed);
        self.micros.store(mean - mean / 16 + took / 16, Ordering::Relaxed);
    }
}

impl<S> Clone for Crew<S> {
    fn clone(&self) -> Self {
        Self { jobs: self.jobs.clone(), pace: self.pace.clone() }
    }
}

/// The queue is full, or the crew has ended: the caller is to come again later.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("too much work is waiting")]
pub struct Overloaded;

impl<S: 'static> Crew<S> {
    /// Starts `threads` threads; each makes its own `S` at once. At most `waiting` jobs wait.
    pub fn start<E, F>(name: &str, threads: usize, waiting: usize, make: F) -> Result<Self, E>
    where
        F: Fn() -> Result<S, E>,
        S: Send,
        E: From<std::io::Error>,
    {
        let (jobs, queue) = flume::bounded::<Job<S>>(waiting);
        let pace = Arc::new(Pace { threads: threads.max(1) as u64, micros: AtomicU64::new(0) });
        for n in 0..threads {
            let mut own = make()?;
            let (queue, pace) = (queue.clone(), pace.clone());
            let work = move || {
                while let Ok(job) = queue.recv() {
                    let began = Instant::now();
                    job(&mut own);
                    pace.note(began.elapsed());
                }
            };
            let _: JoinHandle<()> = std::thread::Builder::new().name(format!("{name}-{n}")).spawn(work)?;
        }
        Ok(Self { jobs, pace })
    }

    /// How long a job that is handed over now will wait for a thread, as far as one can tell.
    pub fn expected_wait(&self) -> Duration {
        let waiting = self.jobs.len() as u64;
        Duration::from_micros(waiting.saturating_mul(self.pace.micros.load(Ordering::Relaxed)) / self.pace.threads)
    }

    /// Hands work over and waits for its result without blocking the async worker.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut S) -> T + Send + 'static,
    ) -> Result<T, Overloaded> {
        self.hand_over(work)?.await.map_err(|_gone: oneshot::error::RecvError| Overloaded)
    }

    /// The same for callers that may block: the command line, tests.
    pub fn run_now<T: Send + 'static>(&self, work: impl FnOnce(&mut S) -> T + Send + 'static) -> Result<T, Overloaded> {
        self.hand_over(work)?.blocking_recv().map_err(|_gone: oneshot::error::RecvError| Overloaded)
    }

    /// Hands work over, and does not wait for it.
    pub fn post(&self, work: impl FnOnce(&mut S) + Send + 'static) -> Result<(), Overloaded> {
        self.jobs.try_send(Box::new(work)).map_err(|_unsent: flume::TrySendError<Job<S>>| Overloaded)
    }

    fn hand_over<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut S) -> T + Send + 'static,
    ) -> Result<oneshot::Receiver<T>, Overloaded> {
        let (answer, result) = oneshot::channel();
        let job: Job<S> = Box::new(move |own| {
            // A caller that is gone wants no answer; the work was done all the same.
            let _ = answer.send(work(own));
        });
        self.jobs.try_send(job).map_err(|_unsent: flume::TrySendError<Job<S>>| Overloaded)?;
        Ok(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_that_is_expected_grows_with_the_queue_and_ends_with_it() {
        let crew = Crew::<()>::start::<std::io::Error, _>("test", 1, 64, || Ok(())).unwrap();
        let slow = || crew.hand_over(|()| std::thread::sleep(Duration::from_millis(20))).unwrap();
        slow().blocking_recv().unwrap();
        assert_eq!(crew.expected_wait(), Duration::ZERO);
        let mut jobs: Vec<_> = (0..20).map(|_| slow()).collect();
        assert!(crew.expected_wait() >= Duration::from_millis(15), "{:?}", crew.expected_wait());
        jobs.pop().unwrap().blocking_recv().unwrap();
        assert_eq!(crew.expected_wait(), Duration::ZERO);
    }

    #[test]
    fn a_full_queue_refuses_instead_of_growing() {
        let crew = Crew::<()>::start::<std::io::Error, _>("test", 1, 1, || Ok(())).unwrap();
        let (release, wait) = flume::bounded::<()>(0);
        let busy = crew.hand_over(move |()| wait.recv()).unwrap();
        let outcomes: Vec<_> = (0..3).map(|_| crew.hand_over(|()| ()).is_ok()).collect();
        assert!(!outcomes[2], "the third waits in a queue of one");
        release.send(()).unwrap();
        busy.blocking_recv().unwrap().unwrap();
    }
}
