//! Resolving: the act is done after all, or dropped; once, by the judge, and provably.
use super::*;
use crate::support::each_database;
use crate::sync::verdicts;
use base64::{Engine, prelude::BASE64_STANDARD};
use hazard_ledger::domain::canonical::text_of;
use hazard_ledger::domain::entry::Stamp;
use hazard_ledger::domain::merkle::leaf_hash;
use hazard_ledger::domain::outcome::{Resolved, Verdict};
use sha2::{Digest, Sha256};

#[test]
fn an_author_does_after_all_what_conflicted() {
    each_database(|app| {
        let author = app.officer_of(HOME);
        let (hazard, item) = conflict(app, &author);
        let told = resolve(app, &author, &item, json!({ "how": "apply", "rev": 2 })).expect(200).json;
        let resolved: InboxItem = serde_json::from_value(told).unwrap();
        let resolution = resolved.resolution.unwrap();
        assert_eq!((resolution.how, resolution.by), (Resolved::Applied, Some(author.person)));
        let outcome = resolution.outcome.unwrap();
        assert_eq!((outcome.result, outcome.rev), (Verdict::Applied, Some(3)));
        assert_eq!(record(app, &author, hazard)["document"]["place"], "三楼");
        let entries = entries(app, outcome.act_id);
        assert_eq!(entries.len(), 1);
        let stamp: Stamp = serde_json::from_str(&entries[0].bytes).unwrap();
        let resolves = stamp.resolves.unwrap();
        assert_eq!((resolves.item, resolves.act_id, resolves.author), (item.id, item.act_id, author.person));
        assert_eq!((resolves.device, resolves.client_seq), (author.device_id, item.client_seq));
        assert_eq!(resolves.received_at, item.received_at);
        let history = app.get(&format!("/v1/records/{hazard}/history"), &author.token).expect(200).json;
        assert_eq!(history["items"][2]["resolves"]["act_id"], json!(item.act_id));
    });
}

#[test]
fn a_manager_edits_and_applies_as_its_own_act() {
    each_database(|app| {
        let (author, manager) = (app.officer_of(HOME), manager_of(app, HOME));
        let (hazard, item) = conflict(app, &author);
        let edit = json!({ "how": "edit", "rev": 2, "body": { "place": "二楼与三楼" }, "reason": "两处都有" });
        resolve(app, &manager, &item, edit).expect(200);
        assert_eq!(record(app, &author, hazard)["document"]["place"], "二楼与三楼");
        let own = items(app, &author, "").remove(0);
        let resolution = own.resolution.unwrap();
        assert_eq!((resolution.how, resolution.by), (Resolved::Edited, Some(manager.person)));
        assert_eq!(resolution.organisation, Some(manager.organisation));
        assert_eq!(resolution.reason.as_deref(), Some("两处都有"));
        let entry = entries(app, resolution.outcome.unwrap().act_id).remove(0);
        assert_eq!((entry.actor, entry.client_seq), (manager.person, None));
        let stamp: Stamp = serde_json::from_str(&entry.bytes).unwrap();
        assert_eq!(stamp.resolves.unwrap().author, author.person);
    });
}

#[test]
fn what_was_dropped_stays_readable_with_who_when_and_why_and_can_be_proven() {
    each_database(|app| {
        let (author, manager) = (app.officer_of(HOME), manager_of(app, HOME));
        let (_, item) = conflict(app, &author);
        let before = ledger(app, HOME).len();
        resolve(app, &manager, &item, json!({ "how": "drop" })).expect(422);
        resolve(app, &manager, &item, json!({ "how": "drop", "reason": "已在现场核实" })).expect(200);
        assert_eq!(ledger(app, HOME).len(), before);
        let own = items(app, &author, "").remove(0);
        assert_eq!((own.sent.get(), own.result), (item.sent.get(), Verdict::Conflict));
        let resolution = own.resolution.unwrap();
        assert_eq!((resolution.how, resolution.by), (Resolved::Dropped, Some(manager.person)));
        assert!(resolution.outcome.is_none() && resolution.resolved_at >= item.received_at);
        assert_eq!(resolution.leaf, BASE64_STANDARD.encode(leaf_hash(resolution.bytes.as_bytes())));
        let bytes: Value = serde_json::from_str(&resolution.bytes).unwrap();
        let sent: Value = serde_json::from_str(own.sent.get()).unwrap();
        let sent_hash = BASE64_STANDARD.encode(Sha256::digest(text_of(&sent)));
        let expected = json!({
            "v": 1, "item": item.id, "act_id": item.act_id, "author": author.person, "sent_hash": sent_hash,
            "received_at": item.received_at, "how": "dropped", "by": manager.person,
            "organisation": manager.organisation, "reason": "已在现场核实", "resolved_at": resolution.resolved_at,
        });
        assert_eq!(bytes, expected);
    });
}

#[test]
fn a_refusal_leaves_the_item_open() {
    each_database(|app| {
        let author = app.officer_of(HOME);
        let (hazard, item) = conflict(app, &author);
        let cases = [
            (json!({ "how": "apply" }), 422, "base-required"),
            (json!({ "how": "apply", "rev": 1 }), 409, "field-conflict"),
            (json!({ "how": "apply", "rev": 9 }), 409, "base-ahead"),
            (json!({ "how": "edit", "rev": 2, "body": { "castle": 1 } }), 422, "invalid-body"),
            (json!({ "how": "edit", "rev": 2 }), 422, ""),
            (json!({ "how": "apply", "rev": 2, "body": {} }), 422, ""),
            (json!({ "how": "burn" }), 400, ""),
        ];
        for (how, status, reason) in cases {
            let answer = resolve(app, &author, &item, how.clone()).expect(status);
            assert_eq!(answer.json["reason"].as_str().unwrap_or_default(), reason, "{how}");
        }
        assert!(items(app, &author, "?state=open").iter().any(|open| open.id == item.id));
        assert_eq!(record(app, &author, hazard)["document"]["rev"], 2);
    });
}

#[test]
fn the_same_request_again_is_answered_as_before_and_any_other_is_told_what_happened() {
    each_database(|app| {
        let (author, manager) = (app.officer_of(HOME), manager_of(app, HOME));
        let (hazard, item) = conflict(app, &author);
        let how = json!({ "how": "apply", "rev": 2 });
        let first = resolve(app, &author, &item, how.clone()).expect(200).json;
        assert_eq!(resolve(app, &author, &item, how.clone()).expect(200).json, first);
        let others = [
            (&author, json!({ "how": "drop", "reason": "x" })),
            (&author, json!({ "how": "apply", "rev": 3 })),
            (&manager, how),
        ];
        for (person, how) in others {
            let told = resolve(app, person, &item, how).expect(409).json;
            assert_eq!((&told["code"], &told["resolution"]), (&json!("conflict"), &first["resolution"]));
        }
        assert_eq!(record(app, &author, hazard)["document"]["rev"], 3);
    });
}

#[test]
fn of_two_who_resolve_at_the_same_moment_one_does() {
    each_database(|app| {
        let (author, manager) = (app.officer_of(HOME), manager_of(app, HOME));
        let (apply, drop) = (json!({ "how": "apply", "rev": 2 }), json!({ "how": "drop", "reason": "重复" }));
        for n in 0..9 {
            let (hazard, item) = conflict(app, &author);
            let hows = [[&apply, &apply], [&drop, &apply], [&drop, &drop]][n % 3];
            let ask = |person, how: &Value| loop {
                let answer = resolve(app, person, &item, how.clone());
                if answer.status != 503 {
                    return answer.status;
                }
            };
            let mut told: Vec<_> = std::thread::scope(|scope| {
                let asking = [(&author, hows[0]), (&manager, hows[1])];
                let asking = asking.map(|(person, how)| scope.spawn(move || ask(person, how)));
                asking.map(|asked| asked.join().unwrap()).into()
            });
            told.sort_unstable();
            assert_eq!(told, [200, 409]);
            let end = items(app, &author, "").pop().unwrap().resolution.unwrap();
            let is_done = end.how == Resolved::Applied;
            assert_eq!(record(app, &author, hazard)["document"]["rev"], if is_done { 3 } else { 2 });
            let carried = |entry: &EntryRow| entry.bytes.contains(&item.id.to_string());
            assert_eq!(ledger(app, HOME).iter().filter(|entry| carried(entry)).count(), usize::from(is_done));
        }
    });
}

#[test]
fn an_author_resolves_a_report_that_was_refused_and_others_may_act_on_it() {
    each_database(|app| {
        let author = app.officer_of(HOME);
        let mut phone = phone_of(app, &author);
        let mut body = blocked_exit();
        body["description"] = json!("");
        let hazard = report(&mut phone, HOME, body);
        act(&mut phone, "amend", hazard, json!({ "place": "二楼" }));
        assert_eq!(verdicts(&phone.push().unwrap()), [Verdict::Rejected, Verdict::DependencyFailed]);
        let [report, amend]: [InboxItem; 2] = items(app, &author, "").try_into().ok().unwrap();
        resolve(app, &author, &report, json!({ "how": "edit", "body": blocked_exit() })).expect(200);
        resolve(app, &author, &amend, json!({ "how": "apply", "rev": 1 })).expect(200);
        let document = record(app, &author, hazard)["document"].clone();
        assert_eq!((&document["place"], &document["rev"]), (&json!("二楼"), &json!(2)));
    });
}
