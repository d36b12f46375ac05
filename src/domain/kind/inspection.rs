//! Inspections (检查): planned, done, documented; their findings, and the measures that follow.
mod acts;
mod fold;
mod following;
mod measures;
mod measuring;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::*;
pub use measures::*;

use super::life::{Life, Row};
use super::{
    Consequence, Facets, Facts, Location, Mark, Matter, Measured, Mentions, Opinion, Photo, TakenPhoto, Warning,
};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::shape::Shape;
use crate::domain::outcome::Refusal;
use crate::domain::policy::Policy;
use crate::domain::spelled::spelled;
use crate::domain::{Day, DeviceId, Instant, Line, OrganisationId, Passage, RecordId, Sector};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

spelled! {
    /// Where an inspection stands.
    InspectionState {
        Planned = "planned" ("已计划", "Planned"),
        Done = "done" ("已检查", "Done"),
        Documented = "documented" ("已归档", "Documented"),
        Cancelled = "cancelled" ("已取消", "Cancelled"),
    }
}
use InspectionState::*;

/// The visit as it was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Visited {
    #[serde(flatten)]
    pub mark: Mark,
    pub visited_at: Instant,
    pub team: Vec<Member>,
    /// Who of the enterprise went along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accompanied_by: Option<Member>,
    /// The device that the visit was written down on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
}

/// Something that was found, and the hazard that it became.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = InspectionFinding)]
pub struct Finding {
    #[serde(flatten)]
    pub mark: Mark,
    pub hazard: RecordId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Passage>,
}

/// The document of the inspection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = InspectionReport)]
pub struct Report {
    #[serde(flatten)]
    pub mark: Mark,
    pub document_number: Line,
    pub conclusion: Passage,
}

/// An inspection as its entries have left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Inspection {
    pub state: InspectionState,
    pub inspection_type: InspectionType,
    pub subject: Line,
    /// Who planned it, or went there without a plan: its body does the rest.
    pub opened: Mark,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visited: Option<Visited>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklist: Vec<CheckedItem>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measure>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fines: Vec<Fine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
    /// `{unit}-{year}-JC{serial}`, allotted with the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Opinion>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<TakenPhoto>,
}

impl Inspection {
    pub fn fine(&self, document_number: &Line) -> Option<&Fine> {
        self.fines.iter().find(|fine| fine.document_number == *document_number)
    }
    /// The measure of a document that was not lifted.
    pub fn standing(&self, document_number: &Line) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.document_number == *document_number && measure.lifted.is_none())
    }
}

impl Life for Inspection {
    const NAME: &'static str = "inspection";
    const SERIES: &'static str = "JC";
    const ACTS: &'static [&'static str] = &[
        "plan",
        "visit",
        "visit_unplanned",
        "add_finding",
        "document",
        "enforce",
        "lift",
        "issue_fine",
        "pay_fine",
        "waive_fine",
        "amend",
        "cancel",
        "move",
    ];
    #[rustfmt::skip]
    const TABLE: &'static [Row<InspectionState>] = &[
        Row { act: "plan",            from: &[],        to: &[Planned],    upon: &[] },
        Row { act: "visit",           from: &[Planned], to: &[Done],       upon: &["planned_on"] },
        Row { act: "visit_unplanned", from: &[],        to: &[Done],       upon: &[] },
        Row { act: "add_finding",     from: VISITED,    to: VISITED,       upon: &[] },
        Row { act: "document",        from: &[Done],    to: &[Documented], upon: &["findings", "measures"] },
        Row { act: "enforce",         from: VISITED,    to: VISITED,       upon: &[] },
        Row { act: "lift",            from: VISITED,    to: VISITED,       upon: &["measures"] },
        Row { act: "issue_fine",      from: VISITED,    to: VISITED,       upon: &[] },
        Row { act: "pay_fine",        from: VISITED,    to: VISITED,       upon: &["fines"] },
        Row { act: "waive_fine",      from: VISITED,    to: VISITED,       upon: &["fines"] },
        Row { act: "amend",           from: AMENDABLE,  to: AMENDABLE,     upon: &[] },
        Row { act: "cancel",          from: &[Planned], to: &[Cancelled],  upon: &[] },
        Row { act: "move",            from: AMENDABLE,  to: AMENDABLE,     upon: &[] },
    ];
    const MERGING: &'static [&'static str] = &["findings", "photos"];
    const CONSEQUENTIAL: &'static [&'static str] = &["enforce", "lift"];
    const WARNS_IN: &'static [&'static str] = &["planned"];
    const MEASURES: &'static [Measured] = measuring::MEASURES;
    type State = InspectionState;
    type Act = Act;

    fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
        acts::read(act, body)
    }
    fn shapes() -> Vec<Shape> {
        acts::shapes()
    }
    fn mentions(act: &Act) -> Mentions {
        acts::mentions(act)
    }
    fn state(&self) -> InspectionState {
        self.state
    }
    fn is_ready(&self, act: &str) -> bool {
        match act {
            "lift" => self.measures.iter().any(Measure::can_be_lifted),
            "pay_fine" | "waive_fine" => self.fines.iter().any(Fine::is_open),
            _ => true,
        }
    }
    fn photos(act: &Act) -> &[Photo] {
        acts::photos(act)
    }
    fn holds(when: When, before: Option<&Self>, hand: &Hand, facts: &Facts) -> bool {
        rules::holds(when, before, hand, facts)
    }
    fn decide(before: Option<&Self>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
        rules::decide(before, act, grant, facts)
    }
    fn fold(before: Option<Self>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Self, BadJson> {
        fold::fold(before, act, stamp, decided)
    }

    fn measures(&self) -> Vec<super::Measure> {
        measuring::measures(self)
    }
    fn facets(&self, _: RecordId) -> Facets {
        let point = self.location.and_then(Location::wgs84);
        Facets {
            state: self.state.as_str().to_owned(),
            category: Some(self.inspection_type.as_str().to_owned()),
            sector: self.sector,
            enterprise: self.enterprise,
            owner: Some(self.opened.by.organisation),
            due_on: self.planned_on.filter(|_| self.state == Planned),
            occurred_on: self.visited.as_ref().map(|visited| visited.visited_at.day()),
            lon: point.map(|(lon, _)| lon),
            lat: point.map(|(_, lat)| lat),
            number: self.number.clone(),
            ..Facets::default()
        }
    }
    fn warnings(&self, policy: &Policy, day: Day) -> Vec<Warning> {
        let due_on = self.planned_on.filter(|_| self.state == Planned);
        let body = Some(self.opened.by.organisation);
        Warning::on(day, Matter::Visit, due_on, body, policy).into_iter().collect()
    }
    fn consequences(&self, record: RecordId, act: &Act) -> Vec<Consequence> {
        following::consequences(self, record, act)
    }
}

const VISITED: &[InspectionState] = &[Done, Documented];
const AMENDABLE: &[InspectionState] = &[Planned, Done];
