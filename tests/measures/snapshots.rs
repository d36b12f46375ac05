//! A request is answered as of its own snapshot, whatever others have read since.
use super::{accident, figure, long_ago, report};
use crate::support::{each_database, people};
use crate::sync::{COUNTY, HOME};
use hazard_ledger::domain::scope::{Duty, Subject};
use hazard_ledger::domain::*;
use hazard_ledger::http::clock;
use hazard_ledger::services::Outcome;
use hazard_ledger::services::measures::{Question, scope};
use hazard_ledger::store::Conn;
use std::sync::mpsc::channel;

/// Who sees the whole county.
pub fn overseer(region: &str) -> Subject {
    let duty = Duty {
        id: DutyId::new(),
        organisation: OrganisationId::new(),
        organisation_name: String::new(),
        role: Role::Inspector,
        layer: Layer::Territorial,
        tier: Tier::County,
        region: people::region(region),
        sectors: Vec::new(),
        enterprises: Vec::new(),
        from_on: clock::now().day(),
        to_on: None,
        ended_at: None,
    };
    Subject {
        person: PersonId::new(),
        name: String::new(),
        login: String::new(),
        session: SessionId::new(),
        device: None,
        scope_version: 0,
        duties: vec![duty],
    }
}

#[test]
fn what_others_have_read_since_is_not_in_the_answer() {
    each_database(|app| {
        let county = app.officer_of(COUNTY);
        report(app, &county, HOME, &accident("fire", 1, long_ago()));
        let ((looked, has_looked), (written, is_written)) = (channel(), channel());
        let (store, measures) = (app.store.clone(), app.shared.measures.clone());
        let asking = std::thread::spawn(move || {
            store.read_now(move |conn: &mut Conn| -> Outcome<u64> {
                let sight = scope(conn, &overseer(COUNTY), None)?;
                looked.send(()).unwrap();
                is_written.recv().unwrap();
                Ok(measures.sheet(conn, sight)?.total(&Question::of("accident.count")).count)
            })
        });
        has_looked.recv().unwrap();
        report(app, &county, HOME, &accident("fire", 1, long_ago()));
        assert_eq!(figure(app, &county, "accident.count", ""), (2, 2), "and it is in memory now");
        written.send(()).unwrap();
        assert_eq!(asking.join().unwrap().unwrap(), 1);
        assert_eq!(figure(app, &county, "accident.count", ""), (2, 2));
    });
}
