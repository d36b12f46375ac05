//! What lies outside of one's duties is answered exactly as what is not there.
use super::casts::ELSEWHERE;
use super::scene::Scene;
use super::{EVERYBODY, Who, Who::*};
use crate::campaigns;
use crate::exposures;
use crate::flags;
use crate::programs;
use crate::support::{Answer, each_database, people};
use crate::sync::{COUNTY, HOME};
use hazard_ledger::http::clock;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// How something is asked for by its id, what there is that this person may not see, who asks, and an
/// id that nothing has.
struct Object {
    operation: &'static str,
    ask: fn(&Scene, &people::Phone, &str) -> Answer,
    there: fn(&Scene) -> String,
    by: &'static [Who],
    missing: fn() -> String,
}

fn nothing() -> String {
    uuid::Uuid::now_v7().to_string()
}
fn no_code() -> String {
    "360702999000".to_owned()
}
fn body(scene: &Scene) -> String {
    scene.of(Officer).organisation.to_string()
}
fn duty(scene: &Scene) -> String {
    scene.app.employ(scene.of(Officer).organisation, "inspector", HOME, json!({})).duty.to_string()
}
fn device(scene: &Scene) -> String {
    scene.of(Officer).device_id.to_string()
}
fn round(scene: &Scene) -> String {
    flags::opened(scene.app, scene.of(County)).as_str().unwrap().to_owned()
}
fn program(scene: &Scene) -> String {
    programs::adopted(scene.app, scene.of(County), COUNTY)["id"].as_str().unwrap().to_owned()
}
fn campaign(scene: &Scene) -> String {
    campaigns::planned(scene.app, scene.of(County)).as_str().unwrap().to_owned()
}
fn draft(scene: &Scene) -> String {
    let list = exposures::drafted(scene.app, scene.of(County), &[scene.mill()]);
    list["id"].as_str().unwrap().to_owned()
}
fn park(scene: &Scene) -> String {
    super::operations::park(scene)
}

/// Who is not in sight of the hazard.
const BLIND: &[Who] = &[
    ForeignOfficer,
    ForeignManager,
    OtherDepartment,
    OtherEnterprise,
    Administrator,
    ForeignAdministrator,
    EndedDuty,
    EndedMandate,
    NoDuty,
];
const ABROAD: &[Who] = &[ForeignAdministrator];

fn duty_there(scene: &Scene) -> Value {
    json!({"organisation": scene.of(Officer).organisation, "role": "inspector", "region": HOME})
}

#[rustfmt::skip]
const OBJECTS: &[Object] = &[
    object("get_record",     BLIND, |s| s.hazard(), nothing, |s, w, id| s.get(w, &format!("/v1/records/{id}"))),
    object("get_history",    BLIND, |s| s.hazard(), nothing, |s, w, id| s.get(w, &format!("/v1/records/{id}/history"))),
    object("get_warnings",   BLIND, |s| s.hazard(), nothing, |s, w, id| s.get(w, &format!("/v1/records/{id}/warnings"))),
    object("list_open_acts", BLIND, |s| s.hazard(), nothing, |s, w, id| s.get(w, &format!("/v1/records/{id}/acts"))),
    object("act_on_record",  BLIND, |s| s.hazard(), nothing, |s, w, id| s.app.send_with("POST", &format!("/v1/records/{id}/acts"), &w.token, &[("If-Match", "*")], Some(&json!({"act": "amend", "body": {"place": "二楼"}})))),
    object("list_measured_records", &[ForeignOfficer, ForeignManager, Administrator, EndedDuty, EndedMandate, NoDuty], |_| HOME.to_owned(), no_code, |s, w, id| s.get(w, &format!("/v1/measures/accident.count/records?region={id}"))),
    object("revoke_device",  &[ForeignOfficer, ForeignAdministrator, Enterprise], device, nothing, |s, w, id| s.post(w, &format!("/v1/devices/{id}/revoke"), &json!({}))),
    object("get_organisation",   ABROAD, body, nothing, |s, w, id| s.get(w, &format!("/v1/organisations/{id}"))),
    object("get_person",         ABROAD, |s| s.person(), nothing, |s, w, id| s.get(w, &format!("/v1/persons/{id}"))),
    object("give_duty",          ABROAD, |s| s.person(), nothing, |s, w, id| s.post(w, &format!("/v1/persons/{id}/duties"), &duty_there(s))),
    object("end_duty",           ABROAD, duty, nothing, |s, w, id| s.post(w, &format!("/v1/duties/{id}/end"), &json!({}))),
    object("reissue_invitation", ABROAD, |s| s.person(), nothing, |s, w, id| s.post(w, &format!("/v1/persons/{id}/invitation"), &json!({}))),
    object("deactivate_person",  ABROAD, |s| s.person(), nothing, |s, w, id| s.post(w, &format!("/v1/persons/{id}/deactivate"), &json!({}))),
    object("activate_person",    ABROAD, |s| s.person(), nothing, |s, w, id| s.post(w, &format!("/v1/persons/{id}/activate"), &json!({}))),
    object("resolve_item",   &[ForeignOfficer, ForeignManager, OtherEnterprise, Administrator, NoDuty], |s| s.refused_act(), nothing, |s, w, id| s.post(w, &format!("/v1/inbox/{id}/resolve"), &json!({"how": "drop", "reason": "重复"}))),
    object("get_exposure",  EVERYBODY, draft, nothing, |s, w, id| s.get(w, &format!("/v1/exposures/{id}"))),
    object("try_flag_round",       BLIND, round, nothing, |s, w, id| s.get(w, &format!("/v1/flag-rounds/{id}/dry-run"))),
    object("compute_flag_round",   BLIND, round, nothing, |s, w, id| s.app.send_with("POST", &format!("/v1/flag-rounds/{id}/computation"), &w.token, &[("If-Match", "*")], None)),
    object("recompute_flag_round", BLIND, round, nothing, |s, w, id| s.get(w, &format!("/v1/flag-rounds/{id}/recomputation"))),
    object("get_program_progress", BLIND, program, nothing, |s, w, id| s.get(w, &format!("/v1/programs/{id}/progress"))),
    object("list_campaign_problems",    BLIND, campaign, nothing, |s, w, id| s.get(w, &format!("/v1/campaigns/{id}/problems"))),
    object("list_campaign_measures",    BLIND, campaign, nothing, |s, w, id| s.get(w, &format!("/v1/campaigns/{id}/measures"))),
    object("get_campaign_completeness", BLIND, campaign, nothing, |s, w, id| s.get(w, &format!("/v1/campaigns/{id}/completeness"))),
    object("recode_region",      ABROAD, park, no_code, |s, w, id| s.post(w, &format!("/v1/regions/{id}/recode"), &json!({"code": "360702998000", "since_on": clock::now().day()}))),
    object("close_region",       ABROAD, park, no_code, |s, w, id| s.post(w, &format!("/v1/regions/{id}/close"), &json!({"since_on": clock::now().day(), "successors": [ELSEWHERE]}))),
];

const fn object(
    operation: &'static str,
    by: &'static [Who],
    there: fn(&Scene) -> String,
    missing: fn() -> String,
    ask: fn(&Scene, &people::Phone, &str) -> Answer,
) -> Object {
    Object { operation, ask, there, by, missing }
}

/// What everybody may know: regions, codes, the policies of regions, and what reports and measures are called.
const PUBLIC: &[&str] =
    &["get_region", "get_code_list", "get_policy", "set_policy", "try_policy", "list_policy_versions", "get_report"];

#[test]
fn every_operation_that_names_something_is_tried_on_what_is_foreign() {
    let contract = hazard_ledger::http::contract::openapi();
    let named = contract.paths.paths.into_iter().filter(|(path, _)| path.contains('{'));
    let operations = named.flat_map(|(_, item)| [item.get, item.post, item.put, item.patch, item.delete]).flatten();
    let known: BTreeSet<_> = operations.filter_map(|operation| operation.operation_id).collect();
    let tried = OBJECTS.iter().map(|object| object.operation).chain(PUBLIC.iter().copied()).map(str::to_owned);
    assert_eq!(tried.collect::<BTreeSet<_>>(), known);
}

#[test]
fn what_is_foreign_is_answered_as_what_is_missing() {
    each_database(|app| {
        let scene = Scene::set(app);
        for Object { operation, ask, there, by, missing } in OBJECTS {
            for asking in scene.everybody.iter().filter(|asking| by.contains(&asking.who)) {
                let hidden = ask(&scene, &asking.phone, &there(&scene));
                let none = ask(&scene, &asking.phone, &missing());
                let context = format!("{operation} by a {}, {}", asking.role, asking.place);
                assert_eq!((hidden.status, &hidden.json), (none.status, &none.json), "{context}");
                assert_eq!(hidden.status, 404, "{context}");
            }
        }
    });
}
