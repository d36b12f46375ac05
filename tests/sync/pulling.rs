//! What devices are told.
use super::*;
use crate::support::each_database;
use hazard_ledger::domain::RegionId;
use hazard_ledger::domain::act::Ordinal;
use hazard_ledger::domain::cursor::Mode;
use hazard_ledger::phone::PhoneError;
use hazard_ledger::services::pull::Change;

fn home() -> RegionId {
    RegionId(unit(HOME).number())
}

#[test]
fn a_changed_record_comes_once_and_nothing_new_is_nothing() {
    each_database(|app| {
        let (mut author, mut reader) = (officer(app, HOME), officer(app, HOME));
        let hazard = report(&mut author, HOME, blocked_exit());
        author.push().unwrap();
        reader.pull(500).unwrap();
        (0..3).for_each(|n| {
            act_upon(
                &mut author,
                "amend",
                hazard,
                Some(Base::Rev(Ordinal::try_from(n + 1).unwrap())),
                json!({ "place": format!("{n}") }),
            )
        });
        author.push().unwrap();
        let answer = reader.ask(500).unwrap();
        assert_eq!(
            (answer.ledgers.len(), answer.ledgers[0].mode, answer.ledgers[0].changes.len()),
            (1, Mode::Delta, 1)
        );
        reader.apply(answer).unwrap();
        let again = reader.ask(500).unwrap();
        assert!(again.ledgers.is_empty() && !again.has_more && !again.reset);
    });
}

#[test]
fn a_record_that_moves_leaves_one_ledger_and_comes_to_the_other() {
    each_database(|app| {
        let mut county = officer(app, COUNTY);
        let (mut here, mut there) = (officer(app, HOME), officer(app, NEIGHBOUR));
        let hazard = report(&mut county, HOME, blocked_exit());
        county.push().unwrap();
        pull_all(&mut [&mut here, &mut there, &mut county], 500);
        assert_eq!((here.held.len(), there.held.len()), (1, 0));
        act(&mut county, "move", hazard, json!({ "to": NEIGHBOUR, "reason": "属地有误" }));
        assert_eq!(verdicts(&county.push().unwrap()), [Verdict::Applied]);
        pull_all(&mut [&mut here, &mut there, &mut county], 1);
        assert_eq!((here.held.len(), there.held.len(), county.held.len()), (0, 1, 1));
        act(&mut county, "move", hazard, json!({ "to": HOME, "reason": "更正" }));
        assert_eq!(verdicts(&county.push().unwrap()), [Verdict::Applied]);
        pull_all(&mut [&mut here, &mut there, &mut county], 1);
        assert_eq!((here.held.len(), there.held.len(), county.held.len()), (1, 0, 1));
    });
}

#[test]
fn a_voided_record_goes_from_all_but_the_auditors() {
    each_database(|app| {
        let (mut author, mut other) = (officer(app, HOME), officer(app, HOME));
        let mut auditor = phone_of(app, &app.auditor_of(HOME));
        let hazard = report(&mut author, HOME, blocked_exit());
        author.push().unwrap();
        pull_all(&mut [&mut other, &mut auditor], 500);
        act(&mut other, "void", hazard, json!({ "reason": "not_hazard" }));
        assert_eq!(verdicts(&other.push().unwrap()), [Verdict::Applied]);
        let answer = other.ask(500).unwrap();
        let [Change::Remove { id, reason, .. }] = &answer.ledgers[0].changes[..] else { panic!("{answer:?}") };
        assert_eq!((*id, reason.as_str()), (hazard, "deleted"));
        auditor.pull(500).unwrap();
        assert_eq!(auditor.held.len(), 1);
    });
}

#[test]
fn a_lost_duty_drops_the_ledger_and_a_new_one_brings_its_own() {
    each_database(|app| {
        let person = app.officer_of(HOME);
        let mut phone = phone_of(app, &person);
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        phone.pull(500).unwrap();
        app.end_duty(person.duty);
        let answer = phone.ask(500).unwrap();
        assert_eq!((answer.ledgers[0].ledger, answer.ledgers[0].mode), (home(), Mode::Drop));
        phone.apply(answer).unwrap();
        assert!(phone.held.is_empty());
        app.give_duty(person.person, person.organisation, "inspector", HOME, json!({}));
        let answer = phone.ask(500).unwrap();
        assert_eq!(answer.ledgers[0].mode, Mode::Snapshot);
        phone.apply(answer).unwrap();
        assert_eq!(phone.held.len(), 1);
    });
}

#[test]
fn a_cursor_ahead_of_the_ledger_is_told_and_a_new_epoch_sends_it_anew() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        report_some(&mut phone, HOME, 3);
        phone.push().unwrap();
        phone.pull(500).unwrap();
        let head =
            |head: i64, later: i64| app.sql(&format!("update ledger set head = {head}, epoch = epoch + {later}"));
        head(2, 0);
        let refused = phone.ask(500);
        assert!(
            matches!(refused, Err(PhoneError::Refused { status: 409, problem }) if problem["code"] == "cursor-ahead")
        );
        head(3, 1);
        assert_eq!(phone.ask(500).unwrap().ledgers[0].mode, Mode::Snapshot);
    });
}

#[test]
fn a_cursor_of_many_ledgers_is_kept_by_the_server_and_a_lost_answer_can_be_asked_for_again() {
    each_database(|app| {
        let units = app.units_of("360700000000");
        let mut phone = officer(app, "360700000000");
        units.iter().take(80).for_each(|unit| report_some(&mut phone, unit, 1));
        phone.push().unwrap();
        phone.pull(30).unwrap();
        assert_eq!(phone.held.len(), 80);
        report(&mut phone, &units[0], blocked_exit());
        phone.push().unwrap();
        let (lost, again) = (phone.ask(500).unwrap(), phone.ask(500).unwrap());
        assert_eq!(lost.ledgers.len(), 1);
        assert_ne!(lost.cursor, again.cursor);
        phone.apply(again).unwrap();
        let quiet = phone.ask(500).unwrap();
        assert!(quiet.ledgers.is_empty() && !quiet.reset);
        phone.apply(quiet).unwrap();
        assert_eq!(phone.held.len(), 81);
    });
}

#[test]
fn a_device_may_ask_for_some_kinds_only() {
    each_database(|app| {
        cotton_mill(app, HOME);
        let mut phone = officer(app, HOME);
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        let ask = |kinds: Value| {
            let body = json!({ "device_id": phone.device, "schema": 1, "kinds": kinds });
            phone.line.post("/v1/sync/pull", &body)
        };
        let answer = ask(json!(["enterprise"])).unwrap();
        let page = &answer["ledgers"][0];
        assert_eq!(page["changes"].as_array().unwrap().len(), 1);
        assert_eq!(page["digest"].as_object().unwrap().keys().collect::<Vec<_>>(), ["enterprise"]);
        assert!(
            matches!(ask(json!(["flower"])), Err(PhoneError::Refused { status: 400, problem }) if problem["pointer"] == "/kinds/0")
        );
    });
}

#[test]
fn the_answer_carries_the_stored_text_and_what_was_acknowledged() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        let answer = phone.ask(500).unwrap();
        assert_eq!(answer.acks.last_client_seq, 1);
        let Change::Put { hash, document, .. } = &answer.ledgers[0].changes[0] else { panic!("{answer:?}") };
        let text = hazard_ledger::domain::canonical::text_of(document);
        let digest = <sha2::Sha256 as sha2::Digest>::digest(&text);
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(*hash, hex, "the hash is that of the document's canonical text");
    });
}

#[test]
fn a_removal_is_not_skipped_behind_leavings_that_need_none() {
    each_database(|app| {
        let mut author = officer(app, HOME);
        let hazards: Vec<_> = (0..3).map(|_| report(&mut author, HOME, blocked_exit())).collect();
        author.push().unwrap();
        let mut reader = phone_of(app, &app.department_of(HOME, &["fire", "mine"]));
        reader.pull(500).unwrap();
        author.pull(500).unwrap();
        // Two leave a part of the reader's view for another, one leaves all of it; then the two change again.
        let sectors = ["mine", "mine", "construction"];
        hazards
            .iter()
            .zip(sectors)
            .for_each(|(id, sector)| act(&mut author, "amend", *id, json!({ "sector": sector })));
        hazards[..2].iter().for_each(|id| act(&mut author, "amend", *id, json!({ "place": "二楼" })));
        assert_eq!(verdicts(&author.push().unwrap()), [Verdict::Applied; 5]);
        reader.pull(1).unwrap();
        let held: Vec<_> = reader.held.keys().map(|(_, id)| *id).collect();
        assert_eq!(held, hazards[..2]);
    });
}
