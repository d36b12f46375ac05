//! A phone that was stolen, and one that was restored from a backup of itself.
use crate::support::each_database;
use crate::sync::{HOME, blocked_exit, phone_of, report, report_some, verdicts};
use hazard_ledger::domain::outcome::Verdict;
use hazard_ledger::phone::{Phone, PhoneError};
use serde_json::json;

fn refused(error: PhoneError) -> (u16, String) {
    match error {
        PhoneError::Refused { status, problem } => (status, problem["code"].as_str().unwrap().to_owned()),
        error => panic!("{error}"),
    }
}

#[test]
fn a_revoked_device_neither_sends_nor_gets_anything_and_what_it_had_sent_stays() {
    each_database(|app| {
        let person = app.officer_of(HOME);
        let mut phone = phone_of(app, &person);
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        report(&mut phone, HOME, blocked_exit());
        let path = format!("/v1/devices/{}/revoke", person.device_id);
        app.post(&path, &person.token, &json!({})).expect(204);
        let told = (403, "device-revoked".to_owned());
        assert_eq!(refused(phone.push().unwrap_err()), told);
        assert_eq!(refused(phone.pull(500).unwrap_err()), told);
        let refresh = json!({ "refresh_token": person.refresh_token });
        app.post("/v1/auth/refresh", "", &refresh).expect(401);
        let mut next = phone_of(app, &app.sign_in(&person.login, None));
        next.pull(500).unwrap();
        assert_eq!(next.held.len(), 1);
    });
}

#[test]
fn a_phone_restored_from_a_backup_is_found_out_and_goes_on_as_a_new_device() {
    each_database(|app| {
        let person = app.officer_of(HOME);
        let mut phone = phone_of(app, &person);
        report_some(&mut phone, HOME, 2);
        let backup = phone.clone();
        report(&mut phone, HOME, blocked_exit());
        phone.push().unwrap();
        // The backup does not know what was pushed since: it counts on from there.
        let mut restored = backup;
        report_some(&mut restored, HOME, 2);
        assert_eq!(refused(restored.push().unwrap_err()), (409, "device-fork".to_owned()));
        // As a new device it sends everything again: what stands already is a duplicate.
        let mut renewed: Phone = phone_of(app, &app.sign_in(&person.login, None));
        renewed.queue = restored.queue.clone();
        let results = renewed.push().unwrap();
        use Verdict::{Applied, Duplicate};
        assert_eq!(verdicts(&results), [Duplicate, Duplicate, Applied, Applied]);
        renewed.pull(500).unwrap();
        assert_eq!(renewed.held.len(), 5, "three of the phone, two of its copy");
    });
}
