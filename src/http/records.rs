//! Records, read: one, its history, what may be done on it now.
use super::clock;
use super::db::Db;
use super::etag;
use super::measures::as_of;
use super::page::Limit;
use super::problem::Problem;
use super::query::Parameters;
use super::witness::Counted;
use crate::domain::posting::Clock;
use crate::domain::scope::Subject;
use crate::domain::{Instant, RecordId};
use crate::services::records::{self, HistoryPage, Include, OpenActs, RecordItem};
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG};
use actix_web::web::{Json, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;
use utoipa::IntoParams;

/// May be kept by the one who asked, and is asked for anew each time.
const REVALIDATED: &str = "private, no-cache";

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RecordQuery {
    /// As it stood at this moment, which has passed; as it stands now where left out.
    as_of: Option<Instant>,
    /// `received` where left out: what the server had learned by then. `claimed`: what had been done
    /// by then, as its authors say.
    #[param(inline)]
    as_of_clock: Option<Clock>,
}

/// Get a record
///
/// As it stands, if the person may see it; else it is as if it were not there. With the record's
/// `ETag` in `If-None-Match` the answer is 304 as long as nothing has changed. With `as_of` it is made
/// again from its entries, as it stood then; who may see it now may see that.
#[utoipa::path(tag = "records", security(("bearer" = [])),
    params(("id" = RecordId, Path, description = "The record"), RecordQuery,
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the record as the caller has it")),
    responses((status = 200, description = "The record; `ETag` is set", body = RecordItem),
        (status = 304, description = "The record is as the caller has it"),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/records/{id}")]
pub async fn get_record(
    subject: Subject,
    id: Path<RecordId>,
    query: Parameters<RecordQuery>,
    request: HttpRequest,
    db: Db,
) -> Result<Counted<HttpResponse>, Problem> {
    let then = as_of(query.0.as_of, query.0.as_of_clock)?;
    let work = move |conn: &mut _| match then {
        None => records::one(conn, &subject, *id),
        Some(then) => records::one_as_of(conn, &subject, *id, then, clock::now()),
    };
    let found = db.read(work).await?;
    let tag = etag::of(found.rev, &found.hash);
    let mut answer = HttpResponse::Ok();
    answer.insert_header((ETAG, tag.to_string())).insert_header((CACHE_CONTROL, REVALIDATED));
    Ok(match etag::is_held(&request, &tag)? {
        true => Counted::new(0, answer.status(StatusCode::NOT_MODIFIED).finish()),
        false => Counted::new(1, answer.content_type("application/json").body(found.json)),
    })
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// The `next` of the page before: a revision.
    #[serde(default, deserialize_with = "super::page::revision")]
    #[param(value_type = Option<i64>, minimum = 0)]
    after: i64,
    /// At most 200; 50 where left out.
    #[serde(default, deserialize_with = "Limit::from_text")]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
    /// `bytes`: the entries' canonical bytes too.
    #[param(inline)]
    include: Option<Include>,
}

/// Get a record's history
///
/// Every act that was done on it, the first one first: who, when, what was sent, what the server
/// decided, and where it stands. Who may see a record may see its whole history.
#[utoipa::path(tag = "records", params(("id" = RecordId, Path, description = "The record"), HistoryQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of acts", body = HistoryPage),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/records/{id}/history")]
pub async fn get_history(
    subject: Subject,
    id: Path<RecordId>,
    query: Parameters<HistoryQuery>,
    db: Db,
) -> Result<Counted<Json<HistoryPage>>, Problem> {
    let HistoryQuery { after, limit, include } = query.0;
    let page = db.read(move |conn| records::history(conn, &subject, *id, after, limit.get(), include)).await?;
    Ok(Counted::new(page.items.len() as i64, Json(page)))
}

/// List open acts
///
/// The acts that this person may do on the record now: its state and its rules let them begin, and
/// one of the person's duties does them. An act may still be refused for what its body says.
#[utoipa::path(tag = "records", params(("id" = RecordId, Path, description = "The record")), security(("bearer" = [])),
    responses((status = 200, description = "The open acts", body = OpenActs),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/records/{id}/acts")]
pub async fn list_open_acts(subject: Subject, id: Path<RecordId>, db: Db) -> Result<Json<OpenActs>, Problem> {
    Ok(Json(db.read(move |conn| records::open_acts(conn, &subject, *id, clock::now())).await?))
}
