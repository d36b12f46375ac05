//! Signing in, tokens, one-time links: what lets somebody in, and what ends it.
use crate::support::people::{PASSWORD, Phone, region, sign_in_body};
use crate::support::{Answer, TestApp, each_database};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hazard_ledger::domain::*;
use hazard_ledger::http::{Shared, clock};
use hazard_ledger::services::keys::{AUDIENCE, Claims, ISSUER, LIFE_SECONDS};
use hazard_ledger::services::{Failure, accounts, sessions};
use hazard_ledger::store::person;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const TOWN: &str = "360702100000";
const NEW_PASSWORD: &str = "marble cyclone 83 teapot";

fn sign_in(app: &TestApp, login: &str, password: &str) -> Answer {
    app.post("/v1/auth/sign-in", "", &sign_in_body(login, password))
}
fn refresh(app: &TestApp, token: &str) -> Answer {
    app.post("/v1/auth/refresh", "", &json!({"refresh_token": token}))
}
fn refresh_at(app: &TestApp, token: &str, now: Instant) -> Option<String> {
    let (keys, token) = (app.shared.keys.clone(), Secret::try_from(token.to_owned()).unwrap());
    let told = app.store.write_now(move |conn| sessions::refresh(conn, &keys, &token, now)).unwrap();
    told.map(|tokens| tokens.refresh_token.reveal().to_owned())
}
fn refresh_token(answer: Answer) -> String {
    answer.expect(200).json["refresh_token"].as_str().unwrap().to_owned()
}
#[track_caller]
fn is_refused(answer: Answer, status: u16, code: &str) {
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
fn a_lost_answer_is_told_again_and_an_older_token_ends_the_family() {
    each_database(|app| {
        let phone = app.officer_of(TOWN);
        let second = refresh_token(refresh(app, &phone.refresh_token));
        assert_eq!(refresh_token(refresh(app, &phone.refresh_token)), second, "the same successor");
        let third = refresh_token(refresh(app, &second));
        app.get("/v1/me", &phone.token).expect(200);
        is_refused(refresh(app, &phone.refresh_token), 401, "invalid-token");
        is_refused(refresh(app, &third), 401, "invalid-token");
        is_refused(app.get("/v1/me", &phone.token), 401, "unauthenticated");
    });
}

#[test]
fn a_replaced_token_is_forgiven_for_a_minute_only() {
    each_database(|app| {
        let (phone, now) = (app.officer_of(TOWN), clock::now());
        let second = refresh_at(app, &phone.refresh_token, now).unwrap();
        let again = refresh_at(app, &phone.refresh_token, now.plus_seconds(60));
        assert_eq!(again.as_ref(), Some(&second));
        assert_eq!(refresh_at(app, &phone.refresh_token, now.plus_seconds(61)), None);
        assert_eq!(refresh_at(app, &second, now.plus_seconds(61)), None, "the family has ended");
    });
}

#[test]
fn a_session_ends_after_two_idle_weeks_and_after_ninety_days() {
    each_database(|app| {
        let day = |n: i64| clock::now().plus_seconds(n * 86_400);
        let idle = app.officer_of(TOWN);
        assert_eq!(refresh_at(app, &idle.refresh_token, day(15)), None);
        let mut token = app.officer_of(TOWN).refresh_token;
        for n in 1..9 {
            token = refresh_at(app, &token, day(n * 10)).unwrap();
        }
        assert_eq!(refresh_at(app, &token, day(91)), None);
    });
}

#[test]
fn one_token_refreshed_side_by_side_has_one_successor() {
    each_database(|app| {
        let phone = app.officer_of(TOWN);
        let successors: Vec<String> = std::thread::scope(|scope| {
            let asked: Vec<_> =
                (0..6).map(|_| scope.spawn(|| refresh_token(refresh(app, &phone.refresh_token)))).collect();
            asked.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(successors.iter().all(|one| *one == successors[0]), "{successors:?}");
    });
}

#[test]
fn what_is_no_refresh_token_is_refused() {
    each_database(|app| {
        let phone = app.officer_of(TOWN);
        for token in ["x", &"A".repeat(64), &phone.token] {
            is_refused(refresh(app, token), 401, "invalid-token");
        }
        is_refused(app.post("/v1/auth/refresh", "", &json!({"refresh_token": 7})), 400, "bad-request");
        let more = json!({"refresh_token": phone.refresh_token, "more": 1});
        is_refused(app.post("/v1/auth/refresh", "", &more), 400, "bad-request");
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

fn claims(phone: &Phone, iat: i64) -> Claims {
    Claims {
        iss: ISSUER.into(),
        aud: AUDIENCE.into(),
        sub: phone.person,
        sid: phone.session,
        did: Some(phone.device_id),
        ver: 1,
        duties: Vec::new(),
        iat,
        nbf: iat,
        exp: iat + LIFE_SECONDS,
        jti: uuid::Uuid::now_v7(),
    }
}

#[test]
fn a_token_that_is_expired_changed_or_anothers_is_refused() {
    each_database(|app| {
        let phone = app.officer_of(TOWN);
        let now = clock::now().millis() / 1000;
        let signed = |claims: &Claims| app.shared.keys.sign(claims).unwrap().reveal().to_owned();
        app.get("/v1/me", &signed(&claims(&phone, now))).expect(200);
        let expired = signed(&claims(&phone, now - LIFE_SECONDS - 6));
        let early = signed(&claims(&phone, now + 60));
        let foreign = signed(&Claims { aud: "another".into(), ..claims(&phone, now) });
        let anothers = signed(&Claims { sub: PersonId::new(), ..claims(&phone, now) });
        let unknown = signed(&Claims { sid: SessionId::new(), ..claims(&phone, now) });
        let (head, rest) = phone.token.split_once('.').unwrap();
        let (body, signature) = rest.split_once('.').unwrap();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"at+jwt"}"#);
        let flipped: String = signature.chars().rev().collect();
        let tampered = [format!("{none}.{body}."), format!("{head}.{body}.{flipped}"), format!("{head}.{body}")];
        let all = [expired, early, foreign, anothers, unknown].into_iter().chain(tampered);
        for token in all.chain([with_own_key(&phone, now), String::new(), "nonsense".into()]) {
            is_refused(app.get("/v1/me", &token), 401, "unauthenticated");
        }
    });
}

/// A token whose header brings the key that signed it.
fn with_own_key(phone: &Phone, now: i64) -> String {
    use ed25519_dalek::pkcs8::EncodePrivateKey;
    let key = ed25519_dalek::SigningKey::from_bytes(&[9; 32]);
    let x = URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes());
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "x": x});
    let header = jsonwebtoken::Header {
        typ: Some("at+jwt".into()),
        jwk: Some(serde_json::from_value(jwk).unwrap()),
        ..jsonwebtoken::Header::new(jsonwebtoken::Algorithm::EdDSA)
    };
    let signing = jsonwebtoken::EncodingKey::from_ed_der(key.to_pkcs8_der().unwrap().as_bytes());
    jsonwebtoken::encode(&header, &claims(phone, now), &signing).unwrap()
}

#[test]
fn anybody_verifies_a_token_with_the_published_keys() {
    each_database(|app| {
        let phone = app.officer_of(TOWN);
        let published = app.get("/.well-known/jwks.json", "").expect(200);
        assert_eq!(published.header("cache-control"), "public, max-age=600");
        let keys: jsonwebtoken::jwk::JwkSet = serde_json::from_value(published.json).unwrap();
        let header = jsonwebtoken::decode_header(&phone.token).unwrap();
        assert_eq!(header.typ.as_deref(), Some("at+jwt"));
        let key = jsonwebtoken::DecodingKey::from_jwk(keys.find(&header.kid.unwrap()).unwrap()).unwrap();
        let mut expected = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::EdDSA);
        expected.set_audience(&[AUDIENCE]);
        let claims = jsonwebtoken::decode::<Value>(&phone.token, &key, &expected).unwrap().claims;
        assert_eq!(claims["sub"], json!(phone.person));
        assert_eq!(claims["duties"][0]["layer"], "territorial");
    });
}

#[test]
fn instances_share_their_keys() {
    each_database(|app| {
        let other = Shared::open(app.store.clone()).unwrap();
        let kids = |shared: &Shared| json!(shared.keys.published())["keys"][0]["kid"].clone();
        assert_eq!(kids(&other), kids(&app.shared));
        let phone = app.officer_of(TOWN);
        assert!(other.keys.verify(&phone.token, clock::now()).is_ok());
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

#[test]
fn a_request_asks_the_database_for_its_person_in_two_statements() {
    each_database(|app| {
        let phone = app.officer_of(TOWN);
        let before = app.store.statements();
        is_refused(app.get("/v1/persons", &phone.token), 403, "forbidden");
        assert_eq!(app.store.statements() - before, 2);
    });
}
