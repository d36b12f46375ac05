//! Leaders and what they answer for.
use super::super::cast::CITY;
use super::{Plan, spread};
use hazard_ledger::domain::{OrganisationId, PersonId};
use serde_json::{Value, json};

/// Of companies, projects, road sections and places; of a county's leader also the ponds and reservoirs.
const PLACES: &[&str] = &["enterprise", "project", "road_section", "place"];

/// Who is assigned by whom to what.
struct Assigned<'a> {
    n: usize,
    by: usize,
    body: OrganisationId,
    ledger: &'a str,
    leader: PersonId,
    tier: &'a str,
    target: Value,
    sector: Option<&'a str>,
    /// The figures of the leaders, of their bodies, and of the targets.
    codes: (&'static str, Option<&'static str>, &'static str),
}

impl Plan<'_> {
    pub(super) fn assignments(&mut self) {
        self.of_the_city();
        self.of_counties();
        self.of_departments();
    }

    fn assign(&mut self, assigned: Assigned) {
        let Assigned { n, by, body, ledger, leader, tier, target, sector, codes } = assigned;
        let at = spread(n * 11 % 240, 240, "2020-01-06", "2020-09-15");
        let told = json!({
            "leader": {"person": leader, "name": "领导"}, "tier": tier, "target": target, "sector": sector,
            "from_on": at.day(),
        });
        let mut story = self.story(by, "assignment", "assign", ledger.to_owned(), at, told);
        story.is_late = self.is_late(n, at);
        self.tallies.once(codes.0, leader, at, story.is_late);
        if let Some(bodies) = codes.1 {
            self.tallies.once(bodies, body, at, story.is_late);
        }
        self.tallies.add(codes.2, 1, at, story.is_late);
        self.tell(story);
    }

    fn of_the_city(&mut self) {
        for n in 0..self.number("city_dams") {
            let unit = &self.cast.counties[n].units[0];
            let kind = if n % 2 == 0 { "tailings_pond" } else { "reservoir" };
            let target = json!({"target_kind": kind, "name": "库", "unit": unit});
            self.assign(Assigned {
                n,
                by: self.cast.city(),
                body: self.cast.city_officer().organisation,
                ledger: CITY,
                leader: self.cast.city_leaders[n % 3],
                tier: "city",
                target,
                sector: None,
                codes: ("city_leaders", None, "city_dams"),
            });
        }
    }

    fn of_counties(&mut self) {
        let codes = ["county_targets", "county_tailings_ponds", "county_reservoirs"];
        let targets: Vec<_> = codes.iter().flat_map(|code| std::iter::repeat_n(*code, self.number(code))).collect();
        let counties = self.cast.counties.len();
        for (n, code) in targets.into_iter().enumerate() {
            let county = &self.cast.counties[n % counties];
            let firm = *self.firms.iter().filter(|firm| firm.county == n % counties).nth(n / counties % 5).unwrap();
            let target_kind = match code {
                "county_targets" => PLACES[n / counties % PLACES.len()],
                "county_tailings_ponds" => "tailings_pond",
                _ => "reservoir",
            };
            let enterprise = (target_kind == "enterprise").then_some(firm.id);
            let target =
                json!({"target_kind": target_kind, "name": "对象", "unit": self.unit(firm), "enterprise": enterprise});
            let (ledger, leader) = (county.code, county.leaders[n / counties % county.leaders.len()]);
            self.assign(Assigned {
                n,
                by: n % counties,
                body: self.cast.members[n % counties].person.organisation,
                ledger,
                leader,
                tier: "county",
                target,
                sector: None,
                codes: ("county_leaders", Some("county_bodies"), code),
            });
        }
    }

    fn of_departments(&mut self) {
        for n in 0..self.number("department_targets") {
            let leader = n % self.cast.department_leaders.len();
            let department = leader % self.cast.departments.len();
            let (body, sector) = self.cast.departments[department];
            let unit = &self.cast.counties[n % self.cast.counties.len()].units[0];
            let kind = PLACES[1 + n % 3];
            let target = json!({"target_kind": kind, "name": "对象", "unit": unit});
            self.assign(Assigned {
                n,
                by: self.cast.department(department),
                body,
                ledger: CITY,
                leader: self.cast.department_leaders[leader],
                tier: "city",
                target,
                sector: Some(sector),
                codes: ("department_leaders", Some("department_bodies"), "department_targets"),
            });
        }
    }

    /// What happened as well and does not count: the report must leave it out.
    pub(super) fn noise(&mut self) {
        self.noise_of_registers();
        self.noise_of_hazards();
        self.noise_of_enforcement();
    }
}
