//! Lists of records: every parameter, and what it asks for.
use super::db::Db;
use super::page::Limit;
use super::problem::Problem;
use super::query::Parameters;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::scope::Subject;
use crate::domain::search::*;
use crate::domain::{Day, Instant, Level, OrganisationId, RegionCode, Sector, kind};
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
pub struct RecordsQuery {
    /// Any of these kinds, joined by commas.
    #[param(value_type = Option<String>, example = "hazard")]
    kind: Option<Several<Token>>,
    /// In this region's subtree; any code that the region has or had.
    region: Option<RegionCode>,
    /// In any of these states, joined by commas.
    #[param(value_type = Option<String>, example = "registered,rectifying")]
    state: Option<Several<Token>>,
    /// Of any of these levels, joined by commas.
    #[param(value_type = Option<String>, example = "major")]
    level: Option<Several<Level>>,
    /// Of any of these categories, joined by commas. A record may have several.
    #[param(value_type = Option<String>, example = "P1,P2")]
    category: Option<Several<Token>>,
    /// Of any of these sectors, joined by commas.
    #[param(value_type = Option<String>, example = "fire")]
    sector: Option<Several<Sector>>,
    /// Of this enterprise.
    enterprise: Option<OrganisationId>,
    /// To be put right by this organisation.
    owner: Option<OrganisationId>,
    /// Of this number, or with a `*` at the end: of a number that begins so.
    #[param(value_type = Option<String>, example = "360702100000-2026-*")]
    number: Option<NumberPattern>,
    /// Due on this day or later.
    due_from: Option<Day>,
    /// Due on this day or earlier.
    due_to: Option<Day>,
    /// Found, or having happened, on this day or later.
    occurred_from: Option<Day>,
    /// Found, or having happened, on this day or earlier.
    occurred_to: Option<Day>,
    /// Changed at this instant or later.
    updated_from: Option<Instant>,
    /// Changed at this instant or earlier.
    updated_to: Option<Instant>,
    /// `min_lon,min_lat,max_lon,max_lat` of WGS-84, as integers of 1e-7 degree; the edges belong to it.
    #[param(value_type = Option<String>, example = "1149000000,258000000,1150000000,259000000")]
    bbox: Option<Bbox>,
    /// Words that all occur in the name, description, place, address or number; also inside of longer
    /// words, whatever their case and width. Two characters are enough.
    #[param(value_type = Option<String>, max_length = 100, example = "疏散通道")]
    q: Option<Words>,
    /// Only records that were voided, which auditors alone see; or only others.
    #[param(value_type = Option<bool>)]
    is_voided: Option<Flag>,
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

impl RecordsQuery {
    fn asked(self) -> Result<List, Fault> {
        let by = self.sort.unwrap_or(SortKey::UpdatedAt);
        let order = Order { by, direction: self.order.unwrap_or(Direction::Descending) };
        let place = |opaque: &String| order.read(opaque).map_err(|bad| wrong("after", bad.to_string()));
        let filter = Filter {
            kind: self.kind,
            state: self.state,
            level: self.level,
            category: self.category,
            sector: self.sector,
            enterprise: self.enterprise,
            owner: self.owner,
            number: self.number,
            due: span("due_to", self.due_from, self.due_to)?,
            occurred: span("occurred_to", self.occurred_from, self.occurred_to)?,
            updated: span("updated_to", self.updated_from, self.updated_to)?,
            bbox: self.bbox,
            words: self.q,
            is_voided: self.is_voided.map(|flag| flag.0),
            tag: None,
            belonging: None,
        };
        if filter.kind.iter().flat_map(Several::iter).any(|name| kind::find(name.as_str()).is_none()) {
            return Err(wrong("kind", "no such kind of record"));
        }
        Ok(List {
            region: self.region,
            filter,
            order,
            after: self.after.as_ref().map(place).transpose()?,
            limit: self.limit.get(),
            fields: self.fields.unwrap_or(Fields::Document),
            counts: self.count.is_some(),
        })
    }
}

fn wrong(name: &str, detail: impl Into<String>) -> Fault {
    Fault::new(FaultCode::BadRequest, detail).at(name)
}

fn span<T: PartialOrd>(last: &str, from: Option<T>, to: Option<T>) -> Result<Span<T>, Fault> {
    let span = Span { from, to };
    if span.is_backward() { Err(wrong(last, "lies before the beginning")) } else { Ok(span) }
}

/// List records
///
/// All that the person may see and every filter lets through, page by page. Filters that are given
/// all hold; of the values of one filter, any. A record that changes while one reads may come on
/// two pages of a list that is sorted by what changed.
#[utoipa::path(tag = "records", params(RecordsQuery), security(("bearer" = [])),
    responses((status = 200, description = "A page of records", body = RecordPage),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/records")]
pub async fn list_records(
    subject: Subject,
    query: Parameters<RecordsQuery>,
    index: Data<Index>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let asked = Arc::new((subject, query.0.asked()?, index.into_inner()));
    let page = db.read_until(move |conn| records::list(conn, &asked.2, &asked.0, &asked.1)).await?;
    Ok(HttpResponse::Ok().content_type("application/json").body(page))
}
