//! Organisations, as administrators make them.
use super::administration::{LogEntry, missing, page, region_within, taken};
use super::{Failure, Outcome};
use crate::domain::access::AdminGrant;
use crate::domain::fault::Fault;
use crate::domain::uscc::Uscc;
use crate::domain::{
    AdminAction, Instant, Line, OrganisationId, OrganisationKind, RegionCode, RegionId, RegionLevel, Sector, Tier,
};
use crate::store::organisation::{self, Organisation};
use crate::store::{Conn, StoreError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrganisation {
    /// Chosen by the client: an enterprise's equals the id of its record in the ledger.
    #[serde(default)]
    pub id: Option<OrganisationId>,
    pub kind: OrganisationKind,
    pub name: Line,
    pub region: RegionCode,
    /// The tier of the region; may be left out.
    #[serde(default)]
    pub tier: Option<Tier>,
    /// Of a department: what it answers for.
    #[serde(default)]
    pub sectors: Vec<Sector>,
    /// The organisation above; an enterprise's is an enterprise.
    #[serde(default)]
    pub parent: Option<OrganisationId>,
    /// An enterprise gives its code, or says that it has none.
    #[serde(default)]
    pub uscc: Option<Uscc>,
    #[serde(default)]
    pub uscc_is_missing: bool,
}

/// An organisation as it is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrganisationView {
    pub id: OrganisationId,
    pub kind: OrganisationKind,
    pub name: String,
    pub region: RegionId,
    pub tier: Tier,
    pub sectors: Vec<Sector>,
    pub parent: Option<OrganisationId>,
    pub uscc: Option<String>,
    pub uscc_is_missing: bool,
    pub created_at: Instant,
}

impl From<Organisation> for OrganisationView {
    fn from(row: Organisation) -> Self {
        let Organisation { id, kind, name, region, tier, sectors, parent, uscc, uscc_is_missing, created_at, .. } = row;
        Self { id, kind, name, region, tier, sectors: sectors.0, parent, uscc, uscc_is_missing, created_at }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrganisationPage {
    pub items: Vec<OrganisationView>,
    /// Send this back as `after`; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<OrganisationId>,
}

pub fn create(conn: &mut Conn, grant: &AdminGrant, new: NewOrganisation, now: Instant) -> Outcome<OrganisationView> {
    let regions = grant.regions();
    let (region, level) = region_within(conn, grant, &new.region)?;
    judge(&new, level)?;
    if let Some(parent) = new.parent {
        check_parent(conn, &regions, &new, parent)?;
    }
    let detail = super::told(&new);
    let row = Organisation {
        id: new.id.unwrap_or_default(),
        tier: level.tier(),
        sectors: new.sectors.into(),
        parent: new.parent,
        uscc: new.uscc.map(String::from),
        uscc_is_missing: new.uscc_is_missing,
        ..row(new.kind, new.name.into(), region, now)
    };
    insert(conn, &row)?;
    let (by, action) = (Some(grant.person()), AdminAction::CreateOrganisation);
    LogEntry { by, action, subject: row.id.to_string(), detail }.write(conn, now)?;
    Ok(row.into())
}

/// The rules for an organisation that need no question to the database.
fn judge(new: &NewOrganisation, level: RegionLevel) -> Result<(), Fault> {
    let is_enterprise = new.kind == OrganisationKind::Enterprise;
    let is_department = new.kind == OrganisationKind::Department;
    if new.tier.is_some_and(|tier| tier != level.tier()) {
        return Err(Fault::invalid("/tier", "not the tier of its region"));
    }
    if !is_department && !new.sectors.is_empty() {
        return Err(Fault::invalid("/sectors", "only a department answers for sectors"));
    }
    if is_department && new.sectors.is_empty() {
        return Err(Fault::invalid("/sectors", "a department answers for one sector at least"));
    }
    if is_enterprise && new.uscc.is_some() == new.uscc_is_missing {
        return Err(Fault::invalid("/uscc", "an enterprise gives its code, or says that it has none"));
    }
    if !is_enterprise && new.uscc_is_missing {
        return Err(Fault::invalid("/uscc_is_missing", "only an enterprise says this"));
    }
    Ok(())
}

/// Whoever answers for a parent sees all below it: so an enterprise is below enterprises only.
fn check_parent(conn: &mut Conn, regions: &[RegionId], new: &NewOrganisation, id: OrganisationId) -> Outcome<()> {
    let parent = organisation::find_within(conn, regions, id)?;
    let parent = parent.ok_or_else(|| Fault::invalid("/parent", "no such organisation"))?;
    let is_enterprise = |kind| kind == OrganisationKind::Enterprise;
    if is_enterprise(parent.kind) != is_enterprise(new.kind) {
        return Err(Fault::invalid("/parent", "an enterprise is below enterprises only, a body below bodies").into());
    }
    Ok(())
}

/// An organisation with nothing said but the least.
pub(super) fn row(kind: OrganisationKind, name: String, region: RegionId, now: Instant) -> Organisation {
    Organisation {
        id: OrganisationId::new(),
        kind,
        name,
        region,
        tier: Tier::Township,
        sectors: Vec::new().into(),
        parent: None,
        uscc: None,
        uscc_is_missing: false,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

/// Writes an organisation and its place below others.
pub(super) fn insert(conn: &mut Conn, row: &Organisation) -> Outcome<()> {
    organisation::insert(conn, std::slice::from_ref(row)).map_err(|error| match error {
        StoreError::Constraint(rule) if rule.contains("uscc") => {
            taken("/uscc", "an organisation has this code already")
        }
        StoreError::Constraint(_) => taken("/id", "the id is taken"),
        error => Failure::from(error),
    })?;
    organisation::close_over_itself(conn, &[row.id])?;
    if let Some(parent) = row.parent {
        organisation::close_over_ancestors(conn, row.id, parent)?;
    }
    Ok(())
}

pub fn find(conn: &mut Conn, grant: &AdminGrant, id: OrganisationId) -> Outcome<OrganisationView> {
    let row = organisation::find_within(conn, &grant.regions(), id)?;
    Ok(row.ok_or_else(|| missing("organisation"))?.into())
}

pub fn list(conn: &mut Conn, grant: &AdminGrant, after: OrganisationId, limit: usize) -> Outcome<OrganisationPage> {
    let rows = organisation::page_within(conn, &grant.regions(), after, limit as i64 + 1)?;
    let (rows, next) = page(rows, limit, |row| row.id);
    Ok(OrganisationPage { items: rows.into_iter().map(OrganisationView::from).collect(), next })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn refused(changes: Value) -> Option<String> {
        let mut all = json!({"kind": "department", "name": "消防", "region": "360702000000", "sectors": ["fire"]});
        all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let new: NewOrganisation = serde_json::from_value(all).unwrap();
        judge(&new, RegionLevel::County).err().and_then(|fault| fault.pointer)
    }

    #[test]
    fn each_kind_says_what_it_must_and_nothing_else() {
        let at = |pointer: &str| Some(pointer.to_owned());
        assert_eq!(refused(json!({})), None);
        assert_eq!(refused(json!({"tier": "county"})), None);
        assert_eq!(refused(json!({"tier": "city"})), at("/tier"));
        assert_eq!(refused(json!({"sectors": []})), at("/sectors"));
        assert_eq!(refused(json!({"kind": "territorial"})), at("/sectors"));
        assert_eq!(refused(json!({"kind": "enterprise", "sectors": []})), at("/uscc"));
        assert_eq!(refused(json!({"kind": "enterprise", "sectors": [], "uscc_is_missing": true})), None);
        let both = json!({"kind": "enterprise", "sectors": [], "uscc_is_missing": true, "uscc": "91350100M000100Y43"});
        assert_eq!(refused(both), at("/uscc"));
        assert_eq!(refused(json!({"uscc_is_missing": true})), at("/uscc_is_missing"));
    }
}
