//! For whoever watches over the process: does it live, can it work?
use super::db::Db;
use super::problem::Problem;
use crate::store::pulse;
use actix_web::get;
use actix_web::web::Json;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`: what is not well answers with a problem, or not at all.
    #[schema(example = "ok")]
    status: &'static str,
}

const OK: Json<Health> = Json(Health { status: "ok" });

/// Does the server live?
#[utoipa::path(tag = "health", responses((status = 200, description = "The server lives", body = Health)))]
#[get("/health/live")]
pub async fn check_liveness() -> Json<Health> {
    OK
}

/// Can the server work?
///
/// Asks the database; 503 says that traffic should go elsewhere for a while.
#[utoipa::path(tag = "health", responses(
    (status = 200, description = "The server works", body = Health),
    (status = "5XX", response = Problem)))]
#[get("/health/ready")]
pub async fn check_readiness(db: Db) -> Result<Json<Health>, Problem> {
    db.look(|conn| Ok(pulse::beat(conn)?)).await?;
    Ok(OK)
}
