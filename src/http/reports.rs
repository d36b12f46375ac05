//! Reports: the briefing, the forms, rankings.
use super::db::Db;
use super::measures::as_of;
use super::page::Limit;
use super::problem::Problem;
use super::query::Parameters;
use super::{clock, language};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::posting::Clock;
use crate::domain::report::page::Page;
use crate::domain::report::{self, BRIEFING, Period, Table};
use crate::domain::scope::Subject;
use crate::domain::spelled::spelled;
use crate::domain::{Day, Instant, Language, RecordId, RegionCode};
use crate::services::Failure;
use crate::services::documents::Form;
use crate::services::measures::Measures;
use crate::services::reports::{self, Held, Ranking, RankingBy, Rankings, Report, Request};
use crate::services::territories::Territories;
use crate::store::Conn;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get};
use serde::Deserialize;
use utoipa::IntoParams;

spelled! {
    /// Which report.
    ReportName {
        /// 简报: every figure of a work-safety briefing.
        Briefing = "briefing",
        /// 月报表: the statutory monthly form of hazard identification and control.
        Monthly = "monthly",
        /// 执法情况统计表: visits, orders, fines, halts, closures, exposures.
        Enforcement = "enforcement",
        /// 季度统计分析表: the quarterly table that the principal signs (order 16 of 2007, article 14).
        Quarterly = "quarterly",
    }
}

spelled! {
    /// In which form a report is sent.
    Format {
        Json = "json",
        /// A page to be read and printed.
        Html = "html",
        /// For text processors.
        Docx = "docx",
        /// Of forms: a table.
        Csv = "csv",
        /// Of forms: a sheet.
        Xlsx = "xlsx",
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportQuery {
    /// Over this region's subtree; any code that the region has or had.
    region: RegionCode,
    /// `2026-09`, `2026Q3`, `2026H1`, `2026` or `2026-01-01..2026-09-30`; or `from` and `to`.
    #[param(value_type = Option<String>, example = "2026Q3")]
    period: Option<Period>,
    /// The first day; with `to`, instead of `period`.
    from: Option<Day>,
    /// The last day.
    to: Option<Day>,
    /// As it stood at this moment, which has passed; as it stands now where left out.
    as_of: Option<Instant>,
    /// `received` where left out: what the server had learned by then. `claimed`: what had been done
    /// by then, as its authors say.
    #[param(inline)]
    as_of_clock: Option<Clock>,
    /// The campaign that is told of; the whole period where left out.
    campaign: Option<RecordId>,
    /// The program since whose beginning is counted; the period where left out.
    program: Option<RecordId>,
    /// `json` where left out. `html` and `docx` are in Chinese; `csv` and `xlsx` are for forms.
    #[param(inline)]
    format: Option<Format>,
}

/// From a day to a day, both included.
pub fn between(from: Day, to: Day) -> Result<Period, Fault> {
    Period::new(from, to).ok_or_else(|| Fault::new(FaultCode::BadRequest, "lies before the beginning").at("to"))
}

fn period(period: Option<Period>, from: Option<Day>, to: Option<Day>) -> Result<Period, Fault> {
    match (period, from, to) {
        (Some(period), None, None) => Ok(period),
        (None, Some(from), Some(to)) => between(from, to),
        _ => Err(Fault::new(FaultCode::BadRequest, "a period, or the first and the last day").at("period")),
    }
}

impl ReportQuery {
    fn asked(self, table: &'static Table, language: Language) -> Result<(Request, Format), Fault> {
        let format = self.format.unwrap_or(Format::Json);
        if table.code == BRIEFING.code && matches!(format, Format::Csv | Format::Xlsx) {
            return Err(Fault::new(FaultCode::BadRequest, "the briefing is no table").at("format"));
        }
        let period = period(self.period, self.from, self.to)?;
        let as_of = as_of(self.as_of, self.as_of_clock)?;
        let Self { region, campaign, program, .. } = self;
        Ok((Request { table, region, period, as_of, campaign, program, language }, format))
    }
}

/// What a report is before it is sent.
enum Made {
    Told(Box<Report>),
    Printed(Page, Form),
}

impl Format {
    /// What a page is written as.
    fn form(self) -> Option<Form> {
        match self {
            Self::Json => None,
            Self::Html => Some(Form::Html),
            Self::Docx => Some(Form::Docx),
            Self::Csv => Some(Form::Csv),
            Self::Xlsx => Some(Form::Xlsx),
        }
    }
}

fn written(page: &Page, name: &str, form: Form) -> Result<HttpResponse, Problem> {
    let mut answer = HttpResponse::Ok();
    answer.content_type(form.media_type());
    if form != Form::Html {
        let file = format!("attachment; filename=\"{name}.{}\"", form.as_str());
        answer.insert_header(("Content-Disposition", file));
    }
    let bytes = form.write(page).map_err(|error| Problem::internal(error.to_string()))?;
    Ok(answer.body(bytes))
}

/// Get a report
///
/// Over a region and a period, of what the person may see. Every figure has its value, unit, period and
/// definition, the year before, and links to exactly the records behind it: whoever follows them and
/// counts gets the figure. `completeness` tells which units have not reported. Forms have the same figures
/// for each region right below. The briefing comes as the document itself with `format=html` or `docx`.
#[utoipa::path(tag = "reports", security(("bearer" = [])),
    params(("report" = inline(ReportName), Path, description = "Which report"), ReportQuery),
    responses((status = 200, description = "The report", body = Report),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/reports/{report}")]
pub async fn get_report(
    subject: Subject,
    report: Path<String>,
    query: Parameters<ReportQuery>,
    language: Language,
    measures: Data<Measures>,
    territories: Data<Territories>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let unknown = || Fault::not_found("no such report");
    let table = report.parse::<ReportName>().ok().and_then(|name| report::find(name.as_str())).ok_or_else(unknown)?;
    let (request, format) = query.0.asked(table, language)?;
    let form = format.form();
    let work = move |conn: &mut Conn| -> Result<Made, Failure> {
        let held = Held { measures: &measures, territories: &territories };
        let read = reports::read(conn, held, &subject, request, clock::now())?;
        Ok(match form {
            None => Made::Told(Box::new(read.told())),
            Some(form) => Made::Printed(reports::printed(conn, &read)?, form),
        })
    };
    match db.read(work).await? {
        Made::Told(report) => Ok(language::json(&report, language)),
        Made::Printed(page, form) => written(&page, table.code, form),
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RankingQuery {
    #[param(inline)]
    by: RankingBy,
    /// Over this region's subtree.
    region: RegionCode,
    /// As in reports; or `from` and `to`.
    #[param(value_type = Option<String>, example = "2026Q3")]
    period: Option<Period>,
    from: Option<Day>,
    to: Option<Day>,
    /// As it stood at this moment, which has passed.
    as_of: Option<Instant>,
    #[param(inline)]
    as_of_clock: Option<Clock>,
    /// So many places: at most 200; 50 where left out.
    #[serde(default, deserialize_with = "Limit::from_text")]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
}

/// Get a ranking
///
/// Where hazards stay longest (the days of finished ones with each layer, by unit), who sends transfers
/// back, and which enterprises have hazards of the same category again and again.
#[utoipa::path(tag = "reports", params(RankingQuery), security(("bearer" = [])),
    responses((status = 200, description = "The ranked lists", body = Rankings),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/reports/rankings")]
pub async fn get_ranking(
    subject: Subject,
    query: Parameters<RankingQuery>,
    held: Data<Measures>,
    db: Db,
) -> Result<Json<Rankings>, Problem> {
    let RankingQuery { by, region, limit, .. } = query.0;
    let period = period(query.0.period, query.0.from, query.0.to)?;
    let as_of = as_of(query.0.as_of, query.0.as_of_clock)?;
    let asked = Ranking { by, region, period, as_of, limit: limit.get() };
    let found = db.read(move |conn| reports::rankings(conn, &held, &subject, &asked, clock::now())).await?;
    Ok(Json(found))
}
