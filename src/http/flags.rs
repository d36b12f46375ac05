//! Flag rounds: tried, computed, computed again.
use super::db::Db;
use super::problem::Problem;
use super::{acting, clock, etag};
use crate::domain::RecordId;
use crate::domain::scope::Subject;
use crate::services::flags::{self, FlagRecomputation, FlagTrial};
use actix_web::http::StatusCode;
use actix_web::web::{Json, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use std::sync::Arc;

/// Try a flag round
///
/// What the round would be, computed from what the ledgers hold now, with the reason of every
/// flag. Nothing is written.
#[utoipa::path(tag = "flags", params(("id" = RecordId, Path, description = "The round")), security(("bearer" = [])),
    responses((status = 200, description = "The flags, and all that they were computed from", body = FlagTrial),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/flag-rounds/{id}/dry-run")]
pub async fn try_flag_round(subject: Subject, id: Path<RecordId>, db: Db) -> Result<Json<FlagTrial>, Problem> {
    Ok(Json(db.read(move |conn| flags::try_round(conn, &subject, *id, clock::now())).await?))
}

/// Compute a flag round
///
/// Does the round's act `compute`, whose body the server makes from the ledgers: flags are never
/// typed in. Who computed a round does not confirm it. `If-Match` as with every act on a record.
#[utoipa::path(tag = "flags", security(("bearer" = [])),
    params(("id" = RecordId, Path, description = "The round"),
        ("If-Match" = String, Header, description = "The round's ETag, or *")),
    responses((status = 200, description = "The round as computed; `ETag` is set", body = Object),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[post("/flag-rounds/{id}/computation")]
pub async fn compute_flag_round(
    subject: Subject,
    id: Path<RecordId>,
    request: HttpRequest,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let (subject, seen) = (Arc::new(subject), etag::seen(&request)?);
    let acted = db.write(move |conn| flags::compute(conn, &subject, *id, seen, clock::now())).await?;
    Ok(acting::answer(StatusCode::OK, &acted))
}

/// Recompute a flag round
///
/// Computes it again from what the ledgers held then: the same inputs give the same round. Tells
/// where they do not.
#[utoipa::path(tag = "flags", params(("id" = RecordId, Path, description = "The round")), security(("bearer" = [])),
    responses((status = 200, description = "Whether the round is as its inputs make it", body = FlagRecomputation),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/flag-rounds/{id}/recomputation")]
pub async fn recompute_flag_round(
    subject: Subject,
    id: Path<RecordId>,
    db: Db,
) -> Result<Json<FlagRecomputation>, Problem> {
    Ok(Json(db.read(move |conn| flags::recompute(conn, &subject, *id)).await?))
}
