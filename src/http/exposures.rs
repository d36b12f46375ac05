//! Exposures: lists that were published, for everybody who has signed in.
use super::db::Db;
use super::page::Limit;
use super::problem::Problem;
use super::query::Parameters;
use crate::domain::scope::Subject;
use crate::domain::{RecordId, RegionCode};
use crate::services::exposures::{self, ExposurePage, Place, PublishedExposure};
use actix_web::get;
use actix_web::web::{Json, Path};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExposuresQuery {
    /// Published in this region's subtree; any code that the region has or had.
    region: Option<RegionCode>,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most 200; 50 where left out.
    #[serde(default, deserialize_with = "Limit::from_text")]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
}

/// List exposures
///
/// The published lists of enterprises that broke the law, the newest first. Drafts are records, for
/// those who see the ledger.
#[utoipa::path(tag = "exposures", params(ExposuresQuery), security(("bearer" = [])),
    responses((status = 200, description = "A page of lists, without their items", body = ExposurePage),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/exposures")]
pub async fn list_exposures(
    _: Subject,
    query: Parameters<ExposuresQuery>,
    db: Db,
) -> Result<Json<ExposurePage>, Problem> {
    let ExposuresQuery { region, after, limit } = query.0;
    let after = after.map(|text| text.parse::<Place>()).transpose()?;
    Ok(Json(db.read(move |conn| exposures::list(conn, region.as_ref(), after, limit.get())).await?))
}

/// Get an exposure
///
/// A published list with its items. What was corrected or taken back is shown as that.
#[utoipa::path(tag = "exposures", params(("id" = RecordId, Path, description = "The list")), security(("bearer" = [])),
    responses((status = 200, description = "The list", body = PublishedExposure),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/exposures/{id}")]
pub async fn get_exposure(_: Subject, id: Path<RecordId>, db: Db) -> Result<Json<PublishedExposure>, Problem> {
    Ok(Json(db.read(move |conn| exposures::one(conn, *id)).await?))
}
