//! Receipts: what was answered once is answered again, whatever happened since.
use super::*;
use crate::support::each_database;
use hazard_ledger::domain::act::Ordinal;
use hazard_ledger::phone::PhoneError;

fn first_of(result: &ActResult) -> ActResult {
    serde_json::from_str(result.first.as_ref().unwrap().get()).unwrap()
}

#[track_caller]
fn fails(phone: &Phone) {
    let answer = phone.send(&phone.queue);
    assert!(matches!(answer, Err(PhoneError::Refused { status: 500, .. })), "{answer:?}");
}

#[test]
fn an_act_whose_id_was_taken_is_answered_again_and_stands_in_the_inbox_once() {
    each_database(|app| {
        let (stranger, mut phone) = (officer(app, HOME), officer(app, HOME));
        report(&mut phone, HOME, blocked_exit());
        stranger.send(&phone.queue).unwrap();
        let (told, again) = (phone.send(&phone.queue).unwrap(), phone.send(&phone.queue).unwrap());
        assert_eq!((told.results[0].result, again.results[0].result), (Verdict::Rejected, Verdict::Duplicate));
        assert_eq!(first_of(&again.results[0]).problem, told.results[0].problem);
        let inbox = phone.line.get("/v1/inbox").unwrap();
        assert_eq!(inbox["items"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_duplicate_does_not_show_a_record_that_left_its_author_s_view() {
    each_database(|app| {
        let person = app.officer_of(HOME);
        let (mut author, mut phone) = (officer(app, HOME), phone_of(app, &person));
        let hazard = report(&mut author, HOME, blocked_exit());
        act(&mut author, "amend", hazard, json!({ "place": "二楼" }));
        author.push().unwrap();
        let base = Some(Base::Rev(Ordinal::try_from(1).unwrap()));
        act_upon(&mut phone, "amend", hazard, base, json!({ "place": "三楼" }));
        let told = phone.send(&phone.queue).unwrap();
        assert!(told.results[0].result == Verdict::Conflict && told.results[0].current.is_some());
        app.end_duty(person.duty);
        let first = first_of(&phone.send(&phone.queue).unwrap().results[0]);
        assert!(first.result == Verdict::Conflict && first.current.is_none());
    });
}

#[test]
fn what_is_damaged_in_the_database_costs_nobody_an_act() {
    each_database(|app| {
        let person = app.officer_of(HOME);
        let (mut phone, mut other) = (phone_of(app, &person), phone_of(app, &app.sign_in(&person.login, None)));
        let hazard = report(&mut phone, HOME, json!({ "description": "no category" }));
        phone.send(&phone.queue).unwrap();
        app.sql("update receipt set result = '{'");
        other.queue.clone_from(&phone.queue);
        fails(&phone);
        fails(&other);
        phone.queue.clear();
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        phone.pull(500).unwrap();
        let (_, sound) = *phone.held.keys().next().unwrap();
        assert_ne!(sound, hazard);
        act(&mut phone, "amend", sound, json!({ "place": "二楼" }));
        for column in ["document", "touched"] {
            app.sql(&format!("create table sound as select {column} from record"));
            app.sql(&format!("update record set {column} = '['"));
            fails(&phone);
            app.sql(&format!("update record set {column} = (select {column} from sound)"));
            app.sql("drop table sound");
        }
        assert_eq!(verdicts(&phone.push().unwrap()), [Verdict::Applied]);
    });
}
