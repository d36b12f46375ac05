//! The entries alone give the postings: what was tampered with is found, and mended.
use super::{accident, act, correction, differences, figure, long_ago, report};
use crate::support::{TestApp, each_database};
use crate::sync::{COUNTY, HOME, NEIGHBOUR};
use serde_json::json;
use std::process::Command;

/// Three accidents of seven deaths, one of which came from the neighbouring unit.
fn happened(app: &TestApp) -> crate::support::people::Phone {
    let county = app.officer_of(COUNTY);
    for deaths in [1, 1] {
        report(app, &county, HOME, &accident("fire", deaths, long_ago()));
    }
    let moved = report(app, &county, NEIGHBOUR, &accident("mine", 3, long_ago()));
    act(app, &county, &moved, "correct_casualties", correction(5));
    act(app, &county, &moved, "move", json!({"to": HOME, "reason": "属地有误"}));
    county
}

fn told(app: &TestApp, option: &str) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hazard-ledger"));
    let command = command.args(["measures", option, "--log", "off", "--database-url", &app.database_url()]);
    let output = command.output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn what_was_tampered_with_is_found_and_mended() {
    each_database(|app| {
        for tampering in [
            "delete from posting where name = 'accident.deaths' and value = 5",
            "update posting set value = value + 1 where name = 'accident.deaths' and value = 1",
            "update posting set on_day = '2026-01-01' where name = 'accident.deaths'",
            "update posting set sign = -sign where name = 'accident.deaths'",
            "update posting set at = at + 1 where name = 'accident.deaths'",
            "update posting set sector = 'road' where name = 'accident.deaths'",
        ] {
            happened(app);
            assert_eq!(differences(app, &[HOME, NEIGHBOUR]), []);
            app.sql(tampering);
            let found = differences(app, &[HOME, NEIGHBOUR]);
            assert!(
                !found.is_empty() && found.iter().all(|one| one.name == "accident.deaths"),
                "{tampering}: {found:?}"
            );
            rebuilt(app);
            assert_eq!(differences(app, &[HOME, NEIGHBOUR]), [], "{tampering}");
        }
    });
}

fn rebuilt(app: &TestApp) {
    for unit in [HOME, NEIGHBOUR] {
        let unit = crate::support::people::region(unit);
        let rebuild = move |conn: &mut _| hazard_ledger::services::measures::recount::rebuild(conn, unit);
        app.store.write_now(rebuild).unwrap();
    }
}

#[test]
fn whoever_holds_postings_in_memory_learns_that_they_were_made_anew() {
    each_database(|app| {
        let county = happened(app);
        app.sql("delete from posting");
        assert_eq!(figure(app, &county, "accident.deaths", ""), (0, 0), "as it was tampered with");
        rebuilt(app);
        assert_eq!(figure(app, &county, "accident.deaths", ""), (3, 7));
        let now = hazard_ledger::http::clock::now();
        assert_eq!(figure(app, &county, "accident.deaths", &format!("&as_of={now}")), (3, 7));
    });
}

#[test]
fn an_operator_checks_and_rebuilds_from_the_command_line() {
    each_database(|app| {
        happened(app);
        assert_eq!(told(app, "--check").0, 0);
        app.sql("delete from posting where name = 'accident.deaths' and value = 5");
        let (code, text) = told(app, "--check");
        assert_eq!(code, 1);
        assert!(text.contains(&format!("{HOME} accident.deaths: 1 missing, 0 too many")), "{text}");
        assert_eq!(told(app, "--rebuild").0, 0);
        assert_eq!(told(app, "--check").0, 0);
    });
}
