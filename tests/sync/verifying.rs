//! Verify and repair: a phone whose store was damaged is mended by few bytes, without a full re-sync.
use super::*;
use crate::support::{Answer, each_database};
use hazard_ledger::domain::RegionId;
use hazard_ledger::phone::{Held, Repaired};

fn verify(app: &TestApp, phone: &Phone, more: Value) -> Answer {
    let mut body = json!({ "device_id": phone.device, "schema": 1 });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.post("/v1/sync/verify", &phone.line.token, &body)
}

/// A phone that holds so many hazards, and some enterprises.
fn full(app: &TestApp, hazards: usize) -> Phone {
    let mut phone = officer(app, COUNTY);
    for _ in 0..3 {
        cotton_mill(app, HOME);
    }
    report_some(&mut phone, HOME, hazards);
    report_some(&mut phone, NEIGHBOUR, 2);
    phone.push().unwrap();
    phone.pull(1000).unwrap();
    phone
}

fn nth(phone: &Phone, n: usize) -> (RegionId, RecordId) {
    let hazards = phone.held.iter().filter(|(_, held)| held.kind == "hazard").map(|(key, _)| *key);
    hazards.into_iter().nth(n).unwrap()
}

fn invented(mut held: Held, id: RecordId) -> Held {
    held.document["id"] = json!(id);
    held
}

type Damage = fn(&mut Phone);

/// Whatever may happen to a store, by name, each with what a repair comes upon.
const DAMAGES: &[(&str, Damage, Repaired)] = &[
    ("nothing", |_| (), Repaired { mismatches: 0, fetched: 0, forgotten: 0 }),
    ("missing", |phone| drop(phone.held.remove(&nth(phone, 7))), Repaired { mismatches: 1, fetched: 1, forgotten: 0 }),
    (
        "extra",
        |phone| {
            let ((ledger, known), id) = (nth(phone, 7), RecordId::new());
            let held = invented(phone.held[&(ledger, known)].clone(), id);
            phone.held.insert((ledger, id), held);
        },
        Repaired { mismatches: 1, fetched: 0, forgotten: 1 },
    ),
    (
        "stale",
        |phone| {
            let held = phone.held.get_mut(&nth(phone, 3)).unwrap();
            held.rev = 0;
            held.document["rev"] = json!(0);
        },
        Repaired { mismatches: 1, fetched: 1, forgotten: 0 },
    ),
    (
        "wrong content under the right hash",
        |phone| phone.held.get_mut(&nth(phone, 3)).unwrap().document["description"] = json!("x"),
        Repaired { mismatches: 1, fetched: 1, forgotten: 0 },
    ),
    (
        "two that changed places",
        |phone| {
            let (one, other) = (nth(phone, 1), nth(phone, 2));
            let first = phone.held[&one].clone();
            let second = phone.held.insert(other, first).unwrap();
            phone.held.insert(one, second);
        },
        Repaired { mismatches: 1, fetched: 2, forgotten: 0 },
    ),
    (
        "in the wrong ledger",
        |phone| {
            let (ledger, id) = nth(phone, 4);
            let mut held = phone.held.remove(&(ledger, id)).unwrap();
            let neighbour = RegionId(unit(NEIGHBOUR).number());
            held.document["ledger"] = json!(neighbour);
            phone.held.insert((neighbour, id), held);
        },
        Repaired { mismatches: 2, fetched: 1, forgotten: 1 },
    ),
    (
        "of the wrong kind",
        |phone| phone.held.get_mut(&nth(phone, 4)).unwrap().document["kind"] = json!("enterprise"),
        Repaired { mismatches: 2, fetched: 1, forgotten: 1 },
    ),
    (
        "a ledger out of sight",
        |phone| {
            let key = nth(phone, 4);
            let ledger = RegionId(unit("360703100000").number());
            let mut held = phone.held[&key].clone();
            held.document["ledger"] = json!(ledger);
            phone.held.insert((ledger, key.1), held);
        },
        Repaired { mismatches: 1, fetched: 0, forgotten: 1 },
    ),
];

#[test]
fn whatever_happened_to_a_store_is_found_and_mended() {
    each_database(|app| {
        let mut phone = full(app, 12);
        let sound = phone.held.clone();
        for (name, damage, expected) in DAMAGES {
            damage(&mut phone);
            assert_eq!(phone.repair().unwrap(), *expected, "{name}");
            assert_eq!(phone.held, sound, "{name}");
        }
        phone.held.clear();
        assert_eq!(phone.repair().unwrap().fetched, sound.len());
        assert_eq!(phone.held, sound, "an empty store");
        // The cursor is as good as before.
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        phone.pull(1000).unwrap();
        assert_eq!(phone.held.len(), sound.len() + 1);
    });
}

#[test]
fn a_repair_costs_a_small_part_of_what_a_full_sync_costs() {
    each_database(|app| {
        let mut phone = full(app, 700);
        let before = phone.line.bytes();
        let mut anew = Phone::new(phone.line.clone(), phone.device);
        anew.pull(1000).unwrap();
        let whole = phone.line.bytes() - before;
        phone.held.remove(&nth(&phone, 7));
        phone.held.get_mut(&nth(&phone, 300)).unwrap().document["rev"] = json!(0);
        let before = phone.line.bytes();
        assert_eq!(phone.repair().unwrap().fetched, 2);
        let repair = phone.line.bytes() - before;
        println!("{repair} bytes instead of {whole}");
        assert_eq!(phone.held, anew.held);
        assert!(repair * 20 < whole, "{repair} bytes instead of {whole}");
        let before = phone.line.bytes();
        phone.repair().unwrap();
        let sound = phone.line.bytes() - before;
        assert!(sound < 1000, "{sound} bytes for what is sound");
    });
}

#[test]
fn a_repair_shows_nothing_that_a_pull_does_not_show() {
    each_database(|app| {
        let mill = mill_of(app, HOME, "fire");
        let (mut author, department) = (officer(app, HOME), app.fire_department_of(COUNTY));
        let people = [app.safety_officer_of(mill, HOME), department, app.auditor_of(COUNTY), app.leader_of(NEIGHBOUR)];
        let struck = report(&mut author, HOME, blocked_exit());
        let mut of_the_mill = blocked_exit();
        (of_the_mill["no_owner"], of_the_mill["enterprise"], of_the_mill["sector"]) =
            (json!(false), json!(mill), json!("mine"));
        let own = report(&mut author, HOME, of_the_mill);
        let open = report(&mut author, HOME, blocked_exit());
        act(&mut author, "void", struck, json!({ "reason": "not_hazard" }));
        author.push().unwrap();
        let all = [struck, own, open];
        for person in people {
            let mut phone = phone_of(app, &person);
            phone.pull(500).unwrap();
            let question = json!({ "ledger": HOME, "kind": "hazard", "ids": all });
            let answer = verify(app, &phone, json!({ "fetch": [question] })).expect(200).json;
            let changes = answer["fetched"][0]["changes"].as_array().unwrap();
            assert_eq!(changes.len(), 3);
            for change in changes {
                let id = change["id"].as_str().unwrap().parse().unwrap();
                let held = phone.held.get(&(RegionId(unit(HOME).number()), id));
                assert_eq!(change["op"] == "put", held.is_some(), "{change}");
                assert_eq!(held.map_or(&Value::Null, |held| &held.document), &change["document"]);
            }
            let buckets: Vec<_> = (0..256).map(|bucket| format!("{bucket:02x}")).collect();
            let question = json!({ "ledger": HOME, "kind": "hazard", "buckets": buckets });
            let answer = verify(app, &phone, json!({ "lists": [question] })).expect(200).json;
            let listed = answer["lists"][0]["records"].as_array().unwrap().iter().map(|record| record["id"].clone());
            let held = phone.held.iter().filter(|(_, held)| held.kind == "hazard").map(|((_, id), _)| json!(id));
            assert_eq!(listed.collect::<Vec<_>>(), held.collect::<Vec<_>>());
            let sound = phone.held.clone();
            phone.held.clear();
            phone.repair().unwrap();
            assert_eq!(phone.held, sound);
        }
    });
}

#[test]
fn what_was_struck_is_told_apart_from_what_was_never_in_sight() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        let struck = report(&mut phone, HOME, blocked_exit());
        act(&mut phone, "void", struck, json!({ "reason": "not_hazard" }));
        phone.push().unwrap();
        let mut other = officer(app, NEIGHBOUR);
        let foreign = report(&mut other, NEIGHBOUR, blocked_exit());
        other.push().unwrap();
        let fetch = json!({ "fetch": [
            { "ledger": HOME, "kind": "hazard", "ids": [struck, RecordId::new()] },
            { "ledger": NEIGHBOUR, "kind": "hazard", "ids": [foreign, RecordId::new()] },
        ]});
        let answer = verify(app, &phone, fetch).expect(200).json;
        let told = |n: usize| {
            let changes = answer["fetched"][n]["changes"].as_array().unwrap();
            changes.iter().map(|change| (change["reason"].clone(), change["seq"].clone())).collect::<Vec<_>>()
        };
        assert_eq!(told(0), [(json!("deleted"), json!(2)), (json!("changed"), json!(2))]);
        assert_eq!(told(1), [(json!("changed"), json!(0)), (json!("changed"), json!(0))]);
    });
}

#[test]
fn a_question_that_is_too_large_or_nonsense_is_refused() {
    each_database(|app| {
        let phone = officer(app, HOME);
        let pair = json!({ "ledger": HOME, "kind": "hazard", "buckets": {} });
        let digests = json!({ "ledger": HOME, "digests": {} });
        let ids: Vec<_> = (0..1001).map(|_| RecordId::new()).collect();
        let cases = [
            (json!({ "buckets": vec![&pair; 33] }), "/buckets"),
            (json!({ "lists": vec![json!({ "ledger": HOME, "kind": "hazard", "buckets": [] }); 33] }), "/lists"),
            (json!({ "fetch": [{ "ledger": HOME, "kind": "hazard", "ids": ids }] }), "/fetch"),
            (json!({ "digests": [digests, digests] }), "/digests/1/ledger"),
            (json!({ "kinds": ["castle"] }), "/kinds/0"),
            (json!({ "schema": 0 }), "/schema"),
            (json!({ "lists": [{ "ledger": HOME, "kind": "hazard", "buckets": ["7F"] }] }), "/lists/0/buckets/0"),
        ];
        for (question, pointer) in cases {
            assert_eq!(verify(app, &phone, question).expect(400).json["pointer"], pointer);
        }
        let newer = verify(app, &phone, json!({ "schema": 9 })).expect(409);
        assert_eq!(newer.json["code"], "schema-newer-than-server");
        let foreign = json!({ "device_id": officer(app, HOME).device });
        verify(app, &phone, foreign).expect(403);
        let nothing = verify(app, &phone, json!({})).expect(200).json;
        assert_eq!((&nothing["result"], &nothing["mismatches"]), (&json!("ok"), &json!([])));
        let only = json!({ "kinds": ["enterprise"], "digests": [] });
        assert_eq!(verify(app, &full(app, 1), only).expect(200).json["mismatches"][0]["kind"], "enterprise");
    });
}
