//! Acts done online: a new record, an act on one.
use super::body::Body;
use super::db::Db;
use super::problem::Problem;
use super::{clock, etag};
use crate::domain::scope::Subject;
use crate::domain::{ActId, RecordId};
use crate::services::push::online::{self, Acted, NewAct, NewRecord};
use crate::store::Bell;
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use std::sync::Arc;

/// The most characters of an `Idempotency-Key`.
const LONGEST_KEY: usize = 200;

/// Create a record
///
/// Does the act that makes a record: `report` of a hazard, `register` of an enterprise. With an
/// `Idempotency-Key` the same request may be sent again: the record is made once.
#[utoipa::path(tag = "records", request_body = NewRecord, security(("bearer" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Up to 200 characters; the same key is the same act")),
    responses((status = 201, description = "The record; `Location` and `ETag` are set", body = Object),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[post("/records")]
pub async fn create_record(
    subject: Subject,
    request: HttpRequest,
    new: Body<NewRecord>,
    bell: Data<Bell>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let id = act_id(&subject, &request)?;
    let subject = Arc::new(subject);
    let acted = db.write(move |conn| online::create(conn, &subject, id, new.0, clock::now())).await?;
    bell.ring();
    Ok(answer(StatusCode::CREATED, &acted))
}

/// Act on a record
///
/// `If-Match` names the state of the record that the caller saw: without it 428, with another
/// one 412 and the record as it stands. A refusal tells its `reason`, the record's `state` and the
/// `open_acts` of this person.
#[utoipa::path(tag = "records", request_body = NewAct, security(("bearer" = [])),
    params(("id" = RecordId, Path), ("If-Match" = String, Header, description = "The record's ETag, or *"),
        ("Idempotency-Key" = Option<String>, Header, description = "Up to 200 characters; the same key is the same act")),
    responses((status = 200, description = "The record as the act left it; `ETag` is set", body = Object),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[post("/records/{id}/acts")]
pub async fn act_on_record(
    subject: Subject,
    record: Path<RecordId>,
    request: HttpRequest,
    new: Body<NewAct>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let (id, seen) = (act_id(&subject, &request)?, etag::seen(&request)?);
    let (subject, on) = (Arc::new(subject), record.into_inner());
    let acted = db.write(move |conn| online::act(conn, &subject, id, on, new.0, seen, clock::now())).await?;
    Ok(answer(StatusCode::OK, &acted))
}

fn act_id(subject: &Subject, request: &HttpRequest) -> Result<ActId, Problem> {
    let Some(key) = request.headers().get("idempotency-key") else {
        return Ok(online::act_id(subject.person, None));
    };
    let key = key.to_str().ok().filter(|key| (1..=LONGEST_KEY).contains(&key.len()));
    let key = key.ok_or_else(|| Problem::bad_request("Idempotency-Key", "1 to 200 visible ASCII characters"))?;
    Ok(online::act_id(subject.person, Some(key)))
}

/// The stored document, with where it came from in headers.
pub(super) fn answer(status: StatusCode, acted: &Acted) -> HttpResponse {
    let Acted { record, act_id, is_repeated } = acted;
    HttpResponse::build(status)
        .insert_header((ETAG, etag::of(record.rev, &record.hash).to_string()))
        .insert_header((LOCATION, format!("/v1/records/{}", record.id)))
        .insert_header(("X-Act-Id", act_id.to_string()))
        .insert_header(("Idempotency-Replayed", if *is_repeated { "true" } else { "false" }))
        .content_type("application/json")
        .body(record.document.clone())
}
