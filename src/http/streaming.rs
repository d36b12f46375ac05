//! The stream of a first sync: steps are read while the last one travels, each in a snapshot of its
//! own and for who the caller is by then.
use super::body::Body;
use super::clock;
use super::db::Db;
use super::problem::Problem;
use super::session::Caller;
use super::witness::Reader;
use crate::domain::Language;
use crate::services::pull::stream::{Line, Stream};
use crate::services::pull::{self, PullRequest, Segments};
use crate::services::sessions;
use crate::store::Conn;
use actix_web::http::header::{AcceptEncoding, CONTENT_ENCODING, Encoding, Header, VARY};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, post};
use futures_util::stream;
use serde_json::json;
use std::convert::Infallible;

const LINES: &str = "application/x-ndjson";

/// Stream a first sync
///
/// The changes of a pull as lines, without an end in between: for a device that holds nothing yet,
/// or has been away for long. Each line is one object: first `{"reset": ...}`, then changes by
/// ledger as in a pull's answer, and after every few thousand changes a line with the `cursor` up
/// to which all lines belong. Store what came before it together with it; a stream that breaks is
/// taken up again from the last cursor, by a stream or a pull. With `Accept-Encoding: zstd` the lines
/// come as they are kept, compressed once for all.
#[utoipa::path(tag = "sync", request_body = PullRequest, security(("bearer" = [])),
    responses((status = 200, body = Line, content_type = "application/x-ndjson", description = "One line after the other"),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[post("/sync/stream")]
pub async fn stream_changes(
    caller: Caller,
    language: Language,
    request: Body<PullRequest>,
    segments: Data<Segments>,
    db: Db,
    http: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let begin = Stream::read(request.0)?;
    let source = Source { caller, db, segments, language, is_zstd: takes_zstd(&http) };
    // A stream that cannot begin is a problem like any other.
    let (first, next, reader) = source.step(begin).await?;
    reader.enter(&http);
    let mut answer = HttpResponse::Ok();
    answer.content_type(LINES).insert_header((VARY, "Accept-Encoding"));
    if source.is_zstd {
        answer.insert_header((CONTENT_ENCODING, "zstd"));
    }
    let rest = stream::unfold((source, Some(first), next), |(source, ready, next)| async move {
        match (ready, next) {
            (Some(ready), next) => Some((Ok::<_, Infallible>(ready), (source, None, next))),
            (None, Some(next)) => {
                let step = source.step(next).await.map(|(bytes, next, _)| (bytes, next));
                let (bytes, next) = step.unwrap_or_else(|problem| (source.end(problem), None));
                Some((Ok(bytes), (source, None, next)))
            }
            (None, None) => None,
        }
    });
    Ok(answer.streaming(rest))
}

fn takes_zstd(request: &HttpRequest) -> bool {
    let ours = [Encoding::zstd(), Encoding::gzip(), Encoding::identity()];
    let accepted = AcceptEncoding::parse(request).ok();
    accepted.and_then(|accepted| accepted.negotiate(ours.iter())).is_some_and(|chosen| chosen == Encoding::zstd())
}

/// Where the steps come from.
struct Source {
    caller: Caller,
    db: Db,
    segments: Data<Segments>,
    language: Language,
    is_zstd: bool,
}

impl Source {
    /// The bytes of the next step, where the stream goes on, and who reads it.
    async fn step(&self, stream: Stream) -> Result<(Bytes, Option<Stream>, Reader), Problem> {
        let (claims, segments, is_zstd) = (self.caller.claims()?, self.segments.clone(), self.is_zstd);
        let read = move |conn: &mut Conn| {
            let now = clock::now();
            let present = sessions::present(conn, &claims, now)?;
            let step = stream.step(conn, &present, &segments, now)?;
            let bytes = if is_zstd { step.frames() } else { step.text()? };
            Ok((bytes, step.next, step.keep, Reader::of(&present.subject)))
        };
        let (bytes, next, keep, reader) = self.db.read(read).await?;
        if let Some(keep) = keep {
            self.db.write(move |conn| pull::keep(conn, &keep)).await?;
        }
        Ok((Bytes::from(bytes), next, reader))
    }

    /// The last line of a stream that breaks.
    fn end(&self, problem: Problem) -> Bytes {
        let line = format!("{}\n", json!({ "problem": problem.told_in(self.language) }));
        let framed = if self.is_zstd { pull::frame(&line).unwrap_or_default() } else { line.into_bytes() };
        Bytes::from(framed)
    }
}
