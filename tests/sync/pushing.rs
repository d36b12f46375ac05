//! What becomes of acts.
use super::*;
use crate::support::each_database;
use hazard_ledger::domain::act::{Ordinal, SentAct};
use hazard_ledger::phone::PhoneError;

fn rev(n: i64) -> Option<Base> {
    Some(Base::Rev(Ordinal::try_from(n).unwrap()))
}

fn refused(answer: Result<impl std::fmt::Debug, PhoneError>) -> (u16, Value) {
    match answer {
        Err(PhoneError::Refused { status, problem }) => (status, problem),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lost_answer_and_the_push_again_apply_an_act_once() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        let hazard = report(&mut phone, HOME, blocked_exit());
        let first = phone.send(&phone.queue).unwrap();
        let again = phone.send(&phone.queue).unwrap();
        assert_eq!(verdicts(&again.results), [Verdict::Duplicate]);
        let kept: ActResult = serde_json::from_str(again.results[0].first.as_ref().unwrap().get()).unwrap();
        assert_eq!((kept.seq, kept.rev, kept.leaf), (first.results[0].seq, Some(1), first.results[0].leaf.clone()));
        phone.note(&again);
        phone.pull(500).unwrap();
        assert_eq!(phone.held.keys().map(|(_, id)| *id).collect::<Vec<_>>(), [hazard]);
    });
}

#[test]
fn a_batch_that_is_cut_anew_repeats_what_stands_and_goes_on() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        report_some(&mut phone, HOME, 4);
        phone.send(&phone.queue[..3]).unwrap();
        let answer = phone.send(&phone.queue[1..]).unwrap();
        assert_eq!(verdicts(&answer.results), [Verdict::Duplicate, Verdict::Duplicate, Verdict::Applied]);
        assert_eq!(answer.last_client_seq, 4);
    });
}

#[test]
fn an_act_that_comes_from_a_second_device_of_the_person_is_applied_once() {
    each_database(|app| {
        let person = app.officer_of(HOME);
        let mut first = phone_of(app, &person);
        report(&mut first, HOME, blocked_exit());
        first.send(&first.queue).unwrap();
        let second = phone_of(app, &app.sign_in(&person.login, None));
        let answer = second.send(&first.queue).unwrap();
        assert_eq!(verdicts(&answer.results), [Verdict::Duplicate]);
        let stranger = officer(app, HOME);
        let answer = stranger.send(&first.queue).unwrap();
        assert_eq!(answer.results[0].problem.as_ref().unwrap().code.as_str(), "act-id-taken");
    });
}

#[test]
fn a_chain_made_offline_builds_on_its_own_results() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        let hazard = report(&mut phone, HOME, blocked_exit());
        act(&mut phone, "amend", hazard, json!({ "place": "二楼" }));
        act(&mut phone, "amend", hazard, json!({ "place": "三楼" }));
        let results = phone.push().unwrap();
        assert_eq!(verdicts(&results), [Verdict::Applied; 3]);
        assert_eq!(results.iter().map(|result| result.rev).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    });
}

#[test]
fn what_builds_on_a_refused_act_fails_with_it_and_nothing_is_lost() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        let hazard = report(&mut phone, HOME, json!({ "description": "no category" }));
        act(&mut phone, "amend", hazard, json!({ "place": "二楼" }));
        report(&mut phone, HOME, blocked_exit());
        let results = phone.push().unwrap();
        assert_eq!(verdicts(&results), [Verdict::Rejected, Verdict::DependencyFailed, Verdict::Applied]);
        assert_eq!(results[0].problem.as_ref().unwrap().code.as_str(), "invalid-body");
        let inbox = phone.line.get("/v1/inbox").unwrap();
        let items = inbox["items"].as_array().unwrap();
        assert_eq!(
            items.iter().map(|item| item["result"].as_str().unwrap()).collect::<Vec<_>>(),
            ["rejected", "dependency_failed"]
        );
        assert_eq!(items[0]["sent"]["body"], json!({ "description": "no category" }));
    });
}

#[test]
fn edits_of_different_fields_merge_and_of_the_same_field_conflict() {
    each_database(|app| {
        let (mut one, mut other) = (officer(app, HOME), officer(app, HOME));
        let hazard = report(&mut one, HOME, blocked_exit());
        one.push().unwrap();
        act_upon(&mut one, "amend", hazard, rev(1), json!({ "place": "二楼" }));
        one.push().unwrap();
        act_upon(&mut other, "amend", hazard, rev(1), json!({ "description": "通道上锁" }));
        act_upon(&mut other, "amend", hazard, rev(1), json!({ "place": "三楼" }));
        let results = other.push().unwrap();
        assert_eq!(verdicts(&results), [Verdict::Merged, Verdict::Conflict]);
        assert_eq!(results[1].problem.as_ref().unwrap().code.as_str(), "field-conflict");
        let current: Value = serde_json::from_str(results[1].current.as_ref().unwrap().get()).unwrap();
        assert_eq!((&current["place"], &current["description"]), (&json!("二楼"), &json!("通道上锁")));
    });
}

#[test]
fn a_chain_does_not_overwrite_what_its_author_never_saw() {
    each_database(|app| {
        let (mut one, mut other) = (officer(app, HOME), officer(app, HOME));
        let hazard = report(&mut one, HOME, blocked_exit());
        one.push().unwrap();
        act_upon(&mut other, "amend", hazard, rev(1), json!({ "description": "通道上锁" }));
        other.push().unwrap();
        // Offline since revision 1: the first act merges, the second would overwrite revision 2.
        act_upon(&mut one, "amend", hazard, rev(1), json!({ "place": "二楼" }));
        act(&mut one, "amend", hazard, json!({ "place": "三楼" }));
        act(&mut one, "amend", hazard, json!({ "description": "堆放杂物" }));
        let first = one.queue[0].clone();
        one.note(&one.send(&[first]).unwrap());
        let results = one.push().unwrap();
        assert_eq!(verdicts(&results), [Verdict::Merged, Verdict::Conflict]);
    });
}

#[test]
fn a_late_act_on_another_state_is_a_conflict_and_tells_what_is_open() {
    each_database(|app| {
        let (mut one, mut other) = (officer(app, HOME), officer(app, HOME));
        let hazard = report(&mut one, HOME, blocked_exit());
        one.push().unwrap();
        act_upon(&mut other, "void", hazard, rev(1), json!({ "reason": "not_hazard" }));
        other.push().unwrap();
        let mut auditor = phone_of(app, &app.auditor_of(COUNTY));
        auditor.pull(500).unwrap();
        assert_eq!(auditor.held.values().next().unwrap().document["state"], "voided");
        let mut third = officer(app, HOME);
        let second = report(&mut third, HOME, blocked_exit());
        act(&mut third, "accept", second, json!({ "opinion": "合格" }));
        let results = third.push().unwrap();
        assert_eq!(verdicts(&results), [Verdict::Applied, Verdict::Rejected]);
        let problem = results[1].problem.as_ref().unwrap();
        assert_eq!((problem.code.as_str(), problem.state.as_deref()), ("illegal-state", Some("reported")));
        assert!(problem.open_acts.as_ref().unwrap().contains(&"register".to_owned()));
    });
}

#[test]
fn a_record_that_the_server_does_not_know_holds_the_act() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        act_upon(&mut phone, "amend", RecordId::new(), rev(1), json!({ "place": "二楼" }));
        assert_eq!(verdicts(&phone.push().unwrap()), [Verdict::Held]);
    });
}

#[test]
fn a_record_outside_of_the_duties_is_as_one_that_is_not_there() {
    each_database(|app| {
        let (mut own, mut foreign) = (officer(app, HOME), officer(app, NEIGHBOUR));
        let hazard = report(&mut own, HOME, blocked_exit());
        own.push().unwrap();
        act_upon(&mut foreign, "amend", hazard, rev(1), json!({ "place": "二楼" }));
        act_upon(&mut foreign, "amend", RecordId::new(), rev(1), json!({ "place": "二楼" }));
        report(&mut foreign, HOME, blocked_exit());
        let results = foreign.push().unwrap();
        assert_eq!(verdicts(&results), [Verdict::Held, Verdict::Held, Verdict::Rejected]);
        assert_eq!(results[0].problem, results[1].problem);
        assert_eq!(results[2].problem.as_ref().unwrap().code.as_str(), "outside-duties");
    });
}

#[test]
fn numbers_are_dense_for_each_unit_and_year() {
    each_database(|app| {
        let (mut phone, county) = (officer(app, COUNTY), app.fire_department_of(COUNTY));
        let register = json!({
            "level": "general", "sector": "fire", "owner": county.organisation, "lead_department": county.organisation,
        });
        for region in [HOME, NEIGHBOUR, HOME] {
            let hazard = report(&mut phone, region, blocked_exit());
            act(&mut phone, "register", hazard, register.clone());
        }
        let numbers: Vec<_> = phone.push().unwrap().into_iter().filter_map(|result| result.number).collect();
        let year = hazard_ledger::http::clock::now().day().year();
        let expected = [(HOME, 1), (NEIGHBOUR, 1), (HOME, 2)].map(|(unit, n)| format!("{unit}-{year}-{n:06}"));
        assert_eq!(numbers, expected);
    });
}

#[test]
fn faults_of_the_whole_request_consume_nothing() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        report_some(&mut phone, HOME, 3);
        let (status, problem) = refused(phone.send(&phone.queue[1..]));
        assert_eq!(
            (status, &problem["code"], &problem["expected_client_seq"]),
            (409, &json!("out-of-order"), &json!(1))
        );
        let gap = [phone.queue[0].clone(), phone.queue[2].clone()];
        let (status, problem) = refused(phone.send(&gap));
        assert_eq!((status, &problem["pointer"]), (409, &json!("/acts/1/client_seq")));
        phone.send(&phone.queue[..1]).unwrap();
        let forked = [SentAct { act_id: hazard_ledger::domain::ActId::new(), ..phone.queue[0].clone() }];
        let (status, problem) = refused(phone.send(&forked));
        assert_eq!((status, &problem["code"]), (409, &json!("device-fork")));
        let body = json!({ "device_id": phone.device, "schema": 2, "acts": [] });
        let (status, problem) = refused(phone.line.post("/v1/sync/push", &body));
        assert_eq!((status, &problem["code"]), (409, &json!("schema-newer-than-server")));
        let body = json!({ "device_id": RecordId::new(), "schema": 1, "acts": [] });
        let (status, problem) = refused(phone.line.post("/v1/sync/push", &body));
        assert_eq!((status, &problem["code"]), (403, &json!("device-revoked")));
        assert_eq!(phone.send(&phone.queue).unwrap().last_client_seq, 3);
    });
}

#[test]
fn the_answer_tells_where_the_ledger_stands() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        report(&mut phone, HOME, blocked_exit());
        let answer = phone.send(&phone.queue).unwrap();
        assert_eq!((answer.heads[0].ledger.to_string().as_str(), answer.heads[0].size), (HOME, 1));
        // The root of a tree of one leaf is the leaf.
        assert_eq!(Some(&answer.heads[0].root), answer.results[0].leaf.as_ref());
    });
}

#[test]
fn a_re_coded_unit_keeps_its_ledger_and_goes_on_counting() {
    each_database(|app| {
        let (mut phone, county) = (officer(app, HOME), app.fire_department_of(COUNTY));
        let register = json!({
            "level": "general", "sector": "fire", "owner": county.organisation, "lead_department": county.organisation,
        });
        let first = report(&mut phone, HOME, blocked_exit());
        act(&mut phone, "register", first, register.clone());
        let before = phone.push().unwrap();
        let admin = app.line(&app.administrator());
        let today = hazard_ledger::http::clock::now().day();
        let recode = json!({ "code": "360702199000", "since_on": today });
        admin.post(&format!("/v1/regions/{HOME}/recode"), &recode).unwrap();
        for code in ["360702199000", HOME] {
            let hazard = report(&mut phone, code, blocked_exit());
            act(&mut phone, "register", hazard, register.clone());
        }
        let after = phone.push().unwrap();
        assert_eq!(verdicts(&after), [Verdict::Applied; 4]);
        assert!(after.iter().all(|result| result.ledger == before[0].ledger));
        let numbers: Vec<_> = after.iter().filter_map(|result| result.number.clone()).collect();
        assert_eq!(numbers, [2, 3].map(|n| format!("360702199000-{}-{n:06}", today.year())));
        phone.pull(500).unwrap();
        assert_eq!(phone.held.len(), 3);
        let body = json!({ "kind": "territorial", "name": "镇政府", "region": "360702199000" });
        assert_eq!(admin.post("/v1/organisations", &body).unwrap()["region"], HOME);
    });
}

#[test]
fn a_code_leads_to_the_unit_that_has_it_today() {
    each_database(|app| {
        let neighbour = unit(NEIGHBOUR).number();
        let code = format!("('{HOME}', {neighbour}, '1990-01-01', '2009-12-31')");
        app.sql(&format!("insert into region_code (code, region, valid_from, valid_to) values {code}"));
        let mut phone = officer(app, COUNTY);
        report(&mut phone, HOME, blocked_exit());
        assert_eq!(phone.push().unwrap()[0].ledger.unwrap().to_string(), HOME);
    });
}
