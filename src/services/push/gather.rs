//! All that judging a batch may need, in a fixed number of statements whatever the batch's size.
use super::answers::damaged;
use super::desk::Desk;
use super::parts::Answered;
use super::prepare::{Prepared, Readable};
use crate::domain::outcome::ActResult;
use crate::domain::{ActId, DeviceId, OrganisationId, RecordId, RegionCode, RegionId};
use crate::services::{Outcome, policies};
use crate::store::receipt::ReceiptRow;
use crate::store::{Conn, StoreError, coverage, digest, ledger, receipt, record, serial};
use std::collections::{BTreeMap, BTreeSet};

/// What a device was answered for an act of its own.
pub struct Receipt {
    pub client_seq: i64,
    pub act_id: ActId,
    pub result: ActResult,
}

/// What the devices were answered before: for these acts, and for those that they build on. Puts
/// what anybody was answered for these acts on the desk.
pub fn receipts(
    conn: &mut Conn,
    desk: &mut Desk,
    sent: &[(DeviceId, &[Prepared])],
) -> Outcome<BTreeMap<DeviceId, Vec<Receipt>>> {
    let wanted: Vec<_> = sent.iter().map(|(device, acts)| (*device, numbers(acts))).collect();
    let ids: Vec<_> = sent.iter().flat_map(|(_, acts)| *acts).map(|act| act.sent.act_id).collect();
    let mut own: BTreeMap<DeviceId, Vec<Receipt>> = BTreeMap::new();
    for (ReceiptRow { device, client_seq, act_id, result, .. }, person) in receipt::find(conn, &wanted, &ids)? {
        let result: ActResult = serde_json::from_str(&result).map_err(damaged)?;
        desk.add_answer(act_id, Answered { person, result: result.clone() });
        own.entry(device).or_default().push(Receipt { client_seq, act_id, result });
    }
    Ok(own)
}

fn numbers(acts: &[Prepared]) -> Vec<i64> {
    let all: BTreeSet<_> = acts.iter().flat_map(|act| [Some(act.number()), act.builds_on()]).flatten().collect();
    all.into_iter().collect()
}

/// What the acts name.
#[derive(Default)]
struct Named {
    acts: Vec<ActId>,
    records: BTreeSet<RecordId>,
    organisations: BTreeSet<OrganisationId>,
    codes: BTreeSet<RegionCode>,
    /// Regions that bodies speak of; their ledgers are left alone.
    regions: BTreeSet<RegionCode>,
    /// The records of acts that have consequences for their enterprise.
    causes: Vec<RecordId>,
}

impl Named {
    fn by(acts: &[&Prepared]) -> Self {
        let mut named = Self::default();
        for act in acts {
            named.acts.push(act.sent.act_id);
            named.records.insert(act.sent.record);
            named.codes.extend(act.sent.ledger.clone());
            if let Ok(Readable { kind, mentions, .. }) = &act.read {
                if kind.is_consequential(act.sent.act.as_str()) {
                    named.causes.push(act.sent.record);
                }
                named.records.extend(&mentions.records);
                named.organisations.extend(&mentions.organisations);
                named.codes.extend(mentions.destination.clone());
                named.regions.extend(mentions.regions.iter().cloned());
            }
        }
        named
    }
}

/// What the acts of the author at the desk need.
pub fn facts(conn: &mut Conn, desk: &mut Desk, acts: &[&Prepared]) -> Outcome<()> {
    facts_for(conn, desk, &desk.author.subject.regions(), acts)
}

/// Locks the ledgers that the acts may touch, in the order of their ids, and then reads: what
/// was read stays true until commit. `regions` are those of all authors.
pub fn facts_for(conn: &mut Conn, desk: &mut Desk, regions: &[RegionId], acts: &[&Prepared]) -> Outcome<()> {
    let named = Named::by(acts);
    let (mut records, causes) = (named.records, named.causes);
    records.extend(reached(conn, &causes)?);
    let organisations: Vec<_> = named.organisations.into_iter().collect();
    let codes: Vec<_> = named.codes.union(&named.regions).cloned().collect();
    let known = coverage::named(conn, &codes)?;
    desk.codes = known.iter().filter(|(code, _)| named.codes.contains(code)).cloned().collect();
    desk.regions = known.into_iter().filter(|(code, _)| named.regions.contains(code)).collect();
    let listed: Vec<_> = records.iter().copied().collect();
    let ledgers = ledgers(conn, desk, regions, &listed)?;
    for head in ledger::lock(conn, &ledgers)? {
        desk.add_head(head)?;
    }
    for row in record::find(conn, &listed)? {
        let is_reached = || row.enterprise.is_none_or(|id| records.contains(&id.cast()));
        // Between the look and the lock the record moved or was made: the push is tried again.
        if !desk.has_head(row.ledger) || (causes.contains(&row.id) && !is_reached()) {
            return Err(StoreError::Busy("a record moved while its ledger was being locked".into()).into());
        }
        desk.add_record(row)?;
    }
    desk.standing = receipt::standing(conn, &named.acts)?.into_iter().collect();
    if !desk.regions.is_empty() {
        let regions: Vec<_> = desk.regions.values().copied().collect();
        desk.within = coverage::covering(conn, &ledgers, &regions)?;
    }
    desk.organisations = coverage::organisations(conn, &organisations)?.into_iter().collect();
    desk.policies = policies::of_ledgers(conn, &ledgers, desk.now.day())?;
    desk.add_serials(serial::of_year(conn, &ledgers, desk.now.day().year())?);
    desk.add_cells(digest::of_ledgers(conn, &ledgers)?);
    Ok(())
}

/// The records of the enterprises that consequences of acts on these records reach.
fn reached(conn: &mut Conn, causes: &[RecordId]) -> Outcome<Vec<RecordId>> {
    if causes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(record::enterprises_of(conn, causes)?.into_iter().map(|enterprise| enterprise.cast()).collect())
}

/// The ledgers that hold the records, and those named units that lie within somebody's duties.
fn ledgers(conn: &mut Conn, desk: &mut Desk, regions: &[RegionId], records: &[RecordId]) -> Outcome<Vec<RegionId>> {
    let holding: BTreeSet<RegionId> = record::ledgers_of(conn, records)?.into_iter().collect();
    let named: Vec<_> = holding.iter().chain(desk.codes.values()).copied().collect();
    desk.units = coverage::units(conn, &named)?.into_iter().map(|unit| (unit.id, unit)).collect();
    desk.coverage = coverage::covering(conn, regions, &named)?;
    let units = desk.units.values().filter(|unit| unit.is_open() && desk.coverage.contains_key(&unit.id));
    let all: BTreeSet<_> = holding.into_iter().chain(units.map(|unit| unit.id)).collect();
    let all: Vec<_> = all.into_iter().collect();
    ledger::open(conn, &all, desk.now)?;
    Ok(all)
}
