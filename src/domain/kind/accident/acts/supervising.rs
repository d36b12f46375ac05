//! Bodies of the supervision order (挂牌督办) on an accident.
use super::super::Evidence;
use crate::domain::{Day, Line, Passage, Tier};
use serde::Deserialize;
use utoipa::ToSchema;

/// Puts the accident under a supervision order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentList)]
pub struct List {
    /// The tier of the committee that lists.
    pub level: Tier,
    /// Who is supervised: at least one.
    #[schema(min_items = 1)]
    pub units: Vec<Line>,
    pub document_number: Line,
    /// Not before the day of the act.
    pub deadline: Day,
}

/// Makes the order public.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentPublish)]
pub struct Publish {
    /// A paper, a page, a board.
    pub publication: Line,
}

/// Puts the order's deadline off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentDefer)]
pub struct Defer {
    /// After the deadline that stands.
    pub until: Day,
    pub opinion: Passage,
}

/// Accepts what was done under the order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentAcceptSupervision)]
pub struct AcceptSupervision {
    pub opinion: Passage,
}

/// Ends the order (摘牌), by the committee that made it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentDelist)]
pub struct Delist {
    pub evidence: Evidence,
}
