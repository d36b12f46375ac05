//! Push: what devices did becomes entries, each act exactly once, or stands in the inbox.
pub mod again;
mod answers;
pub mod bulk;
mod case;
mod desk;
mod gather;
mod judge;
pub mod online;
mod parts;
mod prepare;
mod rows;
mod standing;
mod write;

pub(super) use super::Outcome;
use crate::domain::act::{MOST_ACTS, PushBatch, SCHEMA};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::outcome::ActResult;
use crate::domain::scope::Subject;
use crate::domain::{DeviceId, Instant, Language, RegionId};
use crate::store::{Conn, queue};
use desk::Desk;
pub(super) use online::fault as fault_of;
pub(super) use parts::Origin;
pub use prepare::Prepared;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
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

/// Applies a batch in order and answers for each act. A refused act is answered, not fatal:
/// one bad act must never block a device's queue.
pub fn push(conn: &mut Conn, subject: &Arc<Subject>, batch: Batch, now: Instant) -> Outcome<PushAnswer> {
    let Batch { device, acts } = batch;
    let last = queue::lock(conn, subject.person, device)?;
    let Some((first, final_seq)) = acts.first().zip(acts.last()).map(|(a, z)| (a.number(), z.number())) else {
        return Ok(PushAnswer { results: Vec::new(), last_client_seq: last, heads: Vec::new() });
    };
    if first > last + 1 {
        let fault = Fault::new(FaultCode::OutOfOrder, "acts are missing before these");
        return Err(fault.at("/acts/0/client_seq").with("expected_client_seq", last + 1).into());
    }
    let receipts = gather::receipts(conn, device, &acts)?;
    refuse_forks(device, &acts, &receipts)?;
    let is_known = |act: &Prepared| {
        receipts.iter().any(|receipt| receipt.row.device == device && receipt.row.client_seq == act.number())
    };
    if acts.iter().any(|act| act.number() <= last && !is_known(act)) {
        let fault =
            Fault::new(FaultCode::OutOfOrder, "these acts were consumed so long ago that their receipts are gone");
        return Err(fault.at("/acts/0/client_seq").with("expected_client_seq", last + 1).into());
    }
    let mut desk = Desk::new(subject.clone(), Origin::Queue(device), now, receipts)?;
    let fresh: Vec<_> = acts.iter().filter(|act| act.number() > last).collect();
    gather::facts(conn, &mut desk, &fresh)?;
    let results = acts.iter().map(|act| desk.take(act)).collect::<Outcome<Vec<_>>>()?;
    let last_client_seq = last.max(final_seq);
    let heads = write::all(conn, desk, Some((device, last_client_seq)))?;
    Ok(PushAnswer { results, last_client_seq, heads })
}

/// The same number with another act: the device was restored from a backup, or copied.
fn refuse_forks(device: DeviceId, acts: &[Prepared], receipts: &[gather::Receipt]) -> Result<(), Fault> {
    let other = |act: &Prepared| {
        let same_number =
            |receipt: &&gather::Receipt| receipt.row.device == device && receipt.row.client_seq == act.number();
        receipts.iter().find(same_number).is_some_and(|receipt| receipt.row.act_id != act.sent.act_id)
    };
    match acts.iter().position(other) {
        None => Ok(()),
        Some(n) => {
            let fault = Fault::new(FaultCode::DeviceFork, "this client_seq carried another act: register a new device");
            Err(fault.at(format!("/acts/{n}/client_seq")))
        }
    }
}

/// How far the server has consumed a device's acts.
pub fn acknowledged(conn: &mut Conn, device: DeviceId) -> Outcome<i64> {
    Ok(queue::last(conn, device)?)
}
