//! Random histories over real HTTP, against a model: after each, every device holds exactly what
//! its person may see, every act stands in exactly one entry or in the inbox, nothing is lost.
//!
//! 50 histories in the ordinary tests; `HISTORIES=1000 cargo test --release model` runs more,
//! `SEED=17` begins with another one.
mod acts;
mod chaos;
mod checks;
mod devices;
pub mod dice;
mod mending;
mod oracle;
mod refold;
mod tally;
mod world;

use crate::support::{TestApp, each_database};
use dice::Dice;
use hazard_ledger::domain::act::SentAct;
use hazard_ledger::domain::outcome::Verdict;
use hazard_ledger::domain::{Instant, RegionCode};
use hazard_ledger::phone::PhoneError;
use hazard_ledger::services::push::PushAnswer;
use oracle::Scope;
use std::collections::BTreeMap;
use world::{PEOPLE, Place, World};

const STEPS: usize = 90;
const ORDINARY: u64 = 50;
/// In chaos a stream's line holds at least so many changes.
const CHAOS_LINE: u32 = 100;

fn number(name: &str, ordinary: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(ordinary)
}

#[test]
fn every_device_holds_exactly_what_its_person_may_see() {
    each_database(|app| {
        let counties = counties(app);
        let mut world = World::new(app);
        let histories = number("HISTORIES", ORDINARY);
        for seed in number("SEED", 1)..number("SEED", 1) + histories {
            println!("history {seed}");
            world.stay_signed_in();
            let mut history = History::begin(&mut world, &counties, seed);
            (0..STEPS).for_each(|_| history.step());
            history.come_to_rest();
        }
        println!("{:?}", world.tally);
        if histories >= ORDINARY {
            world.tally.is_whole();
        }
    });
}

/// Every county of the prefecture with its units.
fn counties(app: &TestApp) -> Vec<(String, Vec<RegionCode>)> {
    let mut counties = BTreeMap::<String, Vec<RegionCode>>::new();
    for unit in app.units_of("360700000000") {
        counties.entry(format!("{}000000", &unit[..6])).or_default().push(unit.parse().unwrap());
    }
    counties.into_iter().filter(|(_, units)| units.len() > 3).collect()
}

pub struct History<'w, 'a> {
    pub world: &'w mut World<'a>,
    pub place: Place,
    dice: Dice,
    at: Instant,
}

impl<'w, 'a> History<'w, 'a> {
    fn begin(world: &'w mut World<'a>, counties: &[(String, Vec<RegionCode>)], seed: u64) -> Self {
        world.calm();
        let mut dice = Dice::new(seed);
        let n = dice.below(counties.len());
        let (county, units) = &counties[n];
        let (_, elsewhere) = &counties[(n + 1) % counties.len()];
        let first = dice.below(units.len() - 2);
        let mut units = units[first..first + 3].to_vec();
        units.push(dice.pick(elsewhere));
        let place = world.settle(county, units);
        let mut history = Self { world, place, dice, at: "2026-11-23T09:00:00+08:00".parse().unwrap() };
        history.list_enterprises();
        history
    }

    /// The officers of the first two units put the two enterprises on their registers.
    fn list_enterprises(&mut self) {
        for n in 0..2 {
            let device = self.world.devices.iter().position(|device| device.person == n).unwrap();
            let (record, unit) = (self.place.enterprises[n].cast(), self.place.units[n].clone());
            let phone = &mut self.world.devices[device].phone;
            acts::list_enterprise(&mut self.dice, phone, record, &unit, self.at);
            self.push_all(device);
        }
    }

    /// The units of the place that the device's person answers for.
    fn own_units(&self, device: usize) -> Vec<RegionCode> {
        let scopes = &self.world.people[self.world.devices[device].person].scopes;
        let covered = |unit: &&RegionCode| scopes.iter().any(|scope| oracle::covers(&scope.region, unit.as_str()));
        self.place.units.iter().filter(covered).cloned().collect()
    }

    fn step(&mut self) {
        self.at = self.at.plus_seconds(60);
        let device = self.dice.below(self.world.devices.len());
        match self.dice.below(25) {
            0..=9 => {
                let own = self.own_units(device);
                let phone = &mut self.world.devices[device].phone;
                acts::queue_one(&mut self.dice, phone, &self.place, &own, self.at);
            }
            10..=13 => self.push(device),
            14..=18 => self.pull(device),
            19 => self.reassign(),
            20 => self.world.repeat_on_other_device(device),
            // In chaos the servers sweep by themselves, at moments that the model does not know.
            21 if self.world.chaos.is_none() => self.act_on_what_another_reports(device),
            22 => self.damage(device),
            23 => self.world.sweep(),
            _ if self.dice.once_in(3) => self.world.replace_device(device),
            _ => {}
        }
    }

    /// All of the queue or its beginning, cut anew each time; sometimes the answer is lost.
    fn push(&mut self, device: usize) {
        let phone = &self.world.devices[device].phone;
        if phone.queue.is_empty() {
            return;
        }
        let length = if self.dice.once_in(2) { phone.queue.len() } else { 1 + self.dice.below(phone.queue.len()) };
        let batch = phone.queue[..length].to_vec();
        let answer = self.world.send(device, &batch);
        self.learn(device, &batch, &answer);
        if !self.dice.once_in(3) {
            self.world.devices[device].phone.note(&answer);
        }
    }

    fn push_all(&mut self, device: usize) {
        while !self.world.devices[device].phone.queue.is_empty() {
            let batch = self.world.devices[device].phone.queue.clone();
            let answer = self.world.send(device, &batch);
            self.learn(device, &batch, &answer);
            self.world.devices[device].phone.note(&answer);
        }
    }

    /// A page of any size; sometimes it is lost, sometimes all pages come.
    fn pull(&mut self, device: usize) {
        let held = u32::try_from(self.world.devices[device].phone.held.len()).unwrap();
        let limit = self.dice.pick(&[1, 2, held.saturating_sub(1), held, held + 1, 500]).clamp(1, 1000);
        if self.dice.once_in(5) {
            self.world.pull_all(device, limit);
            return;
        }
        if self.dice.once_in(5) {
            self.stream(device, limit);
            return;
        }
        let answer = self.world.ask(device, limit);
        if !self.dice.once_in(4) {
            self.world.devices[device].phone.apply(answer).unwrap();
        }
    }

    /// A stream, whole or broken off anywhere.
    fn stream(&mut self, device: usize, limit: u32) {
        // A call has some seconds: in long runs a line for each record would take more.
        let limit = if self.world.chaos.is_some() { limit.max(CHAOS_LINE) } else { limit };
        let mut lines = self.world.ask_stream(device, limit);
        if self.dice.once_in(2) {
            lines.truncate(self.dice.below(lines.len() + 1));
        }
        match self.world.devices[device].phone.apply_lines(lines) {
            // The server lost its database in mid-stream, and said so: what came before it holds.
            Err(PhoneError::Refused { status: 0, .. }) if self.world.chaos.is_some() => {}
            applied => applied.unwrap(),
        }
    }

    /// Takes a person's duties, or gives one more.
    fn reassign(&mut self) {
        self.world.calm();
        let person = self.dice.below(PEOPLE);
        if self.dice.once_in(2) {
            self.world.end_duties(person);
        }
        let unit = self.dice.pick(&self.place.units[..3]);
        let county = self.place.county.clone();
        match self.dice.below(3) {
            0 => self.world.give(person, self.place.department, "inspector", scope("department", &county, &["fire"])),
            1 => self.world.give(
                person,
                self.place.enterprises[0],
                "safety_officer",
                scope("enterprise", self.place.units[0].as_str(), &[]),
            ),
            _ => {
                let body = self.world.body(unit.as_str());
                self.world.give(person, body, "inspector", scope("territorial", unit.as_str(), &[]));
            }
        }
    }

    /// What the answer tells of acts that were judged for the first time.
    fn learn(&mut self, device: usize, batch: &[SentAct], answer: &PushAnswer) {
        let person = self.world.devices[device].person;
        self.world.tally.pushed(answer);
        assert_eq!(batch.len(), answer.results.len());
        for (act, result) in batch.iter().zip(&answer.results) {
            assert_eq!((act.client_seq.get(), act.act_id), (result.client_seq, result.act_id));
            let mut result = result.clone();
            if result.result == Verdict::Duplicate {
                let is_known = self.world.consumed.contains_key(&act.act_id);
                assert!(is_known || self.world.chaos.is_some(), "a duplicate of what was never answered");
                if is_known {
                    continue;
                }
                // The first answer was lost on the way.
                result = serde_json::from_str(result.first.unwrap().get()).unwrap();
            }
            let stands = result.result.stands_in_the_ledger();
            assert!(self.world.consumed.insert(act.act_id, (person, stands)).is_none(), "an act was judged twice");
            if result.result == Verdict::Held {
                self.world.waiting.insert(act.act_id, (person, act.clone()));
            }
            if stands {
                let body = serde_json::from_str(act.body.get()).unwrap();
                let ledger = act.ledger.as_ref().map_or("", RegionCode::as_str);
                let what = (act.kind.as_str(), act.act.as_str());
                oracle::learn(&mut self.world.things, act.record, what, ledger, &body, result.rev.unwrap());
                self.world.numbers.extend(result.number.clone());
            }
        }
    }

    /// Everybody pushes what is left and pulls until there is no more; then all must be right.
    fn come_to_rest(mut self) {
        self.world.calm();
        for device in 0..self.world.devices.len() {
            self.push_all(device);
        }
        self.world.sweep();
        self.world.outwait();
        (0..self.world.devices.len()).for_each(|device| self.world.pull_all(device, 500));
        checks::all(&mut self);
    }
}

fn scope(layer: &'static str, region: &str, sectors: &[&'static str]) -> Scope {
    Scope { layer, region: region.to_owned(), sectors: sectors.to_vec(), enterprise: None }
}
