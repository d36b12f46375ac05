//! The inbox: nothing that a person wrote is lost.
use super::db::Db;
use super::language;
use super::problem::Problem;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::scope::Subject;
use crate::domain::{InboxId, Language};
use crate::services::inbox::{self, InboxPage};
use actix_web::web::Query;
use actix_web::{HttpResponse, get};
use serde::Deserialize;
use utoipa::IntoParams;

const MOST_ITEMS: usize = 200;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InboxQuery {
    /// The `next` of the page before.
    after: Option<InboxId>,
    /// At most 200; 50 where left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

impl InboxQuery {
    fn limit(&self) -> Result<usize, Fault> {
        let limit = self.limit.unwrap_or(50);
        match (1..=MOST_ITEMS).contains(&limit) {
            true => Ok(limit),
            false => Err(Fault::new(FaultCode::BadRequest, "a limit lies between 1 and 200").at("limit")),
        }
    }
}

/// List the inbox
///
/// The signed-in person's own acts that were not applied, oldest first, each with the reason.
#[utoipa::path(tag = "sync", params(InboxQuery), security(("bearer" = [])),
    responses((status = 200, body = InboxPage, description = "A page of the inbox"),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/inbox")]
pub async fn list_inbox(
    subject: Subject,
    language: Language,
    query: Query<InboxQuery>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let limit = query.limit()?;
    let page = db.read(move |conn| inbox::own(conn, &subject, query.after, limit)).await?;
    Ok(language::json(&page.told_in(language), language))
}
