//! Histories while servers are killed, the database is killed, and lines break: two servers on one
//! database, behind a proxy. What was lost on the way is sent again, as a phone does.
use super::dice::Dice;
use super::{History, STEPS, World, counties, number};
use crate::support::instances::Instance;
use crate::support::proxy::{Fault, Proxy};
use crate::support::{TestApp, each_mortal_database};
use hazard_ledger::phone::PhoneError;
use std::time::{Duration, Instant as Clock};

/// In the ordinary tests.
const ORDINARY: u64 = 2;
/// After so many calls, on the average, a server is killed; and the database's first process.
const CALLS_PER_KILL: usize = 20;
const CALLS_PER_RESTART: usize = 60;

/// What the histories met.
#[derive(Debug, Default)]
pub struct Met {
    calls: usize,
    killed: usize,
    restarted: usize,
    faults: usize,
    /// Calls that had to be made again.
    again: usize,
}

pub struct Chaos<'a> {
    app: &'a TestApp,
    instances: Vec<Instance>,
    proxy: Proxy,
    dice: Dice,
    met: Met,
}

impl<'a> Chaos<'a> {
    fn begin(app: &'a TestApp, seed: u64) -> Self {
        let instances: Vec<_> = (0..2).map(|_| Instance::start(&app.database_url())).collect();
        let proxy = Proxy::start(instances.iter().map(|instance| instance.address).collect());
        Self { app, instances, proxy, dice: Dice::new(seed), met: Met::default() }
    }

    /// Where phones believe that the server is.
    pub fn url(&self) -> String {
        format!("http://{}", self.proxy.address)
    }

    /// Makes a call until it gets through, whatever befalls it.
    pub fn call<T>(&mut self, call: impl Fn() -> Result<T, PhoneError>) -> T {
        self.met.calls += 1;
        self.befall();
        let end = Clock::now() + Duration::from_secs(60);
        loop {
            let error = match call() {
                Ok(answer) => return answer,
                Err(error) => error,
            };
            // An instance that has lost its database, or has too much to do; 0: in mid-stream.
            let may_be = matches!(error, PhoneError::Unreachable(_) | PhoneError::Refused { status: 0 | 503, .. });
            assert!(may_be, "{error}");
            let states = || self.instances.iter().map(Instance::state).collect::<Vec<_>>();
            assert!(Clock::now() < end, "nothing gets through: {error}; {:?}", states());
            self.met.again += 1;
            if self.met.again.is_multiple_of(20) {
                self.instances.iter().for_each(Instance::wait);
            }
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Chooses what befalls the next call.
    fn befall(&mut self) {
        let fault = match self.dice.below(12) {
            0 => Fault::Refused,
            1 => Fault::CutUp(self.dice.below(3000)),
            2 | 3 => Fault::CutDown(self.dice.below(1500)),
            4 => Fault::Late(self.dice.below(20) as u64),
            5 | 6 => Fault::Twice,
            7 if self.dice.once_in(6) => Fault::HalfOpen,
            _ => Fault::None,
        };
        self.met.faults += usize::from(fault != Fault::None);
        self.proxy.next(fault);
        if self.dice.once_in(CALLS_PER_KILL) {
            self.met.killed += 1;
            let instance = self.dice.pick(&self.instances);
            let moment = Duration::from_micros(self.dice.below(30_000) as u64);
            std::thread::spawn(move || {
                std::thread::sleep(moment);
                instance.kill();
            });
        }
        if self.app.is_postgres() && self.dice.once_in(CALLS_PER_RESTART) {
            self.met.restarted += 1;
            let moment = Duration::from_micros(self.dice.below(30_000) as u64);
            self.app.kill_database_after(moment);
        }
    }

    /// Lines are sound again, and all servers run: for what is checked at the end.
    pub fn calm(&mut self) {
        // What was to be killed in a moment is killed by then.
        std::thread::sleep(Duration::from_millis(60));
        self.proxy.next(Fault::None);
        self.app.wait_for_database();
        self.instances.iter().for_each(Instance::wait);
    }
}

#[test]
fn nothing_is_lost_or_done_twice_when_servers_die_and_lines_break() {
    each_mortal_database(|app| {
        let counties = counties(app);
        let mut world = World::new(app);
        world.suffer(Chaos::begin(app, number("SEED", 1)));
        for seed in number("SEED", 1)..number("SEED", 1) + number("HISTORIES", ORDINARY) {
            println!("history {seed} in chaos");
            world.stay_signed_in();
            let mut history = History::begin(&mut world, &counties, seed);
            (0..STEPS).for_each(|_| history.step());
            history.come_to_rest();
        }
        let met = &world.chaos.as_ref().unwrap().met;
        println!("{met:?}");
        assert!(met.killed > 0 && met.faults > 0 && met.again > 0, "{met:?}");
    });
}
