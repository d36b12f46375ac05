//! What lies on the desk: heads, counts, first answers, and what is to be written.
use super::gather::Receipt;
use crate::domain::merkle::Frontier;
use crate::domain::outcome::ActResult;
use crate::domain::scope::Subject;
use crate::domain::{DeviceId, OrganisationId, PersonId, RecordId, RegionId};
use crate::store::entry::EntryRow;
use crate::store::inbox::InboxRow;
use crate::store::ledger::HeadRow;
use crate::store::posting::PostingRow;
use crate::store::presence::PresenceRow;
use crate::store::receipt::ReceiptRow;
use crate::store::record::RecordRow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A locked head that entries are appended to.
pub struct Head {
    pub row: HeadRow,
    pub frontier: Frontier,
    pub is_moved: bool,
}

/// (ledger, kind, sector, voided): the digest cell that a record counts in.
pub type Cell = (RegionId, String, String, bool);
/// (ledger, series, year).
pub type Series = (RegionId, String, i64);

/// The first answer to an act, as far as later acts build on it.
#[derive(Clone)]
pub struct Answered {
    pub person: PersonId,
    pub result: ActResult,
}

/// Whose acts are judged at the moment.
pub struct Author {
    pub subject: Arc<Subject>,
    pub origin: Origin,
    /// The enterprises that the person acts for, under any of its duties (separation of duty 13).
    pub own_enterprises: Vec<OrganisationId>,
    /// What the device was answered, by number.
    pub answered: BTreeMap<i64, ActResult>,
    /// The ledgers that its acts were written to.
    pub touched: BTreeSet<RegionId>,
}

impl Author {
    pub fn new(subject: Arc<Subject>, origin: Origin) -> Self {
        let own_enterprises = subject.enterprises();
        Self { subject, origin, own_enterprises, answered: BTreeMap::new(), touched: BTreeSet::new() }
    }
}

impl Author {
    /// What its device was answered before.
    pub fn remember(&mut self, receipts: &[Receipt]) {
        self.answered = receipts.iter().map(|receipt| (receipt.client_seq, receipt.result.clone())).collect();
    }
}

/// How acts come in: from a device's queue, in order and with receipts, or one by one online.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Queue(DeviceId),
    Online(Option<DeviceId>),
    /// Asked for online; the body was made by the server.
    Computed(Option<DeviceId>),
}

impl Origin {
    pub fn device(self) -> Option<DeviceId> {
        match self {
            Self::Queue(device) => Some(device),
            Self::Online(device) | Self::Computed(device) => device,
        }
    }
}

/// What is to be written; keyed where a later act of the batch replaces what an earlier one left.
#[derive(Default)]
pub struct Written {
    pub entries: Vec<EntryRow>,
    pub postings: Vec<PostingRow>,
    pub births: BTreeMap<RecordId, RegionId>,
    pub records: BTreeMap<(RegionId, RecordId), RecordRow>,
    pub presence: BTreeMap<(RegionId, RecordId, String, OrganisationId), PresenceRow>,
    pub serials: BTreeSet<Series>,
    pub cells: BTreeSet<Cell>,
    pub receipts: Vec<ReceiptRow>,
    pub inbox: Vec<InboxRow>,
}
