//! Blind spots: the records of a zone, as far as one has to know them to go and look.
use crate::domain::document::state_of;
use crate::domain::kind::assignment::NamedLeader;
use crate::domain::spelled::spelled;
use crate::domain::{Day, OrganisationId, RecordId, RegionId, Sector};
use crate::store::record::RecordRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

spelled! {
    /// Why nobody looks there.
    Zone {
        /// On the register without a responsible department.
        NoDepartment = "no_department" ("无行业主管部门", "No department"),
        /// On the register without a place on the map.
        NoLocation = "no_location" ("无位置信息", "No location"),
        /// On the register and not inspected in the period.
        NotInspected = "not_inspected" ("期间未检查", "Not inspected"),
        /// Marked as a key target, and no leader is assigned to it.
        NoLeader = "no_leader" ("重点对象无挂点领导", "Key target without leader"),
        /// Assigned, and the leader has made no visit in the period.
        NotVisited = "not_visited" ("挂点领导期间未走访", "Leader without visit"),
        /// Assigned, and the next visit is overdue.
        VisitOverdue = "visit_overdue" ("挂点走访逾期", "Visit overdue"),
    }
}

/// A record of a zone.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BlindSpot {
    pub id: RecordId,
    /// An enterprise or an assignment.
    pub kind: String,
    pub ledger: RegionId,
    /// Of the enterprise, or of the assignment's target.
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    /// The department that answers for the enterprise, or the body that assigned the leader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<OrganisationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leader: Option<NamedLeader>,
    /// Of an assignment: the next visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Day>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
    target: Option<Target>,
    leader: Option<NamedLeader>,
}
#[derive(Deserialize)]
struct Target {
    name: String,
}

impl From<RecordRow> for BlindSpot {
    fn from(row: RecordRow) -> Self {
        let named: Option<Named> = serde_json::from_value(state_of(&row.document)).ok();
        let (name, leader) = match named {
            Some(Named { name, target, leader }) => (name.or(target.map(|target| target.name)), leader),
            None => (None, None),
        };
        let RecordRow { id, kind, ledger, sector, owner, due_on, .. } = row;
        Self { id, kind, ledger, name: name.unwrap_or_default(), sector: sector.parse().ok(), owner, leader, due_on }
    }
}
