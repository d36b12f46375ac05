//! Whatever people do, the figures in memory, those that are read as of now and then, those that the
//! entries make and those that are counted by hand are the same.
use super::book::Book;
use super::{accident, correction, differences, figure, long_ago, voiding};
use crate::model::dice::Dice;
use crate::support::{TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR};
use hazard_ledger::domain::Instant;
use hazard_ledger::domain::posting::Clock;
use hazard_ledger::http::clock;
use serde_json::{Value, json};

struct Play<'a> {
    app: &'a TestApp,
    dice: Dice,
    /// Who does things, and who strikes what the other has reported.
    county: people::Phone,
    other: people::Phone,
    fire: people::Phone,
    book: Book,
}

impl Play<'_> {
    fn claim(&mut self) -> Instant {
        clock::now().plus_seconds(-(self.dice.below(3 * 86_400) as i64))
    }

    fn report(&mut self) {
        let (unit, at) = (self.dice.pick(&[HOME, NEIGHBOUR]), self.claim());
        let sector = self.dice.pick(&["fire", "mine"]);
        let on = long_ago().plus_days(self.dice.below(5) as i64);
        let body = accident(sector, self.dice.below(4) as u32, on);
        let new = json!({"kind": "accident", "act": "report", "ledger": unit, "at": at, "body": body});
        let made = self.app.post("/v1/records", &self.county.token, &new).expect(201);
        self.book.note(&made.json, at, false);
    }

    fn change(&mut self) {
        let open = self.book.open();
        if open.is_empty() {
            return;
        }
        let record = self.dice.pick(&open);
        let last = self.book.0[&record].last().unwrap().clone();
        let at = self.claim();
        let (act, body, who) = match self.dice.below(6) {
            0 => ("void", voiding(), &self.other),
            1 | 2 => {
                let to = if last.unit == HOME { NEIGHBOUR } else { HOME };
                ("move", json!({"to": to, "reason": "属地有误"}), &self.county)
            }
            3 => ("amend", json!({"place": format!("{}号", self.book.moments().len())}), &self.county),
            _ => ("correct_casualties", correction(last.deaths + 1), &self.county),
        };
        let path = format!("/v1/records/{record}/acts");
        let asked = json!({"act": act, "at": at, "body": body});
        let answer = self.app.send_with("POST", &path, &who.token, &[("If-Match", "*")], Some(&asked)).expect(200);
        self.book.note(&answer.json, at, act == "void");
    }

    fn is_as_counted(&self, query: &str, clock: Clock, at: Instant) {
        let app = self.app;
        let both = |who: &people::Phone, region: &str| {
            let query = format!("&region={region}{query}");
            (figure(app, who, "accident.count", &query).0, figure(app, who, "accident.deaths", &query).1)
        };
        let counted = |is_wanted: &dyn Fn(&super::book::Left) -> bool| self.book.counted(clock, at, is_wanted);
        assert_eq!(both(&self.county, COUNTY), counted(&|_| true), "{query}");
        assert_eq!(both(&self.county, HOME), counted(&|left| left.unit == HOME), "{query}");
        assert_eq!(both(&self.fire, COUNTY), counted(&|left| left.sector == "fire"), "{query}");
    }

    fn everything_agrees(&self) {
        let now = clock::now();
        self.is_as_counted("", Clock::Received, now);
        self.is_as_counted(&format!("&as_of={now}"), Clock::Received, now);
        self.is_as_counted(&format!("&as_of={now}&as_of_clock=claimed"), Clock::Claimed, now);
        assert_eq!(differences(self.app, &[HOME, NEIGHBOUR]), []);
    }

    fn so_it_was(&mut self) {
        let moments = self.book.moments();
        for _ in 0..8 {
            let at = self.dice.pick(&moments).plus_millis(-(self.dice.below(2) as i64));
            self.is_as_counted(&format!("&as_of={at}"), Clock::Received, at);
            self.is_as_counted(&format!("&as_of={at}&as_of_clock=claimed"), Clock::Claimed, at);
        }
    }
}

#[test]
fn figures_are_what_the_acts_come_to() {
    each_database(|app| {
        let (county, other) = (app.officer_of(COUNTY), app.officer_of(COUNTY));
        let fire = app.fire_department_of(COUNTY);
        let mut play = Play { app, dice: Dice::new(27), county, other, fire, book: Book::default() };
        for round in 0..6 {
            for _ in 0..10 {
                if play.dice.once_in(3) || round == 0 { play.report() } else { play.change() }
            }
            play.everything_agrees();
        }
        play.so_it_was();
        let empty: Value = json!(figure(app, &play.county, "accident.count", "&as_of=2020-01-01T00:00:00Z"));
        assert_eq!(empty, json!([0, 0]));
    });
}
