//! Lists of records: their order, their pages, and what they tell of each record.
use super::db::Db;
use super::filters::{FilterQuery, wrong};
use super::page::Limit;
use super::problem::Problem;
use super::query::Filtered;
use super::witness::Counted;
use crate::domain::fault::Fault;
use crate::domain::scope::Subject;
use crate::domain::search::*;
use crate::services::index::Index;
use crate::services::records::{self, List, RecordPage};
use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `updated_at` where left out.
    #[param(value_type = Option<SortKey>, inline)]
    sort: Option<SortKey>,
    /// `desc` where left out.
    #[param(value_type = Option<Direction>, inline)]
    order: Option<Direction>,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most 200; 50 where left out.
    #[serde(default, deserialize_with = "Limit::from_text")]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
    /// `document` where left out.
    #[param(inline)]
    fields: Option<Fields>,
    /// `exact`: tells how many records there are on all pages.
    #[param(inline)]
    count: Option<Counting>,
}

fn asked(filters: FilterQuery, page: PageQuery) -> Result<List, Fault> {
    let PageQuery { sort, order, after, limit, fields, count } = page;
    let order = Order { by: sort.unwrap_or(SortKey::UpdatedAt), direction: order.unwrap_or(Direction::Descending) };
    let place = |opaque: &String| order.read(opaque).map_err(|bad| wrong("after", bad.to_string()));
    let after = after.as_ref().map(place).transpose()?;
    let (region, filter) = filters.asked()?;
    let fields = fields.unwrap_or(Fields::Document);
    Ok(List { region, filter, order, after, limit: limit.get(), fields, counts: count.is_some() })
}

/// List records
///
/// All that the person may see and every filter lets through, page by page. Filters that are given
/// all hold; of the values of one filter, any. A record that changes while one reads may come on
/// two pages of a list that is sorted by what changed.
#[utoipa::path(tag = "records", params(FilterQuery, PageQuery), security(("bearer" = [])),
    responses((status = 200, description = "A page of records", body = RecordPage),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/records")]
pub async fn list_records(
    subject: Subject,
    query: Filtered<PageQuery>,
    index: Data<Index>,
    db: Db,
) -> Result<Counted<HttpResponse>, Problem> {
    let asked = Arc::new((subject, asked(query.filters, query.rest)?, index.into_inner()));
    let page = db.read_until(move |conn| records::list(conn, &asked.2, &asked.0, &asked.1)).await?;
    Ok(Counted::new(page.rows, HttpResponse::Ok().content_type("application/json").body(page.json)))
}
