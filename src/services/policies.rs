//! Policy profiles: the limits that hold in a region, inherited down the tree, version by version.
mod trial;

pub use trial::{ChangedWarning, KeptLimit, LimitChange, PolicyTrial, Urgency, WarningChange, dry_run};

use super::administration::{LogEntry, missing, page};
use super::{Failure, Outcome};
use crate::domain::access::PolicyGrant;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::policy::{Limits, Policy, Profile};
use crate::domain::{AdminAction, Day, Instant, PersonId, Region, RegionCode, RegionId};
use crate::store::policy::{self, Inherited, PolicyRow};
use crate::store::{Conn, StoreError, region, territory};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What holds in a region on a day, and where each value comes from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EffectivePolicy {
    pub region: RegionId,
    pub on: Day,
    pub policy: Policy,
    /// By the value's place in `policy` (a JSON pointer). A value that is not named here is the
    /// standard, which holds where no region says otherwise.
    pub sources: BTreeMap<String, PolicySource>,
}

/// The region that set a value, and with which of its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PolicySource {
    pub region: RegionId,
    pub region_name: String,
    pub version: i64,
}

/// One version of a region's own profile. It is never altered: the next version replaces it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PolicyVersion {
    pub region: RegionId,
    pub version: u32,
    /// The first day on which it holds.
    pub from_on: Day,
    /// What it leaves out is inherited.
    pub limits: Limits,
    pub required_photos: BTreeMap<String, u32>,
    pub set_by: PersonId,
    pub set_at: Instant,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PolicyVersionPage {
    pub items: Vec<PolicyVersion>,
    /// Send this back as `after`; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

/// A region's next version, whole: what it leaves out is inherited, also where the version before named it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPolicy {
    /// The first day on which it holds; not in the past.
    pub from_on: Day,
    #[serde(default)]
    pub limits: Limits,
    /// Photos that an act must carry, by `kind.act`; at most 30.
    #[serde(default)]
    pub required_photos: BTreeMap<String, u32>,
}

/// What holds in a region on a day.
pub fn effective(conn: &mut Conn, code: &RegionCode, on: Day) -> Outcome<EffectivePolicy> {
    let region = named(conn, code)?;
    let line = in_line(policy::effective(conn, &[region], on, None)?)?;
    let policy = Policy::merge(line.iter().map(|(_, profile)| profile));
    let mut sources = BTreeMap::new();
    for (inherited, profile) in &line {
        let Inherited { name, row: PolicyRow { region, version, .. }, .. } = inherited;
        let source = PolicySource { region: *region, region_name: name.clone(), version: *version };
        sources.extend(profile.named().into_iter().map(|value| (value, source.clone())));
    }
    Ok(EffectivePolicy { region, on, policy, sources })
}

/// What holds in each of these ledgers on a day; in one that is not named here, the standard.
pub fn of_ledgers(conn: &mut Conn, ledgers: &[RegionId], on: Day) -> Outcome<BTreeMap<RegionId, Policy>> {
    known_of_ledgers(conn, ledgers, on, None)
}

/// The same, of what had been set by a moment.
pub fn known_of_ledgers(
    conn: &mut Conn,
    ledgers: &[RegionId],
    on: Day,
    set_by: Option<Instant>,
) -> Outcome<BTreeMap<RegionId, Policy>> {
    let mut by_ledger: BTreeMap<RegionId, Vec<Profile>> = BTreeMap::new();
    for (inherited, profile) in in_line(policy::effective(conn, ledgers, on, set_by)?)? {
        by_ledger.entry(inherited.heir).or_default().push(profile);
    }
    Ok(by_ledger.into_iter().map(|(ledger, line)| (ledger, Policy::merge(&line))).collect())
}

/// A region's own versions, the first one first.
pub fn versions(conn: &mut Conn, code: &RegionCode, after: u32, limit: usize) -> Outcome<PolicyVersionPage> {
    let region = named(conn, code)?;
    let rows = policy::versions(conn, region, i64::from(after), limit as i64 + 1)?;
    let versions = rows.into_iter().map(version_of).collect::<Result<Vec<_>, StoreError>>()?;
    let (items, next) = page(versions, limit, |version| version.version);
    Ok(PolicyVersionPage { items, next })
}

/// Adds a region's next version.
pub fn set(
    conn: &mut Conn,
    grant: &PolicyGrant,
    code: &RegionCode,
    new: NewPolicy,
    now: Instant,
) -> Outcome<PolicyVersion> {
    let (detail, from_on) = (super::told(&new), new.from_on);
    let Proposed { region, profile } = proposed(conn, grant, code, new, now)?;
    let (region, version) = (region.id, i64::from(profile.version));
    let row = PolicyRow { region, version, from_on, profile: text_of(&profile), set_by: grant.person(), set_at: now };
    policy::add(conn, &row).map_err(overtaken)?;
    let (by, action) = (Some(grant.person()), AdminAction::SetPolicy);
    LogEntry { by, action, subject: region.to_string(), detail }.write(conn, now)?;
    Ok(version_of(row)?)
}

/// A region's next version, as it was checked.
struct Proposed {
    region: Region,
    profile: Profile,
}

fn proposed(
    conn: &mut Conn,
    grant: &PolicyGrant,
    code: &RegionCode,
    new: NewPolicy,
    now: Instant,
) -> Outcome<Proposed> {
    let region = governed(conn, grant, code)?;
    if new.from_on < now.day() {
        return Err(Fault::invalid("/from_on", "lies in the past").into());
    }
    let NewPolicy { from_on, limits, required_photos } = new;
    let version = counted(policy::last_version(conn, region.id)? + 1)?;
    let profile = Profile { version, from_on: Some(from_on), limits, required_photos };
    profile.check()?;
    Ok(Proposed { region, profile })
}

/// Of what stands in line for several heirs, that of one: each profile with its depth and its region.
fn line_of(all: Vec<(Inherited, Profile)>, heir: RegionId) -> Vec<(usize, RegionId, Profile)> {
    let own = all.into_iter().filter(|(inherited, _)| inherited.heir == heir);
    own.map(|(inherited, profile)| (inherited.level.depth(), inherited.row.region, profile)).collect()
}

/// The nation's first, each region's own last.
fn in_line(mut found: Vec<Inherited>) -> Outcome<Vec<(Inherited, Profile)>> {
    found.sort_by_key(|inherited| (inherited.heir, inherited.level.depth()));
    let read = |inherited: Inherited| Ok((inherited.clone(), profile_of(&inherited.row)?));
    found.into_iter().map(read).collect::<Result<_, StoreError>>().map_err(Failure::from)
}

fn text_of(profile: &Profile) -> String {
    let Profile { version: _, from_on: _, limits, required_photos } = profile;
    serde_json::json!({ "limits": limits, "required_photos": required_photos }).to_string()
}

fn profile_of(row: &PolicyRow) -> Result<Profile, StoreError> {
    #[derive(Deserialize)]
    struct Stored {
        limits: Limits,
        required_photos: BTreeMap<String, u32>,
    }
    let damaged = |cause: String| StoreError::Damaged(format!("policy {}/{}: {cause}", row.region, row.version));
    let Stored { limits, required_photos } =
        serde_json::from_str(&row.profile).map_err(|error| damaged(error.to_string()))?;
    let version = counted(row.version)?;
    Ok(Profile { version, from_on: Some(row.from_on), limits, required_photos })
}

fn version_of(row: PolicyRow) -> Result<PolicyVersion, StoreError> {
    let Profile { version, limits, required_photos, .. } = profile_of(&row)?;
    let PolicyRow { region, version: _, from_on, profile: _, set_by, set_at } = row;
    Ok(PolicyVersion { region, version, from_on, limits, required_photos, set_by, set_at })
}

fn counted(version: i64) -> Result<u32, StoreError> {
    u32::try_from(version).map_err(|error| StoreError::Damaged(format!("policy version {version}: {error}")))
}

/// Two set the same version at the same moment: the second one has not seen the first.
fn overtaken(error: StoreError) -> Failure {
    match error {
        StoreError::Constraint(_) => {
            Fault::new(FaultCode::Conflict, "somebody else has just set this region's policy").into()
        }
        error => error.into(),
    }
}

fn found(conn: &mut Conn, code: &RegionCode) -> Outcome<Region> {
    let found = region::find_by_codes(conn, std::slice::from_ref(code))?.pop();
    Ok(found.map(|(_, region)| region).ok_or_else(|| missing("region"))?)
}

fn named(conn: &mut Conn, code: &RegionCode) -> Outcome<RegionId> {
    found(conn, code).map(|region| region.id)
}

/// A region of the grant's; the same answer for what is missing and what lies outside.
fn governed(conn: &mut Conn, grant: &PolicyGrant, code: &RegionCode) -> Outcome<Region> {
    let region = found(conn, code)?;
    let within = territory::level_within(conn, &grant.regions(), region.id)?;
    Ok(within.map(|_| region).ok_or_else(|| missing("region"))?)
}
