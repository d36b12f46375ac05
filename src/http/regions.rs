//! Regions: whoever has signed in may read them, administrators keep them.
use super::body::Body;
use super::clock;
use super::db::Db;
use super::page::Limit;
use super::problem::Problem;
use crate::domain::access::AdminGrant;
use crate::domain::scope::Subject;
use crate::domain::{NATION, Region, RegionCode, RegionId};
use crate::services::regions::{self, Closing, NewLocalRegion, Recode, RegionPage, RegionWithHistory};
use actix_web::web::{Json, Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RegionsBelow {
    /// A code of the region above; the nation when left out.
    #[serde(default)]
    parent: Option<RegionCode>,
    /// `next` of the page before.
    #[serde(default)]
    after: Option<RegionId>,
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
}

/// List regions
///
/// Those directly below one region, by id.
#[utoipa::path(tag = "regions", params(RegionsBelow), security(("bearer" = [])),
    responses((status = 200, description = "A page of regions", body = RegionPage), (status = "4XX", response = Problem)))]
#[get("/regions")]
pub async fn list_regions(_: Subject, query: Query<RegionsBelow>, db: Db) -> Result<Json<RegionPage>, Problem> {
    let RegionsBelow { parent, after, limit } = query.into_inner();
    let after = after.unwrap_or(NATION);
    Ok(Json(db.read(move |conn| regions::list(conn, parent.as_ref(), after, limit.get())).await?))
}

/// Create region
///
/// A local code for what has no official one, such as a functional zone, below a region of the administrator's.
#[utoipa::path(tag = "regions", request_body = NewLocalRegion, security(("bearer" = [])),
    responses((status = 201, description = "The new region", body = Region), (status = "4XX", response = Problem)))]
#[post("/regions")]
pub async fn create_region(grant: AdminGrant, request: Body<NewLocalRegion>, db: Db) -> Result<HttpResponse, Problem> {
    let new = db.write(move |conn| regions::create(conn, &grant, request.0, clock::now())).await?;
    Ok(HttpResponse::Created().insert_header(("Location", format!("/v1/regions/{}", new.code))).json(new))
}

/// Get region
///
/// By the code that it has, or by one that it had, with its history.
#[utoipa::path(tag = "regions", params(("code" = RegionCode, Path, description = "A code that names or named it")),
    security(("bearer" = [])),
    responses((status = 200, description = "The region", body = RegionWithHistory), (status = "4XX", response = Problem)))]
#[get("/regions/{code}")]
pub async fn get_region(_: Subject, code: Path<RegionCode>, db: Db) -> Result<Json<RegionWithHistory>, Problem> {
    Ok(Json(db.read(move |conn| regions::find(conn, &code)).await?))
}

/// Recode region
///
/// Another code from a day on. The region's identity, its ledger and its numbers stay; the old code still finds it.
#[utoipa::path(tag = "regions", params(("code" = RegionCode, Path, description = "A code that names it")),
    request_body = Recode, security(("bearer" = [])),
    responses((status = 200, description = "The region with its new code", body = Region), (status = "4XX", response = Problem)))]
#[post("/regions/{code}/recode")]
pub async fn recode_region(
    grant: AdminGrant,
    code: Path<RegionCode>,
    request: Body<Recode>,
    db: Db,
) -> Result<Json<Region>, Problem> {
    Ok(Json(db.write(move |conn| regions::recode(conn, &grant, &code, &request.0, clock::now())).await?))
}

/// Close region
///
/// For mergers, splits and dissolutions: no new record is made in it; its ledger stays readable.
#[utoipa::path(tag = "regions", params(("code" = RegionCode, Path, description = "A code that names it")),
    request_body = Closing, security(("bearer" = [])),
    responses((status = 200, description = "The region, ended", body = Region), (status = "4XX", response = Problem)))]
#[post("/regions/{code}/close")]
pub async fn close_region(
    grant: AdminGrant,
    code: Path<RegionCode>,
    request: Body<Closing>,
    db: Db,
) -> Result<Json<Region>, Problem> {
    Ok(Json(db.write(move |conn| regions::close(conn, &grant, &code, &request.0, clock::now())).await?))
}
