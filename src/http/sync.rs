//! Sync: what devices did goes up, what they may see comes down.
use super::body::Body;
use super::clock;
use super::db::Db;
use super::language;
use super::limits::{NEXT_POLL, Pace};
use super::problem::Problem;
use super::session::Caller;
use super::witness::Reader;
use crate::domain::Language;
use crate::domain::act::PushBatch;
use crate::domain::scope::Subject;
use crate::services::Failure;
use crate::services::inbox::held;
use crate::services::pull::{self, Pull, PullAnswer, PullRequest, Texts};
use crate::services::push::{Batch, Lanes, PushAnswer, Sent};
use crate::services::sessions;
use crate::services::verify::{self, Verify, VerifyAnswer, VerifyRequest};
use crate::store::{Bell, Conn};
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, post};
use std::sync::Arc;

/// Push acts
///
/// Applies a device's acts in order, each exactly once, and answers for each of them. Every
/// result consumes its act: what was not applied stands in the inbox and is never to be sent
/// again. Safe to retry, also when the next batch is cut differently. A request that is answered
/// with a problem consumed nothing. The body may be sent with `Content-Encoding: gzip` or `zstd`;
/// decoded it has at most 1 MiB.
#[utoipa::path(tag = "sync", request_body = PushBatch, security(("bearer" = [])),
    responses((status = 200, body = PushAnswer, description = "One result for each act, in order"),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[post("/sync/push")]
pub async fn push_acts(
    subject: Subject,
    language: Language,
    batch: Body<PushBatch>,
    lanes: Data<Lanes>,
    bell: Data<Bell>,
) -> Result<HttpResponse, Problem> {
    let batch = Batch::prepare(&subject, batch.0)?;
    let answer = lanes.push(Sent { subject: Arc::new(subject), batch }).await?;
    if held::concerns(&answer) {
        bell.ring();
    }
    Ok(language::json(&answer.told_in(language), language))
}

/// Pull changes
///
/// Tells a device what to hold and what to forget, so that it holds exactly what its user may
/// see now. Repeat while `has_more`; then every ledger's digest must agree with what is held.
#[utoipa::path(tag = "sync", request_body = PullRequest, security(("bearer" = [])),
    responses((status = 200, body = PullAnswer, description = "The changes since the cursor",
            headers(("Next-Poll" = u64, description = "Seconds after which to ask again where nothing pokes; at once while `has_more`"))),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[post("/sync/pull")]
pub async fn pull_changes(
    caller: Caller,
    request: Body<PullRequest>,
    pace: Data<Pace>,
    texts: Data<Texts>,
    db: Db,
    http: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (claims, wanted, now) = (caller.claims()?, Pull::read(request.0)?, clock::now());
    let read = move |conn: &mut Conn| {
        let present = sessions::present(conn, &claims, now)?;
        let pulled = pull::pull(conn, &present, &wanted, &texts, now)?;
        Ok::<_, Failure>((pulled, Reader::of(&present.subject)))
    };
    let (pulled, reader) = db.read(read).await?;
    reader.enter(&http);
    if let Some(keep) = pulled.keep {
        db.write(move |conn| pull::keep(conn, &keep)).await?;
    }
    let next_poll = (NEXT_POLL, pace.next_poll());
    Ok(HttpResponse::Ok().insert_header(next_poll).content_type("application/json").body(pulled.json))
}

/// Verify what is held
///
/// A device that suspects its own store tells digests, then the buckets of what differs, then asks for
/// lists of these buckets, and at last for the records themselves: it is mended without a full
/// re-sync. A record's bucket is the last byte of its id (two hexadecimal digits). Pull until there is
/// no more before the first question; the cursor stays as it is.
#[utoipa::path(tag = "sync", request_body = VerifyRequest, security(("bearer" = [])),
    responses((status = 200, body = VerifyAnswer, description = "What differs, and what was asked for"),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[post("/sync/verify")]
pub async fn verify_held(
    subject: Subject,
    request: Body<VerifyRequest>,
    db: Db,
) -> Result<Json<VerifyAnswer>, Problem> {
    let asked = Verify::prepare(&subject, request.0)?;
    Ok(Json(db.read(move |conn| verify::verify(conn, &subject, &asked)).await?))
}
