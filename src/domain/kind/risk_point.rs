//! Risk points (风险点): what may go wrong where, how red it is, what holds it, who answers for that.
mod acts;
mod measuring;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::*;

use super::life::{Life, Row, out_of_order};
use super::{Facets, Facts, Location, Mark, Measure, Measured, Mentions, NUMBER, Opinion, Photo, TakenPhoto};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::shape::Shape;
use crate::domain::outcome::Refusal;
use crate::domain::spelled::spelled;
use crate::domain::{AccidentType, Level, Line, OrganisationId, Passage, RecordId, Sector};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

spelled! {
    /// Whether a risk point is still there.
    RiskPointState { Active = "active" ("在管", "Active"), Closed = "closed" ("已销", "Closed") }
}
use RiskPointState::*;

/// A grading of the risk, by a method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Assessed {
    #[serde(flatten)]
    pub mark: Mark,
    pub assessment: Assessment,
}

/// The controls that hold the risk, and who set them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ControlsSet {
    #[serde(flatten)]
    pub mark: Mark,
    pub controls: Controls,
}

/// A control that did not hold, and the hazard that came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ControlFailure)]
pub struct Failure {
    #[serde(flatten)]
    pub mark: Mark,
    pub hazard: RecordId,
    pub control: Passage,
}

/// A time when it was taken off, and why it was put back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = RiskPointEarlierClosure)]
pub struct EarlierClosure {
    pub closed: Opinion,
    pub reopened: Opinion,
}

/// A risk point as its entries have left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RiskPoint {
    pub state: RiskPointState,
    pub name: Line,
    pub registered: Mark,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// What may happen here.
    pub accident_types: Vec<AccidentType>,
    pub assessed: Assessed,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_assessments: Vec<Assessed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controls: Option<ControlsSet>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<Failure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Opinion>,
    /// Closings that a re-opening has ended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_closures: Vec<EarlierClosure>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<TakenPhoto>,
}

impl RiskPoint {
    pub fn colour(&self) -> RiskColour {
        self.assessed.assessment.colour
    }
}

impl Life for RiskPoint {
    const NAME: &'static str = "risk_point";
    const SERIES: &'static str = "FX";
    const ACTS: &'static [&'static str] =
        &["register", "assess", "set_controls", "control_failed", "amend", "close", "reopen", "move"];
    #[rustfmt::skip]
    const TABLE: &'static [Row<RiskPointState>] = &[
        Row { act: "register",       from: &[],       to: &[Active], upon: &[] },
        Row { act: "assess",         from: &[Active], to: &[Active], upon: &["assessed"] },
        Row { act: "set_controls",   from: &[Active], to: &[Active], upon: &["assessed"] },
        Row { act: "control_failed", from: &[Active], to: &[Active], upon: &[] },
        Row { act: "amend",          from: &[Active], to: &[Active], upon: &[] },
        Row { act: "close",          from: &[Active], to: &[Closed], upon: &["assessed"] },
        Row { act: "reopen",         from: &[Closed], to: &[Active], upon: &[] },
        Row { act: "move",           from: &[Active], to: &[Active], upon: &[] },
    ];
    const MERGING: &'static [&'static str] = &["failures", "photos"];
    const MEASURES: &'static [Measured] = measuring::MEASURES;
    type State = RiskPointState;
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
    fn state(&self) -> RiskPointState {
        self.state
    }
    fn photos(act: &Act) -> &[Photo] {
        acts::photos(act)
    }
    fn holds(when: When, before: Option<&Self>, hand: &Hand, facts: &Facts) -> bool {
        let enterprise = before.and_then(|point| point.enterprise);
        match when {
            When::IsNotOfTheEnterprise => enterprise.is_none_or(|id| !facts.own_enterprises.contains(&id)),
            When::SeesDestination => hand.sees_destination,
            _ => false,
        }
    }
    fn decide(before: Option<&Self>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
        rules::decide(before, act, grant, facts)
    }

    fn fold(before: Option<Self>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Self, BadJson> {
        let mark = Mark::of(stamp);
        let taken = |photo| TakenPhoto { act: stamp.act.clone(), at: stamp.at, photo };
        let photos: Vec<_> = acts::photos(&act).iter().cloned().map(taken).collect();
        let mut point = match (before, act) {
            (None, Act::Register(body)) => registered(body, mark, decided),
            (Some(_), Act::Register(_)) | (None, _) => return Err(out_of_order()),
            (Some(point), act) => after(point, act, mark),
        };
        point.photos.extend(photos);
        Ok(point)
    }

    fn measures(&self) -> Vec<Measure> {
        measuring::measures(self)
    }
    fn facets(&self, _: RecordId) -> Facets {
        let point = self.location.and_then(Location::wgs84);
        let level = if self.colour() == RiskColour::Red { Level::Major } else { Level::General };
        Facets {
            state: self.state.as_str().to_owned(),
            level: Some(level),
            category: Some(self.colour().as_str().to_owned()),
            sector: self.sector,
            enterprise: self.enterprise,
            occurred_on: Some(self.assessed.mark.at.day()),
            lon: point.map(|(lon, _)| lon),
            lat: point.map(|(_, lat)| lat),
            number: self.number.clone(),
            ..Facets::default()
        }
    }
}

fn registered(body: Register, mark: Mark, decided: &Decided) -> RiskPoint {
    let Register { name, enterprise, sector, place, location, accident_types, assessment, controls, .. } = body;
    RiskPoint {
        state: Active,
        name,
        registered: mark,
        number: decided.get(NUMBER),
        enterprise,
        sector: sector.or_else(|| decided.get("sector")),
        place,
        location,
        accident_types,
        assessed: Assessed { mark, assessment },
        earlier_assessments: Vec::new(),
        controls: controls.map(|controls| ControlsSet { mark, controls }),
        failures: Vec::new(),
        closed: None,
        earlier_closures: Vec::new(),
        photos: Vec::new(),
    }
}

fn after(mut point: RiskPoint, act: Act, mark: Mark) -> RiskPoint {
    match act {
        Act::Register(_) | Act::Move(_) => {}
        Act::Assess(Assess { assessment, .. }) => {
            let earlier = std::mem::replace(&mut point.assessed, Assessed { mark, assessment });
            point.earlier_assessments.push(earlier);
        }
        Act::SetControls(SetControls { controls }) => point.controls = Some(ControlsSet { mark, controls }),
        Act::ControlFailed(ControlFailed { hazard, control, .. }) => {
            point.failures.push(Failure { mark, hazard, control });
        }
        Act::Amend(body) => amend(&mut point, body),
        Act::Close(Close { reason }) => {
            (point.state, point.closed) = (Closed, Some(Opinion { mark, opinion: reason }));
        }
        Act::Reopen(Reopen { reason }) => {
            point.state = Active;
            let reopened = Opinion { mark, opinion: reason };
            let ended = point.closed.take().map(|closed| EarlierClosure { closed, reopened });
            point.earlier_closures.extend(ended);
        }
    }
    point
}

fn amend(point: &mut RiskPoint, body: Amend) {
    let Amend { name, enterprise, sector, place, location, accident_types } = body;
    if let Some(name) = name {
        point.name = name;
    }
    point.enterprise = enterprise.or(point.enterprise);
    point.sector = sector.or(point.sector);
    point.place = place.or_else(|| point.place.take());
    point.location = location.or(point.location);
    if let Some(accident_types) = accident_types {
        point.accident_types = accident_types;
    }
}
