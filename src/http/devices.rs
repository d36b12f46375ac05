//! Devices: everybody sees and revokes its own, administrators those of their people.
use super::clock;
use super::db::Db;
use super::page::Limit;
use super::problem::Problem;
use crate::domain::scope::Subject;
use crate::domain::{DeviceId, PersonId};
use crate::services::devices::{self, DevicePage};
use actix_web::web::{Json, Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DevicesAfter {
    /// For administrators: whose devices; one's own if left out.
    #[serde(default)]
    person: Option<PersonId>,
    /// `next` of the page before.
    #[serde(default)]
    after: Option<DeviceId>,
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
}

/// List devices
#[utoipa::path(tag = "devices", params(DevicesAfter), security(("bearer" = [])),
    responses((status = 200, description = "A page of devices", body = DevicePage), (status = "4XX", response = Problem)))]
#[get("/devices")]
pub async fn list_devices(subject: Subject, query: Query<DevicesAfter>, db: Db) -> Result<Json<DevicePage>, Problem> {
    let DevicesAfter { person, after, limit } = query.into_inner();
    let after = after.unwrap_or(DeviceId::NIL);
    Ok(Json(db.read(move |conn| devices::list(conn, &subject, person, after, limit.get())).await?))
}

/// Revoke device
///
/// A lost phone: its sessions end at once, and it cannot sign in again.
#[utoipa::path(tag = "devices", params(("id" = DeviceId, Path, description = "The device")), security(("bearer" = [])),
    responses((status = 204, description = "The device is revoked"), (status = "4XX", response = Problem)))]
#[post("/devices/{id}/revoke")]
pub async fn revoke_device(subject: Subject, id: Path<DeviceId>, db: Db) -> Result<HttpResponse, Problem> {
    db.write(move |conn| devices::revoke(conn, &subject, *id, clock::now())).await?;
    Ok(HttpResponse::NoContent().finish())
}
