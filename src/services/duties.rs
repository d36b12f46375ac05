//! Duties: who answers for what. They are read at every request, so a change acts at once.
use super::Outcome;
use super::administration::{LogEntry, missing, other_than_himself, region_within};
use crate::domain::access::AdminGrant;
use crate::domain::fault::Fault;
use crate::domain::scope::Duty;
use crate::domain::{
    AdminAction, Day, DutyId, Instant, Layer, OrganisationId, PersonId, RegionCode, RegionId, Role, Sector, Tier,
};
use crate::store::duty::{self, Body, Duty as Row};
use crate::store::organisation::{self, Organisation};
use crate::store::{Conn, person, territory};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

/// A duty as it is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutyView {
    pub id: DutyId,
    pub organisation: OrganisationId,
    pub organisation_name: String,
    pub role: Role,
    pub layer: Layer,
    pub tier: Tier,
    pub region: RegionId,
    pub sectors: Vec<Sector>,
    pub from_on: Day,
    pub to_on: Option<Day>,
}

impl From<Duty> for DutyView {
    fn from(duty: Duty) -> Self {
        let Duty { id, organisation, organisation_name, role, layer, tier, region, sectors, from_on, to_on, .. } = duty;
        Self { id, organisation, organisation_name, role, layer, tier, region, sectors, from_on, to_on }
    }
}

/// The duties of a person that nobody has ended, those to come and those past their last day too.
pub(super) fn of_person(conn: &mut Conn, id: PersonId) -> Outcome<Vec<Duty>> {
    let rows = duty::of_person(conn, id)?;
    Ok(rows.into_iter().filter_map(|(row, body)| duty_of(row, body)).collect())
}

/// The duties in force, each enterprise's with all enterprises below it.
pub(super) fn in_force(conn: &mut Conn, id: PersonId, now: Instant) -> Outcome<Vec<Duty>> {
    let duties = of_person(conn, id)?;
    with_enterprises(conn, duties, now)
}

/// Of these duties those in force, each enterprise's with all enterprises below it.
pub(super) fn with_enterprises(conn: &mut Conn, mut duties: Vec<Duty>, now: Instant) -> Outcome<Vec<Duty>> {
    duties.retain(|duty| duty.is_in_force(now));
    let is_enterprises = |duty: &&mut Duty| duty.layer == Layer::Enterprise;
    let roots: Vec<_> = duties.iter_mut().filter(is_enterprises).map(|duty| duty.organisation).collect();
    if roots.is_empty() {
        return Ok(duties);
    }
    let mut below: HashMap<OrganisationId, Vec<OrganisationId>> = HashMap::new();
    for (ancestor, descendant) in organisation::below(conn, &roots)? {
        below.entry(ancestor).or_default().push(descendant);
    }
    for duty in duties.iter_mut().filter(is_enterprises) {
        duty.enterprises = below.get(&duty.organisation).cloned().unwrap_or_default();
    }
    Ok(duties)
}

/// `None` where the organisation cannot have such a role: then it gives nothing.
pub(super) fn duty_of(row: Row, body: Body) -> Option<Duty> {
    let Row { id, person: _, organisation, role, region, sectors, from_on, to_on, ended_at, .. } = row;
    let Body { name, kind, tier } = body;
    Some(Duty {
        id,
        organisation,
        organisation_name: name,
        role,
        layer: role.layer_in(kind)?,
        tier,
        region,
        sectors: sectors.0,
        enterprises: Vec::new(),
        from_on,
        to_on,
        ended_at,
    })
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDuty {
    pub organisation: OrganisationId,
    pub role: Role,
    /// Inside the organisation's region.
    pub region: RegionCode,
    /// Of a department's inspector or manager; left out, all that the department answers for.
    #[serde(default)]
    pub sectors: Vec<Sector>,
    /// The first day; today if left out.
    #[serde(default)]
    pub from_on: Option<Day>,
    /// The last day. An auditor's mandate must have one.
    #[serde(default)]
    pub to_on: Option<Day>,
}

/// Gives a person a duty; never to the administrator himself.
pub fn give(conn: &mut Conn, grant: &AdminGrant, id: PersonId, new: &NewDuty, now: Instant) -> Outcome<DutyView> {
    other_than_himself(grant, id)?;
    let regions = grant.regions();
    let person = person::find_within(conn, &regions, id)?.ok_or_else(|| missing("person"))?;
    let organisation = organisation::find_within(conn, &regions, new.organisation)?;
    let organisation = organisation.ok_or_else(|| Fault::invalid("/organisation", "no such organisation"))?;
    let (region, _) = region_within(conn, grant, &new.region)?;
    if !territory::is_within(conn, organisation.region, region)? {
        return Err(Fault::invalid("/region", "outside of the organisation's region").into());
    }
    let row = Row { region, ..judge(new, person.id, &organisation, grant.person(), now)? };
    duty::insert(conn, std::slice::from_ref(&row))?;
    person::bump_scope(conn, person.id)?;
    let detail = super::told(&serde_json::json!({ "duty": row.id, "given": new }));
    let (by, action) = (Some(grant.person()), AdminAction::GiveDuty);
    LogEntry { by, action, subject: id.to_string(), detail }.write(conn, now)?;
    let Organisation { name, kind, tier, .. } = organisation;
    let duty = duty_of(row, Body { name, kind, tier });
    Ok(duty.ok_or_else(|| Fault::invalid("/role", "not a role in such an organisation"))?.into())
}

/// The rules for a duty that need no question to the database.
fn judge(new: &NewDuty, person: PersonId, organisation: &Organisation, by: PersonId, now: Instant) -> Outcome<Row> {
    let layer = new.role.layer_in(organisation.kind);
    let layer = layer.ok_or_else(|| Fault::invalid("/role", "not a role in such an organisation"))?;
    let from_on = new.from_on.unwrap_or_else(|| now.day());
    if new.to_on.is_some_and(|last| last < from_on) {
        return Err(Fault::invalid("/to_on", "before the first day").into());
    }
    if layer == Layer::Auditor && new.to_on.is_none() {
        return Err(Fault::invalid("/to_on", "an auditor's mandate has a last day").into());
    }
    Ok(Row {
        id: DutyId::new(),
        person,
        organisation: organisation.id,
        role: new.role,
        region: organisation.region,
        sectors: sectors(new, layer, organisation)?.into(),
        from_on,
        to_on: new.to_on,
        ended_at: None,
        created_at: now,
        created_by: Some(by),
    })
}

fn sectors(new: &NewDuty, layer: Layer, organisation: &Organisation) -> Result<Vec<Sector>, Fault> {
    let own = &organisation.sectors.0;
    match layer {
        Layer::Department if new.sectors.is_empty() => Ok(own.clone()),
        Layer::Department if new.sectors.iter().all(|sector| own.contains(sector)) => Ok(new.sectors.clone()),
        Layer::Department => Err(Fault::invalid("/sectors", "the department does not answer for all of them")),
        _ if new.sectors.is_empty() => Ok(Vec::new()),
        _ => Err(Fault::invalid("/sectors", "only a department's inspectors and managers have sectors")),
    }
}

/// Ends a duty over one of the administrator's regions, at once.
pub fn end(conn: &mut Conn, grant: &AdminGrant, id: DutyId, now: Instant) -> Outcome<()> {
    let duty = duty::find_within(conn, &grant.regions(), id)?.ok_or_else(|| missing("duty"))?;
    if !duty::end(conn, id, now)? {
        return Ok(());
    }
    person::bump_scope(conn, duty.person)?;
    let detail = super::told(&serde_json::json!({ "duty": id }));
    let (by, action) = (Some(grant.person()), AdminAction::EndDuty);
    LogEntry { by, action, subject: duty.person.to_string(), detail }.write(conn, now)
}
