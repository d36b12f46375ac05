//! The filters of records: the parameters that lists and exports share.
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::search::*;
use crate::domain::{Day, Instant, Level, OrganisationId, RegionCode, Sector, kind};
use serde::Deserialize;
use utoipa::IntoParams;

/// Filters that are given all hold; of the values of one filter, any.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FilterQuery {
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
    /// That have this tag: the id of a campaign that a hazard was added to.
    #[param(value_type = Option<String>)]
    tag: Option<Token>,
}

impl FilterQuery {
    /// The region in whose subtree, and what holds there.
    pub fn asked(self) -> Result<(Option<RegionCode>, Filter), Fault> {
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
            tag: self.tag,
            belonging: None,
        };
        if filter.kind.iter().flat_map(Several::iter).any(|name| kind::find(name.as_str()).is_none()) {
            return Err(wrong("kind", "no such kind of record"));
        }
        Ok((self.region, filter))
    }
}

pub fn wrong(name: &str, detail: impl Into<String>) -> Fault {
    Fault::new(FaultCode::BadRequest, detail).at(name)
}

pub fn span<T: PartialOrd>(last: &str, from: Option<T>, to: Option<T>) -> Result<Span<T>, Fault> {
    let span = Span { from, to };
    if span.is_backward() { Err(wrong(last, "lies before the beginning")) } else { Ok(span) }
}
