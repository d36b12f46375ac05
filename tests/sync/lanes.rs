//! Pushes in company: they share a transaction, and nothing else.
use super::statements::inserted;
use super::*;
use crate::support::each_database;
use hazard_ledger::domain::act::{PushBatch, SCHEMA};
use hazard_ledger::domain::fault::FaultCode;
use hazard_ledger::http::clock;
use hazard_ledger::services::push::{Batch, PushAnswer, Sent};
use hazard_ledger::services::{Failure, sessions};
use std::sync::Arc;

fn sent(app: &TestApp, phone: &Phone) -> Sent {
    let claims = app.shared.keys.verify(&phone.line.token, clock::now()).unwrap();
    let subject = app.store.read_now(move |conn| sessions::subject(conn, &claims, clock::now())).unwrap();
    let batch = PushBatch { device_id: phone.device, schema: SCHEMA, acts: phone.queue.clone() };
    Sent { batch: Batch::prepare(&subject, batch).unwrap(), subject: Arc::new(subject) }
}

/// All at the same moment, in the order of the phones.
fn push_together(app: &TestApp, phones: &[&Phone]) -> Vec<Result<PushAnswer, Failure>> {
    push_all(app, phones.iter().map(|phone| sent(app, phone)).collect())
}

fn push_all(app: &TestApp, sent: Vec<Sent>) -> Vec<Result<PushAnswer, Failure>> {
    let lanes = app.shared.lanes.clone();
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async move {
        let push = |sent| {
            let lanes = lanes.clone();
            tokio::spawn(async move { lanes.push(sent).await })
        };
        let mut answers = Vec::new();
        for pushed in sent.into_iter().map(push).collect::<Vec<_>>() {
            answers.push(pushed.await.unwrap());
        }
        answers
    })
}

fn acts_of(answer: &Result<PushAnswer, Failure>) -> Vec<Verdict> {
    answer.as_ref().map(|answer| verdicts(&answer.results)).unwrap_or_default()
}

#[test]
fn pushes_that_wait_together_are_written_together() {
    each_database(|app| {
        let mut phones: Vec<_> = (0..40).map(|_| officer(app, HOME)).collect();
        phones.iter_mut().for_each(|phone| report_some(phone, HOME, 2));
        let phones: Vec<_> = phones.iter().collect();
        let sent: Vec<_> = phones.iter().map(|phone| sent(app, phone)).collect();
        let mut answers = Vec::new();
        let asked = app.store.statements_of(|| answers = push_all(app, sent));
        assert!(answers.iter().all(|answer| acts_of(answer) == [Verdict::Applied; 2]));
        // Each report has its entry, its receipt, its birth and what it contributes to reports.
        assert!(asked < 40 * 24 / 3 + inserted(app, 80 * 5), "{asked} statements for 40 pushes");
        // Each is told of its own acts, all of the one ledger.
        let mut numbers: Vec<_> =
            answers.iter().flatten().flat_map(|answer| &answer.results).map(|one| one.seq).collect();
        numbers.sort();
        assert_eq!(numbers, (1..=80).map(Some).collect::<Vec<_>>());
        assert!(answers.iter().flatten().all(|answer| answer.last_client_seq == 2 && answer.heads.len() == 1));
    });
}

#[test]
fn what_fails_in_company_costs_the_company_nothing() {
    each_database(|app| {
        let mut owner = officer(app, HOME);
        let hazard = report(&mut owner, HOME, blocked_exit());
        owner.push().unwrap();
        owner.pull(500).unwrap();
        app.sql("update record set touched = '['");
        act(&mut owner, "amend", hazard, json!({ "place": "二楼" }));
        let mut others: Vec<_> = (0..6).map(|_| officer(app, HOME)).collect();
        others.iter_mut().for_each(|phone| report_some(phone, HOME, 1));
        let phones: Vec<_> = others[..3].iter().chain([&owner]).chain(&others[3..]).collect();
        let answers = push_together(app, &phones);
        assert!(answers[3].is_err(), "its record is damaged");
        let others = answers.iter().enumerate().filter(|(n, _)| *n != 3);
        assert!(others.into_iter().all(|(_, answer)| acts_of(answer) == [Verdict::Applied]));
    });
}

#[test]
fn a_batch_that_cannot_be_taken_is_told_so_and_the_others_are_taken() {
    each_database(|app| {
        let mut phones: Vec<_> = (0..6).map(|_| officer(app, HOME)).collect();
        phones.iter_mut().for_each(|phone| report_some(phone, HOME, 2));
        phones[2].queue.remove(0);
        let answers = push_together(app, &phones.iter().collect::<Vec<_>>());
        assert!(matches!(&answers[2], Err(Failure::Fault(fault)) if fault.code == FaultCode::OutOfOrder));
        let others = answers.iter().enumerate().filter(|(n, _)| *n != 2);
        assert!(others.into_iter().all(|(_, answer)| acts_of(answer) == [Verdict::Applied; 2]));
    });
}

#[test]
fn in_company_each_act_is_judged_by_its_own_author_s_duties() {
    each_database(|app| {
        let (mut here, mut there) = (officer(app, HOME), officer(app, NEIGHBOUR));
        report(&mut here, HOME, blocked_exit());
        report(&mut here, NEIGHBOUR, blocked_exit());
        report(&mut there, NEIGHBOUR, blocked_exit());
        report(&mut there, HOME, blocked_exit());
        let mut more: Vec<_> = (0..4).map(|_| officer(app, HOME)).collect();
        more.iter_mut().for_each(|phone| report_some(phone, HOME, 1));
        let phones: Vec<_> = more[..2].iter().chain([&here, &there]).chain(&more[2..]).collect();
        let answers = push_together(app, &phones);
        assert_eq!(acts_of(&answers[2]), [Verdict::Applied, Verdict::Rejected]);
        assert_eq!(acts_of(&answers[3]), [Verdict::Applied, Verdict::Rejected]);
    });
}

#[test]
fn the_same_batch_sent_twice_at_once_is_applied_once() {
    each_database(|app| {
        let mut phones: Vec<_> = (0..4).map(|_| officer(app, HOME)).collect();
        phones.iter_mut().for_each(|phone| report_some(phone, HOME, 3));
        let twice: Vec<_> = phones.iter().chain(&phones).collect();
        let answers = push_together(app, &twice);
        let all: Vec<_> = answers.iter().flat_map(acts_of).collect();
        assert_eq!(all.iter().filter(|verdict| **verdict == Verdict::Applied).count(), 12);
        assert_eq!(all.iter().filter(|verdict| **verdict == Verdict::Duplicate).count(), 12);
    });
}

#[test]
fn a_device_s_pushes_keep_their_order_when_the_first_does_not_fit() {
    each_database(|app| {
        let mut first = officer(app, HOME);
        report_some(&mut first, HOME, 1);
        let mut other = officer(app, HOME);
        report_some(&mut other, HOME, 150);
        let mut own = officer(app, HOME);
        report_some(&mut own, HOME, 101);
        let (mut large, mut small) = (own.clone(), own);
        large.queue.truncate(100);
        small.queue.drain(..100);
        // The first goes alone; of the others the large one does not fit beside the other device's.
        let answers = push_together(app, &[&first, &other, &large, &small]);
        let applied = |n: usize, many| acts_of(&answers[n]) == vec![Verdict::Applied; many];
        assert!(applied(0, 1) && applied(1, 150) && applied(2, 100) && applied(3, 1), "{answers:?}");
    });
}
