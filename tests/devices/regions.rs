//! Regions that are re-coded or merged, as a phone sees it that was offline meanwhile.
use crate::support::each_database;
use crate::sync::{COUNTY, HOME, NEIGHBOUR, act, blocked_exit, officer, report, verdicts};
use hazard_ledger::domain::outcome::{RefusalCode, Verdict};
use hazard_ledger::http::clock;
use serde_json::json;

const RENAMED: &str = "360702777000";

#[test]
fn a_re_coded_unit_keeps_its_ledger_and_takes_acts_under_both_codes() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        let hazard = report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        phone.pull(500).unwrap();
        // Offline, under the code that the phone knows.
        report(&mut phone, HOME, blocked_exit());
        act(&mut phone, "amend", hazard, json!({ "place": "二楼" }));
        let recode = json!({ "code": RENAMED, "since_on": clock::now().day() });
        let path = format!("/v1/regions/{HOME}/recode");
        app.post(&path, &app.administrator().token, &recode).expect(200);
        report(&mut phone, RENAMED, blocked_exit());
        assert_eq!(verdicts(&phone.push().unwrap()), [Verdict::Applied; 3]);
        assert_eq!(phone.pull(500).unwrap(), 1);
        let ledgers: std::collections::BTreeSet<_> = phone.held.keys().map(|(ledger, _)| ledger.to_string()).collect();
        assert_eq!((phone.held.len(), ledgers), (3, [HOME.to_owned()].into()), "one ledger, named by its first code");
        let numbers: Vec<_> =
            phone.held.values().filter_map(|held| held.document["number"].as_str().map(str::to_owned)).collect();
        assert!(numbers.iter().any(|number| number.starts_with(HOME)) || numbers.is_empty(), "{numbers:?}");
    });
}

#[test]
fn a_merged_unit_goes_on_with_what_it_has_and_takes_nothing_new() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        let mut county = officer(app, COUNTY);
        let hazard = report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        phone.pull(500).unwrap();
        report(&mut phone, HOME, blocked_exit());
        act(&mut phone, "amend", hazard, json!({ "place": "二楼" }));
        let close = json!({ "since_on": clock::now().day(), "successors": [NEIGHBOUR] });
        app.post(&format!("/v1/regions/{HOME}/close"), &app.administrator().token, &close).expect(200);
        let results = phone.push().unwrap();
        assert_eq!(verdicts(&results), [Verdict::Rejected, Verdict::Applied]);
        assert_eq!(results[0].problem.as_ref().unwrap().code, RefusalCode::UnknownLedger);
        let inbox = app.get("/v1/inbox", &phone.line.token).expect(200).json;
        assert_eq!(inbox["items"].as_array().unwrap().len(), 1, "what was found is not lost");
        phone.pull(500).unwrap();
        assert_eq!(phone.held.len(), 1);
        // The county moves what is left to the successor; the old unit's phone is told to forget it.
        county.pull(500).unwrap();
        act(&mut county, "move", hazard, json!({ "to": NEIGHBOUR, "reason": "区划合并" }));
        assert_eq!(verdicts(&county.push().unwrap()), [Verdict::Applied]);
        phone.pull(500).unwrap();
        assert!(phone.held.is_empty());
    });
}
