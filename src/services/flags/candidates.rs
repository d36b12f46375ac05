//! Who takes part in a flag round, and which units each region answers for.
use crate::domain::kind::FlagRound;
use crate::domain::kind::flag_round::{Candidate, CountedAccident, SubjectClass, SubjectKey, Territory};
use crate::domain::{Lines, OrganisationId, RecordId, Region, RegionId, RegionLevel};
use crate::services::Outcome;
use crate::store::organisation::Organisation;
use crate::store::{Conn, organisation, record, region};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The candidates by class and identity, and the territories that they name.
pub struct Field {
    pub candidates: Vec<Candidate>,
    pub territories: Vec<Territory>,
}

pub fn of(conn: &mut Conn, root: RegionId, round: &FlagRound, accidents: &[CountedAccident]) -> Outcome<Field> {
    let below = region::subtree(conn, root)?;
    let mut candidates: Vec<_> =
        below.iter().filter(|region| region.id != root && region.is_open()).filter_map(of_region).collect();
    candidates.extend(organisation::departments_within(conn, root)?.into_iter().map(of_department));
    candidates.extend(round.nominated.iter().cloned());
    candidates.extend(with_accidents(conn, round, accidents)?);
    candidates.retain(|candidate| round.rule.of(candidate.key.class).is_some());
    candidates.sort_by(|one, other| one.key.cmp(&other.key));
    candidates.dedup_by(|one, other| one.key == other.key);
    let territories = territories(&below, &candidates);
    Ok(Field { candidates, territories })
}

fn of_region(region: &Region) -> Option<Candidate> {
    let class = match region.level {
        RegionLevel::County => SubjectClass::County,
        RegionLevel::Park => SubjectClass::Park,
        level if level.is_unit() => SubjectClass::Township,
        _ => return None,
    };
    let key = SubjectKey { class, id: region.id.to_string() };
    Some(Candidate { key, name: region.name.clone(), region: Some(region.id), sectors: Vec::new() })
}

fn of_department(department: Organisation) -> Candidate {
    let Organisation { id, name, region, sectors, .. } = department;
    let key = SubjectKey { class: SubjectClass::Department, id: id.to_string() };
    Candidate { key, name, region: Some(region), sectors: sectors.0 }
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// Enterprises that had an accident take part whether they were nominated or not.
fn with_accidents(conn: &mut Conn, round: &FlagRound, accidents: &[CountedAccident]) -> Outcome<Vec<Candidate>> {
    let Some(class) = round.rule.of(SubjectClass::Enterprise) else { return Ok(Vec::new()) };
    let counted = accidents.iter().filter(|accident| round.rule.counts(class, accident));
    let ids: BTreeSet<OrganisationId> = counted.filter_map(|accident| accident.enterprise).collect();
    let records: Vec<RecordId> = ids.iter().map(|id| id.cast()).collect();
    let rows = record::find(conn, &records)?.into_iter().filter(|row| row.moved_to.is_none());
    let names: BTreeMap<RecordId, String> = rows
        .filter_map(|row| serde_json::from_str::<Named>(&row.document).ok().map(|named| (row.id, named.name)))
        .collect();
    let candidate = |id: OrganisationId| {
        let name = names.get(&id.cast()).cloned().unwrap_or_default();
        let key = SubjectKey { class: SubjectClass::Enterprise, id: id.to_string() };
        Candidate { key, name, region: None, sectors: Vec::new() }
    };
    Ok(ids.into_iter().map(candidate).collect())
}

/// The township-level units below each region that a candidate names, those that were merged away
/// included: what happened in them happened there.
fn territories(below: &[Region], candidates: &[Candidate]) -> Vec<Territory> {
    let lines = Lines::of(below);
    let named: BTreeSet<_> = candidates.iter().filter_map(|candidate| candidate.region).collect();
    let mut units: BTreeMap<RegionId, Vec<RegionId>> = named.iter().map(|region| (*region, Vec::new())).collect();
    for unit in below.iter().filter(|region| region.level.is_unit()) {
        for region in lines.from(unit.id) {
            if let Some(own) = units.get_mut(&region) {
                own.push(unit.id);
            }
        }
    }
    units.into_iter().map(|(region, units)| Territory { region, units }).collect()
}
