//! Regions: read by everybody, kept by administrators.
pub mod divisions;

use super::administration::{LogEntry, missing, page, taken};
use super::{Failure, Outcome};
use crate::domain::access::AdminGrant;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::{AdminAction, Day, Instant, Line, NATION, PersonId, Region, RegionCode, RegionId, RegionLevel};
use crate::store::region::{self, CodeOf, NewRegion, Successor};
use crate::store::{Conn, StoreError, territory};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A region with what it was called and what became of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RegionWithHistory {
    #[serde(flatten)]
    pub region: Region,
    /// Every code that it has or had, the present one last.
    pub codes: Vec<CodeOf>,
    /// The regions above it, the highest first.
    pub above: Vec<Region>,
    pub successors: Vec<Successor>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RegionPage {
    pub items: Vec<Region>,
    /// Send this back as `after`; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<RegionId>,
}

/// A functional zone or another region without an official code.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLocalRegion {
    /// A code that no region has or had; it becomes the region's identity.
    pub code: RegionCode,
    pub name: Line,
    pub level: RegionLevel,
    /// Any code that names the region above.
    pub parent: RegionCode,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recode {
    /// The new code. What lies below and shares the region's digits gets new codes with it.
    pub code: RegionCode,
    /// The first day of the new code; not in the future.
    pub since_on: Day,
    /// The new name, if that changed too (county to city).
    #[serde(default)]
    pub name: Option<Line>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// The regions that take over: one for a merger, several for a split.
    #[schema(max_items = 20)]
    pub successors: Vec<RegionCode>,
    /// The successors' first day; not in the future.
    pub since_on: Day,
}

/// A region by any code that names or named it.
pub fn find(conn: &mut Conn, code: &RegionCode) -> Outcome<RegionWithHistory> {
    let region = named(conn, code)?;
    let mut above = region::line_of(conn, region.id)?;
    above.retain(|other| other.id != region.id);
    let codes = region::codes_of(conn, region.id)?;
    let successors = region::successors_of(conn, region.id)?;
    Ok(RegionWithHistory { region, codes, above, successors })
}

/// The regions directly below one: of the nation where no other is named.
pub fn list(conn: &mut Conn, parent: Option<&RegionCode>, after: RegionId, limit: usize) -> Outcome<RegionPage> {
    let parent = parent.map_or(Ok(NATION), |code| named(conn, code).map(|region| region.id))?;
    let rows = region::children(conn, parent, after, limit as i64 + 1)?;
    let (items, next) = page(rows, limit, |region| region.id);
    Ok(RegionPage { items, next })
}

/// Adds a region with a local code below one of the administrator's.
pub fn create(conn: &mut Conn, grant: &AdminGrant, new: NewLocalRegion, now: Instant) -> Outcome<Region> {
    administered(conn, grant, &new.parent)?;
    add(conn, Some(grant.person()), new, now)
}

/// Adds a region with a local code; by nobody where the command line does it.
pub fn add(conn: &mut Conn, by: Option<PersonId>, new: NewLocalRegion, now: Instant) -> Outcome<Region> {
    let parent = named(conn, &new.parent)?;
    if new.level.depth() <= parent.level.depth() {
        return Err(Fault::invalid("/level", "must be lower than the parent's level").into());
    }
    if !parent.is_open() {
        return Err(Fault::invalid("/parent", "the region has ended").into());
    }
    must_be_unused(conn, std::slice::from_ref(&new.code))?;
    let detail = super::told(&new);
    let NewLocalRegion { code, name, level, .. } = new;
    let id = RegionId(code.number());
    let valid_from = Some(now.day());
    let row = NewRegion { id, code, name: name.into(), level, parent: Some(parent.id), is_local: true, valid_from };
    region::insert(conn, &row).map_err(|error| match error {
        StoreError::Constraint(_) => taken("/code", "the code is in use"),
        error => error.into(),
    })?;
    note(conn, by, AdminAction::CreateRegion, id, detail, now)?;
    as_it_is(conn, id)
}

/// Gives a region another code; its identity, its ledger and its numbers stay.
pub fn recode(conn: &mut Conn, grant: &AdminGrant, code: &RegionCode, new: &Recode, now: Instant) -> Outcome<Region> {
    let region = administered(conn, grant, code)?;
    must_have_begun(new.since_on, now)?;
    let codes = codes_after(conn, &region, new)?;
    let wanted: Vec<_> = codes.iter().map(|code| code.code.clone()).collect();
    must_be_unused(conn, &wanted)?;
    region::recode(conn, new.since_on.plus_days(-1), &codes)?;
    if let Some(name) = &new.name {
        region::rename(conn, region.id, name.as_str())?;
    }
    note(conn, Some(grant.person()), AdminAction::RecodeRegion, region.id, super::told(new), now)?;
    as_it_is(conn, region.id)
}

/// The codes of a region and of all below it that share its digits.
fn codes_after(conn: &mut Conn, region: &Region, new: &Recode) -> Outcome<Vec<CodeOf>> {
    let digits = region.level.digits();
    let tail = |code: &RegionCode| code.as_str()[digits..].to_owned();
    if new.code == region.code || tail(&new.code) != tail(&region.code) {
        let told = format!("must differ from {} in its first {digits} digits, and only there", region.code);
        return Err(Fault::invalid("/code", told).into());
    }
    let below = region::subtree(conn, region.id)?.into_iter().filter(Region::is_open);
    let moved = below.filter_map(|each| {
        let code = each.code.moved(&region.code, &new.code, digits)?;
        Some(CodeOf { code, region: each.id, valid_from: Some(new.since_on), valid_to: None })
    });
    Ok(moved.collect())
}

/// Ends a region that was merged, split or dissolved. Its records stay where they are.
pub fn close(conn: &mut Conn, grant: &AdminGrant, code: &RegionCode, how: &Closing, now: Instant) -> Outcome<Region> {
    let region = administered(conn, grant, code)?;
    must_have_begun(how.since_on, now)?;
    if !region.is_open() || region::has_open_children(conn, region.id)? {
        return Err(Fault::new(FaultCode::Conflict, "the region has ended, or regions below it have not").into());
    }
    let successors = successors(conn, region.id, how)?;
    region::close(conn, region.id, how.since_on.plus_days(-1), &successors)?;
    note(conn, Some(grant.person()), AdminAction::CloseRegion, region.id, super::told(how), now)?;
    as_it_is(conn, region.id)
}

fn successors(conn: &mut Conn, region: RegionId, how: &Closing) -> Outcome<Vec<Successor>> {
    let found = region::find_by_codes(conn, &how.successors)?;
    let mut ids: Vec<_> = found.iter().filter(|(_, each)| each.is_open()).map(|(_, each)| each.id).collect();
    ids.sort();
    ids.dedup();
    if ids.len() != how.successors.len() || ids.contains(&region) || ids.len() > 20 {
        return Err(Fault::invalid("/successors", "at most 20 other regions, each once, that have not ended").into());
    }
    Ok(ids.into_iter().map(|successor| Successor { region, successor, since_on: how.since_on }).collect())
}

fn named(conn: &mut Conn, code: &RegionCode) -> Outcome<Region> {
    let found = region::find_by_codes(conn, std::slice::from_ref(code))?.pop();
    Ok(found.map(|(_, region)| region).ok_or_else(|| missing("region"))?)
}

/// A region of the administrator's; the same answer for what is missing and what lies outside.
fn administered(conn: &mut Conn, grant: &AdminGrant, code: &RegionCode) -> Outcome<Region> {
    let region = named(conn, code)?;
    let within = territory::level_within(conn, &grant.regions(), region.id)?;
    Ok(within.map(|_| region).ok_or_else(|| missing("region"))?)
}

fn must_be_unused(conn: &mut Conn, codes: &[RegionCode]) -> Outcome<()> {
    match region::find_by_codes(conn, codes)?.first() {
        Some((code, _)) => Err(taken("/code", &format!("{code} is or was the code of a region"))),
        None => Ok(()),
    }
}

fn must_have_begun(since: Day, now: Instant) -> Outcome<()> {
    match since > now.day() {
        true => Err(Fault::invalid("/since_on", "lies in the future").into()),
        false => Ok(()),
    }
}

fn as_it_is(conn: &mut Conn, id: RegionId) -> Outcome<Region> {
    let region = region::by_ids(conn, &[id])?.pop();
    region.ok_or_else(|| Failure::from(StoreError::Damaged(format!("region {id} is gone"))))
}

fn note(
    conn: &mut Conn,
    by: Option<PersonId>,
    action: AdminAction,
    id: RegionId,
    detail: String,
    now: Instant,
) -> Outcome<()> {
    LogEntry { by, action, subject: id.to_string(), detail }.write(conn, now)
}
