//! Programmes: how far their tasks and indicators have come.
use super::clock;
use super::db::Db;
use super::problem::Problem;
use super::query::Parameters;
use crate::domain::scope::Subject;
use crate::domain::{Day, RecordId, RegionCode};
use crate::services::measures::Measures;
use crate::services::programs::{self, ProgramProgress};
use crate::services::reports::Held;
use crate::services::territories::Territories;
use crate::store::Conn;
use actix_web::get;
use actix_web::web::{Data, Json, Path};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProgressQuery {
    /// The programme's own region, or one below it; any code that the region has or had. Where left out,
    /// its own.
    region: Option<RegionCode>,
    /// The day that is asked for; today, where left out.
    on: Option<Day>,
}

/// Get a programme's progress
///
/// Its tasks by plan: done, underway, overdue. Its indicators with value and target, for the region and
/// those below it: `computed` by the indicator's formula from the records that the person sees, or
/// `manual`, read by hand. One does not override the other: both are told.
#[utoipa::path(tag = "programs", params(("id" = RecordId, Path, description = "The programme"), ProgressQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "How far it has come", body = ProgramProgress),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/programs/{id}/progress")]
pub async fn get_program_progress(
    subject: Subject,
    id: Path<RecordId>,
    query: Parameters<ProgressQuery>,
    measures: Data<Measures>,
    territories: Data<Territories>,
    db: Db,
) -> Result<Json<ProgramProgress>, Problem> {
    let ProgressQuery { region, on } = query.0;
    let on = on.unwrap_or_else(|| clock::now().day());
    let work = move |conn: &mut Conn| {
        let held = Held { measures: &measures, territories: &territories };
        programs::progress(conn, held, &subject, *id, region.as_ref(), on)
    };
    Ok(Json(db.read(work).await?))
}
