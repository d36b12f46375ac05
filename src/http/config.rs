//! The limits of sync, told to whoever syncs.
use super::body::{ENCODINGS, MOST_BYTES};
use super::problem::Problem;
use crate::domain::scope::Subject;
use crate::services::config::SyncConfig;
use actix_web::get;
use actix_web::web::Json;

/// Get sync config
///
/// What a client must know before it syncs. Read it again once a day.
#[utoipa::path(tag = "sync", security(("bearer" = [])),
    responses((status = 200, description = "The limits of sync", body = SyncConfig), (status = "4XX", response = Problem)))]
#[get("/sync/config")]
pub async fn get_sync_config(_: Subject) -> Json<SyncConfig> {
    Json(SyncConfig::of(MOST_BYTES, ENCODINGS))
}
