//! Streams of events: that there is news, never what it is.
use super::clock;
use super::db::Db;
use super::problem::Problem;
use super::session::Expiry;
use crate::domain::scope::Subject;
use crate::services::pokes::{Heard, Pokes, StreamId, Watch};
use crate::store::Store;
use actix_web::http::header::{CONTENT_ENCODING, HeaderName};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpResponse, get};
use futures_util::Stream;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

/// Between two looks of the watch: heads are polled this often, sessions half as often.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Writes of this process are looked at at once, but not more often than this.
const BREATH: Duration = Duration::from_millis(100);
/// A proxy that gathers answers must not do so here.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Listen to events
///
/// Server-sent events that tell when to pull, and hold no data. `ledger` (`{"ledger": …, "seq": …}`):
/// a ledger that this person sees something of has come to this number. `scope` (`{}`): what this
/// person may see has changed, or more has than is told one by one. Open the stream first, then pull:
/// nothing is missed. A comment comes every 15 seconds; a stream that is silent for twice as long is
/// dead. It ends when the access token expires and when session, device or person are closed.
#[utoipa::path(tag = "sync", security(("bearer" = [])),
    responses((status = 200, description = "A stream without an end", content_type = "text/event-stream", body = String),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/sync/events")]
pub async fn listen_to_events(
    subject: Subject,
    expiry: Expiry,
    pokes: Data<Pokes>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let pokes = pokes.into_inner();
    let own = pokes.clone();
    let opening = db.read(move |conn| own.prepare(conn, &subject, expiry.0, clock::now())).await?;
    let id = pokes.open(opening, clock::now())?;
    let mut answer = HttpResponse::Ok();
    // Said to be encoded already, it is not gathered for compression.
    answer.insert_header((CONTENT_ENCODING, "identity")).insert_header((X_ACCEL_BUFFERING, "no"));
    Ok(answer.content_type("text/event-stream").streaming(Events { pokes, id, greeting: Some(greeting()) }))
}

/// Clients that lose the stream come back after 2 to 10 seconds, not all at once.
fn greeting() -> Bytes {
    let spread = getrandom::u32().unwrap_or(4000) % 8000;
    Bytes::from(format!("retry: {}\n:\n\n", 2000 + spread))
}

/// An open stream; dropped when its client is gone.
struct Events {
    pokes: Arc<Pokes>,
    id: StreamId,
    greeting: Option<Bytes>,
}

impl Stream for Events {
    type Item = Result<Bytes, Infallible>;
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(greeting) = self.greeting.take() {
            return Poll::Ready(Some(Ok(greeting)));
        }
        match self.pokes.hear(self.id, clock::now(), context.waker()) {
            Heard::Text(text) => Poll::Ready(Some(Ok(text.into()))),
            Heard::Nothing => Poll::Pending,
            Heard::End => Poll::Ready(None),
        }
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.pokes.forget(self.id);
    }
}

/// Starts the watch; it ends with the last handle to the streams.
pub fn start_watch(pokes: &Arc<Pokes>, store: &Store) -> std::io::Result<()> {
    let (pokes, store) = (Arc::downgrade(pokes), store.clone());
    std::thread::Builder::new().name("pokes".into()).spawn(move || watch(&pokes, &store)).map(drop)
}

fn watch(pokes: &Weak<Pokes>, store: &Store) {
    let (mut watch, ear) = (Watch::default(), store.bell().ear());
    while ear.wait(LOOK_EVERY) {
        let Some(pokes) = pokes.upgrade() else {
            return;
        };
        if let Err(failure) = watch.look(&pokes, store, clock::now()) {
            tracing::warn!("a look for events failed: {failure}");
        }
        drop(pokes);
        std::thread::sleep(BREATH);
    }
}
