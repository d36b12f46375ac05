//! Access and refresh tokens: what passes, what is forgiven, what ends a session.
use crate::accounts::is_refused;
use crate::support::people::{self, Phone};
use crate::support::{Answer, TestApp, each_database};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hazard_ledger::domain::*;
use hazard_ledger::http::{Shared, clock};
use hazard_ledger::services::keys::{AUDIENCE, Claims, ISSUER, LIFE_SECONDS};
use hazard_ledger::services::sessions;
use serde_json::{Value, json};

const TOWN: &str = "360702100000";

pub fn refresh(app: &TestApp, token: &str) -> Answer {
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
fn a_request_asks_the_database_for_its_person_in_one_statement() {
    each_database(|app| {
        let phone = app.officer_of(TOWN);
        let asked = app.store.statements_of(|| is_refused(app.get("/v1/persons", &phone.token), 403, "forbidden"));
        assert_eq!(asked, 1);
    });
}

/// A token names the first sixteen of them, and is longer than any password.
#[test]
fn a_person_with_many_duties_signs_in_and_stays_so() {
    each_database(|app| {
        let officer = app.officer_of(TOWN);
        for unit in app.units_of("360700000000").iter().take(40) {
            let body = app.make_organisation(people::organisation("territorial", unit, json!({})));
            app.give_duty(officer.person, body, "inspector", unit, json!({}));
        }
        let again = app.sign_in(&officer.login, Some(officer.device_id));
        assert!(again.token.len() > 1024);
        let told = refresh(app, &again.refresh_token).expect(200).json;
        for token in [again.token.as_str(), told["access_token"].as_str().unwrap()] {
            let me = app.get("/v1/me", token).expect(200).json;
            assert_eq!(me["duties"].as_array().unwrap().len(), 41);
        }
    });
}
