//! How much a request asks of the database.
use super::*;
use crate::support::each_database;

/// On SQLite rows are inserted one by one, and nothing is sent anywhere.
pub fn inserted(app: &TestApp, rows: u64) -> u64 {
    if app.is_postgres() { 0 } else { rows }
}

/// Statements of one push of `acts` reports, each with an amendment.
fn statements_of(app: &TestApp, phone: &mut Phone, acts: usize) -> u64 {
    for _ in 0..acts {
        let hazard = report(phone, HOME, blocked_exit());
        act(phone, "amend", hazard, json!({ "place": "二楼" }));
    }
    app.store.statements_of(|| {
        let results = phone.push().unwrap();
        assert!(results.iter().all(|result| result.result == Verdict::Applied));
    })
}

#[test]
fn the_statements_of_a_push_do_not_depend_on_its_size() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        let few = statements_of(app, &mut phone, 1);
        let many = statements_of(app, &mut phone, 100);
        println!("{few} statements for a push");
        // Of each report an entry, a receipt, a birth and two postings; of its amendment an entry and a receipt.
        assert_eq!(many, few + inserted(app, 99 * 7));
        assert!(few <= 25 + inserted(app, 7), "{few} statements");
    });
}

#[test]
fn a_pull_with_nothing_new_asks_little() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        phone.pull(500).unwrap();
        let asked = app.store.statements_of(|| {
            phone.ask(500).unwrap();
        });
        println!("{asked} statements for a pull with nothing new");
        assert!(asked <= 2, "{asked} statements");
    });
}

/// What is new is read for the first who asks; to others the same is told, and what they may not see is not.
#[test]
fn a_delta_is_read_once_for_all_who_see_the_same() {
    each_database(|app| {
        let mut writer = officer(app, HOME);
        let (mut first, mut second, mut other) = (officer(app, HOME), officer(app, HOME), officer(app, NEIGHBOUR));
        report(&mut writer, HOME, blocked_exit());
        writer.push().unwrap();
        [&mut first, &mut second, &mut other].iter_mut().for_each(|phone| _ = phone.pull(500).unwrap());
        report(&mut writer, HOME, blocked_exit());
        writer.push().unwrap();
        let statements = |phone: &mut Phone| app.store.statements_of(|| _ = phone.pull(500).unwrap());
        let asked = [statements(&mut first), statements(&mut second), statements(&mut other)];
        assert_eq!(asked, [5, 2, 2], "statements");
        assert_eq!((first.held.len(), second.held.len(), other.held.len()), (2, 2, 0));
        assert_eq!(first.held, second.held);
    });
}

#[test]
fn the_largest_push_fits_what_a_statement_may_carry() {
    each_database(|app| {
        let mut phone = officer(app, COUNTY);
        let mill = cotton_mill(app, HOME);
        let hazards: Vec<_> = (0..200).map(|_| report(&mut phone, HOME, of_the(mill))).collect();
        assert_eq!(verdicts(&phone.push().unwrap()), [Verdict::Applied; 200]);
        phone.pull(500).unwrap();
        // Each takes two entries and two rows of a record.
        hazards.iter().for_each(|id| act(&mut phone, "move", *id, json!({ "to": NEIGHBOUR, "reason": "属地有误" })));
        assert_eq!(verdicts(&phone.push().unwrap()), [Verdict::Applied; 200]);
        phone.pull(500).unwrap();
        assert_eq!(phone.held.len(), 201);
    });
}

fn of_the(mill: OrganisationId) -> Value {
    let mut body = blocked_exit();
    let fields = body.as_object_mut().unwrap();
    fields.remove("no_owner");
    fields.insert("enterprise".to_owned(), json!(mill));
    body
}
