//! What is forgotten after 400 days, and who is sent everything anew because of it.
use crate::support::{TestApp, each_database};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, act, blocked_exit, officer, report, report_some, verdicts};
use hazard_ledger::domain::Instant;
use hazard_ledger::domain::cursor::Mode;
use hazard_ledger::domain::outcome::Verdict;
use hazard_ledger::http::clock;
use hazard_ledger::phone::{Phone, PhoneError};
use hazard_ledger::services::chores::CHORES;
use serde_json::json;

const DAY: i64 = 86_400;

/// All chores, to their end.
fn tidy(app: &TestApp, now: Instant) {
    for (_, chore) in CHORES {
        while app.store.write_now(move |conn| chore(conn, now)).unwrap() {}
    }
}

/// A hazard that is found, and then belongs elsewhere.
fn move_one(phone: &mut Phone) {
    let hazard = report(phone, HOME, blocked_exit());
    act(phone, "move", hazard, json!({ "to": NEIGHBOUR, "reason": "属地有误" }));
    assert_eq!(verdicts(&phone.push().unwrap()), [Verdict::Applied; 2]);
}

/// Everything that was received so far was received so many days earlier.
fn age(app: &TestApp, days: i64) {
    let millis = days * DAY * 1000;
    app.sql(&format!("update entry set received_at = received_at - {millis}"));
    app.sql(&format!("update receipt set received_at = received_at - {millis}"));
}

#[test]
fn a_phone_that_was_away_for_longer_than_the_memory_is_sent_the_ledger_anew() {
    each_database(|app| {
        let (mut county, mut away, mut here) = (officer(app, COUNTY), officer(app, HOME), officer(app, HOME));
        let leaving = report(&mut county, HOME, blocked_exit());
        report(&mut county, HOME, blocked_exit());
        county.push().unwrap();
        away.pull(500).unwrap();
        act(&mut county, "move", leaving, json!({ "to": NEIGHBOUR, "reason": "属地有误" }));
        county.push().unwrap();
        here.pull(500).unwrap();
        assert_eq!((away.held.len(), here.held.len()), (2, 1));
        tidy(app, clock::now());
        assert_eq!(away.ask(500).unwrap().ledgers[0].mode, Mode::Delta, "nothing is forgotten yet");
        age(app, 401);
        report(&mut county, HOME, blocked_exit());
        county.push().unwrap();
        tidy(app, clock::now());
        let (old, young) = (away.ask(500).unwrap(), here.ask(500).unwrap());
        assert_eq!((old.ledgers[0].mode, young.ledgers[0].mode), (Mode::Snapshot, Mode::Delta));
        for phone in [&mut away, &mut here] {
            phone.pull(500).unwrap();
        }
        assert_eq!((away.held.len(), &away.held), (2, &here.held));
    });
}

#[test]
fn a_snapshot_that_began_before_something_was_forgotten_ends_right() {
    each_database(|app| {
        let mut county = officer(app, COUNTY);
        report_some(&mut county, HOME, 3);
        county.push().unwrap();
        let mut slow = officer(app, HOME);
        slow.apply(slow.ask(1).unwrap()).unwrap();
        let gone = *slow.held.keys().next().map(|(_, id)| id).unwrap();
        act(&mut county, "move", gone, json!({ "to": NEIGHBOUR, "reason": "属地有误" }));
        county.push().unwrap();
        age(app, 401);
        tidy(app, clock::now());
        slow.pull(1).unwrap();
        assert_eq!(slow.held.len(), 2);
    });
}

#[test]
fn receipts_are_forgotten_too_and_an_act_that_old_is_not_done_again() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        report(&mut phone, HOME, blocked_exit());
        let sent = phone.queue.clone();
        phone.push().unwrap();
        assert_eq!(phone.send(&sent).unwrap().results[0].result, Verdict::Duplicate);
        age(app, 401);
        tidy(app, clock::now());
        let refused = phone.send(&sent).unwrap_err();
        let PhoneError::Refused { status: 409, problem } = refused else { panic!("{refused}") };
        assert_eq!((&problem["code"], &problem["expected_client_seq"]), (&json!("out-of-order"), &json!(2)));
        report(&mut phone, HOME, blocked_exit());
        assert_eq!(verdicts(&phone.push().unwrap()), [Verdict::Applied]);
        phone.pull(500).unwrap();
        assert_eq!(phone.held.len(), 2);
    });
}

#[test]
fn several_instances_tidy_up_at_once_while_work_goes_on() {
    each_database(|app| {
        let mut county = officer(app, COUNTY);
        let mut away = officer(app, COUNTY);
        (0..20).for_each(|_| move_one(&mut county));
        away.pull(500).unwrap();
        age(app, 401);
        let other = app.beside(|shared| shared);
        std::thread::scope(|scope| {
            let tidying = [app, &other, app].map(|app| {
                scope.spawn(move || {
                    for (_, chore) in CHORES {
                        let work = move || app.store.write_now(move |conn| chore(conn, clock::now()));
                        // A deadlock or a lock is no failure: the chore comes again.
                        while work().unwrap_or(true) {}
                    }
                })
            });
            (0..10).for_each(|_| move_one(&mut county));
            tidying.into_iter().for_each(|one| one.join().unwrap());
        });
        away.pull(500).unwrap();
        county.pull(500).unwrap();
        assert_eq!((away.held.len(), &away.held), (30, &county.held));
    });
}
