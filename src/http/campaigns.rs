//! Campaigns: the list of problems, the list of measures, and who is missing in both.
use super::clock;
use super::db::Db;
use super::page::Limit;
use super::problem::Problem;
use super::query::Parameters;
use crate::domain::RecordId;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::kind::campaign::MeasureState;
use crate::domain::scope::Subject;
use crate::domain::search::{BadSearch, Several, Token};
use crate::services::campaigns::{
    self, AskedProblems, CampaignCompleteness, CampaignMeasures, CampaignProblemPage, PROBLEM_ORDER,
};
use crate::services::index::Index;
use actix_web::get;
use actix_web::web::{Data, Json, Path};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CampaignProblemsQuery {
    /// In any of these states, joined by commas.
    #[param(value_type = Option<String>, example = "registered,rectifying")]
    state: Option<Several<Token>>,
    /// Of any of these categories, joined by commas.
    #[param(value_type = Option<String>, example = "P1,P2")]
    category: Option<Several<Token>>,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most 200; 50 where left out.
    #[serde(default, deserialize_with = "Limit::from_text")]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
}

impl CampaignProblemsQuery {
    fn asked(self) -> Result<AskedProblems, Fault> {
        let bad = |bad: BadSearch| Fault::new(FaultCode::BadRequest, bad.to_string()).at("after");
        let after = self.after.as_ref().map(|opaque| PROBLEM_ORDER.read(opaque).map_err(bad)).transpose()?;
        Ok(AskedProblems { state: self.state, category: self.category, after, limit: self.limit.get() })
    }
}

/// List a campaign's problems
///
/// The hazards that belong to it (问题隐患清单): found within its window in a unit that takes part, of its
/// categories and sectors; or tagged with it. Only those that the person sees, what is due first coming
/// first.
#[utoipa::path(tag = "campaigns", security(("bearer" = [])),
    params(("id" = RecordId, Path, description = "The campaign"), CampaignProblemsQuery),
    responses((status = 200, description = "A page of hazards", body = CampaignProblemPage),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/campaigns/{id}/problems")]
pub async fn list_campaign_problems(
    subject: Subject,
    id: Path<RecordId>,
    query: Parameters<CampaignProblemsQuery>,
    index: Data<Index>,
    db: Db,
) -> Result<Json<CampaignProblemPage>, Problem> {
    let (id, asked) = (*id, Arc::new((subject, query.0.asked()?, index.into_inner())));
    let work = move |conn: &mut _| campaigns::problems(conn, &asked.2, &asked.0, id, &asked.1);
    Ok(Json(db.read_until(work).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CampaignMeasuresQuery {
    /// In any of these states, joined by commas.
    #[param(value_type = Option<String>, example = "open,overdue")]
    state: Option<Several<MeasureState>>,
}

/// List a campaign's measures
///
/// The list of measures (制度措施清单), by class of problems: how many problems of it there are, how many
/// are rectified, and the measures against it with where each stands today.
#[utoipa::path(tag = "campaigns", security(("bearer" = [])),
    params(("id" = RecordId, Path, description = "The campaign"), CampaignMeasuresQuery),
    responses((status = 200, description = "The classes with their measures", body = CampaignMeasures),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/campaigns/{id}/measures")]
pub async fn list_campaign_measures(
    subject: Subject,
    id: Path<RecordId>,
    query: Parameters<CampaignMeasuresQuery>,
    index: Data<Index>,
    db: Db,
) -> Result<Json<CampaignMeasures>, Problem> {
    let (index, states, today) = (index.into_inner(), query.0.state, clock::now().day());
    let work = move |conn: &mut _| campaigns::measures(conn, &index, &subject, *id, states.as_ref(), today);
    Ok(Json(db.read(work).await?))
}

/// Get a campaign's completeness
///
/// What each unit has found, rectified and had supervised, and which units that must take part have not
/// reported anything within the window: no hazard of the campaign, and no inspection.
#[utoipa::path(tag = "campaigns", security(("bearer" = [])),
    params(("id" = RecordId, Path, description = "The campaign")),
    responses((status = 200, description = "The units, and who is missing", body = CampaignCompleteness),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/campaigns/{id}/completeness")]
pub async fn get_campaign_completeness(
    subject: Subject,
    id: Path<RecordId>,
    index: Data<Index>,
    db: Db,
) -> Result<Json<CampaignCompleteness>, Problem> {
    let index = index.into_inner();
    Ok(Json(db.read(move |conn| campaigns::completeness(conn, &index, &subject, *id, clock::now())).await?))
}
