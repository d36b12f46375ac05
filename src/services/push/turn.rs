//! A batch's turn at the desk: may it be taken, what is new of it, what it is answered.
use super::desk::Desk;
use super::gather::Receipt;
use super::parts::{Author, Origin};
use super::prepare::Prepared;
use super::{LedgerHead, PushAnswer, Sent};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::outcome::ActResult;
use crate::domain::{DeviceId, Instant, RegionId};
use crate::services::Outcome;
use crate::services::devices::revoked;
use crate::store::device::Device;
use std::collections::BTreeMap;
use std::mem::swap;

pub struct Turn<'a> {
    acts: &'a [Prepared],
    /// The device as it was locked.
    device: Device,
    author: Author,
    results: Vec<ActResult>,
}

impl<'a> Turn<'a> {
    /// Checks the batch against what the device has sent before; a fault here consumes nothing.
    pub fn of(
        sent: &'a Sent,
        devices: &BTreeMap<DeviceId, Device>,
        receipts: &BTreeMap<DeviceId, Vec<Receipt>>,
    ) -> Result<Self, Fault> {
        let Sent { subject, batch } = sent;
        let device = devices.get(&batch.device).filter(|device| device.revoked_at.is_none());
        let device = device.cloned().ok_or_else(revoked)?;
        let receipts = receipts.get(&batch.device).map(Vec::as_slice).unwrap_or_default();
        refuse_gaps(&batch.acts, device.last_client_seq, receipts)?;
        refuse_forks(&batch.acts, receipts)?;
        let mut author = Author::new(subject.clone(), Origin::Queue(batch.device));
        author.remember(receipts);
        Ok(Self { acts: &batch.acts, device, author, results: Vec::new() })
    }

    /// The acts that were not consumed yet.
    pub fn fresh(&self) -> impl Iterator<Item = &'a Prepared> {
        let last = self.device.last_client_seq;
        self.acts.iter().filter(move |act| act.number() > last)
    }

    pub fn regions(&self) -> Vec<RegionId> {
        self.author.subject.regions()
    }

    /// Takes each act in order.
    pub fn take(&mut self, desk: &mut Desk) -> Outcome<()> {
        swap(&mut self.author, &mut desk.author);
        for act in self.acts {
            self.results.push(desk.take(act)?);
        }
        // A consequence may reach a ledger that the author sees nothing of.
        let touched = std::mem::take(&mut desk.author.touched);
        desk.author.touched = touched.into_iter().filter(|ledger| !desk.view(*ledger).is_empty()).collect();
        swap(&mut self.author, &mut desk.author);
        Ok(())
    }

    /// The device as the batch leaves it; none where nothing was sent.
    pub fn moved(&self, now: Instant) -> Option<Device> {
        self.acts.last()?;
        Some(Device { last_client_seq: self.last(), last_seen_at: now, ..self.device.clone() })
    }

    fn last(&self) -> i64 {
        self.acts.last().map_or(0, Prepared::number).max(self.device.last_client_seq)
    }

    pub fn answer(self, heads: &BTreeMap<RegionId, LedgerHead>) -> PushAnswer {
        let last_client_seq = self.last();
        let heads = self.author.touched.iter().filter_map(|ledger| heads.get(ledger)).cloned().collect();
        PushAnswer { results: self.results, last_client_seq, heads }
    }
}

/// Acts are consumed in order, without a gap.
fn refuse_gaps(acts: &[Prepared], last: i64, receipts: &[Receipt]) -> Result<(), Fault> {
    let is_known = |act: &Prepared| receipts.iter().any(|receipt| receipt.client_seq == act.number());
    let detail = match acts.first() {
        Some(first) if first.number() > last + 1 => "acts are missing before these",
        _ if acts.iter().any(|act| act.number() <= last && !is_known(act)) => {
            "these acts were consumed so long ago that their receipts are gone"
        }
        _ => return Ok(()),
    };
    let fault = Fault::new(FaultCode::OutOfOrder, detail);
    Err(fault.at("/acts/0/client_seq").with("expected_client_seq", last + 1))
}

/// The same number with another act: the device was restored from a backup, or copied.
fn refuse_forks(acts: &[Prepared], receipts: &[Receipt]) -> Result<(), Fault> {
    let is_other = |act: &Prepared| {
        let same_number = |receipt: &&Receipt| receipt.client_seq == act.number();
        receipts.iter().find(same_number).is_some_and(|receipt| receipt.act_id != act.sent.act_id)
    };
    match acts.iter().position(is_other) {
        None => Ok(()),
        Some(n) => {
            let fault = Fault::new(FaultCode::DeviceFork, "this client_seq carried another act: register a new device");
            Err(fault.at(format!("/acts/{n}/client_seq")))
        }
    }
}
