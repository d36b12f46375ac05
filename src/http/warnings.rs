//! Warnings: what is due soon or overdue, and before whom it is.
use super::clock;
use super::db::Db;
use super::page::Limit;
use super::problem::Problem;
use super::query::Parameters;
use super::witness::Counted;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::scope::Subject;
use crate::domain::search::Flag;
use crate::domain::{RecordId, RegionCode};
use crate::services::index::Index;
use crate::services::records::{self, Asked, Warned, WarningPage};
use actix_web::get;
use actix_web::web::{Data, Json, Path};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WarningsQuery {
    /// In this region's subtree; any code that the region has or had.
    region: Option<RegionCode>,
    /// `true`: only what is addressed to this person.
    #[param(value_type = Option<bool>)]
    yours: Option<Flag>,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most so many records are looked at: 200, or 50 where left out.
    #[serde(default, deserialize_with = "Limit::from_text")]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
}

impl WarningsQuery {
    fn asked(self) -> Result<Asked, Fault> {
        let place = |opaque: &String| {
            let bad = |bad: crate::domain::search::BadSearch| Fault::new(FaultCode::BadRequest, bad.to_string());
            records::WARNING_ORDER.read(opaque).map_err(|error| bad(error).at("after"))
        };
        Ok(Asked {
            region: self.region,
            is_yours: self.yours.is_some_and(|flag| flag.0),
            after: self.after.as_ref().map(place).transpose()?,
            limit: self.limit.get(),
        })
    }
}

/// Get a record's warnings
///
/// What of it is due soon or overdue today, by the policy of its region, who has to do it, and how far
/// up the warning has climbed.
#[utoipa::path(tag = "records", params(("id" = RecordId, Path, description = "The record")), security(("bearer" = [])),
    responses((status = 200, description = "The warnings, maybe none", body = Warned),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/records/{id}/warnings")]
pub async fn get_warnings(subject: Subject, id: Path<RecordId>, db: Db) -> Result<Counted<Json<Warned>>, Problem> {
    let today = clock::now().day();
    Ok(Counted::new(1, Json(db.read(move |conn| records::warnings(conn, &subject, *id, today)).await?)))
}

/// List warnings
///
/// Of all records that the person sees, those of which something is due soon or overdue today, what is
/// due first coming first.
#[utoipa::path(tag = "records", params(WarningsQuery), security(("bearer" = [])),
    responses((status = 200, description = "A page of records with their warnings", body = WarningPage),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/warnings")]
pub async fn list_warnings(
    subject: Subject,
    query: Parameters<WarningsQuery>,
    index: Data<Index>,
    db: Db,
) -> Result<Counted<Json<WarningPage>>, Problem> {
    let (asked, index, today) = (query.0.asked()?, index.into_inner(), clock::now().day());
    let page = db.read(move |conn| records::list_warnings(conn, &index, &subject, &asked, today)).await?;
    Ok(Counted::new(page.items.len() as i64, Json(page)))
}
