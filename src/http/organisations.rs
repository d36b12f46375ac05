//! Organisations: for administrators, inside their regions.
use super::body::Body;
use super::clock;
use super::db::Db;
use super::page::Limit;
use super::problem::Problem;
use crate::domain::OrganisationId;
use crate::domain::access::AdminGrant;
use crate::services::organisations::{self, NewOrganisation, OrganisationPage, OrganisationView};
use actix_web::web::{Json, Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OrganisationsAfter {
    /// `next` of the page before.
    #[serde(default)]
    after: Option<OrganisationId>,
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
}

/// List organisations
///
/// Those of the administrator's regions, by id.
#[utoipa::path(tag = "organisations", params(OrganisationsAfter), security(("bearer" = [])),
    responses((status = 200, description = "A page of organisations", body = OrganisationPage), (status = "4XX", response = Problem)))]
#[get("/organisations")]
pub async fn list_organisations(
    grant: AdminGrant,
    query: Query<OrganisationsAfter>,
    db: Db,
) -> Result<Json<OrganisationPage>, Problem> {
    let OrganisationsAfter { after, limit } = query.into_inner();
    let after = after.unwrap_or(OrganisationId::NIL);
    Ok(Json(db.read(move |conn| organisations::list(conn, &grant, after, limit.get())).await?))
}

/// Create organisation
///
/// An enterprise, a department or a territorial body in one of the administrator's regions.
#[utoipa::path(tag = "organisations", request_body = NewOrganisation, security(("bearer" = [])),
    responses((status = 201, description = "The new organisation", body = OrganisationView), (status = "4XX", response = Problem)))]
#[post("/organisations")]
pub async fn create_organisation(
    grant: AdminGrant,
    request: Body<NewOrganisation>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let new = db.write(move |conn| organisations::create(conn, &grant, request.0, clock::now())).await?;
    Ok(HttpResponse::Created().insert_header(("Location", format!("/v1/organisations/{}", new.id))).json(new))
}

/// Get organisation
#[utoipa::path(tag = "organisations", params(("id" = OrganisationId, Path, description = "The organisation")),
    security(("bearer" = [])),
    responses((status = 200, description = "The organisation", body = OrganisationView), (status = "4XX", response = Problem)))]
#[get("/organisations/{id}")]
pub async fn get_organisation(
    grant: AdminGrant,
    id: Path<OrganisationId>,
    db: Db,
) -> Result<Json<OrganisationView>, Problem> {
    Ok(Json(db.read(move |conn| organisations::find(conn, &grant, *id)).await?))
}
