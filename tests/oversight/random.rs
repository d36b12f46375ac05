//! Whatever people do: a report as of an earlier moment is the one that was answered then, and by the claimed
//! clock it counts what had been done by then, as is counted by hand.
use super::{Value, json, period};
use crate::model::dice::Dice;
use crate::support::{Answer, TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, blocked_exit};
use hazard_ledger::domain::{Instant, RecordId};
use hazard_ledger::http::clock;
use std::collections::BTreeMap;
use std::time::Duration;

/// A record as an act has left it.
struct Left {
    record: Value,
    claimed_at: Instant,
}

fn photo(role: &str) -> Value {
    json!({"id": RecordId::new(), "sha256": "0".repeat(64), "size": 9, "media_type": "image/jpeg", "role": role})
}

struct Play<'a> {
    app: &'a TestApp,
    dice: Dice,
    county: people::Phone,
    other: people::Phone,
    leaders: Vec<people::Phone>,
    department: people::Phone,
    /// Every record's lives, in the order of their ids, by kind.
    book: BTreeMap<(&'static str, String), Vec<Left>>,
    /// What was asked, by whom, and what was answered.
    asked: Vec<(String, people::Phone, Value)>,
    done: BTreeMap<&'static str, usize>,
}

impl Play<'_> {
    fn claim(&mut self) -> Instant {
        clock::now().plus_seconds(-(self.dice.below(3 * 86_400) as i64))
    }
    fn unit(&mut self) -> &'static str {
        self.dice.pick(&[HOME, NEIGHBOUR])
    }

    /// Notes what an act that stands has left; one that is refused has done nothing.
    fn note(&mut self, kind: &'static str, act: &'static str, claimed: Instant, answer: Answer) -> Option<String> {
        if !(200..300).contains(&answer.status) {
            return None;
        }
        let record = answer.json;
        let id = record["id"].as_str().unwrap().to_owned();
        let received_at: Instant = record["updated_at"].as_str().unwrap().parse().unwrap();
        let lives = self.book.entry((kind, id.clone())).or_default();
        let before = lives.last().map_or(claimed, |left| left.claimed_at);
        lives.push(Left { record, claimed_at: before.max(claimed.min(received_at)) });
        *self.done.entry(act).or_default() += 1;
        Some(id)
    }

    fn make(&mut self, kind: &'static str, act: &'static str, unit: &str, body: Value) -> Option<String> {
        let at = self.claim();
        let who = if kind == "inspection" { self.leaders[0].clone() } else { self.county.clone() };
        let new = json!({"kind": kind, "act": act, "ledger": unit, "at": at, "body": body});
        let answer = self.app.post("/v1/records", &who.token, &new);
        self.note(kind, act, at, answer)
    }

    fn act(&mut self, kind: &'static str, record: &str, act: &'static str, body: Value) {
        let at = self.claim();
        let who = match act {
            "add_visit" => &self.leaders[0],
            "void" => &self.other,
            _ => &self.county,
        };
        let (path, asked) = (format!("/v1/records/{record}/acts"), json!({"act": act, "at": at, "body": body}));
        let answer = self.app.send_with("POST", &path, &who.token, &[("If-Match", "*")], Some(&asked));
        self.note(kind, act, at, answer);
    }

    fn any(&mut self, kind: &str) -> Option<String> {
        let all: Vec<_> = self.book.keys().filter(|(of, _)| *of == kind).map(|(_, id)| id.clone()).collect();
        (!all.is_empty()).then(|| self.dice.pick(&all))
    }

    /// What may be said of an enterprise, some of it.
    fn known(&mut self) -> Value {
        let mut known = serde_json::Map::new();
        let location = json!({"lon": 1149345678, "lat": 258312345, "coord_sys": "wgs84"});
        let sector = self.dice.pick(&["fire", "mine"]);
        let is_covered = !self.dice.once_in(3);
        for (name, value) in [
            ("department", json!(self.department.organisation)),
            ("location", location),
            ("key_target", json!("place")),
            ("is_covered", json!(is_covered)),
            ("sector", json!(sector)),
            ("address", json!("\"is_covered\":false")),
        ] {
            if self.dice.once_in(2) {
                known.insert(name.to_owned(), value);
            }
        }
        json!(known)
    }

    fn register(&mut self) {
        let (unit, mut body) = (self.unit(), self.known());
        body["name"] = json!(format!("{}厂", self.book.len()));
        body["uscc_is_missing"] = json!(true);
        self.make("enterprise", "register", unit, body);
    }

    fn find_hazard(&mut self) {
        let (unit, sector, mill) = (self.unit(), self.dice.pick(&["fire", "mine"]), self.any("enterprise"));
        let mut found = blocked_exit();
        (found["sector"], found["found_at"]) = (json!(sector), json!(self.claim()));
        (found["no_owner"], found["enterprise"]) = (json!(mill.is_none()), json!(mill));
        let Some(hazard) = self.make("hazard", "report", unit, found) else { return };
        if self.dice.once_in(3) {
            return;
        }
        let graded = json!({"level": "general", "sector": sector, "owner": self.department.organisation,
            "lead_department": self.department.organisation});
        self.act("hazard", &hazard, "register", graded);
    }

    fn change_hazard(&mut self) {
        let Some(hazard) = self.any("hazard") else { return };
        let (unit, due_in) = (self.unit(), self.dice.below(40) as i64 - 20);
        let order = json!({"deadline": clock::now().day().plus_days(due_in), "responsible_person": "张三",
            "measures": "清理通道"});
        let (act, body) = match self.dice.below(5) {
            0 => {
                let photos = [photo("before"), photo("after")];
                let fixed = json!({"fixer": "李四", "measures": "当场清理", "opinion": "合格", "photos": photos,
                    "lead_department": self.department.organisation});
                ("fix_on_spot", fixed)
            }
            1 => ("move", json!({"to": unit, "reason": "属地有误"})),
            2 => ("void", json!({"reason": "not_hazard"})),
            _ => ("order", order),
        };
        self.act("hazard", &hazard, act, body);
    }

    fn lead(&mut self) {
        let (Some(mill), leader) = (self.any("enterprise"), self.leaders[0].person) else { return };
        let target = json!({"target_kind": "enterprise", "name": "重点厂", "enterprise": mill, "unit": HOME});
        let from_on = clock::now().day().plus_days(-(self.dice.below(300) as i64));
        let body = json!({"leader": {"person": leader, "name": "刘县长"}, "tier": "county", "target": target,
            "from_on": from_on});
        self.make("assignment", "assign", COUNTY, body);
    }

    fn change_assignment(&mut self) {
        let (Some(assignment), next) = (self.any("assignment"), self.leaders[1].person) else { return };
        let (act, body) = match self.dice.below(4) {
            0 => ("end", json!({"to_on": clock::now().day(), "reason": "不再挂点"})),
            1 => {
                let leader = json!({"person": next, "name": "王县长"});
                ("hand_over", json!({"leader": leader, "tier": "county", "from_on": clock::now().day()}))
            }
            _ => {
                let lives = &self.book[&("assignment", assignment.clone())];
                let mill = lives[0].record["target"]["enterprise"].as_str().unwrap().to_owned();
                let Some(visit) = self.visit(&mill) else { return };
                ("add_visit", json!({"inspection": visit}))
            }
        };
        self.act("assignment", &assignment, act, body);
    }

    fn visit(&mut self, mill: &str) -> Option<String> {
        let about = json!({"inspection_type": "leader", "subject": "某厂", "enterprise": mill});
        let visit = json!({"visited_at": self.claim(), "team": [{"name": "刘县长"}]});
        let unit = self.unit();
        self.make("inspection", "visit_unplanned", unit, json!({"about": about, "visit": visit}))
    }

    fn something(&mut self) {
        let (mill, unit) = (self.any("enterprise"), self.unit());
        match (self.dice.below(16), mill) {
            (0, _) | (_, None) => self.register(),
            (1 | 9, Some(mill)) => self.act("enterprise", &mill, "move", json!({"to": unit, "reason": "搬迁"})),
            (2, Some(mill)) if self.dice.once_in(3) => {
                self.act("enterprise", &mill, "strike", json!({"reason": "dissolved"}));
            }
            (2 | 3, Some(mill)) => {
                let known = self.known();
                self.act("enterprise", &mill, "amend", known);
            }
            (4, Some(mill)) => drop(self.visit(&mill)),
            (5 | 10, _) => self.find_hazard(),
            (6 | 11 | 12, _) => self.change_hazard(),
            (7, _) => self.lead(),
            (_, _) => self.change_assignment(),
        }
    }

    fn ask(&mut self, watchers: &[people::Phone]) {
        // No act is received in the millisecond of an answer.
        std::thread::sleep(Duration::from_millis(3));
        for who in watchers {
            for report in ["coverage", "blind-zones", "overdue"] {
                let more = if report == "overdue" { String::new() } else { format!("&{}&limit=200", period()) };
                let path = format!("/v1/reports/{report}?region={COUNTY}{more}");
                let answer = self.app.get(&path, &who.token).expect(200).json;
                self.asked.push((path, who.clone(), answer));
            }
        }
        std::thread::sleep(Duration::from_millis(3));
    }

    fn so_it_was(&self) {
        for (path, who, answer) in &self.asked {
            let path = format!("{path}&as_of={}", answer["as_of"].as_str().unwrap());
            assert_eq!(&self.app.get(&path, &who.token).expect(200).json, answer, "{path}");
        }
    }

    /// Of the register as it had been claimed to be, how many are to be inspected and how many are exempt.
    fn claimed(&self, at: Instant) -> (usize, usize) {
        let enterprises = self.book.iter().filter(|((kind, _), _)| *kind == "enterprise").map(|(_, lives)| lives);
        let then = enterprises.filter_map(|lives| lives.iter().take_while(|left| left.claimed_at <= at).last());
        let listed: Vec<_> = then.map(|left| &left.record).filter(|record| record["state"] == "listed").collect();
        let expected = listed.iter().filter(|record| record["is_covered"] == true).count();
        (expected, listed.len() - expected)
    }

    fn claims_are_counted(&mut self) {
        let moments: Vec<_> = self.book.values().flatten().map(|left| left.claimed_at).collect();
        for _ in 0..12 {
            let at = self.dice.pick(&moments).plus_millis(-(self.dice.below(2) as i64));
            let path = format!("/v1/reports/coverage?region={COUNTY}&{}&as_of={at}&as_of_clock=claimed", period());
            let told = self.app.get(&path, &self.county.token).expect(200).json;
            let number = |name: &str| usize::try_from(told[name].as_u64().unwrap()).unwrap();
            assert_eq!((number("expected"), number("exempt")), self.claimed(at), "{path}");
            assert_eq!((&told["as_of"], &told["as_of_clock"]), (&json!(at), &json!("claimed")));
        }
    }
}

#[test]
fn a_report_as_of_a_moment_is_what_was_answered_then() {
    each_database(|app| {
        let (county, other) = (app.officer_of(COUNTY), app.officer_of(COUNTY));
        let (leaders, department) =
            (vec![app.leader_of(COUNTY), app.leader_of(COUNTY)], app.fire_department_of(COUNTY));
        let (book, asked, done) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
        let dice = Dice::new(37);
        let mut play = Play { app, dice, county, other, leaders, department, book, asked, done };
        for _ in 0..4 {
            play.register();
        }
        let mill: RecordId = play.any("enterprise").unwrap().parse().unwrap();
        let watchers = [
            play.county.clone(),
            app.officer_of(HOME),
            play.department.clone(),
            app.safety_officer_of(mill, HOME),
            app.auditor_of(COUNTY),
        ];
        for _ in 0..8 {
            play.ask(&watchers);
            for _ in 0..22 {
                play.something();
            }
        }
        println!("{:?}", play.done);
        play.so_it_was();
        play.claims_are_counted();
        let acts = ["move", "strike", "amend", "order", "fix_on_spot", "void", "end", "hand_over", "add_visit"];
        assert!(acts.iter().all(|act| play.done.contains_key(act)), "{:?}", play.done);
    });
}
