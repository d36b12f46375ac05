//! The prefecture and its people: 20 counties, their officers, departments and leaders.
use super::figures::Size;
use crate::support::{TestApp, people};
use crate::sync::phone_of;
use hazard_ledger::domain::{OrganisationId, PersonId};
use hazard_ledger::phone::Phone;
use serde_json::{Value, json};

pub const CITY: &str = "360700000000";

/// The functional zones, which have no official codes, with the number of their units.
const ZONES: &[(&str, &str, u32)] = &[(RONGJIANG, "蓉江新区", 15), (DEVELOPMENT, "赣州经开区", 6)];
const RONGJIANG: &str = "360791000000";
const DEVELOPMENT: &str = "360792000000";

/// Counties where nobody had an accident in the first half of 2020.
#[rustfmt::skip]
pub const UNHURT: &[&str] = &[
    DEVELOPMENT, "360725000000", "360734000000", "360735000000", "360724000000", "360726000000", "360733000000", "360703000000",
];
/// Counties with accidents; the first of them has all of a tenth.
#[rustfmt::skip]
pub const HURT: &[&str] = &[
    RONGJIANG, "360702000000", "360704000000", "360722000000", "360723000000", "360728000000", "360729000000",
    "360730000000", "360731000000", "360732000000", "360781000000", "360783000000",
];

/// Sectors of departments other than that for road traffic, in which all accidents lie.
const OTHER_SECTORS: &[&str] = &["manufacturing", "mine", "fire", "construction", "commerce"];

/// A body, and the phone of who acts for it.
pub struct Member {
    pub person: people::Phone,
    pub phone: Phone,
}

impl Member {
    fn of(app: &TestApp, person: people::Phone) -> Self {
        Self { phone: phone_of(app, &person), person }
    }
}

pub struct County {
    pub code: &'static str,
    pub units: Vec<String>,
    /// Any department of it, which leads.
    pub department: OrganisationId,
    pub leaders: Vec<PersonId>,
}

/// Who acts: the counties' officers in the order of the counties, then the city's, then departments', then
/// another one of the city, who decides on what the first has prepared.
pub struct Cast {
    pub size: Size,
    pub counties: Vec<County>,
    pub members: Vec<Member>,
    pub departments: Vec<(OrganisationId, &'static str)>,
    pub city_leaders: Vec<PersonId>,
    pub department_leaders: Vec<PersonId>,
}

impl Cast {
    pub fn city(&self) -> usize {
        self.counties.len()
    }
    pub fn department(&self, n: usize) -> usize {
        self.counties.len() + 1 + n
    }
    pub fn second(&self) -> usize {
        self.members.len() - 1
    }
    pub fn city_officer(&self) -> &people::Phone {
        &self.members[self.city()].person
    }

    pub fn gather(app: &TestApp, size: Size) -> Self {
        zones(app);
        let numbers = Numbers::of(size);
        let counties: Vec<_> =
            HURT.iter().chain(UNHURT).enumerate().map(|(n, code)| county(app, code, n, &numbers)).collect();
        let mut members: Vec<_> = counties.iter().map(|county| Member::of(app, app.officer_of(county.code))).collect();
        members.push(Member::of(app, app.officer_of(CITY)));
        department(app, CITY, "road");
        let departments: Vec<_> = (0..numbers.city_departments).map(|n| city_department(app, n)).collect();
        let officer = |(body, _): &(OrganisationId, &str)| app.employ(*body, "inspector", CITY, json!({}));
        members.extend(departments.iter().map(|department| Member::of(app, officer(department))));
        members.push(Member::of(app, app.officer_of(CITY)));
        let rest = numbers.departments - 1 - counties.len() - departments.len();
        for n in 0..rest {
            department(app, counties[n % counties.len()].code, OTHER_SECTORS[n % OTHER_SECTORS.len()]);
        }
        let persons = |count: usize| (0..count).map(|_| app.make_person(CITY).0).collect();
        Self {
            size,
            counties,
            members,
            departments,
            city_leaders: persons(3),
            department_leaders: persons(numbers.department_leaders),
        }
    }
}

/// How many there are besides what each county has.
struct Numbers {
    /// Those with a red flag, and the road traffic departments of city and counties with accidents.
    departments: usize,
    city_departments: usize,
    county_leaders: usize,
    department_leaders: usize,
}

impl Numbers {
    fn of(size: Size) -> Self {
        match size {
            Size::Full => {
                Self { departments: 260 + 13, city_departments: 19, county_leaders: 220, department_leaders: 83 }
            }
            Size::Tenth => Self { departments: 26 + 2, city_departments: 1, county_leaders: 22, department_leaders: 8 },
        }
    }
}

fn zones(app: &TestApp) {
    let token = app.administrator_of(CITY).token;
    let make = |code: &str, name: &str, level: &str, parent: &str| {
        let new = json!({"code": code, "name": name, "level": level, "parent": parent});
        app.post("/v1/regions", &token, &new).expect(201);
    };
    for (code, name, units) in ZONES {
        make(code, name, "county", CITY);
        (0..*units)
            .for_each(|n| make(&format!("{}{}000", &code[..6], 100 + n), &format!("{name}第{n}镇"), "town", code));
    }
}

fn county(app: &TestApp, code: &'static str, n: usize, numbers: &Numbers) -> County {
    let counties = HURT.len() + UNHURT.len();
    let leaders = (n..numbers.county_leaders).step_by(counties).map(|_| app.make_person(code).0).collect();
    County { code, units: app.units_of(code), department: department(app, code, "road"), leaders }
}

fn department(app: &TestApp, region: &str, sector: &str) -> OrganisationId {
    app.make_organisation(people::organisation("department", region, json!({ "sectors": [sector] })))
}

fn city_department(app: &TestApp, n: usize) -> (OrganisationId, &'static str) {
    let sector = OTHER_SECTORS[n % OTHER_SECTORS.len()];
    (department(app, CITY, sector), sector)
}

/// Somebody who signs in again on the same device: the whole takes longer than a token lives.
pub fn again(app: &TestApp, person: &people::Phone) -> people::Phone {
    app.sign_in(&person.login, Some(person.device_id))
}

/// The programme of the prefecture: two topics, eleven special plans, ten work systems.
pub fn program(officer: &people::Phone) -> Value {
    let id = hazard_ledger::domain::RecordId::new;
    let plan = |n: usize| {
        let class = if n < 2 { "topic" } else { "special" };
        json!({"id": id(), "class": class, "title": "专项整治", "lead": officer.organisation, "issued_on": "2020-04-01"})
    };
    let system = |_| json!({"id": id(), "title": "工作制度", "document_number": "制1", "issued_on": "2020-04-01"});
    json!({
        "title": "赣州市安全生产专项整治三年行动", "document_number": "赣市安字1号", "from_on": "2020-04-01",
        "to_on": "2022-12-31", "plans": (0..13).map(plan).collect::<Vec<_>>(),
        "work_systems": (0..10).map(system).collect::<Vec<_>>(),
    })
}

/// The summer's campaign, whose hazards belong to it by rule.
pub fn campaign() -> Value {
    json!({
        "name": "夏季攻势", "aim": "五防一治理", "from_on": "2020-06-01", "to_on": "2020-08-31",
        "categories": ["P1", "P2", "P3", "P4", "P5", "G1"],
    })
}
