//! Everybody who may ask: every role of the domain, in scope, out of it, of another sector or enterprise,
//! and after the end of the duty or the mandate.
use super::Who;
use super::scene::Asking;
use crate::support::people::{Phone, organisation};
use crate::support::{TestApp, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR};
use hazard_ledger::domain::OrganisationId;
use hazard_ledger::http::clock;
use serde_json::{Value, json};

/// A county that lies beside the one of the scene.
pub const ELSEWHERE: &str = "360704000000";
const CITY: &str = "360700000000";

/// (who, role, kind of organisation, role in it, region, sectors of a department)
type Cast = (Who, &'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

/// One for each role of the domain, of each tier that it is held at, in whose scope the hazard lies.
#[rustfmt::skip]
pub const ROLES: &[Cast] = &[
    (Who::Officer,        "township inspector",   "territorial", "inspector",     HOME,   &[]),
    (Who::Officer,        "township manager",     "territorial", "manager",       HOME,   &[]),
    (Who::County,         "county inspector",     "territorial", "inspector",     COUNTY, &[]),
    (Who::Manager,        "county manager",       "territorial", "manager",       COUNTY, &[]),
    (Who::County,         "city inspector",       "territorial", "inspector",     CITY,   &[]),
    (Who::Manager,        "city manager",         "territorial", "manager",       CITY,   &[]),
    (Who::FireDepartment, "department inspector", "department",  "inspector",     COUNTY, &["fire"]),
    (Who::FireDepartment, "department manager",   "department",  "manager",       CITY,   &["fire", "road"]),
    (Who::Enterprise,     "safety officer",       "enterprise",  "safety_officer", HOME,  &[]),
    (Who::Enterprise,     "principal",            "enterprise",  "principal",     HOME,   &[]),
    (Who::Leader,         "leader",               "territorial", "leader",        HOME,   &[]),
    (Who::Auditor,        "auditor",              "territorial", "auditor",       COUNTY, &[]),
    (Who::Administrator,  "administrator",        "territorial", "administrator", COUNTY, &[]),
];

/// The same roles where the hazard is none of their business: another region, sector or enterprise.
#[rustfmt::skip]
const ELSEWHERE_ROLES: &[Cast] = &[
    (Who::ForeignOfficer,       "township inspector",   "territorial", "inspector",     NEIGHBOUR, &[]),
    (Who::ForeignOfficer,       "township manager",     "territorial", "manager",       NEIGHBOUR, &[]),
    (Who::ForeignOfficer,       "county inspector",     "territorial", "inspector",     ELSEWHERE, &[]),
    (Who::ForeignManager,       "county manager",       "territorial", "manager",       ELSEWHERE, &[]),
    (Who::ForeignOfficer,       "department inspector", "department",  "inspector",     ELSEWHERE, &["fire"]),
    (Who::OtherDepartment,      "department inspector", "department",  "inspector",     COUNTY,    &["mine"]),
    (Who::OtherDepartment,      "department manager",   "department",  "manager",       COUNTY,    &["mine", "road"]),
    (Who::OtherEnterprise,      "safety officer",       "enterprise",  "safety_officer", HOME,     &[]),
    (Who::OtherEnterprise,      "principal",            "enterprise",  "principal",     HOME,      &[]),
    (Who::ForeignOfficer,       "leader",               "territorial", "leader",        NEIGHBOUR, &[]),
    (Who::ForeignOfficer,       "auditor",              "territorial", "auditor",       ELSEWHERE, &[]),
    (Who::ForeignAdministrator, "administrator",        "territorial", "administrator", ELSEWHERE, &[]),
];

fn employ(app: &TestApp, cast: &Cast, enterprise: OrganisationId) -> Phone {
    let (_, _, kind, role, region, sectors) = *cast;
    if kind == "enterprise" {
        // The first of an enterprise makes its organisation.
        let officer = app.safety_officer_of(enterprise, region);
        return if role == "safety_officer" { officer } else { app.employ(enterprise, role, region, json!({})) };
    }
    let more = if sectors.is_empty() { json!({}) } else { json!({ "sectors": sectors }) };
    let body = app.make_organisation(organisation(kind, region, more));
    let last = clock::now().day().plus_days(30);
    let mandate = if role == "auditor" { json!({ "to_on": last }) } else { json!({}) };
    app.employ(body, role, region, mandate)
}

pub fn in_scope(app: &TestApp, mill: OrganisationId) -> Vec<Asking> {
    let asking = |cast: &Cast| Asking { who: cast.0, role: cast.1, place: "in scope", phone: employ(app, cast, mill) };
    ROLES.iter().map(asking).collect()
}

pub fn elsewhere(app: &TestApp, other: OrganisationId) -> Vec<Asking> {
    let place = |who: Who| match who {
        Who::OtherDepartment => "other sector",
        Who::OtherEnterprise => "other enterprise",
        _ => "out of scope",
    };
    let asking =
        |cast: &Cast| Asking { who: cast.0, role: cast.1, place: place(cast.0), phone: employ(app, cast, other) };
    let (_, login) = app.make_person(HOME);
    let nobody = Asking { who: Who::NoDuty, role: "nobody", place: "without a duty", phone: app.sign_in(&login, None) };
    ELSEWHERE_ROLES.iter().map(asking).chain([nobody]).collect()
}

/// Every role again, whose duty was ended by hand, and whose days have run out.
pub fn ended(app: &TestApp, mill: OrganisationId) -> Vec<Asking> {
    let yesterday = clock::now().day().plus_days(-1);
    let past = json!({ "from_on": yesterday.plus_days(-30), "to_on": yesterday });
    let each = ROLES.iter().flat_map(|cast| {
        let ended = employ(app, cast, mill);
        app.end_duty(ended.duty);
        let run_out = employ(app, cast, mill);
        replace_duty(app, &run_out, cast, past.clone());
        let asking = |who, place, phone| Asking { who, role: cast.1, place, phone };
        [asking(Who::EndedDuty, "ended duty", ended), asking(Who::EndedMandate, "ended mandate", run_out)]
    });
    each.collect()
}

fn replace_duty(app: &TestApp, phone: &people::Phone, cast: &Cast, days: Value) {
    app.end_duty(phone.duty);
    app.give_duty(phone.person, phone.organisation, cast.3, cast.4, days);
}
