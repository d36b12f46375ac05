//! Oversight: coverage, blind zones, and in whose court what is late lies.
use super::clock;
use super::db::Db;
use super::measures::as_of;
use super::page::Limit;
use super::problem::Problem;
use super::query::Parameters;
use super::reports::between;
use crate::domain::posting::Clock;
use crate::domain::scope::Subject;
use crate::domain::{Day, Instant, RecordId, RegionCode, RegionId};
use crate::services::index::Index;
use crate::services::oversight::{
    self, AskedCoverage, AskedOverdue, AskedZones, BlindZones, CoverageReport, OverdueReport, Zone,
};
use actix_web::get;
use actix_web::web::{Data, Json};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CoverageQuery {
    /// This region's subtree; any code that the region has or had.
    region: RegionCode,
    /// The period's first day.
    from: Day,
    /// The period's last day.
    to: Day,
    /// As it stood at this moment, which has passed; as it stands now where left out.
    as_of: Option<Instant>,
    /// `received` where left out: what the server had learned by then. `claimed`: what had been done
    /// by then, as its authors say.
    #[param(inline)]
    as_of_clock: Option<Clock>,
    /// The `next` of the page before: a unit.
    after: Option<RegionCode>,
    /// At most 200 units; 50 where left out.
    #[serde(default, deserialize_with = "Limit::from_text")]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
}

/// Report coverage
///
/// Of the enterprises on the register that are to be inspected, how many were in the period: in all,
/// and by unit and sector. Within what the person sees. With `as_of`, today's duties show what each record
/// was then, by the sector and the enterprise that it had; what was erased since is left out.
#[utoipa::path(tag = "reports", params(CoverageQuery), security(("bearer" = [])),
    responses((status = 200, description = "The totals, and a page of units", body = CoverageReport),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/reports/coverage")]
pub async fn report_coverage(
    subject: Subject,
    query: Parameters<CoverageQuery>,
    index: Data<Index>,
    db: Db,
) -> Result<Json<CoverageReport>, Problem> {
    let CoverageQuery { region, from, to, after, limit, .. } = query.0;
    let as_of = as_of(query.0.as_of, query.0.as_of_clock)?;
    let after = after.map(|code| RegionId(code.number()));
    let asked = AskedCoverage { region, period: between(from, to)?, as_of, after, limit: limit.get() };
    let index = index.into_inner();
    Ok(Json(db.read(move |conn| oversight::coverage(conn, &index, &subject, &asked, clock::now())).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BlindZonesQuery {
    /// This region's subtree; any code that the region has or had.
    region: RegionCode,
    /// The period's first day.
    from: Day,
    /// The period's last day.
    to: Day,
    /// As it stood at this moment, which has passed; as it stands now where left out.
    as_of: Option<Instant>,
    /// `received` where left out: what the server had learned by then. `claimed`: what had been done
    /// by then, as its authors say.
    #[param(inline)]
    as_of_clock: Option<Clock>,
    /// This zone alone.
    #[param(inline)]
    zone: Option<Zone>,
    /// The `next` of the zone's page before; with `zone`.
    after: Option<RecordId>,
    /// The `next` of the page of silent units before.
    after_unit: Option<RegionCode>,
    /// At most 200 of each zone; 50 where left out.
    #[serde(default, deserialize_with = "Limit::from_text")]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
}

/// Report blind zones
///
/// Enterprises that no department answers for, that are nowhere on the map or were not inspected in the
/// period; key targets without a leader; leaders that did not come; and units that found nothing while
/// their peers did, by a rule that is told with them. Within what the person sees; that a target has a
/// leader is known from all ledgers. With `as_of`, today's duties show what each record was then, by the
/// sector and the enterprise that it had, and visits are overdue by the day of then.
#[utoipa::path(tag = "reports", params(BlindZonesQuery), security(("bearer" = [])),
    responses((status = 200, description = "Each zone with its size and a page of records", body = BlindZones),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/reports/blind-zones")]
pub async fn report_blind_zones(
    subject: Subject,
    query: Parameters<BlindZonesQuery>,
    index: Data<Index>,
    db: Db,
) -> Result<Json<BlindZones>, Problem> {
    let BlindZonesQuery { region, from, to, zone, after, after_unit, limit, .. } = query.0;
    let as_of = as_of(query.0.as_of, query.0.as_of_clock)?;
    let after_unit = after_unit.map(|code| RegionId(code.number()));
    let (period, limit) = (between(from, to)?, limit.get());
    let asked = AskedZones { region, period, as_of, zone, after, after_unit, limit };
    let index = index.into_inner();
    Ok(Json(db.read(move |conn| oversight::blind_zones(conn, &index, &subject, &asked, clock::now())).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OverdueQuery {
    /// This region's subtree; any code that the region has or had.
    region: RegionCode,
    /// What is late on this day; on the day of `as_of` where left out, or else today.
    on: Option<Day>,
    /// As it stood at this moment, which has passed; as it stands now where left out.
    as_of: Option<Instant>,
    /// `received` where left out: what the server had learned by then. `claimed`: what had been done
    /// by then, as its authors say.
    #[param(inline)]
    as_of_clock: Option<Clock>,
}

/// Report what is overdue
///
/// Open hazards of which something is due soon or overdue, by the layer that has to act next, by unit,
/// and by how late they are. `/v1/warnings` tells the records. With `as_of`, today's duties show what each
/// hazard was then, by the sector and the enterprise that it had; limits are those that had been set.
#[utoipa::path(tag = "reports", params(OverdueQuery), security(("bearer" = [])),
    responses((status = 200, description = "By court and by unit", body = OverdueReport),
        (status = "4XX", response = Problem), (status = "5XX", response = Problem)))]
#[get("/reports/overdue")]
pub async fn report_overdue(
    subject: Subject,
    query: Parameters<OverdueQuery>,
    index: Data<Index>,
    db: Db,
) -> Result<Json<OverdueReport>, Problem> {
    let OverdueQuery { region, on, .. } = query.0;
    let asked = AskedOverdue { region, on, as_of: as_of(query.0.as_of, query.0.as_of_clock)? };
    let index = index.into_inner();
    Ok(Json(db.read(move |conn| oversight::overdue(conn, &index, &subject, &asked, clock::now())).await?))
}
