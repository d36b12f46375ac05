//! Who looked at what, as auditors and administrators read it.
use super::db::Db;
use super::filters::span;
use super::page::Limit;
use super::problem::Problem;
use super::query::Parameters;
use super::witness::Counted;
use crate::domain::access::AuditGrant;
use crate::domain::fault::Fault;
use crate::domain::search::Span;
use crate::domain::{AuditId, Instant, PersonId};
use crate::services::audit::{self, Asked, AuditedReadPage};
use actix_web::get;
use actix_web::web::Json;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReadsQuery {
    /// Of this person.
    person: Option<PersonId>,
    /// At this instant or later.
    from: Option<Instant>,
    /// At this instant or earlier.
    to: Option<Instant>,
    /// The `next` of the page before.
    after: Option<AuditId>,
    /// At most 200; 50 where left out.
    #[serde(default, deserialize_with = "Limit::from_text")]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
}

impl ReadsQuery {
    fn asked(self) -> Result<Asked, Fault> {
        let Self { person, from, to, after, limit } = self;
        let Span { from, to } = span("to", from, to)?;
        Ok(Asked { person, from, to, after, limit: limit.get() })
    }
}

/// List audited reads
///
/// Who looked at what: every export, and whatever an auditor read of the ledger, the last one first. An
/// auditor sees the reads of people who belong to the regions of the mandate, an administrator those of
/// people who belong to his. A read is noted before it is answered.
#[utoipa::path(tag = "audit", params(ReadsQuery), security(("bearer" = [])),
    responses((status = 200, description = "A page of reads", body = AuditedReadPage),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/audit/reads")]
pub async fn list_audit_reads(
    grant: AuditGrant,
    query: Parameters<ReadsQuery>,
    db: Db,
) -> Result<Counted<Json<AuditedReadPage>>, Problem> {
    let asked = query.0.asked()?;
    let page = db.read(move |conn| audit::list(conn, &grant, &asked)).await?;
    Ok(Counted::new(page.items.len() as i64, Json(page)))
}
