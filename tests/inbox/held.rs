//! Held acts: applied when their record arrives, whoever brings it; a conflict after five days.
use super::*;
use crate::support::each_database;
use crate::sync::{COUNTY, NEIGHBOUR};
use hazard_ledger::domain::Instant;
use hazard_ledger::domain::outcome::{ActResult, Resolved, Verdict::*};
use hazard_ledger::http::sweeper;
use hazard_ledger::services::inbox::held::PATIENCE;

/// A report that waits on its author's phone, and another's act upon it that comes first.
struct Scene {
    reporter: Phone,
    author: people::Phone,
    phone: Phone,
    hazard: RecordId,
}

fn scene(app: &TestApp) -> Scene {
    let mut reporter = phone_of(app, &app.officer_of(HOME));
    let hazard = report(&mut reporter, HOME, blocked_exit());
    let author = app.officer_of(HOME);
    let mut phone = phone_of(app, &author);
    act_upon(&mut phone, "amend", hazard, rev(1), json!({ "place": "二楼" }));
    Scene { reporter, author, phone, hazard }
}

fn first_of(result: &ActResult) -> ActResult {
    serde_json::from_str(result.first.as_ref().unwrap().get()).unwrap()
}

fn later(seconds: i64) -> Instant {
    clock::now().plus_seconds(seconds)
}

#[test]
fn a_held_act_stands_once_its_record_arrived_and_its_author_learns_of_it() {
    each_database(|app| {
        let Scene { mut reporter, author, mut phone, hazard } = scene(app);
        let sent = phone.queue.clone();
        assert_eq!(pushed(&mut phone), [Held]);
        assert_eq!(sweep(app), 0);
        assert_eq!(pushed(&mut reporter), [Applied]);
        assert_eq!(sweep(app), 1);
        assert_eq!(sweep(app), 0);
        phone.pull(500).unwrap();
        let held = phone.held.values().find(|held| held.document["id"] == json!(hazard)).unwrap();
        assert_eq!((&held.document["place"], held.rev), (&json!("二楼"), 2));
        let item = items(app, &author, "").remove(0);
        let resolution = item.resolution.unwrap();
        assert_eq!((resolution.how, resolution.by), (Resolved::Arrived, None));
        assert_eq!(resolution.outcome.unwrap().rev, Some(2));
        // The entry is its author's, as if the act had come after its record.
        let entry = entries(app, sent[0].act_id).remove(0);
        assert_eq!((entry.actor, entry.device, entry.client_seq), (author.person, Some(author.device_id), Some(1)));
        assert_eq!((entry.at, entry.rev), (sent[0].at, 2));
        assert!(entry.bytes.contains(&format!(r#""resolves":{{"act_id":"{}""#, sent[0].act_id)));
        // Sent again, on this device or on another one, it is a duplicate of what it has become.
        let mut other = phone_of(app, &app.sign_in(&author.login, None));
        other.queue = sent.clone();
        for phone in [&phone, &other] {
            let again = phone.send(&sent).unwrap();
            assert_eq!((again.results[0].result, first_of(&again.results[0]).result), (Duplicate, Applied));
        }
        assert_eq!(entries(app, sent[0].act_id).len(), 1);
    });
}

#[test]
fn it_does_not_matter_who_brings_the_record() {
    each_database(|app| {
        let author = app.officer_of(HOME);
        let mut phone = phone_of(app, &author);
        let hazard = RecordId::new();
        act_upon(&mut phone, "amend", hazard, rev(1), json!({ "place": "二楼" }));
        assert_eq!(pushed(&mut phone), [Held]);
        let new = json!({ "kind": "hazard", "act": "report", "ledger": HOME, "id": hazard, "body": blocked_exit() });
        app.post("/v1/records", &app.officer_of(COUNTY).token, &new).expect(201);
        assert_eq!(sweep(app), 1);
        assert_eq!(record(app, &author, hazard)["document"]["place"], "二楼");
    });
}

#[test]
fn a_chain_of_held_acts_stands_in_its_order_and_goes_on() {
    each_database(|app| {
        let Scene { mut reporter, author, mut phone, hazard } = scene(app);
        act(&mut phone, "amend", hazard, json!({ "place": "三楼" }));
        assert_eq!(pushed(&mut phone), [Held, Held]);
        act_upon(&mut phone, "amend", hazard, client_seq(2), json!({ "place": "四楼" }));
        assert_eq!(pushed(&mut phone), [Held]);
        assert_eq!(pushed(&mut reporter), [Applied]);
        assert_eq!(sweep(app), 3);
        assert_eq!(record(app, &author, hazard)["document"]["place"], "四楼");
        act_upon(&mut phone, "amend", hazard, client_seq(3), json!({ "place": "五楼" }));
        assert_eq!(pushed(&mut phone), [Applied]);
        assert_eq!(record(app, &author, hazard)["document"]["rev"], 5);
    });
}

fn client_seq(n: i64) -> Option<Base> {
    Some(Base::ClientSeq(Ordinal::try_from(n).unwrap()))
}

#[test]
fn a_held_act_that_does_not_stand_after_all_is_in_the_inbox_with_what_builds_on_it() {
    each_database(|app| {
        let Scene { mut reporter, author, mut phone, hazard } = scene(app);
        act(&mut phone, "amend", hazard, json!({ "description": "三楼" }));
        assert_eq!(pushed(&mut phone), [Held, Held]);
        act(&mut reporter, "amend", hazard, json!({ "place": "一楼" }));
        assert_eq!(pushed(&mut reporter), [Applied, Applied]);
        assert_eq!(sweep(app), 2);
        let told: Vec<_> = items(app, &author, "?state=open").iter().map(|item| item.result).collect();
        assert_eq!(told, [Conflict, DependencyFailed]);
        assert_eq!(items(app, &manager_of(app, HOME), "?whose=supervised&result=conflict").len(), 1);
        let conflict = items(app, &author, "?result=conflict").remove(0);
        resolve(app, &author, &conflict, json!({ "how": "apply", "rev": 2 })).expect(200);
        assert_eq!(record(app, &author, hazard)["document"]["place"], "二楼");
    });
}

#[test]
fn an_act_whose_record_does_not_arrive_is_a_conflict_after_five_days() {
    each_database(|app| {
        let Scene { mut reporter, author, mut phone, hazard } = scene(app);
        let sent = phone.queue.clone();
        assert_eq!(pushed(&mut phone), [Held]);
        assert_eq!(held_acts::sweep(&app.store, later(PATIENCE - 60)).unwrap(), 0);
        assert_eq!(items(app, &author, "?result=held").len(), 1);
        assert_eq!(held_acts::sweep(&app.store, later(PATIENCE)).unwrap(), 1);
        let item = items(app, &author, "?state=open").remove(0);
        assert_eq!((item.result, item.problem.detail.as_str()), (Conflict, "记录未在五天内到达"));
        assert_eq!(first_of(&phone.send(&sent).unwrap().results[0]).result, Conflict);
        assert_eq!(pushed(&mut reporter), [Applied]);
        assert_eq!(sweep(app), 0);
        assert_eq!(record(app, &author, hazard)["document"]["rev"], 1);
        resolve(app, &author, &item, json!({ "how": "apply", "rev": 1 })).expect(200);
    });
}

#[test]
fn a_record_out_of_sight_is_as_one_that_did_not_arrive_until_it_comes_in_sight() {
    each_database(|app| {
        let Scene { mut reporter, author: _, phone: _, hazard } = scene(app);
        let stranger = app.officer_of(NEIGHBOUR);
        let mut phone = phone_of(app, &stranger);
        act_upon(&mut phone, "amend", hazard, rev(1), json!({ "place": "二楼" }));
        pushed(&mut phone);
        pushed(&mut reporter);
        assert_eq!((sweep(app), sweep(app)), (0, 0));
        app.give_duty(stranger.person, app.officer_of(HOME).organisation, "inspector", HOME, json!({}));
        assert_eq!(sweep(app), 0, "it is not looked at all the time");
        assert_eq!(held_acts::sweep(&app.store, later(60)).unwrap(), 1);
        assert_eq!(record(app, &stranger, hazard)["document"]["place"], "二楼");
    });
}

#[test]
fn an_act_upon_a_revision_that_did_not_arrive_waits_for_it() {
    each_database(|app| {
        let Scene { mut reporter, author, mut phone, hazard } = scene(app);
        phone.queue[0].base = rev(2);
        pushed(&mut phone);
        pushed(&mut reporter);
        assert_eq!(sweep(app), 0);
        act(&mut reporter, "amend", hazard, json!({ "place": "一楼" }));
        pushed(&mut reporter);
        assert_eq!(held_acts::sweep(&app.store, later(60)).unwrap(), 1);
        assert_eq!(record(app, &author, hazard)["document"]["place"], "二楼");
    });
}

#[test]
fn what_somebody_resolved_by_hand_is_not_applied_when_the_record_arrives() {
    each_database(|app| {
        let Scene { mut reporter, author, mut phone, hazard } = scene(app);
        pushed(&mut phone);
        let item = items(app, &author, "").remove(0);
        resolve(app, &author, &item, json!({ "how": "apply", "rev": 1 })).expect(404);
        resolve(app, &author, &item, json!({ "how": "drop", "reason": "看错了" })).expect(200);
        pushed(&mut reporter);
        assert_eq!(sweep(app), 0);
        assert_eq!(record(app, &author, hazard)["document"]["rev"], 1);
        act_upon(&mut phone, "amend", hazard, client_seq(1), json!({ "place": "三楼" }));
        assert_eq!(pushed(&mut phone), [DependencyFailed]);
    });
}

#[test]
fn many_sweeps_at_once_apply_an_act_once() {
    const MANY: usize = 12;
    each_database(|app| {
        let scenes: Vec<_> = (0..MANY).map(|_| scene(app)).collect();
        let mut acts = Vec::new();
        for Scene { mut reporter, mut phone, .. } in scenes {
            acts.push(phone.queue[0].act_id);
            pushed(&mut phone);
            pushed(&mut reporter);
        }
        let sweep_until_done = || loop {
            if let Ok(settled) = held_acts::sweep(&app.store, clock::now()) {
                return settled;
            }
        };
        let settled: usize = std::thread::scope(|scope| {
            let sweeps: Vec<_> = (0..4).map(|_| scope.spawn(sweep_until_done)).collect();
            sweeps.into_iter().map(|sweep| sweep.join().unwrap()).sum()
        });
        assert_eq!(settled + sweep(app), MANY);
        assert!(acts.into_iter().all(|act| entries(app, act).len() == 1));
    });
}

#[test]
fn a_sweep_that_breaks_off_leaves_all_or_nothing() {
    each_database(|app| {
        let Scene { mut reporter, author, mut phone, hazard } = scene(app);
        pushed(&mut phone);
        pushed(&mut reporter);
        // Each of what is written last, out of order for once.
        for (broken, mended) in [("resolution", "resolved"), ("receipt", "kept"), ("entry", "entered")] {
            app.sql(&format!("alter table {broken} rename to {mended}"));
            held_acts::sweep(&app.store, clock::now()).unwrap_err();
            app.sql(&format!("alter table {mended} rename to {broken}"));
            assert_eq!(record(app, &author, hazard)["document"]["rev"], 1, "{broken}");
            assert_eq!(items(app, &author, "?state=open&result=held").len(), 1, "{broken}");
        }
        assert_eq!(sweep(app), 1);
        assert_eq!(record(app, &author, hazard)["document"]["rev"], 2);
    });
}

#[test]
fn an_act_that_cannot_be_looked_at_keeps_no_other_from_it() {
    each_database(|app| {
        let scenes = [scene(app), scene(app), scene(app)];
        let mut hazards = Vec::new();
        for Scene { mut reporter, mut phone, author, hazard } in scenes {
            pushed(&mut phone);
            pushed(&mut reporter);
            hazards.push((author, hazard, phone.device));
        }
        let broken = items(app, &hazards[0].0, "").remove(0);
        app.sql("create table whole as select id, sent from inbox");
        app.sql(&format!("update inbox set sent = '{{' where sent like '%{}%'", broken.act_id));
        held_acts::sweep(&app.store, clock::now()).unwrap_err();
        let standing = || hazards.iter().filter(|(who, id, _)| record(app, who, *id)["document"]["rev"] == 2).count();
        assert_eq!(standing(), 2);
        app.sql("update inbox set sent = (select sent from whole where whole.id = inbox.id)");
        assert_eq!((sweep(app), standing()), (1, 3));
        assert_eq!(items(app, &hazards[0].0, "").remove(0).id, broken.id);
    });
}

#[test]
fn who_has_no_duty_any_more_has_nothing_applied() {
    each_database(|app| {
        let Scene { mut reporter, author, mut phone, hazard } = scene(app);
        pushed(&mut phone);
        app.end_duty(author.duty);
        pushed(&mut reporter);
        assert_eq!(sweep(app), 0);
        assert_eq!(held_acts::sweep(&app.store, later(PATIENCE + 1)).unwrap(), 1);
        assert_eq!(items(app, &author, "").remove(0).result, Conflict);
        assert_eq!(record(app, &manager_of(app, HOME), hazard)["document"]["rev"], 1);
    });
}

#[test]
fn a_running_server_sweeps_by_itself() {
    each_database(|app| {
        sweeper::start(&app.shared).unwrap();
        let Scene { mut reporter, author, mut phone, hazard } = scene(app);
        pushed(&mut phone);
        pushed(&mut reporter);
        let end = std::time::Instant::now() + std::time::Duration::from_secs(4);
        while record(app, &author, hazard)["document"]["rev"] != 2 {
            assert!(std::time::Instant::now() < end, "rung for, but nobody came");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    });
}
