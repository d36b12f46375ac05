//! What the tables cannot say: codes, departments, duplicates.
use super::super::{Facts, known};
use super::{Act, Amend, Enterprise, Register, Strike};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::entry::Decided;
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Layer, StrikeReason};

pub fn holds(when: When, hand: &Hand, facts: &Facts) -> bool {
    match when {
        When::IsNotOfTheEnterprise => !facts.own_enterprises.contains(&facts.record.cast()),
        When::SeesDestination => hand.sees_destination,
        _ => false,
    }
}

pub fn decide(before: Option<&Enterprise>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    match act {
        Act::Register(body) => register(body, grant, facts),
        Act::Amend(body) => amend(body, before, grant, facts),
        // They follow from an inspection that stands.
        Act::Halt(_) | Act::LiftHalt(_) | Act::CloseDown(_) => Ok(Decided::default()),
        Act::Strike(body) => strike(body, facts),
        Act::Move(_) => facts.moved(),
    }
}

fn register(body: &Register, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    if body.uscc.is_some() == body.uscc_is_missing {
        return Err(Refusal::missing("uscc", "either `uscc`, or `uscc_is_missing: true`"));
    }
    known::department("department", body.department, facts)?;
    let by_department = grant.actor().layer == Layer::Department;
    let default = facts.own_sectors.first().filter(|_| by_department && body.sector.is_none());
    Ok(default.map_or_else(Decided::default, |sector| Decided::default().with("sector", sector)))
}

fn amend(body: &Amend, before: Option<&Enterprise>, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    // A department that was known when it was named may have been closed since.
    let named = body.department.filter(|id| before.is_none_or(|enterprise| enterprise.department != Some(*id)));
    known::department("department", named, facts)?;
    let for_government = [
        ("sector", body.sector.is_some()),
        ("department", body.department.is_some()),
        ("key_target", body.key_target.is_some()),
        ("is_covered", body.is_covered.is_some()),
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

fn strike(body: &Strike, facts: &Facts) -> Result<Decided, Refusal> {
    if body.reason == StrikeReason::DuplicateOf {
        known::duplicate(body.duplicate_of, "enterprise", facts)?;
    }
    Ok(Decided::default())
}
