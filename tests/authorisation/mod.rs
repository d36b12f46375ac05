//! Every operation of the contract, asked by everybody: who may is answered, who may not is refused,
//! and what lies outside of one's duties looks like what is not there.
mod operations;
mod scene;

use crate::support::each_database;
use operations::OPERATIONS;
use scene::Scene;
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
            for who in EVERYBODY {
                let status = (row.ask)(&scene, scene.of(*who)).status;
                let context = format!("{} by {who:?} is answered with {status}", row.id);
                match row.allowed.contains(who) {
                    true => assert!((200..300).contains(&status), "{context}"),
                    false => assert_eq!(status, row.refused, "{context}"),
                }
            }
        }
    });
}
