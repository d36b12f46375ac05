//! Many at once: no number is skipped, no act is done twice, no change is missed.
use super::*;
use crate::support::each_database;
use hazard_ledger::phone::PhoneError;
use std::sync::atomic::{AtomicBool, Ordering};

/// A busy server is asked again, as a field app does.
fn push_until_taken(phone: &mut Phone) {
    while !phone.queue.is_empty() {
        match phone.push() {
            Ok(_) | Err(PhoneError::Refused { status: 503, .. }) => {}
            Err(error) => panic!("{error}"),
        }
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
            let writing: Vec<_> = writers.iter_mut().map(|phone| scope.spawn(|| write(phone, PUSHES))).collect();
            writing.into_iter().for_each(|writer| writer.join().unwrap());
            done.store(true, Ordering::Relaxed);
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
