//! The bodies of a hazard's acts, as devices send them.
use super::super::place::Location;
use super::super::{Mentions, Move};
use crate::domain::canonical::{BadJson, typed};
use crate::domain::{
    Category, Day, Fen, Instant, Level, Line, OrganisationId, Passage, RecordId, Sector, Source, VoidReason,
};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Reports a hazard. An enterprise's own report of a `general` hazard is registered at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardReport)]
pub struct Report {
    /// At least one.
    #[schema(min_items = 1)]
    pub category: Vec<Category>,
    pub description: Passage,
    pub found_at: Instant,
    pub source: Source,
    /// The enterprise's id: that of its record. Either this or `no_owner`.
    pub enterprise: Option<OrganisationId>,
    /// Nobody's yard: no enterprise answers for it.
    #[serde(default)]
    pub no_owner: bool,
    /// Where left out: the enterprise's, or the reporting department's.
    pub sector: Option<Sector>,
    pub place: Option<Line>,
    pub location: Option<Location>,
    pub level: Option<Level>,
}

/// Grades a hazard and names who answers for it; the hazard gets its number.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardRegister)]
pub struct Register {
    pub level: Level,
    pub sector: Sector,
    /// Who must rectify: the hazard's enterprise, or a body. Where the hazard names no
    /// enterprise, an enterprise named here becomes it.
    pub owner: OrganisationId,
    pub lead_department: OrganisationId,
    /// The rule that makes it major; required then.
    pub criterion: Option<Passage>,
}

/// Orders rectification. A major hazard needs all five commitments: `responsibility`,
/// `measures`, `funds_fen`, `deadline` and `emergency_plan`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardOrder)]
pub struct Order {
    /// The last day, in Asia/Shanghai.
    pub deadline: Day,
    pub responsible_person: Line,
    pub measures: Passage,
    pub responsibility: Option<Passage>,
    pub funds_fen: Option<Fen>,
    pub emergency_plan: Option<Passage>,
}

/// Says that the hazard is rectified.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardSubmitRectification)]
pub struct SubmitRectification {
    pub summary: Passage,
    pub cost_fen: Fen,
}

/// Accepts a rectification. A major hazard closes with the second acceptor.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardAccept)]
pub struct Accept {
    pub opinion: Passage,
}

/// Sends a rectification back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardReject)]
pub struct Reject {
    pub reasons: Passage,
    pub new_deadline: Day,
}

/// Strikes a hazard. A major one takes two persons of different tiers. A voice given before
/// the registration does not count after it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardVoid)]
pub struct Void {
    pub reason: VoidReason,
    /// With the reason `duplicate_of`: the hazard that stays.
    pub duplicate_of: Option<RecordId>,
    pub note: Option<Passage>,
}

/// Opens a closed hazard again: the next cycle begins, the earlier one is kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardReopen)]
pub struct Reopen {
    pub evidence: Passage,
    pub deadline: Day,
}

/// Changes what is named, and nothing else.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HazardAmend)]
pub struct Amend {
    #[schema(min_items = 1)]
    pub category: Option<Vec<Category>>,
    pub description: Option<Passage>,
    pub enterprise: Option<OrganisationId>,
    pub sector: Option<Sector>,
    pub place: Option<Line>,
    pub location: Option<Location>,
    /// Once ordered: changed by the layer that ordered, or by government if the enterprise did.
    pub deadline: Option<Day>,
}

#[derive(Debug)]
pub enum Act {
    Report(Report),
    Register(Register),
    Order(Order),
    SubmitRectification(SubmitRectification),
    Accept(Accept),
    Reject(Reject),
    Void(Void),
    Reopen(Reopen),
    Amend(Amend),
    Move(Move),
}

pub(super) fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
    match act {
        "report" => typed(body).map(Act::Report),
        "register" => typed(body).map(Act::Register),
        "order" => typed(body).map(Act::Order),
        "submit_rectification" => typed(body).map(Act::SubmitRectification),
        "accept" => typed(body).map(Act::Accept),
        "reject" => typed(body).map(Act::Reject),
        "void" => typed(body).map(Act::Void),
        "reopen" => typed(body).map(Act::Reopen),
        "amend" => typed(body).map(Act::Amend),
        "move" => typed(body).map(Act::Move),
        _ => Err(BadJson { pointer: String::new(), detail: "an act that hazards do not have".into() }),
    }
}

pub(super) fn mentions(act: &Act) -> Mentions {
    let enterprise = |id: &Option<OrganisationId>| id.iter().map(|id| id.cast()).collect();
    match act {
        Act::Report(Report { enterprise: id, .. }) | Act::Amend(Amend { enterprise: id, .. }) => {
            Mentions { records: enterprise(id), ..Mentions::default() }
        }
        Act::Register(Register { owner, lead_department, .. }) => {
            Mentions { records: vec![owner.cast()], organisations: vec![*owner, *lead_department], destination: None }
        }
        Act::Void(Void { duplicate_of, .. }) => {
            Mentions { records: duplicate_of.iter().copied().collect(), ..Mentions::default() }
        }
        Act::Move(to) => to.mentions(),
        _ => Mentions::default(),
    }
}
