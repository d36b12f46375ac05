//! Enterprises and sites (企业/场所): every one of a unit, with its code or a flagged gap.
mod acts;
mod measuring;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::*;

use super::life::{Life, Row, out_of_order};
use super::place::Location;
use super::{Facets, Facts, Mark, Measure, Measured, Mentions};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::shape::Shape;
use crate::domain::outcome::Refusal;
use crate::domain::spelled::spelled;
use crate::domain::uscc::Uscc;
use crate::domain::{
    Day, Industry, KeyTarget, Line, OperatingStatus, OrganisationId, Passage, RecordId, Sector, StrikeReason,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::ToSchema;

spelled! {
    /// Whether an enterprise is on the unit's register.
    EnterpriseState { Listed = "listed" ("在册", "Listed"), Struck = "struck" ("已注销", "Struck") }
}
use EnterpriseState::{Listed, Struck};

/// A measure of an inspection that bears on the operating status, or its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StatusChange {
    #[serde(flatten)]
    pub mark: Mark,
    /// What it is for; the status is `operating`, which follows from all of them.
    pub to: OperatingStatus,
    pub inspection: RecordId,
    pub document_number: Line,
    pub on: Day,
    pub reason: Passage,
}

/// Why an entry was struck.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = EnterpriseStrikeNote)]
pub struct Struckness {
    #[serde(flatten)]
    pub mark: Mark,
    pub reason: StrikeReason,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<RecordId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Passage>,
}

/// An enterprise or site of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Enterprise {
    pub state: EnterpriseState,
    /// Since when it is on the register; unknown of records made before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<Mark>,
    pub name: Line,
    /// Unified social credit code; missing where `uscc_is_missing`, which is a gap in the data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uscc: Option<Uscc>,
    pub uscc_is_missing: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<Industry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    /// The industry department that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Passage>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_target: Option<KeyTarget>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employees: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// Counts among those of the unit that are to be inspected.
    pub is_covered: bool,
    pub operating: OperatingStatus,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status_changes: Vec<StatusChange>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub struck: Option<Struckness>,
}

/// Measures against an enterprise are kept whatever became of its place on the register.
const EVER: &[EnterpriseState] = &[Listed, Struck];

impl Enterprise {
    /// The status that the measures of all inspections leave: closed for good by a closure, halted as
    /// long as any halt is not lifted, in whatever order they arrived.
    fn followed(&self) -> OperatingStatus {
        let mut halts = BTreeSet::new();
        for StatusChange { to, inspection, document_number, .. } in &self.status_changes {
            let halt = (inspection, document_number.as_str());
            match to {
                OperatingStatus::Closed => return OperatingStatus::Closed,
                OperatingStatus::Halted => drop(halts.insert(halt)),
                OperatingStatus::Operating => drop(halts.remove(&halt)),
            }
        }
        if halts.is_empty() { OperatingStatus::Operating } else { OperatingStatus::Halted }
    }
}

impl Life for Enterprise {
    const NAME: &'static str = "enterprise";
    const ACTS: &'static [&'static str] = &["register", "amend", "halt", "lift_halt", "close_down", "strike", "move"];
    #[rustfmt::skip]
    const TABLE: &'static [Row<EnterpriseState>] = &[
        Row { act: "register",   from: &[],       to: &[Listed], upon: &[] },
        Row { act: "amend",      from: &[Listed], to: &[Listed], upon: &[] },
        Row { act: "halt",       from: EVER,      to: EVER,      upon: &[] },
        Row { act: "lift_halt",  from: EVER,      to: EVER,      upon: &[] },
        Row { act: "close_down", from: EVER,      to: EVER,      upon: &[] },
        Row { act: "strike",     from: &[Listed], to: &[Struck], upon: &[] },
        Row { act: "move",       from: &[Listed], to: &[Listed], upon: &[] },
    ];
    const MERGING: &'static [&'static str] = &[];
    const FOLLOWING: &'static [&'static str] = &["halt", "lift_halt", "close_down"];
    const MEASURES: &'static [Measured] = measuring::MEASURES;
    type State = EnterpriseState;
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
    fn state(&self) -> EnterpriseState {
        self.state
    }
    fn holds(when: When, _: Option<&Self>, hand: &Hand, facts: &Facts) -> bool {
        rules::holds(when, hand, facts)
    }
    fn decide(before: Option<&Self>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
        rules::decide(before, act, grant, facts)
    }

    fn fold(before: Option<Self>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Self, BadJson> {
        match (before, act) {
            (None, Act::Register(body)) => Ok(registered(body, Mark::of(stamp), decided)),
            (Some(_), Act::Register(_)) | (None, _) => Err(out_of_order()),
            (Some(before), act) => Ok(after(before, act, stamp)),
        }
    }

    fn measures(&self) -> Vec<Measure> {
        measuring::measures(self)
    }
    fn facets(&self, record: RecordId) -> Facets {
        let point = self.location.and_then(Location::wgs84);
        Facets {
            state: self.state.as_str().to_owned(),
            category: self.key_target.map(|target| target.as_str().to_owned()),
            sector: self.sector,
            enterprise: Some(record.cast()),
            owner: self.department,
            lon: point.map(|(lon, _)| lon),
            lat: point.map(|(_, lat)| lat),
            is_voided: self.state == Struck,
            ..Facets::default()
        }
    }
}

fn registered(body: Register, mark: Mark, decided: &Decided) -> Enterprise {
    let Register { name, uscc, uscc_is_missing, industry, sector, department, address, location, .. } = body;
    Enterprise {
        state: Listed,
        registered: Some(mark),
        name,
        uscc,
        uscc_is_missing,
        industry,
        sector: sector.or_else(|| decided.get("sector")),
        department,
        address,
        location,
        key_target: body.key_target,
        employees: body.employees,
        contact: body.contact,
        is_covered: body.is_covered.unwrap_or(true),
        operating: OperatingStatus::Operating,
        status_changes: Vec::new(),
        struck: None,
    }
}

fn after(mut enterprise: Enterprise, act: Act, stamp: &Stamp) -> Enterprise {
    let mark = Mark::of(stamp);
    let change = match act {
        Act::Register(_) | Act::Move(_) => None,
        Act::Amend(body) => return amended(enterprise, body),
        Act::Halt(Halt { inspection, document_number, from_on: on, reason }) => {
            Some(StatusChange { mark, to: OperatingStatus::Halted, inspection, document_number, on, reason })
        }
        Act::LiftHalt(LiftHalt { inspection, document_number, reason }) => {
            let (to, on) = (OperatingStatus::Operating, stamp.at.day());
            Some(StatusChange { mark, to, inspection, document_number, on, reason })
        }
        Act::CloseDown(CloseDown { inspection, document_number, from_on: on, reason }) => {
            Some(StatusChange { mark, to: OperatingStatus::Closed, inspection, document_number, on, reason })
        }
        Act::Strike(Strike { reason, duplicate_of, note }) => {
            enterprise.state = Struck;
            enterprise.struck = Some(Struckness { mark, reason, duplicate_of, note });
            None
        }
    };
    if let Some(change) = change {
        enterprise.status_changes.push(change);
        enterprise.operating = enterprise.followed();
    }
    enterprise
}

fn amended(before: Enterprise, body: Amend) -> Enterprise {
    let Amend { name, uscc, industry, sector, department, address, location, .. } = body;
    Enterprise {
        name: name.unwrap_or(before.name),
        uscc_is_missing: before.uscc_is_missing && uscc.is_none(),
        uscc: uscc.or(before.uscc),
        industry: industry.or(before.industry),
        sector: sector.or(before.sector),
        department: department.or(before.department),
        address: address.or(before.address),
        location: location.or(before.location),
        key_target: body.key_target.or(before.key_target),
        employees: body.employees.or(before.employees),
        contact: body.contact.or(before.contact),
        is_covered: body.is_covered.unwrap_or(before.is_covered),
        ..before
    }
}
