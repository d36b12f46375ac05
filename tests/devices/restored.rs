//! The database is restored from a backup: devices find out, and bring back what it has lost.
use crate::support::{TestApp, each_database};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, blocked_exit, officer, report, report_some, verdicts};
use hazard_ledger::domain::act::SentAct;
use hazard_ledger::domain::cursor::Mode;
use hazard_ledger::domain::outcome::Verdict;
use hazard_ledger::http::clock;
use hazard_ledger::phone::{Phone, PhoneError};
use hazard_ledger::services::restoring;

/// What acts write.
const TABLES: &[&str] =
    &["ledger", "entry", "record", "birth", "presence", "serial", "digest", "receipt", "inbox", "cursor", "posting"];

fn back_up(app: &TestApp) {
    TABLES
        .iter()
        .chain(&["device"])
        .for_each(|table| app.sql(&format!("create table kept_{table} as select * from {table}")));
}

/// As it was, with the devices' numbers as they were.
fn restore(app: &TestApp) {
    TABLES
        .iter()
        .for_each(|table| app.sql(&format!("delete from {table}; insert into {table} select * from kept_{table}")));
    app.sql("update device set last_client_seq = coalesce((select k.last_client_seq from kept_device k where k.id = device.id), 0)");
}

/// Sends everything from the number that the server expects on, as a client does that has kept it.
fn push_from_where_the_server_stands(phone: &Phone, kept: &[SentAct]) -> Vec<Verdict> {
    let mut from = 0;
    if let Err(PhoneError::Refused { status: 409, problem }) = phone.send(&kept[kept.len() - 1..]) {
        assert_eq!(problem["code"], "out-of-order");
        from = problem["expected_client_seq"].as_i64().unwrap();
    }
    let acts: Vec<_> = kept.iter().filter(|act| act.client_seq.get() >= from).cloned().collect();
    verdicts(&phone.send(&acts).unwrap().results)
}

#[test]
fn after_a_restore_everything_is_compared_and_what_was_lost_is_brought_again() {
    each_database(|app| {
        let mut phones = [officer(app, COUNTY), officer(app, HOME)];
        report_some(&mut phones[0], HOME, 2);
        let before: Vec<_> = phones[0].queue.clone();
        phones[0].push().unwrap();
        back_up(app);
        // Both know of acts that the backup does not hold; one of them in a ledger that it does not know.
        report(&mut phones[0], HOME, blocked_exit());
        report(&mut phones[0], NEIGHBOUR, blocked_exit());
        let kept: Vec<_> = before.into_iter().chain(phones[0].queue.clone()).collect();
        phones[0].push().unwrap();
        phones.iter_mut().for_each(|phone| assert_eq!(phone.pull(500).unwrap(), 1));
        assert_eq!([phones[0].held.len(), phones[1].held.len()], [4, 3]);
        restore(app);
        let refused = phones[1].ask(500).unwrap_err();
        assert!(matches!(refused, PhoneError::Refused { status: 409, problem } if problem["code"] == "cursor-ahead"));
        std::thread::sleep(std::time::Duration::from_millis(1100));
        app.store.write_now(|conn| restoring::restored(conn, clock::now())).unwrap();

        let answer = phones[1].ask(500).unwrap();
        assert_eq!(answer.ledgers[0].mode, Mode::Snapshot);
        phones[1].apply(answer).unwrap();
        assert_eq!(phones[1].held.len(), 2, "what the backup holds");
        let results = push_from_where_the_server_stands(&phones[0], &kept);
        assert_eq!(results, [Verdict::Applied; 2]);
        let again = verdicts(&phones[0].send(&kept).unwrap().results);
        assert_eq!(again, [Verdict::Duplicate; 4]);
        for phone in &mut phones {
            phone.pull(500).unwrap();
        }
        // Digests were compared at each page.
        assert_eq!([phones[0].held.len(), phones[1].held.len()], [4, 3]);
        let mut fresh = officer(app, COUNTY);
        fresh.pull(500).unwrap();
        assert_eq!(fresh.held, phones[0].held);
    });
}

#[test]
fn numbers_that_were_given_again_before_a_phone_came_do_not_deceive_it() {
    each_database(|app| {
        let mut phone = officer(app, COUNTY);
        let mut other = officer(app, COUNTY);
        back_up(app);
        // A ledger that the backup does not know at all.
        report_some(&mut phone, HOME, 2);
        phone.push().unwrap();
        phone.pull(500).unwrap();
        restore(app);
        std::thread::sleep(std::time::Duration::from_millis(1100));
        app.store.write_now(|conn| restoring::restored(conn, clock::now())).unwrap();
        report_some(&mut other, HOME, 3);
        other.push().unwrap();
        phone.pull(500).unwrap();
        other.pull(500).unwrap();
        assert_eq!((phone.held.len(), &phone.held), (3, &other.held));
    });
}

#[test]
fn two_restores_never_give_one_epoch_twice() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        report(&mut phone, HOME, blocked_exit());
        let opened = phone.send(&phone.queue).unwrap().heads[0].epoch;
        let now = clock::now();
        let mut epochs = vec![opened];
        for _ in 0..2 {
            app.store.write_now(move |conn| restoring::restored(conn, now)).unwrap();
            epochs.push(phone.ask(500).unwrap().ledgers[0].epoch.unwrap());
        }
        assert!(epochs.windows(2).all(|pair| pair[0] < pair[1]), "{epochs:?}");
    });
}
