//! How much a request asks of the database.
use super::*;
use crate::support::each_database;

/// Statements of one push of `acts` reports, each with an amendment.
fn statements_of(app: &TestApp, phone: &mut Phone, acts: usize) -> u64 {
    for _ in 0..acts {
        let hazard = report(phone, HOME, blocked_exit());
        act(phone, "amend", hazard, json!({ "place": "二楼" }));
    }
    let before = app.store.statements();
    let results = phone.push().unwrap();
    assert!(results.iter().all(|result| result.result == Verdict::Applied));
    app.store.statements() - before
}

#[test]
fn the_statements_of_a_push_do_not_depend_on_its_size() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        let few = statements_of(app, &mut phone, 1);
        let many = statements_of(app, &mut phone, 100);
        println!("{few} statements for a push");
        assert_eq!(few, many);
        assert!(few <= 24, "{few} statements");
    });
}

#[test]
fn a_pull_with_nothing_new_asks_little() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        phone.pull(500).unwrap();
        let before = app.store.statements();
        phone.ask(500).unwrap();
        let asked = app.store.statements() - before;
        println!("{asked} statements for a pull with nothing new");
        assert!(asked <= 5, "{asked} statements");
    });
}
