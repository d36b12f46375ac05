//! The bodies of an accident's acts, as devices send them.
mod following;
mod supervising;

pub use following::*;
pub use supervising::*;

use super::super::{Location, Mentions, Move, Photo};
use super::{AccidentVoidReason, Casualties, CorrectionGround, Evidence};
use crate::domain::canonical::{BadJson, typed};
use crate::domain::kind::shape::{Shape, shape};
use crate::domain::{AccidentType, Day, Instant, Line, OrganisationId, Passage, RecordId, Sector};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Reports an accident. Its level is computed from the casualties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentReport)]
pub struct Report {
    /// Not after the report.
    pub occurred_at: Instant,
    pub place: Line,
    pub accident_type: AccidentType,
    pub summary: Passage,
    pub casualties: Casualties,
    /// The enterprise's id: that of its record. Either this or `no_owner`.
    pub enterprise: Option<OrganisationId>,
    /// No enterprise answers for it.
    #[serde(default)]
    pub no_owner: bool,
    /// Where left out: the enterprise's, or the reporting department's.
    pub sector: Option<Sector>,
    pub location: Option<Location>,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Changes what is named, and nothing else.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentAmend)]
pub struct Amend {
    pub occurred_at: Option<Instant>,
    pub place: Option<Line>,
    pub accident_type: Option<AccidentType>,
    pub summary: Option<Passage>,
    pub enterprise: Option<OrganisationId>,
    pub sector: Option<Sector>,
    pub location: Option<Location>,
}

/// Corrects the casualties; the level follows. What changed afterwards counts for 30 days, of road
/// traffic accidents and fires for 7 (order 493, article 13).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentCorrectCasualties)]
pub struct CorrectCasualties {
    /// As they are now, all of them.
    pub casualties: Casualties,
    pub ground: CorrectionGround,
    /// With the ground `change`: the day on which it changed.
    pub changed_on: Option<Day>,
    pub reason: Passage,
}

/// Opens the investigation; its report is due 60 days after the accident.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentInvestigate)]
pub struct Investigate {
    /// The body that leads it.
    pub lead: OrganisationId,
    /// At least one.
    #[schema(min_items = 1)]
    pub members: Vec<Line>,
}

/// Puts the report of the investigation off, once, by at most 60 days.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentExtendInvestigation)]
pub struct ExtendInvestigation {
    pub until: Day,
    pub opinion: Passage,
}

/// States why it happened (gate 1).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentEstablishCause)]
pub struct EstablishCause {
    pub direct: Passage,
    pub indirect: Passage,
    pub evidence: Evidence,
}

/// Concludes the case: the report is approved, the accident gets its number.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentConclude)]
pub struct Conclude {
    pub is_responsibility_accident: bool,
    pub opinion: Passage,
    /// The approval.
    pub evidence: Evidence,
}

/// Puts the accident away: nothing was let go.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentArchive)]
pub struct Archive {
    pub evidence: Evidence,
}

/// Strikes what is no accident of its own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentVoid)]
pub struct Void {
    pub reason: AccidentVoidReason,
    /// With the reason `duplicate_of`: the accident that stays.
    pub duplicate_of: Option<RecordId>,
    pub opinion: Passage,
}

#[derive(Debug)]
pub enum Act {
    Report(Report),
    Amend(Amend),
    CorrectCasualties(CorrectCasualties),
    Investigate(Investigate),
    ExtendInvestigation(ExtendInvestigation),
    EstablishCause(EstablishCause),
    Conclude(Conclude),
    HoldAccountable(HoldAccountable),
    SettleAccountability(SettleAccountability),
    RequireMeasure(RequireMeasure),
    CompleteMeasure(CompleteMeasure),
    Educate(Educate),
    List(List),
    Publish(Publish),
    Defer(Defer),
    AcceptSupervision(AcceptSupervision),
    Delist(Delist),
    Archive(Archive),
    Evaluate(Evaluate),
    LookBack(LookBackBody),
    Void(Void),
    Move(Move),
}

/// What each act's body looks like.
pub(super) fn shapes() -> Vec<Shape> {
    vec![
        shape::<Report>("report"),
        shape::<Amend>("amend"),
        shape::<CorrectCasualties>("correct_casualties"),
        shape::<Investigate>("investigate"),
        shape::<ExtendInvestigation>("extend_investigation"),
        shape::<EstablishCause>("establish_cause"),
        shape::<Conclude>("conclude"),
        shape::<HoldAccountable>("hold_accountable"),
        shape::<SettleAccountability>("settle_accountability"),
        shape::<RequireMeasure>("require_measure"),
        shape::<CompleteMeasure>("complete_measure"),
        shape::<Educate>("educate"),
        shape::<List>("list"),
        shape::<Publish>("publish"),
        shape::<Defer>("defer"),
        shape::<AcceptSupervision>("accept_supervision"),
        shape::<Delist>("delist"),
        shape::<Archive>("archive"),
        shape::<Evaluate>("evaluate"),
        shape::<LookBackBody>("look_back"),
        shape::<Void>("void"),
        shape::<Move>("move"),
    ]
}

pub(super) fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
    match act {
        "report" => typed(body).map(Act::Report),
        "amend" => typed(body).map(Act::Amend),
        "correct_casualties" => typed(body).map(Act::CorrectCasualties),
        "investigate" => typed(body).map(Act::Investigate),
        "extend_investigation" => typed(body).map(Act::ExtendInvestigation),
        "establish_cause" => typed(body).map(Act::EstablishCause),
        "conclude" => typed(body).map(Act::Conclude),
        "hold_accountable" => typed(body).map(Act::HoldAccountable),
        "settle_accountability" => typed(body).map(Act::SettleAccountability),
        "require_measure" => typed(body).map(Act::RequireMeasure),
        "complete_measure" => typed(body).map(Act::CompleteMeasure),
        "educate" => typed(body).map(Act::Educate),
        "list" => typed(body).map(Act::List),
        "publish" => typed(body).map(Act::Publish),
        "defer" => typed(body).map(Act::Defer),
        "accept_supervision" => typed(body).map(Act::AcceptSupervision),
        "delist" => typed(body).map(Act::Delist),
        "archive" => typed(body).map(Act::Archive),
        "evaluate" => typed(body).map(Act::Evaluate),
        "look_back" => typed(body).map(Act::LookBack),
        "void" => typed(body).map(Act::Void),
        "move" => typed(body).map(Act::Move),
        _ => Err(BadJson { pointer: String::new(), detail: "an act that accidents do not have".into() }),
    }
}

pub(super) fn photos(act: &Act) -> &[Photo] {
    match act {
        Act::Report(Report { photos, .. })
        | Act::CompleteMeasure(CompleteMeasure { photos, .. })
        | Act::Educate(Educate { photos, .. })
        | Act::LookBack(LookBackBody { photos, .. }) => photos,
        _ => &[],
    }
}

pub(super) fn mentions(act: &Act) -> Mentions {
    let records = |records: Vec<RecordId>| Mentions { records, ..Mentions::default() };
    match act {
        Act::Report(Report { enterprise, .. }) | Act::Amend(Amend { enterprise, .. }) => {
            records(enterprise.iter().map(|id| id.cast()).collect())
        }
        Act::Investigate(Investigate { lead, .. }) => Mentions { organisations: vec![*lead], ..Mentions::default() },
        Act::LookBack(LookBackBody { hazards, .. }) => records(hazards.clone()),
        Act::Void(Void { duplicate_of, .. }) => records(duplicate_of.iter().copied().collect()),
        Act::Move(to) => to.mentions(),
        _ => Mentions::default(),
    }
}
