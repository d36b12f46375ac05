//! Enterprises and sites (企业/场所): every one of a unit, with its code or a flagged gap.
#[cfg(test)]
mod tests;

use super::life::{Life, Row};
use super::place::Location;
use super::{Facets, Facts, Mentions, Move};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::canonical::{BadJson, typed};
use crate::domain::entry::{Decided, Stamp};
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::spelled::spelled;
use crate::domain::uscc::Uscc;
use crate::domain::{KeyTarget, Layer, Line, OrganisationId, OrganisationKind, Passage, RecordId, Sector};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

spelled! {
    /// Whether an enterprise is on the unit's register.
    EnterpriseState { Listed = "listed" }
}
use EnterpriseState::Listed;

/// An enterprise or site of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Enterprise {
    pub state: EnterpriseState,
    pub name: Line,
    /// Unified social credit code; missing where `uscc_is_missing`, which is a gap in the data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uscc: Option<Uscc>,
    pub uscc_is_missing: bool,
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
}

/// Puts an enterprise on the register. Its `record` is the enterprise's id everywhere.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnterpriseRegister)]
pub struct Register {
    name: Line,
    uscc: Option<Uscc>,
    /// Set to true where there is no code: a gap, flagged.
    #[serde(default)]
    uscc_is_missing: bool,
    sector: Option<Sector>,
    department: Option<OrganisationId>,
    address: Option<Passage>,
    location: Option<Location>,
    key_target: Option<KeyTarget>,
}

/// Changes what is named, and nothing else.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnterpriseAmend)]
pub struct Amend {
    name: Option<Line>,
    uscc: Option<Uscc>,
    sector: Option<Sector>,
    department: Option<OrganisationId>,
    address: Option<Passage>,
    location: Option<Location>,
    key_target: Option<KeyTarget>,
}

#[derive(Debug)]
pub enum Act {
    Register(Register),
    Amend(Amend),
    Move(Move),
}

impl Life for Enterprise {
    const NAME: &'static str = "enterprise";
    const ACTS: &'static [&'static str] = &["register", "amend", "move"];
    #[rustfmt::skip]
    const TABLE: &'static [Row<EnterpriseState>] = &[
        Row { act: "register", from: &[],       to: &[Listed], upon: &[] },
        Row { act: "amend",    from: &[Listed], to: &[Listed], upon: &[] },
        Row { act: "move",     from: &[Listed], to: &[Listed], upon: &[] },
    ];
    const MERGING: &'static [&'static str] = &[];
    type State = EnterpriseState;
    type Act = Act;

    fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
        match act {
            "register" => typed(body).map(Act::Register),
            "amend" => typed(body).map(Act::Amend),
            "move" => typed(body).map(Act::Move),
            _ => Err(BadJson { pointer: String::new(), detail: "an act that enterprises do not have".into() }),
        }
    }

    fn mentions(act: &Act) -> Mentions {
        match act {
            Act::Register(Register { department, .. }) | Act::Amend(Amend { department, .. }) => {
                Mentions { organisations: department.iter().copied().collect(), ..Mentions::default() }
            }
            Act::Move(to) => to.mentions(),
        }
    }

    fn state(&self) -> EnterpriseState {
        self.state
    }

    fn holds(when: When, _: Option<&Self>, hand: &Hand, _: &Facts) -> bool {
        when == When::SeesDestination && hand.sees_destination
    }

    fn decide(_: Option<&Self>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
        match act {
            Act::Register(body) => register(body, grant, facts),
            Act::Amend(body) => amend(body, grant, facts),
            Act::Move(_) => facts.moved(),
        }
    }

    fn fold(before: Option<Self>, act: Act, _: &Stamp, decided: &Decided) -> Result<Self, BadJson> {
        match (before, act) {
            (None, Act::Register(body)) => {
                let Register { name, uscc, uscc_is_missing, sector, department, address, location, key_target } = body;
                let sector = sector.or_else(|| decided.get("sector"));
                Ok(Self {
                    state: Listed,
                    name,
                    uscc,
                    uscc_is_missing,
                    sector,
                    department,
                    address,
                    location,
                    key_target,
                })
            }
            (Some(before), Act::Amend(body)) => {
                let Amend { name, uscc, sector, department, address, location, key_target } = body;
                Ok(Self {
                    state: before.state,
                    name: name.unwrap_or(before.name),
                    uscc_is_missing: before.uscc_is_missing && uscc.is_none(),
                    uscc: uscc.or(before.uscc),
                    sector: sector.or(before.sector),
                    department: department.or(before.department),
                    address: address.or(before.address),
                    location: location.or(before.location),
                    key_target: key_target.or(before.key_target),
                })
            }
            (Some(before), Act::Move(_)) => Ok(before),
            _ => Err(super::life::out_of_order()),
        }
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
            ..Facets::default()
        }
    }
}

fn register(body: &Register, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    if body.uscc.is_some() == body.uscc_is_missing {
        return Err(Refusal::missing("uscc", "either `uscc`, or `uscc_is_missing: true`"));
    }
    known_department(body.department, facts)?;
    let by_department = grant.actor().layer == Layer::Department;
    let default = facts.own_sectors.first().filter(|_| by_department && body.sector.is_none());
    Ok(default.map_or_else(Decided::default, |sector| Decided::default().with("sector", sector)))
}

fn amend(body: &Amend, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    known_department(body.department, facts)?;
    let for_government = [
        ("sector", body.sector.is_some()),
        ("department", body.department.is_some()),
        ("key_target", body.key_target.is_some()),
    ];
    let by_enterprise = grant.actor().layer == Layer::Enterprise;
    match for_government.iter().find(|(_, given)| by_enterprise && *given) {
        None => Ok(Decided::default()),
        Some((field, _)) => {
            let detail = "an enterprise does not choose who supervises it";
            Err(Refusal::new(RefusalCode::Forbidden, detail).at(format!("/body/{field}")))
        }
    }
}

fn known_department(named: Option<OrganisationId>, facts: &Facts) -> Result<(), Refusal> {
    let is_department = |id: &OrganisationId| facts.organisations.get(id) == Some(&OrganisationKind::Department);
    match named.filter(|id| !is_department(id)) {
        None => Ok(()),
        Some(_) => Err(Refusal::new(RefusalCode::UnknownOrganisation, "no such department").at("/body/department")),
    }
}
