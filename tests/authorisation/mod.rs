//! Every operation of the contract, asked by everybody: who may is answered, who may not is refused,
//! and what lies outside of one's duties looks like what is not there.
mod casts;
mod foreign;
mod operations;
mod scene;

use crate::support::each_database;
use operations::{OPERATIONS, Operation};
use scene::{Asking, Scene};
use std::collections::BTreeSet;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Administrator,
    /// Of another county.
    ForeignAdministrator,
    Officer,
    /// Of the neighbouring unit.
    ForeignOfficer,
    County,
    /// A territorial manager of county or city; may whatever `County` may, and sets policy.
    Manager,
    ForeignManager,
    FireDepartment,
    OtherDepartment,
    Enterprise,
    OtherEnterprise,
    Leader,
    Auditor,
    EndedDuty,
    EndedMandate,
    NoDuty,
}
use Who::*;

pub const EVERYBODY: &[Who] = &[
    Administrator,
    ForeignAdministrator,
    Officer,
    ForeignOfficer,
    County,
    Manager,
    ForeignManager,
    FireDepartment,
    OtherDepartment,
    Enterprise,
    OtherEnterprise,
    Leader,
    Auditor,
    EndedDuty,
    EndedMandate,
    NoDuty,
];

/// A manager may what the inspector of the same body may.
fn may(row: &Operation, who: Who) -> bool {
    let also = match who {
        Manager => Some(County),
        ForeignManager => Some(ForeignOfficer),
        _ => None,
    };
    row.allowed.contains(&who) || also.is_some_and(|also| row.allowed.contains(&also))
}

/// Section 1 of the domain, in the words of the product: every role of every layer that may hold it, and
/// territorial bodies at each tier.
#[test]
fn every_role_asks() {
    use hazard_ledger::domain::{OrganisationKind, Role};
    let (mut asked, mut known) = (BTreeSet::new(), BTreeSet::new());
    for (_, _, kind, role, ..) in casts::ROLES {
        let (kind, role): (OrganisationKind, Role) = (kind.parse().unwrap(), role.parse().unwrap());
        asked.insert((role, role.layer_in(kind).unwrap()));
    }
    for (role, kind) in Role::ALL.iter().flat_map(|role| OrganisationKind::ALL.iter().map(move |kind| (role, kind))) {
        known.extend(role.layer_in(*kind).map(|layer| (*role, layer)));
    }
    assert_eq!(asked, known);
    let names: Vec<_> = casts::ROLES.iter().map(|cast| cast.1).collect();
    for tier in ["township", "county", "city"] {
        assert!(["inspector", "manager"].iter().all(|role| names.contains(&format!("{tier} {role}").as_str())));
    }
}

#[test]
fn every_operation_has_a_row() {
    let contract = hazard_ledger::http::contract::openapi();
    let items = contract.paths.paths.into_values();
    let operations = items.flat_map(|item| [item.get, item.post, item.put, item.patch, item.delete]).flatten();
    let known: BTreeSet<_> = operations.filter_map(|operation| operation.operation_id).collect();
    let rows: BTreeSet<_> = OPERATIONS.iter().map(|row| row.id.to_owned()).collect();
    assert_eq!(rows, known);
}

#[test]
fn everybody_may_do_what_the_table_says_and_nothing_else() {
    each_database(|app| {
        let scene = Scene::set(app);
        for row in OPERATIONS {
            for Asking { who, role, place, phone } in &scene.everybody {
                let status = (row.ask)(&scene, phone).status;
                let context = format!("{} by a {role}, {place} ({who:?}), is answered with {status}", row.id);
                match may(row, *who) {
                    true => assert!((200..300).contains(&status), "{context}"),
                    false => assert_eq!(status, row.refused, "{context}"),
                }
            }
        }
    });
}
