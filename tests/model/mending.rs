//! What is mended behind the backs of people: held acts are swept, damaged phones repair themselves.
use super::History;
use super::acts::amend_foreign;
use super::oracle;
use super::world::World;
use hazard_ledger::domain::act::SentAct;
use hazard_ledger::domain::{Instant, RecordId};
use hazard_ledger::http::clock;
use hazard_ledger::phone::{Phone, Repaired};
use hazard_ledger::services::Failure;
use hazard_ledger::services::inbox::held;
use hazard_ledger::store::entry::{self, EntryRow};
use serde_json::{Value, json};

/// So often a server may sweep while a repair is looked at.
const SWEEPS: usize = 3;

impl History<'_, '_> {
    /// The device acts on what another one has queued and may push later, mostly in a unit of its own.
    pub fn act_on_what_another_reports(&mut self, device: usize) {
        let (own, anywhere) = (self.own_units(device), self.dice.once_in(6));
        let is_near = |act: &SentAct| anywhere || act.ledger.as_ref().is_some_and(|unit| own.contains(unit));
        let makes = |act: &&SentAct| act.kind.as_str() == "hazard" && act.act.as_str() == "report" && is_near(act);
        let others = self.world.devices.iter().enumerate().filter(|(other, _)| *other != device);
        let made = others.flat_map(|(_, other)| other.phone.queue.iter().filter(makes).map(|act| act.record));
        let made: Vec<_> = made.collect();
        if !made.is_empty() {
            let record = self.dice.pick(&made);
            amend_foreign(&mut self.dice, &mut self.world.devices[device].phone, record, self.at);
            if self.dice.once_in(2) {
                self.push_all(device);
            }
        }
    }

    /// A store is damaged in a few places; the phone finds them all.
    pub fn damage(&mut self, device: usize) {
        self.world.pull_all(device, 500);
        let phone = &mut self.world.devices[device].phone;
        let sound = phone.clone();
        if sound.held.is_empty() {
            return;
        }
        let keys: Vec<_> = sound.held.keys().copied().collect();
        for _ in 0..=self.dice.below(4) {
            let key = self.dice.pick(&keys);
            let Some(mut held) = phone.held.remove(&key) else { continue };
            let mut ledger = key.0;
            match self.dice.below(6) {
                0 => continue,
                1 => held.document["rev"] = json!(held.rev - 1),
                2 => held.document["description"] = json!("x"),
                3 => held.document["kind"] = json!("risk_point"),
                4 => (ledger, held.document["ledger"]) = (keys[0].0, json!(keys[0].0)),
                _ => {
                    let mut extra = held.clone();
                    let id = RecordId::new();
                    extra.document["id"] = json!(id);
                    phone.held.insert((ledger, id), extra);
                }
            }
            phone.held.insert((ledger, key.1), held);
        }
        if self.dice.once_in(10) {
            phone.held.clear();
        }
        let repaired = self.world.repair(device);
        self.world.is_repaired(device, &sound);
        if repaired.fetched > 0 {
            self.world.tally.add("repaired");
        }
    }
}

impl World<'_> {
    /// A repair that breaks off is begun anew upon what the phone held.
    fn repair(&mut self, device: usize) -> Repaired {
        let damaged = self.devices[device].phone.clone();
        let repair = || {
            let mut phone = damaged.clone();
            phone.repair().map(|repaired| (phone, repaired))
        };
        let (phone, repaired) = match &mut self.chaos {
            None => repair().unwrap(),
            Some(chaos) => chaos.call(repair),
        };
        self.devices[device].phone = phone;
        repaired
    }

    /// In chaos a server may have swept between the last pull and the repair, which then brought more than
    /// that: it is no more than what a device that never was damaged pulls by now.
    fn is_repaired(&mut self, device: usize, sound: &Phone) {
        let mut repaired = self.devices[device].phone.clone();
        let mut sound = sound.clone();
        for _ in 0..SWEEPS {
            if self.chaos.is_none() || repaired.held == sound.held {
                break;
            }
            self.tally.add("swept");
            for phone in [&mut repaired, &mut sound] {
                std::mem::swap(&mut self.devices[device].phone, phone);
                self.pull_all(device, 500);
                std::mem::swap(&mut self.devices[device].phone, phone);
            }
        }
        assert_eq!(repaired.held, sound.held, "the repair of device {device}");
        self.devices[device].phone = repaired;
    }

    pub fn sweep(&mut self) {
        self.sweep_at(clock::now());
    }

    /// Six days later, nothing waits any longer.
    pub fn outwait(&mut self) {
        self.sweep_at(clock::now().plus_seconds(6 * 24 * 60 * 60));
        self.waiting.clear();
    }

    fn sweep_at(&mut self, now: Instant) {
        self.calm();
        held::sweep(&self.app.store, now).unwrap();
        let mut arrived = self.arrived();
        arrived.sort_by_key(|(row, _)| (row.record, row.rev));
        for (row, act) in arrived {
            let person = self.waiting.remove(&row.act_id).unwrap().0;
            assert_eq!(self.consumed.insert(row.act_id, (person, true)), Some((person, false)));
            assert_eq!(row.actor, self.people[person].id, "a held act stands as its author's");
            let body: Value = serde_json::from_str(act.body.get()).unwrap();
            oracle::learn(&mut self.things, act.record, (&row.kind, &row.act), "", &body, row.rev);
            let decided: Value = serde_json::from_str(row.body.as_ref().unwrap()).unwrap();
            self.numbers.extend(decided["decided"]["number"].as_str().map(str::to_owned));
            self.tally.add("arrived");
        }
    }

    /// The acts that were held and stand now: one entry of each.
    fn arrived(&self) -> Vec<(EntryRow, SentAct)> {
        let waiting: Vec<_> = self.waiting.values().map(|(_, act)| act.clone()).collect();
        let read = move |conn: &mut _| -> Result<_, Failure> {
            let mut arrived = Vec::new();
            for act in waiting {
                arrived.extend(entry::of_act(conn, act.act_id)?.into_iter().next().map(|row| (row, act)));
            }
            Ok(arrived)
        };
        self.app.store.read_now(read).unwrap()
    }
}
