//! People and their devices: one is lost and replaced, two of one person bring the same acts.
use super::world::World;
use hazard_ledger::domain::DeviceId;
use hazard_ledger::domain::act::Base;
use hazard_ledger::phone::{Draft, Phone};
use std::collections::BTreeMap;

impl World<'_> {
    /// The person takes a new device, which holds nothing; what the old one had not sent comes with it.
    pub fn replace_device(&mut self, n: usize) {
        self.calm();
        let device = DeviceId::new();
        let mut phone = Phone::new(self.sign_in(self.devices[n].person, device), device);
        echo(&self.devices[n].phone, &mut phone);
        self.devices[n].phone = phone;
    }

    /// What one device of a person has queued, another brings as well.
    pub fn repeat_on_other_device(&mut self, n: usize) {
        let person = self.devices[n].person;
        let other = (0..self.devices.len()).find(|other| *other != n && self.devices[*other].person == person);
        if let Some(other) = other {
            let from = self.devices[n].phone.clone();
            echo(&from, &mut self.devices[other].phone);
        }
    }
}

/// Queues the same acts under numbers of the other device's own.
fn echo(from: &Phone, to: &mut Phone) {
    let known: Vec<_> = to.queue.iter().map(|act| act.act_id).collect();
    let mut numbers = BTreeMap::new();
    for act in from.queue.iter().filter(|act| !known.contains(&act.act_id)) {
        let base = match act.base {
            Some(Base::ClientSeq(number)) => numbers.get(&number).copied().map(Base::ClientSeq),
            base => base,
        };
        let (kind, name, ledger) = (act.kind.as_str(), act.act.as_str(), act.ledger.as_ref());
        let body = serde_json::from_str(act.body.get()).unwrap();
        to.act(act.at, Draft { kind, act: name, record: act.record, ledger, base, body });
        let own = to.queue.last_mut().unwrap();
        own.act_id = act.act_id;
        numbers.insert(act.client_seq, own.client_seq);
    }
}
