//! Many at once: no number is skipped, no act is done twice, no change is missed.
use super::*;
use crate::support::each_database;
use hazard_ledger::phone::PhoneError;
use std::sync::atomic::{AtomicBool, Ordering};

/// A busy server is asked again, as a field app does.
fn push_until_taken(phone: &mut Phone) -> Vec<Verdict> {
    loop {
        match phone.push() {
            Ok(results) => return verdicts(&results),
            Err(PhoneError::Refused { status: 503, .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// Lets the others go on when it ends, also when it ends by a failure.
struct Done<'a>(&'a AtomicBool);
impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_puller_skips_nothing_while_many_write() {
    const WRITERS: usize = 6;
    const PUSHES: usize = 12;
    each_database(|app| {
        let mut writers: Vec<_> = (0..WRITERS).map(|_| officer(app, COUNTY)).collect();
        let mut reader = officer(app, COUNTY);
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let pulling = scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    reader.pull(7).unwrap();
                }
                reader.pull(7).unwrap();
            });
            let over = Done(&done);
            let writing: Vec<_> = writers.iter_mut().map(|phone| scope.spawn(|| write(phone, PUSHES))).collect();
            writing.into_iter().for_each(|writer| writer.join().unwrap());
            drop(over);
            pulling.join().unwrap();
        });
        // The digests, compared at every page, have told already that nothing was skipped.
        let reports = reader.held.values().filter(|held| held.kind == "hazard").count();
        assert_eq!(reports, WRITERS * PUSHES * 2);
    });
}

fn write(phone: &mut Phone, pushes: usize) {
    for _ in 0..pushes {
        report(phone, HOME, blocked_exit());
        let hazard = report(phone, NEIGHBOUR, blocked_exit());
        act(phone, "move", hazard, json!({ "to": HOME, "reason": "属地有误" }));
        push_until_taken(phone);
    }
}

#[test]
fn a_push_that_is_sent_twice_at_once_is_applied_once() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        report_some(&mut phone, HOME, 20);
        let copies: Vec<_> = (0..4).map(|_| phone.clone()).collect();
        std::thread::scope(|scope| {
            copies.into_iter().for_each(|mut copy| drop(scope.spawn(move || push_until_taken(&mut copy))));
        });
        phone.pull(500).unwrap();
        assert_eq!(phone.held.len(), 20);
    });
}

/// Both push at once; what each was told.
fn at_once(phones: &mut [Phone; 2]) -> [Vec<Verdict>; 2] {
    let [one, other] = phones;
    std::thread::scope(|scope| {
        let (one, other) = (scope.spawn(|| push_until_taken(one)), scope.spawn(|| push_until_taken(other)));
        [one.join().unwrap(), other.join().unwrap()]
    })
}

#[test]
fn the_same_acts_from_two_devices_of_a_person_at_once_are_applied_once_and_duplicates_once() {
    each_database(|app| {
        let person = app.officer_of(HOME);
        let mut devices = [phone_of(app, &person), phone_of(app, &app.sign_in(&person.login, None))];
        for _ in 0..10 {
            report_some(&mut devices[0], HOME, 20);
            report_some(&mut devices[1], HOME, 20);
            devices[1].queue = devices[0].queue.clone();
            let mut told = at_once(&mut devices);
            told.sort();
            assert_eq!(told, [vec![Verdict::Applied; 20], vec![Verdict::Duplicate; 20]]);
        }
        let inbox = devices[0].line.get("/v1/inbox").unwrap();
        assert_eq!(inbox["items"], json!([]));
    });
}

#[test]
fn a_record_that_two_people_make_at_once_in_two_ledgers_lies_in_one() {
    each_database(|app| {
        let mut phones = [officer(app, COUNTY), officer(app, COUNTY)];
        for _ in 0..10 {
            report_some(&mut phones[0], HOME, 20);
            report_some(&mut phones[1], NEIGHBOUR, 20);
            let made: Vec<_> = phones[0].queue.iter().map(|act| act.record).collect();
            phones[1].queue.iter_mut().zip(made).for_each(|(act, record)| act.record = record);
            let mut told = at_once(&mut phones);
            told.sort();
            assert_eq!(told, [vec![Verdict::Applied; 20], vec![Verdict::Rejected; 20]]);
        }
        let mut reader = officer(app, COUNTY);
        reader.pull(500).unwrap();
        assert_eq!(reader.held.len(), 200);
    });
}
