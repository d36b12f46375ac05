//! Signing in, tokens, one-time links: what lets somebody in, and what ends it.
use crate::support::people::{PASSWORD, region, sign_in_body};
use crate::support::{Answer, TestApp, each_database};
use crate::tokens::refresh;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hazard_ledger::domain::*;
use hazard_ledger::http::clock;
use hazard_ledger::services::{Failure, accounts};
use hazard_ledger::store::person;
use serde_json::json;
use sha2::{Digest, Sha256};

const TOWN: &str = "360702100000";
const NEW_PASSWORD: &str = "marble cyclone 83 teapot";

fn sign_in(app: &TestApp, login: &str, password: &str) -> Answer {
    app.post("/v1/auth/sign-in", "", &sign_in_body(login, password))
}
#[track_caller]
pub fn is_refused(answer: Answer, status: u16, code: &str) {
    assert_eq!(answer.expect(status).json["code"], code);
}
fn unlock(app: &TestApp, id: PersonId) {
    let past = clock::now().plus_seconds(-1);
    app.store.write_now(move |conn| person::lock_until(conn, id, past)).unwrap();
}

#[test]
fn an_unknown_login_a_wrong_password_and_a_locked_account_are_answered_alike() {
    each_database(|app| {
        let (id, login) = app.make_person(TOWN);
        let unknown = sign_in(app, "nobody.here", PASSWORD).expect(401);
        assert_eq!(unknown.json["code"], "invalid-credentials");
        for _ in 0..5 {
            assert_eq!(sign_in(app, &login, "wrong").expect(401).json, unknown.json);
        }
        assert_eq!(sign_in(app, &login, PASSWORD).expect(401).json, unknown.json);
        assert_eq!(sign_in(app, "no\u{0}such", PASSWORD).expect(401).json, unknown.json);
        let locked = app.store.read_now(move |conn| person::find(conn, id)).unwrap().unwrap().locked_until.unwrap();
        let minutes = (locked.millis() - clock::now().millis()) / 60_000;
        assert_eq!(minutes, 14, "locked for a quarter of an hour");
        unlock(app, id);
        sign_in(app, &login.to_uppercase(), PASSWORD).expect(200);
    });
}

#[test]
fn a_right_password_forgets_the_wrong_ones_before_it() {
    each_database(|app| {
        let (_, login) = app.make_person(TOWN);
        for _ in 0..3 {
            (0..4).for_each(|_| drop(sign_in(app, &login, "wrong").expect(401)));
            sign_in(app, &login, PASSWORD).expect(200);
        }
    });
}

#[test]
fn guesses_sent_side_by_side_do_not_slip_past_the_lock() {
    each_database(|app| {
        let (_, login) = app.make_person(TOWN);
        std::thread::scope(|scope| {
            let guesses: Vec<_> = (0..12).map(|_| scope.spawn(|| sign_in(app, &login, "wrong").expect(401))).collect();
            guesses.into_iter().for_each(|guess| drop(guess.join().unwrap()));
        });
        is_refused(sign_in(app, &login, PASSWORD), 401, "invalid-credentials");
    });
}

#[test]
fn tokens_are_kept_by_no_cache() {
    each_database(|app| {
        let (_, login) = app.make_person(TOWN);
        let told = sign_in(app, &login, PASSWORD).expect(200);
        assert_eq!(told.header("cache-control"), "no-store");
        assert_eq!(told.json["token_type"], "Bearer");
        assert_eq!(told.json["expires_in"], 600);
    });
}

#[test]
fn signing_out_ends_access_at_once() {
    each_database(|app| {
        let phone = app.officer_of(TOWN);
        app.post("/v1/auth/sign-out", &phone.token, &json!({})).expect(204);
        let refused = app.get("/v1/me", &phone.token);
        assert_eq!(refused.header("www-authenticate"), "Bearer");
        is_refused(refused, 401, "unauthenticated");
        is_refused(refresh(app, &phone.refresh_token), 401, "invalid-token");
    });
}

#[test]
fn a_revoked_device_is_out_at_once_and_for_good() {
    each_database(|app| {
        let phone = app.officer_of(TOWN);
        let other = app.sign_in(&phone.login, None);
        app.post(&format!("/v1/devices/{}/revoke", phone.device_id), &other.token, &json!({})).expect(204);
        is_refused(app.get("/v1/me", &phone.token), 403, "device-revoked");
        is_refused(refresh(app, &phone.refresh_token), 401, "invalid-token");
        let mut again = sign_in_body(&phone.login, PASSWORD);
        again["device"]["id"] = json!(phone.device_id);
        is_refused(app.post("/v1/auth/sign-in", "", &again), 403, "device-revoked");
        app.get("/v1/me", &other.token).expect(200);
    });
}

#[test]
fn a_device_chooses_its_own_id_but_not_another_persons() {
    each_database(|app| {
        let (_, login) = app.make_person(TOWN);
        let chosen = DeviceId::new();
        let phone = app.sign_in(&login, Some(chosen));
        assert_eq!(phone.device_id, chosen);
        let again = app.sign_in(&login, Some(chosen));
        assert_eq!(app.get("/v1/me", &again.token).expect(200).json["device"]["id"], json!(chosen));
        is_refused(app.get("/v1/me", &phone.token), 401, "unauthenticated");
        let (_, stranger) = app.make_person(TOWN);
        let mut taken = sign_in_body(&stranger, PASSWORD);
        taken["device"]["id"] = json!(chosen);
        is_refused(app.post("/v1/auth/sign-in", "", &taken), 403, "device-revoked");
    });
}

#[test]
fn a_new_password_ends_the_other_sessions() {
    each_database(|app| {
        let phone = app.officer_of(TOWN);
        let other = app.sign_in(&phone.login, None);
        let change = |old: &str, new: &str| {
            app.post("/v1/auth/password", &phone.token, &json!({"current_password": old, "new_password": new}))
        };
        is_refused(change("wrong", NEW_PASSWORD), 401, "invalid-credentials");
        let weak = change(PASSWORD, "password123").expect(422);
        assert_eq!((&weak.json["code"], &weak.json["pointer"]), (&json!("invalid"), &json!("/new_password")));
        change(PASSWORD, NEW_PASSWORD).expect(204);
        app.get("/v1/me", &phone.token).expect(200);
        is_refused(app.get("/v1/me", &other.token), 401, "unauthenticated");
        is_refused(sign_in(app, &phone.login, PASSWORD), 401, "invalid-credentials");
        sign_in(app, &phone.login, NEW_PASSWORD).expect(200);
    });
}

fn first(app: &TestApp, login: &str, now: Instant) -> Result<String, FailureCode> {
    let login = Login::try_from(login.to_owned()).unwrap();
    let name = Line::try_from("管理员".to_owned()).unwrap();
    let place = region("360700000000");
    let made = app.store.write_now(move |conn| accounts::first_administrator(conn, login, name, place, now));
    made.map(|invitation| invitation.token.reveal().to_owned()).map_err(|failure| match failure {
        Failure::Fault(fault) => fault.code.as_str(),
        Failure::Store(error) => panic!("{error}"),
    })
}
type FailureCode = &'static str;

fn redeem(app: &TestApp, token: &str, password: &str) -> Answer {
    app.post("/v1/auth/redeem", "", &json!({"token": token, "new_password": password}))
}

#[test]
fn the_first_administrator_comes_by_a_link_that_is_good_once() {
    each_database(|app| {
        let lost = first(app, "root.admin", clock::now()).unwrap();
        let link = first(app, "root.admin", clock::now()).unwrap();
        is_refused(redeem(app, &lost, NEW_PASSWORD), 401, "invalid-token");
        is_refused(sign_in(app, "root.admin", NEW_PASSWORD), 401, "invalid-credentials");
        is_refused(redeem(app, &link, "root.admin1"), 422, "invalid");
        redeem(app, &link, NEW_PASSWORD).expect(204);
        is_refused(redeem(app, &link, "another marble 99 cyclone"), 401, "invalid-token");
        sign_in(app, "root.admin", NEW_PASSWORD).expect(200);
        assert_eq!(first(app, "second.admin", clock::now()), Err("conflict"));
    });
}

#[test]
fn a_link_ends_after_a_day() {
    each_database(|app| {
        let link = first(app, "root.admin", clock::now().plus_seconds(-24 * 3600)).unwrap();
        is_refused(redeem(app, &link, NEW_PASSWORD), 401, "invalid-token");
        for token in ["x", &"A".repeat(43)] {
            is_refused(redeem(app, token, NEW_PASSWORD), 401, "invalid-token");
        }
    });
}

#[test]
fn the_welcome_page_runs_nothing_but_itself() {
    let app = TestApp::on_sqlite();
    let page = app.get("/welcome", "").expect(200);
    let text = page.json.as_str().unwrap();
    for part in ["style", "script"] {
        let own = text.split(&format!("<{part}>")).nth(1).unwrap().split(&format!("</{part}>")).next().unwrap();
        let hash = format!("{part}-src 'sha256-{}'", STANDARD.encode(Sha256::digest(own)));
        assert!(page.header("content-security-policy").contains(&hash), "{hash}");
    }
    assert!(!text.contains("http://") && !text.contains("https://") && !text.contains(" src="));
}
