//! People and their duties: for administrators, inside their regions.
use super::body::Body;
use super::clock;
use super::db::Db;
use super::page::Limit;
use super::problem::Problem;
use crate::domain::access::AdminGrant;
use crate::domain::{DutyId, PersonId};
use crate::services::duties::{self, DutyView, NewDuty};
use crate::services::people::{self, InvitedPerson, NewPerson, PersonPage, PersonWithDuties};
use crate::services::tokens::InvitationToken;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Json, Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PersonsAfter {
    /// `next` of the page before.
    #[serde(default)]
    after: Option<PersonId>,
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
}

/// List persons
///
/// Those of the administrator's regions, by id.
#[utoipa::path(tag = "persons", params(PersonsAfter), security(("bearer" = [])),
    responses((status = 200, description = "A page of persons", body = PersonPage), (status = "4XX", response = Problem)))]
#[get("/persons")]
pub async fn list_persons(grant: AdminGrant, query: Query<PersonsAfter>, db: Db) -> Result<Json<PersonPage>, Problem> {
    let PersonsAfter { after, limit } = query.into_inner();
    let after = after.unwrap_or(PersonId::NIL);
    Ok(Json(db.read(move |conn| people::list(conn, &grant, after, limit.get())).await?))
}

/// Create person
///
/// The answer has the one-time link's token, which is told only once: the person sets a password
/// with it within 24 hours.
#[utoipa::path(tag = "persons", request_body = NewPerson, security(("bearer" = [])),
    responses((status = 201, description = "The new person and its one-time link", body = InvitedPerson), (status = "4XX", response = Problem)))]
#[post("/persons")]
pub async fn create_person(grant: AdminGrant, request: Body<NewPerson>, db: Db) -> Result<HttpResponse, Problem> {
    let new = db.write(move |conn| people::create(conn, &grant, request.0, clock::now())).await?;
    let location = format!("/v1/persons/{}", new.person.id);
    Ok(HttpResponse::Created()
        .insert_header(("Location", location))
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(new))
}

/// Get person
///
/// With the duties that nobody has ended.
#[utoipa::path(tag = "persons", params(("id" = PersonId, Path, description = "The person")), security(("bearer" = [])),
    responses((status = 200, description = "The person and its duties", body = PersonWithDuties), (status = "4XX", response = Problem)))]
#[get("/persons/{id}")]
pub async fn get_person(grant: AdminGrant, id: Path<PersonId>, db: Db) -> Result<Json<PersonWithDuties>, Problem> {
    Ok(Json(db.read(move |conn| people::find(conn, &grant, *id)).await?))
}

/// Give duty
///
/// Acts at once. Nobody gives himself a duty.
#[utoipa::path(tag = "persons", params(("id" = PersonId, Path, description = "The person")), request_body = NewDuty,
    security(("bearer" = [])),
    responses((status = 201, description = "The new duty", body = DutyView), (status = "4XX", response = Problem)))]
#[post("/persons/{id}/duties")]
pub async fn give_duty(
    grant: AdminGrant,
    id: Path<PersonId>,
    request: Body<NewDuty>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let new = db.write(move |conn| duties::give(conn, &grant, *id, &request.0, clock::now())).await?;
    Ok(HttpResponse::Created().json(new))
}

/// End duty
///
/// Acts at once.
#[utoipa::path(tag = "persons", params(("id" = DutyId, Path, description = "The duty")), security(("bearer" = [])),
    responses((status = 204, description = "The duty has ended"), (status = "4XX", response = Problem)))]
#[post("/duties/{id}/end")]
pub async fn end_duty(grant: AdminGrant, id: Path<DutyId>, db: Db) -> Result<HttpResponse, Problem> {
    db.write(move |conn| duties::end(conn, &grant, *id, clock::now())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Reissue invitation
///
/// A new one-time link, for a person who lost the first one or the password; earlier links end.
#[utoipa::path(tag = "persons", params(("id" = PersonId, Path, description = "The person")), security(("bearer" = [])),
    responses((status = 201, description = "The new one-time link", body = InvitationToken), (status = "4XX", response = Problem)))]
#[post("/persons/{id}/invitation")]
pub async fn reissue_invitation(grant: AdminGrant, id: Path<PersonId>, db: Db) -> Result<HttpResponse, Problem> {
    let token = db.write(move |conn| people::reissue_invitation(conn, &grant, *id, clock::now())).await?;
    Ok(HttpResponse::Created().insert_header((CACHE_CONTROL, "no-store")).json(token))
}

/// Deactivate person
///
/// Locks a person out and ends all its sessions.
#[utoipa::path(tag = "persons", params(("id" = PersonId, Path, description = "The person")), security(("bearer" = [])),
    responses((status = 204, description = "The person is locked out"), (status = "4XX", response = Problem)))]
#[post("/persons/{id}/deactivate")]
pub async fn deactivate_person(grant: AdminGrant, id: Path<PersonId>, db: Db) -> Result<HttpResponse, Problem> {
    db.write(move |conn| people::deactivate(conn, &grant, *id, clock::now())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Activate person
///
/// Lets a deactivated person sign in again.
#[utoipa::path(tag = "persons", params(("id" = PersonId, Path, description = "The person")), security(("bearer" = [])),
    responses((status = 204, description = "The person may sign in"), (status = "4XX", response = Problem)))]
#[post("/persons/{id}/activate")]
pub async fn activate_person(grant: AdminGrant, id: Path<PersonId>, db: Db) -> Result<HttpResponse, Problem> {
    db.write(move |conn| people::activate(conn, &grant, *id, clock::now())).await?;
    Ok(HttpResponse::NoContent().finish())
}
