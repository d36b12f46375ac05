//! One row for each operation of the contract.
use super::scene::Scene;
use super::{EVERYBODY, Who, Who::*};
use crate::campaigns;
use crate::exposures;
use crate::flags;
use crate::pokes::listen;
use crate::programs;
use crate::support::{Answer, people};
use crate::sync::{COUNTY, HOME};
use hazard_ledger::http::clock;
use serde_json::{Value, json};

/// What is asked, who may, and how the others are refused.
pub struct Operation {
    pub id: &'static str,
    pub ask: fn(&Scene, &people::Phone) -> Answer,
    pub allowed: &'static [Who],
    pub refused: u16,
}

const fn row(
    id: &'static str,
    allowed: &'static [Who],
    refused: u16,
    ask: fn(&Scene, &people::Phone) -> Answer,
) -> Operation {
    Operation { id, ask, allowed, refused }
}

fn none() -> Value {
    json!({})
}

/// Administrators of the region alone; a foreign one finds nothing, which `missing` tells apart.
const ADMIN: &[Who] = &[Administrator];
const ADMINS: &[Who] = &[Administrator, ForeignAdministrator];
/// Who sees the county's own ledger.
const OVERSEEING: &[Who] = &[County, Auditor];
/// Who sees a hazard of the mill, of the sector fire.
const SEEING: &[Who] = &[Officer, County, FireDepartment, Enterprise, Leader, Auditor];
/// Who sees something of the unit, if not of the mill: figures are of what one sees.
const REPORTED: &[Who] =
    &[Officer, County, FireDepartment, OtherDepartment, Enterprise, OtherEnterprise, Leader, Auditor];

#[rustfmt::skip]
pub const OPERATIONS: &[Operation] = &[
    row("get_keys",          EVERYBODY, 0, |s, w| s.get(w, "/.well-known/jwks.json")),
    row("check_liveness",    EVERYBODY, 0, |s, w| s.get(w, "/health/live")),
    row("check_readiness",   EVERYBODY, 0, |s, w| s.get(w, "/health/ready")),
    row("show_welcome",      EVERYBODY, 0, |s, w| s.get(w, "/welcome")),

    row("sign_in",           EVERYBODY, 0, |s, w| s.post(w, "/v1/auth/sign-in", &people::sign_in_body(&w.login, people::PASSWORD))),
    row("redeem_invitation", &[], 401, |s, w| s.post(w, "/v1/auth/redeem", &json!({"token": "bm90aGluZw", "new_password": people::PASSWORD}))),
    row("refresh_tokens",    EVERYBODY, 0, |s, w| { let own = s.app.sign_in(&w.login, None); s.post(w, "/v1/auth/refresh", &json!({"refresh_token": own.refresh_token})) }),
    row("sign_out",          EVERYBODY, 0, |s, w| { let own = s.app.sign_in(&w.login, None); s.post(&own, "/v1/auth/sign-out", &none()) }),
    row("change_password",   &[], 401, |s, w| s.post(w, "/v1/auth/password", &json!({"current_password": "not this one", "new_password": "candle marble 92 orchard"}))),
    row("get_me",            EVERYBODY, 0, |s, w| s.get(w, "/v1/me")),
    row("list_devices",      EVERYBODY, 0, |s, w| s.get(w, "/v1/devices")),
    row("revoke_device",     EVERYBODY, 0, |s, w| { let own = s.app.sign_in(&w.login, None); s.post(w, &format!("/v1/devices/{}/revoke", own.device_id), &none()) }),

    row("list_organisations",  ADMINS, 403, |s, w| s.get(w, "/v1/organisations")),
    row("create_organisation", ADMIN,  0, |s, w| told_apart(s, w, s.post(w, "/v1/organisations", &json!({"kind": "territorial", "name": "镇", "region": HOME})), 422)),
    row("get_organisation",    ADMIN,  0, |s, w| told_apart(s, w, s.get(w, &format!("/v1/organisations/{}", s.of(Officer).organisation)), 404)),
    row("list_persons",        ADMINS, 403, |s, w| s.get(w, "/v1/persons")),
    row("create_person",       ADMIN,  0, |s, w| told_apart(s, w, s.post(w, "/v1/persons", &json!({"login": format!("q{}", uuid::Uuid::now_v7().simple()), "name": "某", "region": HOME})), 422)),
    row("get_person",          ADMIN,  0, |s, w| told_apart(s, w, s.get(w, &format!("/v1/persons/{}", s.person())), 404)),
    row("give_duty",           ADMIN,  0, |s, w| told_apart(s, w, s.post(w, &format!("/v1/persons/{}/duties", s.person()), &json!({"organisation": s.of(Officer).organisation, "role": "inspector", "region": HOME})), 404)),
    row("end_duty",            ADMIN,  0, |s, w| told_apart(s, w, { let body = s.of(Officer).organisation; let duty = s.app.employ(body, "inspector", HOME, none()).duty; s.post(w, &format!("/v1/duties/{duty}/end"), &none()) }, 404)),
    row("reissue_invitation",  ADMIN,  0, |s, w| told_apart(s, w, s.post(w, &format!("/v1/persons/{}/invitation", s.person()), &none()), 404)),
    row("deactivate_person",   ADMIN,  0, |s, w| told_apart(s, w, s.post(w, &format!("/v1/persons/{}/deactivate", s.person()), &none()), 404)),
    row("activate_person",     ADMIN,  0, |s, w| told_apart(s, w, s.post(w, &format!("/v1/persons/{}/activate", s.person()), &none()), 404)),

    row("list_regions",  EVERYBODY, 0, |s, w| s.get(w, &format!("/v1/regions?parent={COUNTY}"))),
    row("get_region",    EVERYBODY, 0, |s, w| s.get(w, &format!("/v1/regions/{HOME}"))),
    row("create_region", ADMIN, 0, |s, w| told_apart(s, w, s.post(w, "/v1/regions", &json!({"parent": COUNTY, "code": code_for(s, w), "name": "某园区", "level": "park"})), 404)),
    row("recode_region", ADMIN, 0, |s, w| told_apart(s, w, { let park = park_for(s, w); s.post(w, &format!("/v1/regions/{park}/recode"), &json!({"code": code_for(s, w), "since_on": clock::now().day()})) }, 404)),
    row("close_region",  ADMIN, 0, |s, w| told_apart(s, w, { let park = park_for(s, w); s.post(w, &format!("/v1/regions/{park}/close"), &json!({"since_on": clock::now().day(), "successors": [HOME]})) }, 404)),

    row("list_code_lists",      EVERYBODY, 0, |s, w| s.get(w, "/v1/codes")),
    row("get_code_list",        EVERYBODY, 0, |s, w| s.get(w, "/v1/codes/sector")),
    row("get_policy",           EVERYBODY, 0, |s, w| s.get(w, &format!("/v1/policies/{HOME}"))),
    row("list_policy_versions", EVERYBODY, 0, |s, w| s.get(w, &format!("/v1/policies/{HOME}/versions"))),
    // Of the others, who sets a policy elsewhere alone knows that there is one here.
    row("set_policy",           &[Manager], 0, |s, w| {
        let answer = s.post(w, &format!("/v1/policies/{HOME}"), &json!({"from_on": clock::now().day()}));
        expected(answer, s.is(w, &[ForeignManager]), 404, 403)
    }),

    row("try_policy",           &[Manager], 0, |s, w| {
        let answer = s.post(w, &format!("/v1/policies/{HOME}/dry-run"), &json!({"from_on": clock::now().day()}));
        expected(answer, s.is(w, &[ForeignManager]), 404, 403)
    }),

    row("push_acts",    EVERYBODY, 0, |s, w| s.post(w, "/v1/sync/push", &json!({"device_id": w.device_id, "schema": 1, "acts": []}))),
    row("pull_changes", EVERYBODY, 0, |s, w| s.post(w, "/v1/sync/pull", &json!({"device_id": w.device_id, "schema": 1}))),
    row("stream_changes", EVERYBODY, 0, |s, w| s.post(w, "/v1/sync/stream", &json!({"device_id": w.device_id, "schema": 1}))),
    row("verify_held",  EVERYBODY, 0, |s, w| s.post(w, "/v1/sync/verify", &json!({"device_id": w.device_id, "schema": 1, "digests": []}))),
    row("listen_to_events", EVERYBODY, 0, |s, w| Answer { status: listen(s.app, &w.token).status, ..s.get(w, "/v1/codes") }),
    row("get_sync_config", EVERYBODY, 0, |s, w| s.get(w, "/v1/sync/config")),
    row("list_inbox",   EVERYBODY, 0, |s, w| s.get(w, "/v1/inbox")),
    // The author and who supervises the unit.
    row("resolve_item", &[Officer, Manager], 404, |s, w| s.post(w, &format!("/v1/inbox/{}/resolve", s.refused_act()), &json!({"how": "drop", "reason": "重复"}))),

    row("import_enterprises", &[Officer, County, FireDepartment, OtherDepartment, Enterprise, OtherEnterprise], 403, |s, w| {
        s.app.send_file(&format!("/v1/imports/enterprises?ledger={HOME}&dry_run=true"), &w.token, &[("Content-Type", "text/csv")], b"name\n")
    }),

    row("create_record", &[Officer, County, FireDepartment, Enterprise, Leader], 0, |s, w| {
        // In reach of the unit, but not of the mill: no such enterprise within their duties.
        expected(s.report(w), s.is(w, &[OtherDepartment, OtherEnterprise]), 422, 403)
    }),
    row("list_records",   EVERYBODY, 0, |s, w| s.get(w, "/v1/records")),
    row("export_records", EVERYBODY, 0, |s, w| s.get(w, "/v1/exports/records?format=csv")),
    // Whoever audits or administers elsewhere reads who looked at what there.
    row("list_audit_reads", &[Auditor, Administrator, ForeignAdministrator], 0, |s, w| {
        let audits = s.everybody.iter().any(|asking| asking.phone.person == w.person && asking.role == "auditor");
        expected(s.get(w, "/v1/audit/reads"), audits && s.is(w, &[ForeignOfficer]), 200, 403)
    }),
    row("get_record",     SEEING, 404, |s, w| s.get(w, &format!("/v1/records/{}", s.hazard()))),
    row("get_history",    SEEING, 404, |s, w| s.get(w, &format!("/v1/records/{}/history", s.hazard()))),
    row("list_warnings",  EVERYBODY, 0, |s, w| s.get(w, "/v1/warnings")),
    row("get_warnings",   SEEING, 404, |s, w| s.get(w, &format!("/v1/records/{}/warnings", s.hazard()))),
    row("list_measures", EVERYBODY, 0, |s, w| s.get(w, "/v1/measures")),
    // Of the mill's own unit: everybody who sees something there sees their part of the figure.
    row("list_measured_records", &[Officer, Manager, County, FireDepartment, OtherDepartment, Enterprise, OtherEnterprise, Leader, Auditor], 404, |s, w| s.get(w, &format!("/v1/measures/accident.count/records?region={HOME}"))),
    row("list_open_acts", SEEING, 404, |s, w| s.get(w, &format!("/v1/records/{}/acts", s.hazard()))),
    row("act_on_record", &[Officer, County, FireDepartment], 0, |s, w| {
        let answer = s.app.send_with("POST", &format!("/v1/records/{}/acts", s.hazard()), &w.token, &[("If-Match", "*")], Some(&json!({"act": "amend", "body": {"place": "二楼"}})));
        expected(answer, s.is(w, &[Enterprise, Leader, Auditor]), 403, 404)
    }),

    row("list_exposures", EVERYBODY, 0, |s, w| s.get(w, "/v1/exposures")),
    row("get_exposure",   EVERYBODY, 0, |s, w| {
        let list = exposures::drafted(s.app, s.of(County), &[s.mill()]);
        exposures::publish(s.app, s.of(Manager), &list, 0);
        s.get(w, &format!("/v1/exposures/{}", list["id"].as_str().unwrap()))
    }),

    // Everybody asks; what is told is what that person sees.
    row("report_coverage",    EVERYBODY, 0, |s, w| s.get(w, &format!("/v1/reports/coverage?region={HOME}&from=2026-01-01&to=2026-12-31"))),
    row("report_blind_zones", EVERYBODY, 0, |s, w| s.get(w, &format!("/v1/reports/blind-zones?region={HOME}&from=2026-01-01&to=2026-12-31"))),
    row("report_overdue",     EVERYBODY, 0, |s, w| s.get(w, &format!("/v1/reports/overdue?region={HOME}"))),

    row("try_flag_round",       OVERSEEING, 404, |s, w| s.get(w, &flags::path(&flags::opened(s.app, s.of(County)), "dry-run"))),
    row("compute_flag_round",   &[County], 0, |s, w| {
        let answer = compute(s, w, &flags::opened(s.app, s.of(County)));
        expected(answer, w.person == s.of(Auditor).person, 403, 404)
    }),
    row("recompute_flag_round", OVERSEEING, 404, |s, w| {
        let round = flags::opened(s.app, s.of(County));
        compute(s, s.of(County), &round).expect(200);
        s.get(w, &flags::path(&round, "recomputation"))
    }),
    row("get_program_progress", OVERSEEING, 404, |s, w| s.get(w, &programs::path(&programs::adopted(s.app, s.of(County), COUNTY)["id"], ""))),

    row("list_campaign_problems",    OVERSEEING, 404, |s, w| s.get(w, &campaigns::path(&campaigns::planned(s.app, s.of(County)), "problems"))),
    row("list_campaign_measures",    OVERSEEING, 404, |s, w| s.get(w, &campaigns::path(&campaigns::planned(s.app, s.of(County)), "measures"))),
    row("get_campaign_completeness", OVERSEEING, 404, |s, w| s.get(w, &campaigns::path(&campaigns::planned(s.app, s.of(County)), "completeness"))),
    row("get_report",            REPORTED, 404, |s, w| s.get(w, &format!("/v1/reports/monthly?region={HOME}&period=2026-11"))),
    row("get_ranking",           REPORTED, 404, |s, w| s.get(w, &format!("/v1/reports/rankings?by=dwell&region={HOME}&period=2026-11"))),
];

fn compute(scene: &Scene, who: &people::Phone, round: &Value) -> Answer {
    scene.app.send_with("POST", &flags::path(round, "computation"), &who.token, &[("If-Match", "*")], None)
}

/// A refusal that is right becomes status 0: who sees is forbidden, who does not finds nothing.
fn expected(answer: Answer, sees: bool, seeing: u16, blind: u16) -> Answer {
    let right = if sees { seeing } else { blind };
    if answer.status == right { Answer { status: 0, ..answer } } else { answer }
}

/// No administrator at all is forbidden; one of another region finds nothing.
fn told_apart(scene: &Scene, who: &people::Phone, answer: Answer, foreign: u16) -> Answer {
    expected(answer, scene.is(who, &[ForeignAdministrator]), foreign, 403)
}

/// There are a few hundred codes: those who are forbidden whatever they ask for take none.
fn code_for(scene: &Scene, who: &people::Phone) -> String {
    if scene.is(who, ADMINS) { fresh_code() } else { "360702999000".to_owned() }
}
fn park_for(scene: &Scene, who: &people::Phone) -> String {
    if scene.is(who, ADMINS) { park(scene) } else { HOME.to_owned() }
}

/// A local code below the county that nobody has used.
fn fresh_code() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(600);
    format!("360702{}000", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A park of its own, to be re-coded or closed.
pub fn park(scene: &Scene) -> String {
    let new = json!({"parent": COUNTY, "code": fresh_code(), "name": "某园区", "level": "park"});
    let made = scene.post(scene.of(Administrator), "/v1/regions", &new).expect(201);
    made.json["region"]["code"].as_str().or(made.json["code"].as_str()).unwrap().to_owned()
}
