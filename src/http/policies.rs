//! Policies: the limits of a region, read by whoever has signed in, set by who governs it.
use super::body::Body;
use super::clock;
use super::db::Db;
use super::page::Limit;
use super::problem::Problem;
use crate::domain::access::PolicyGrant;
use crate::domain::scope::Subject;
use crate::domain::{Day, RegionCode};
use crate::services::index::Index;
use crate::services::policies::{self, EffectivePolicy, NewPolicy, PolicyTrial, PolicyVersion, PolicyVersionPage};
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OnDay {
    /// The day that is asked about; today when left out.
    #[serde(default)]
    on: Option<Day>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct VersionsAfter {
    /// `next` of the page before.
    #[serde(default)]
    after: u32,
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
}

/// Get policy
///
/// The limits that hold in a region on a day: each from the nearest region above that names it,
/// and from which version.
#[utoipa::path(tag = "policies", params(("code" = RegionCode, Path, description = "A code that names or named the region"), OnDay),
    security(("bearer" = [])),
    responses((status = 200, description = "The policy in force", body = EffectivePolicy), (status = "4XX", response = Problem)))]
#[get("/policies/{code}")]
pub async fn get_policy(
    _: Subject,
    code: Path<RegionCode>,
    query: Query<OnDay>,
    db: Db,
) -> Result<Json<EffectivePolicy>, Problem> {
    let day = query.on.unwrap_or_else(|| clock::now().day());
    Ok(Json(db.read(move |conn| policies::effective(conn, &code, day)).await?))
}

/// List policy versions
///
/// What one region itself has set, version by version. A version is never altered; of those that
/// have begun, the highest holds.
#[utoipa::path(tag = "policies", params(("code" = RegionCode, Path, description = "A code that names or named the region"), VersionsAfter),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of versions", body = PolicyVersionPage), (status = "4XX", response = Problem)))]
#[get("/policies/{code}/versions")]
pub async fn list_policy_versions(
    _: Subject,
    code: Path<RegionCode>,
    query: Query<VersionsAfter>,
    db: Db,
) -> Result<Json<PolicyVersionPage>, Problem> {
    let VersionsAfter { after, limit } = query.into_inner();
    Ok(Json(db.read(move |conn| policies::versions(conn, &code, after, limit.get())).await?))
}

/// Set policy
///
/// A region's next version, by a territorial manager of county level or above whose region it is or
/// lies in. It holds from a day on, today or later; a push is judged by what holds on the day of its receipt.
#[utoipa::path(tag = "policies", params(("code" = RegionCode, Path, description = "A code that names or named the region")),
    request_body = NewPolicy, security(("bearer" = [])),
    responses((status = 201, description = "The new version", body = PolicyVersion), (status = "4XX", response = Problem)))]
#[post("/policies/{code}")]
pub async fn set_policy(
    grant: PolicyGrant,
    code: Path<RegionCode>,
    request: Body<NewPolicy>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let new = db.write(move |conn| policies::set(conn, &grant, &code, request.0, clock::now())).await?;
    Ok(HttpResponse::Created().json(new))
}

/// Try a policy
///
/// What a region's next version would do on its first day, without setting it: which limits would change
/// for how many regions, which regions keep a value of their own, and how many warnings over the open
/// records in the person's sight would appear or vanish.
#[utoipa::path(tag = "policies", params(("code" = RegionCode, Path, description = "A code that names or named the region")),
    request_body = NewPolicy, security(("bearer" = [])),
    responses((status = 200, description = "What would change", body = PolicyTrial), (status = "4XX", response = Problem),
        (status = "5XX", response = Problem)))]
#[post("/policies/{code}/dry-run")]
pub async fn try_policy(
    grant: PolicyGrant,
    subject: Subject,
    code: Path<RegionCode>,
    request: Body<NewPolicy>,
    index: Data<Index>,
    db: Db,
) -> Result<Json<PolicyTrial>, Problem> {
    let (index, now) = (index.into_inner(), clock::now());
    let tried = db.read(move |conn| policies::dry_run(conn, &index, (&grant, &subject), &code, request.0, now));
    Ok(Json(tried.await?))
}
