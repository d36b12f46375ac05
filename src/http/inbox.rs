//! The inbox: nothing that a person wrote is lost.
use super::body::Body;
use super::clock;
use super::db::Db;
use super::language;
use super::problem::Problem;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::outcome::Verdict;
use crate::domain::scope::Subject;
use crate::domain::spelled::spelled;
use crate::domain::{InboxId, Language};
use crate::services::inbox::{self, Asked, InboxItem, InboxPage, Resolve, Whose};
use crate::store::Bell;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

const MOST_ITEMS: usize = 200;

spelled! {
    /// Whether an item was resolved.
    ItemState { Open = "open", Resolved = "resolved" }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InboxQuery {
    /// `own` where left out.
    #[param(inline)]
    whose: Option<Whose>,
    /// Only what was answered so.
    result: Option<Verdict>,
    /// Only what is open, or only what was resolved; both where left out.
    #[param(inline)]
    state: Option<ItemState>,
    /// The `next` of the page before.
    after: Option<InboxId>,
    /// At most 200; 50 where left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

impl InboxQuery {
    fn asked(&self) -> Result<Asked, Fault> {
        let Self { whose, result, state, after, limit } = *self;
        let limit = limit.unwrap_or(50);
        if !(1..=MOST_ITEMS).contains(&limit) {
            return Err(Fault::new(FaultCode::BadRequest, "a limit lies between 1 and 200").at("limit"));
        }
        let is_open = state.map(|state| state == ItemState::Open);
        Ok(Asked { whose: whose.unwrap_or(Whose::Own), result, is_open, after, limit })
    }
}

/// List the inbox
///
/// Acts that were not applied, oldest first, each with the reason and, once it is resolved, with who
/// resolved it, when and how. The signed-in person's own; or, with `whose=supervised`, those that a
/// manager of a territorial body or of a department has to see to: about records within its duties,
/// or meant for a unit within them.
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
    let asked = query.asked()?;
    let page = db.read(move |conn| inbox::list(conn, &subject, asked)).await?;
    Ok(language::json(&page.told_in(language), language))
}

/// Resolve an inbox item
///
/// By its author, or by who supervises it: the act is done after all, as it was sent (`apply`) or with
/// another body (`edit`), or it is dropped with a reason. What is done is the resolver's own act,
/// judged by the resolver's duties upon `rev`, the revision that the resolver has seen; its entry names
/// the first act and its author. An item is resolved once: the same request again is answered as before,
/// any other with 409 and the `resolution`. A refusal leaves the item open.
#[utoipa::path(tag = "sync", params(("id" = InboxId, Path)), request_body = Resolve, security(("bearer" = [])),
    responses((status = 200, body = InboxItem, description = "The item, resolved"),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[post("/inbox/{id}/resolve")]
pub async fn resolve_item(
    subject: Subject,
    language: Language,
    id: Path<InboxId>,
    asked: Body<Resolve>,
    bell: Data<Bell>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let (subject, id) = (Arc::new(subject), id.into_inner());
    let item = db.write(move |conn| inbox::resolve(conn, &subject, id, asked.0, clock::now())).await?;
    bell.ring();
    Ok(language::json(&item.told_in(language), language))
}
