//! Push: what devices did becomes entries, each act exactly once, or stands in the inbox.
pub mod again;
mod answers;
pub mod bulk;
mod case;
mod desk;
mod follow;
mod gather;
mod judge;
mod lanes;
pub mod online;
mod parts;
mod prepare;
mod rows;
mod standing;
mod turn;
mod write;

pub use lanes::Lanes;
pub(super) use online::fault as fault_of;
pub(super) use parts::Origin;
pub use prepare::Prepared;

pub(super) use super::Outcome;
use crate::domain::act::{MOST_ACTS, PushBatch, SCHEMA};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::outcome::ActResult;
use crate::domain::scope::Subject;
use crate::domain::{DeviceId, Instant, Language, RegionId};
use crate::store::{Conn, queue};
use desk::Desk;
use parts::Author;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use turn::Turn;
use utoipa::ToSchema;

/// One result for each act, in the order of the acts.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PushAnswer {
    pub results: Vec<ActResult>,
    /// The last act of this device that was consumed; the next one is one more.
    pub last_client_seq: i64,
    /// Where the ledgers stand that this push has touched.
    pub heads: Vec<LedgerHead>,
}

impl PushAnswer {
    /// The same answer in another language.
    pub fn told_in(self, language: Language) -> Self {
        Self { results: self.results.into_iter().map(|result| result.told_in(language)).collect(), ..self }
    }
}

/// How long a ledger is, and the root of its Merkle tree (RFC 6962) at that length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerHead {
    pub ledger: RegionId,
    pub epoch: i64,
    pub size: i64,
    /// SHA-256, base64.
    pub root: String,
}

/// A batch that was checked as far as that takes no database.
#[derive(Debug)]
pub struct Batch {
    device: DeviceId,
    acts: Vec<Prepared>,
}

impl Batch {
    /// Checks what concerns the whole request; a fault here consumes nothing.
    pub fn prepare(subject: &Subject, sent: PushBatch) -> Result<Self, Fault> {
        let PushBatch { device_id, schema, acts } = sent;
        own_device(subject, device_id)?;
        if schema > SCHEMA {
            return Err(Fault::new(FaultCode::SchemaNewerThanServer, format!("this server speaks schema {SCHEMA}")));
        }
        if schema == 0 {
            return Err(Fault::new(FaultCode::BadRequest, "schemas are counted from 1").at("/schema"));
        }
        if acts.len() > MOST_ACTS {
            return Err(Fault::new(FaultCode::BadRequest, format!("at most {MOST_ACTS} acts a push")).at("/acts"));
        }
        let numbers: Vec<_> = acts.iter().map(|act| act.client_seq.get()).collect();
        if let Some(n) = numbers.windows(2).position(|pair| pair[1] != pair[0] + 1) {
            let fault = Fault::new(FaultCode::OutOfOrder, "the acts' client_seq must rise by one");
            return Err(fault.at(format!("/acts/{}/client_seq", n + 1)).with("expected_client_seq", numbers[n] + 1));
        }
        Ok(Self { device: device_id, acts: acts.into_iter().map(Prepared::from).collect() })
    }
}

/// The device of the request is the one that the token was issued to.
pub(super) fn own_device(subject: &Subject, device: DeviceId) -> Result<(), Fault> {
    match subject.device == Some(device) {
        true => Ok(()),
        false => Err(Fault::new(FaultCode::DeviceRevoked, "this token was issued to another device").at("/device_id")),
    }
}

/// A device's batch, and who sent it.
#[derive(Debug)]
pub struct Sent {
    pub subject: Arc<Subject>,
    pub batch: Batch,
}

/// Applies batches of different persons in one transaction, each as if it were alone, and answers
/// for each. A batch that cannot be taken gets its fault, and costs the others nothing. A refused
/// act is answered, not fatal: one bad act must never block a device's queue.
pub fn push_all(conn: &mut Conn, sent: &[Sent], now: Instant) -> Outcome<Vec<Result<PushAnswer, Fault>>> {
    let Some(Sent { subject, batch }) = sent.first() else {
        return Ok(Vec::new());
    };
    let persons: Vec<_> = sent.iter().map(|sent| sent.subject.person).collect();
    let devices = queue::lock(conn, &persons)?.into_iter().map(|device| (device.id, device)).collect();
    let mut desk = Desk::new(Author::new(subject.clone(), Origin::Queue(batch.device)), now);
    let batches: Vec<_> = sent.iter().map(|sent| (sent.batch.device, sent.batch.acts.as_slice())).collect();
    let receipts = gather::receipts(conn, &mut desk, &batches)?;
    let mut turns: Vec<_> = sent.iter().map(|sent| Turn::of(sent, &devices, &receipts)).collect();
    let fresh: Vec<_> = turns.iter().flatten().flat_map(Turn::fresh).collect();
    let regions: BTreeSet<_> = turns.iter().flatten().flat_map(Turn::regions).collect();
    gather::facts_for(conn, &mut desk, &regions.into_iter().collect::<Vec<_>>(), &fresh)?;
    for turn in turns.iter_mut().flatten() {
        turn.take(&mut desk)?;
    }
    let moved: Vec<_> = turns.iter().flatten().filter_map(|turn| turn.moved(now)).collect();
    let heads = write::all(conn, desk, &moved)?;
    Ok(turns.into_iter().map(|turn| turn.map(|turn| turn.answer(&heads))).collect())
}
