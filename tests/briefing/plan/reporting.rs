//! The register, the risk points, the accidents.
use super::super::cast::HURT;
use super::{Firm, Plan, day, morning, spread};
use hazard_ledger::domain::{Day, Instant};
use serde_json::{Value, json};

const SECTORS: &[&str] = &["manufacturing", "mine", "fire", "construction", "commerce"];
/// The accidents under supervision are known by their days.
const LISTED: &[&str] = &["2020-04-05", "2020-05-14", "2020-05-16"];

impl Plan<'_> {
    pub(super) fn register(&mut self) {
        let per_unit = self.firms_per_unit();
        for county in 0..self.cast.counties.len() {
            for unit in 0..self.cast.counties[county].units.len() {
                (0..per_unit).for_each(|n| self.register_one(county, unit, n));
            }
        }
    }

    fn register_one(&mut self, county: usize, unit: usize, n: usize) {
        let serial = self.firms.len();
        let at = spread(serial % 300, 300, "2018-01-01", "2018-12-20");
        let sector = SECTORS[serial % SECTORS.len()];
        let location =
            serial.is_multiple_of(3).then(|| json!({"lon": 1_149_000_000, "lat": 258_000_000, "coord_sys": "wgs84"}));
        let body = json!({
            "name": format!("赣南第{serial}厂"), "uscc_is_missing": true, "sector": sector, "location": location,
            "is_covered": n != 9,
        });
        let ledger = self.cast.counties[county].units[unit].clone();
        let story = self.story(county, "enterprise", "register", ledger, at, body);
        self.firms.push(Firm { id: story.record.cast(), county, unit });
        for (code, counts) in [
            ("enterprises", true),
            ("enterprises_covered", n != 9),
            ("without_department", true),
            ("without_location", location.is_none()),
        ] {
            self.tallies.add(code, i64::from(counts), at, false);
        }
        self.tell(story);
    }

    pub(super) fn risk_points(&mut self) {
        let (all, major) = (self.number("risk_points"), self.number("risk_points_major"));
        for n in 0..all {
            let firm = self.firms[n % self.firms.len()];
            let at = spread(n, all, "2019-03-01", "2020-09-30");
            // The red ones are spread over all.
            let is_red = (n + 1) * major / all > n * major / all;
            let colour = if is_red { "red" } else { ["orange", "yellow", "blue"][n % 3] };
            let mut story = self.story(firm.county, "risk_point", "register", self.unit(firm), at, risk(firm, colour));
            story.is_late = self.is_late(n, at);
            self.tallies.add("risk_points", 1, at, story.is_late);
            self.tallies.add("risk_points_major", i64::from(is_red), at, story.is_late);
            self.tell(story);
        }
    }

    pub(super) fn accidents(&mut self) {
        let (now, before) = (self.number("accidents"), self.number("accidents_before"));
        let (hurt, deaths) = (self.hurt_enterprises(), self.number("deaths"));
        for n in 0..now {
            let (firm, occurred_on) = match n < hurt {
                true => (self.hurt_firm(n, hurt), first_half(n, hurt)),
                false => (self.any_firm(n), spread(n - hurt, now - hurt, "2020-07-02", "2020-09-29").day()),
            };
            // Two of each under supervision, and one of each of the next.
            let dead = if n < LISTED.len() { 2 } else { i64::from(n < deaths - LISTED.len()) };
            self.accident(n, firm, occurred_on, dead, ("accidents", "deaths"));
            if n < hurt {
                self.hurt.insert(firm.id);
            }
        }
        for n in 0..before {
            let occurred_on = spread(n, before, "2019-01-03", "2019-09-29").day();
            let dead = i64::from(n < self.number("deaths_before"));
            self.accident(n, self.any_firm(n), occurred_on, dead, ("accidents_before", "deaths_before"));
        }
    }

    fn accident(&mut self, n: usize, firm: Firm, on: Day, dead: i64, codes: (&'static str, &'static str)) {
        let occurred_at = morning(on);
        let at = occurred_at.plus_seconds(7_200);
        let body = accident(firm, occurred_at, dead);
        let mut story = self.story(firm.county, "accident", "report", self.unit(firm), at, body);
        story.is_late = self.is_late(n, at);
        self.tallies.add(codes.0, 1, at, story.is_late);
        self.tallies.add(codes.1, dead, at, story.is_late);
        if codes.0 == "accidents" && n < LISTED.len() {
            self.list_accident(&story, at.plus_seconds(20 * 86_400), dead);
        }
        self.tell(story);
    }

    fn list_accident(&mut self, of: &super::Story, at: Instant, dead: i64) {
        let body = json!({
            "level": "city", "units": ["县安委会"], "document_number": "赣市安督1号", "deadline": at.day().plus_days(60),
        });
        let listing = self.sequel(self.cast.city(), of, "list", 1, at, body);
        self.tallies.add("accidents_listed", 1, at, listing.is_late);
        self.tallies.add("accidents_listed_deaths", dead, at, listing.is_late);
        self.tell(listing);
    }

    /// Enterprises with a yellow flag. Each has one accident in the first half of 2020.
    fn hurt_enterprises(&self) -> usize {
        let departments = self.hurt_counties() + 1;
        self.number("yellow") - self.hurt_counties() - departments - self.hurt_townships()
    }
    /// Townships with a yellow flag: of the zone whose round has them.
    pub fn hurt_townships(&self) -> usize {
        if self.hurt_counties() == HURT.len() { 5 } else { 3 }
    }
    /// The first ones in as many townships of the zone, the others all over the other counties.
    fn hurt_firm(&self, n: usize, hurt: usize) -> Firm {
        assert!(hurt >= self.hurt_townships());
        let (county, unit, nth) = match n.checked_sub(self.hurt_townships()) {
            None => (0, n, 0),
            Some(rest) => (1 + rest % (self.hurt_counties() - 1), rest / (self.hurt_counties() - 1), 1),
        };
        let own = self.firms.iter().filter(|firm| (firm.county, firm.unit) == (county, unit));
        *own.clone().nth(nth).unwrap()
    }
    fn any_firm(&self, n: usize) -> Firm {
        self.firms[n * 7 % self.firms.len()]
    }

    pub(super) fn noise_of_registers(&mut self) {
        let firm = self.firms[2];
        let (at, end) = (morning(day("2020-02-03")), morning(day("2020-03-03")));
        let closing = json!({"reason": "已拆除"});
        let point = self.story(firm.county, "risk_point", "register", self.unit(firm), at, risk(firm, "red"));
        for code in ["risk_points", "risk_points_major"] {
            self.tallies.add(code, 1, at, false);
            self.tallies.add(code, -1, end, false);
        }
        self.tell(point.then("close", end, closing));
        let body = accident(firm, at, 1);
        let struck = self.story(firm.county, "accident", "report", self.unit(firm), at.plus_seconds(60), body);
        for code in ["accidents", "deaths"] {
            self.tallies.add(code, 1, at.plus_seconds(60), false);
            self.tallies.add(code, -1, end, false);
        }
        self.tell(struck.then("void", end, json!({"reason": "not_work_safety", "opinion": "非生产经营性"})));
    }
}

fn first_half(n: usize, hurt: usize) -> Day {
    match LISTED.get(n) {
        Some(listed) => day(listed),
        None => spread(n - LISTED.len(), hurt - LISTED.len(), "2020-01-02", "2020-06-27").day(),
    }
}

fn risk(firm: Firm, colour: &str) -> Value {
    json!({
        "name": "配电房", "enterprise": firm.id, "accident_types": ["fire"],
        "assessment": {"colour": colour, "method": "lec", "basis": "D=320"},
    })
}

fn accident(firm: Firm, occurred_at: Instant, dead: i64) -> Value {
    json!({
        "occurred_at": occurred_at, "place": "国道", "accident_type": "vehicle_injury", "summary": "追尾",
        "casualties": {"deaths": dead, "injuries": 1, "loss_fen": 100_000}, "enterprise": firm.id, "sector": "road",
    })
}
