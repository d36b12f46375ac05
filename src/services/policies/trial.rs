//! A policy's next version, tried: which limits would change for whom, and which warnings would come or go.
use super::{NewPolicy, Proposed, in_line, line_of, profile_of, proposed};
use crate::domain::access::PolicyGrant;
use crate::domain::kind::{self, Matter, Warning};
use crate::domain::policy::{Policy, Profile};
use crate::domain::scope::Subject;
use crate::domain::spelled::spelled;
use crate::domain::{Day, Instant, RecordId, Region, RegionCode, RegionId};
use crate::services::Outcome;
use crate::services::index::Index;
use crate::services::oversight::{Ground, of_kind};
use crate::store::policy::{self, Own};
use crate::store::record::RecordRow;
use crate::store::{Conn, region};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use utoipa::ToSchema;

/// So many documents are read by a statement, and so many records are looked at by a trial.
const PAGE: usize = 1000;
const MOST: usize = 20_000;
/// Examples, and regions that keep their own value: the first ones are told, all are counted.
const TOLD: usize = 100;

spelled! {
    /// How near or late what is warned of is.
    Urgency {
        DueSoon = "due_soon" ("即将到期", "Due soon"),
        Overdue = "overdue" ("已逾期", "Overdue"),
    }
}

/// A region below that has a value of its own, which stays.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct KeptLimit {
    pub region: RegionId,
    pub region_name: String,
    pub version: i64,
    #[schema(value_type = Object)]
    pub value: Value,
}

/// A value that would change.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LimitChange {
    /// Its place in a policy (a JSON pointer).
    pub limit: String,
    #[schema(value_type = Object)]
    pub before: Value,
    #[schema(value_type = Object)]
    pub after: Value,
    /// Regions for which it would change: this one, and all below it that inherit the value.
    pub inheriting: usize,
    /// Regions below that have set the value themselves: for them and all below them it stays.
    pub keeping: usize,
    /// The first hundred of those.
    pub kept: Vec<KeptLimit>,
}

/// How many warnings would appear and vanish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WarningChange {
    pub kind: String,
    pub matter: Matter,
    #[schema(inline)]
    pub urgency: Urgency,
    pub appearing: usize,
    pub vanishing: usize,
}

/// A record of which a warning would appear or vanish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangedWarning {
    pub id: RecordId,
    pub kind: String,
    pub ledger: RegionId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    pub matter: Matter,
    #[schema(inline)]
    pub urgency: Urgency,
    /// With the new version, or where it would vanish: with what holds without it.
    pub due_on: Day,
    pub is_appearing: bool,
}

/// What a version would do on its first day. Nothing is written.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyTrial {
    pub region: RegionId,
    pub on: Day,
    /// The version that it would be.
    pub version: u32,
    pub limits: Vec<LimitChange>,
    pub warnings: Vec<WarningChange>,
    /// The first hundred.
    pub examples: Vec<ChangedWarning>,
    /// Open records within the person's sight that were looked at.
    pub looked_at: usize,
    /// False where there are more of them than a trial looks at.
    pub is_complete: bool,
}

pub fn dry_run(
    conn: &mut Conn,
    index: &Index,
    (grant, subject): (&PolicyGrant, &Subject),
    code: &RegionCode,
    new: NewPolicy,
    now: Instant,
) -> Outcome<PolicyTrial> {
    let Proposed { region, profile } = proposed(conn, grant, code, new, now)?;
    let on = profile.from_on.unwrap_or_else(|| now.day());
    let limits = limits(conn, &region, &profile, on)?;
    let ground = Ground::of(conn, index, subject, code)?;
    let mut open = open(conn, &ground)?;
    let is_complete = open.len() <= MOST;
    open.truncate(MOST);
    let mut changes = Changes::default();
    for ids in open.chunks(PAGE) {
        let rows = ground.rows(conn, ids)?;
        let ledgers: BTreeSet<_> = rows.values().map(|row| row.ledger).collect();
        let policies = both(conn, &ledgers.into_iter().collect::<Vec<_>>(), &region, &profile, on)?;
        for row in rows.values() {
            if let Some((before, after)) = policies.get(&row.ledger).filter(|(before, after)| before != after) {
                changes.compare(row, before, after, on);
            }
        }
    }
    let Changes { counts, examples } = changes;
    let warnings = counts.into_iter().map(|((kind, matter, urgency), [appearing, vanishing])| WarningChange {
        kind,
        matter,
        urgency,
        appearing,
        vanishing,
    });
    let (version, warnings) = (profile.version, warnings.collect());
    let (region, looked_at) = (region.id, open.len());
    Ok(PolicyTrial { region, on, version, limits, warnings, examples, looked_at, is_complete })
}

/// What the region itself names now or would name, where that makes a difference.
fn limits(conn: &mut Conn, region: &Region, new: &Profile, on: Day) -> Outcome<Vec<LimitChange>> {
    let now = line_of(in_line(policy::effective(conn, &[region.id], on, None)?)?, region.id);
    let own = now.iter().find(|(_, source, _)| *source == region.id);
    let named: BTreeSet<String> = own.iter().flat_map(|(_, _, own)| own.named()).chain(new.named()).collect();
    let (before, after) = (merged(&now), merged(&replaced(now.clone(), region, new)));
    let below = policy::own_below(conn, region.id, on)?;
    let below = below.into_iter().map(|own| Ok((profile_of(&own.row)?, own))).collect::<Outcome<Vec<_>>>()?;
    let mut subtree = region::subtree(conn, region.id)?;
    subtree.sort_by_key(|region| region.level.depth());
    let value = |policy: &Value, limit: &str| policy.pointer(limit).cloned().unwrap_or_else(|| default_of(limit));
    let changed = named.into_iter().filter_map(|limit| {
        let (before, after) = (value(&before, &limit), value(&after, &limit));
        (before != after).then(|| change(limit, before, after, &below, &subtree))
    });
    Ok(changed.collect())
}

/// An act that is not named needs no photos.
fn default_of(limit: &str) -> Value {
    if limit.starts_with("/required_photos/") { 0.into() } else { Value::Null }
}

fn merged(line: &[(usize, RegionId, Profile)]) -> Value {
    serde_json::to_value(Policy::merge(line.iter().map(|(_, _, profile)| profile))).unwrap_or_default()
}

fn change(limit: String, before: Value, after: Value, below: &[(Profile, Own)], subtree: &[Region]) -> LimitChange {
    let keeps = |(profile, _): &&(Profile, Own)| profile.named().contains(&limit);
    let keeping: Vec<_> = below.iter().filter(keeps).collect();
    let mut kept: HashSet<RegionId> = keeping.iter().map(|(_, own)| own.row.region).collect();
    // Parents come before their children.
    for region in subtree {
        if region.parent.is_some_and(|parent| kept.contains(&parent)) {
            kept.insert(region.id);
        }
    }
    let inheriting = subtree.iter().filter(|region| !kept.contains(&region.id)).count();
    let told = keeping.iter().take(TOLD).map(|(profile, own)| {
        let policy = serde_json::to_value(Policy::merge([profile])).unwrap_or_default();
        let value = policy.pointer(&limit).cloned().unwrap_or_default();
        KeptLimit { region: own.row.region, region_name: own.name.clone(), version: own.row.version, value }
    });
    let (kept, keeping) = (told.collect(), keeping.len());
    LimitChange { limit, before, after, inheriting, keeping, kept }
}

/// A line of profiles with the region's own one replaced; each with its depth and its region.
fn replaced(
    mut line: Vec<(usize, RegionId, Profile)>,
    region: &Region,
    new: &Profile,
) -> Vec<(usize, RegionId, Profile)> {
    line.retain(|(_, source, _)| *source != region.id);
    line.push((region.level.depth(), region.id, new.clone()));
    line.sort_by_key(|(depth, _, _)| *depth);
    line
}

/// What holds in each ledger, and what would.
fn both(
    conn: &mut Conn,
    ledgers: &[RegionId],
    region: &Region,
    new: &Profile,
    on: Day,
) -> Outcome<BTreeMap<RegionId, (Policy, Policy)>> {
    let found = in_line(policy::effective(conn, ledgers, on, None)?)?;
    let policies = ledgers.iter().map(|ledger| {
        let own = found.iter().filter(|(inherited, _)| inherited.heir == *ledger).cloned().collect();
        let line = line_of(own, *ledger);
        let policy = |line: &[(usize, RegionId, Profile)]| Policy::merge(line.iter().map(|(_, _, profile)| profile));
        (*ledger, (policy(&line), policy(&replaced(line.clone(), region, new))))
    });
    Ok(policies.collect())
}

/// The records of which there may be something to warn of, by id.
fn open(conn: &mut Conn, ground: &Ground) -> Outcome<Vec<RecordId>> {
    let mut open = Vec::new();
    for kind in kind::ALL.iter().filter(|kind| !kind.warns_in().is_empty()) {
        let filter = of_kind(kind.name(), Some(&kind.warns_in().join(",")));
        ground.each(conn, &filter, |_, record| open.push(record.id))?;
    }
    open.sort_unstable();
    Ok(open)
}

#[derive(Default)]
struct Changes {
    /// Appearing and vanishing.
    counts: BTreeMap<(String, Matter, Urgency), [usize; 2]>,
    examples: Vec<ChangedWarning>,
}

impl Changes {
    fn compare(&mut self, row: &RecordRow, before: &Policy, after: &Policy, on: Day) {
        let Some(kind) = kind::find(&row.kind) else { return };
        let state = crate::domain::document::state_of(&row.document);
        let told = |policy| {
            let warnings = kind.warnings(&state, policy, on);
            warnings
                .iter()
                .map(|warning| ((warning.matter, urgency(warning)), warning.due_on))
                .collect::<BTreeMap<_, _>>()
        };
        let (before, after) = (told(before), told(after));
        let appearing = after.iter().filter(|(warning, _)| !before.contains_key(warning)).map(|one| (one, true));
        let vanishing = before.iter().filter(|(warning, _)| !after.contains_key(warning)).map(|one| (one, false));
        for (((matter, urgency), due_on), is_appearing) in appearing.chain(vanishing) {
            self.note(row, (*matter, *urgency), *due_on, is_appearing);
        }
    }

    fn note(&mut self, row: &RecordRow, (matter, urgency): (Matter, Urgency), due_on: Day, is_appearing: bool) {
        let counts = self.counts.entry((row.kind.clone(), matter, urgency)).or_default();
        counts[usize::from(!is_appearing)] += 1;
        if self.examples.len() < TOLD {
            let (id, kind, ledger, number) = (row.id, row.kind.clone(), row.ledger, row.number.clone());
            self.examples.push(ChangedWarning { id, kind, ledger, number, matter, urgency, due_on, is_appearing });
        }
    }
}

fn urgency(warning: &Warning) -> Urgency {
    if warning.days_overdue.is_some() { Urgency::Overdue } else { Urgency::DueSoon }
}
