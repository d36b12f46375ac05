//! Measures: which there are, and the records behind a figure.
use super::db::Db;
use super::page::Limit;
use super::problem::Problem;
use super::query::Parameters;
use super::{clock, language};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::posting::{AsOf, Clock};
use crate::domain::scope::Subject;
use crate::domain::search::{BadSearch, Several, Span, Token};
use crate::domain::{Day, Instant, Language, RegionCode, Sector};
use crate::services::measures::{self, Asked, MeasureList, MeasuredPage, Measures, Place, Question};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get};
use serde::Deserialize;
use std::str::FromStr;
use utoipa::IntoParams;

/// List measures
///
/// The numbers that records contribute to reports: what each is called, what it is counted in, and
/// the records of which kind contribute to it.
#[utoipa::path(tag = "measures", security(("bearer" = [])),
    responses((status = 200, description = "The measures", body = MeasureList),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/measures")]
pub async fn list_measures(_: Subject, language: Language) -> HttpResponse {
    language::json(&measures::list_measures(language), language)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MeasuredQuery {
    /// In this region's subtree; any code that the region has or had.
    region: Option<RegionCode>,
    /// On this day or later.
    from: Option<Day>,
    /// On this day or earlier.
    to: Option<Day>,
    /// As it stood at this moment, which has passed; as it stands now where left out.
    as_of: Option<Instant>,
    /// `received` where left out: what the server had learned by then. `claimed`: what had been done
    /// by then, as its authors say.
    #[param(inline)]
    as_of_clock: Option<Clock>,
    /// Of any of these sectors, joined by commas.
    #[param(value_type = Option<String>, example = "fire")]
    sector: Option<Several<Sector>>,
    /// Of any of these categories, joined by commas; of several together, joined by dots.
    #[param(value_type = Option<String>, example = "city_leader.reservoir,city_leader.tailings_pond")]
    category: Option<Several<Together>>,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most 200; 50 where left out.
    #[serde(default, deserialize_with = "Limit::from_text")]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
}

/// Categories that a measure has all, joined by commas.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Together(String);

impl FromStr for Together {
    type Err = BadSearch;
    fn from_str(text: &str) -> Result<Self, BadSearch> {
        text.split('.').try_for_each(|word| word.parse::<Token>().map(drop))?;
        Ok(Self(text.replace('.', ",")))
    }
}

impl MeasuredQuery {
    fn asked(self, name: &str) -> Result<Asked, Fault> {
        let unknown = || Fault::not_found("no such measure");
        let measured = measures::declared(name).ok_or_else(unknown)?;
        let days = Span { from: self.from, to: self.to };
        if days.is_backward() {
            return Err(Fault::new(FaultCode::BadRequest, "lies before the beginning").at("to"));
        }
        let question = Question {
            names: vec![measured.name.to_owned()],
            days,
            sectors: self.sector.map(|sectors| sectors.iter().copied().collect()),
            categories: self.category.map(|all| all.iter().map(|one| one.0.clone()).collect()),
        };
        Ok(Asked {
            region: self.region,
            question,
            as_of: as_of(self.as_of, self.as_of_clock)?,
            after: self.after.as_deref().map(Place::read).transpose()?,
            limit: self.limit.get(),
        })
    }
}

/// A clock without a moment asks for nothing that could be answered.
pub fn as_of(at: Option<Instant>, clock: Option<Clock>) -> Result<Option<AsOf>, Fault> {
    match (at, clock) {
        (None, Some(_)) => Err(Fault::new(FaultCode::BadRequest, "goes with `as_of`").at("as_of_clock")),
        (at, clock) => Ok(at.map(|at| AsOf { clock: clock.unwrap_or(Clock::Received), at })),
    }
}

/// List the records behind a figure
///
/// What each record contributes to a measure, by day, with the figure that it adds up to: number, sum,
/// distinct enterprises and distinct subjects of all pages. Of what the person may see. A record that
/// changes while one reads may change what is on the pages; with `as_of`, pages belong together.
#[utoipa::path(tag = "measures", security(("bearer" = [])),
    params(("name" = String, Path, description = "The measure"), MeasuredQuery),
    responses((status = 200, description = "The figure, and a page of what it is made of", body = MeasuredPage),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/measures/{name}/records")]
pub async fn list_measured_records(
    subject: Subject,
    name: Path<String>,
    query: Parameters<MeasuredQuery>,
    held: Data<Measures>,
    db: Db,
) -> Result<Json<MeasuredPage>, Problem> {
    let asked = query.0.asked(&name)?;
    let page = db.read(move |conn| measures::records_of(conn, &held, &subject, &asked, clock::now())).await?;
    Ok(Json(page))
}
