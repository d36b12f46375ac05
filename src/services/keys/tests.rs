//! What passes for an access token, and what does not.
use super::*;
use serde_json::{Value, json};

const NOW: Instant = Instant::from_millis(1_800_000_000_000);

fn keys() -> Keys {
    Keys::of(&[fresh(KeyPurpose::Access, NOW).unwrap()], vec![7; 32]).unwrap()
}

fn claims() -> Claims {
    let iat = NOW.millis() / 1000;
    Claims {
        iss: ISSUER.into(),
        aud: AUDIENCE.into(),
        sub: PersonId::new(),
        sid: SessionId::new(),
        did: None,
        ver: 1,
        duties: Vec::new(),
        iat,
        nbf: iat,
        exp: iat + LIFE_SECONDS,
        jti: Uuid::now_v7(),
    }
}

fn header(keys: &Keys) -> Header {
    Header { typ: Some(TYPE.into()), kid: Some(keys.kid.clone()), ..Header::new(Algorithm::EdDSA) }
}

fn passes(keys: &Keys, header: &Header, claims: &impl Serialize) -> bool {
    let token = jsonwebtoken::encode(header, claims, &keys.signing).unwrap();
    keys.verify(&token, NOW).is_ok()
}

#[test]
fn a_token_of_ours_passes_while_it_lives() {
    let keys = keys();
    let token = keys.sign(&claims()).unwrap();
    let at = |seconds| keys.verify(token.reveal(), NOW.plus_seconds(seconds)).is_ok();
    assert!(at(0) && at(LIFE_SECONDS + 4) && at(-5));
    assert!(!at(LIFE_SECONDS + 5) && !at(-6));
}

#[test]
fn a_header_brings_no_key_and_no_other_type() {
    let keys = keys();
    let ours = header(&keys);
    assert!(passes(&keys, &ours, &claims()));
    let jwk: jsonwebtoken::jwk::Jwk = serde_json::from_value(json!(keys.published().keys[0])).unwrap();
    let foreign = [
        Header { typ: Some("JWT".into()), ..ours.clone() },
        Header { typ: None, ..ours.clone() },
        Header { kid: None, ..ours.clone() },
        Header { kid: Some("another".into()), ..ours.clone() },
        Header { jku: Some("https://evil.example/jwks".into()), ..ours.clone() },
        Header { x5u: Some("https://evil.example/x5u".into()), ..ours.clone() },
        Header { x5c: Some(vec!["AA==".into()]), ..ours.clone() },
        Header { crit: Some(vec!["exp".into()]), ..ours.clone() },
        Header { jwk: Some(jwk), ..ours.clone() },
    ];
    for header in foreign {
        assert!(!passes(&keys, &header, &claims()), "{header:?}");
    }
}

#[test]
fn a_token_names_issuer_audience_and_all_the_rest() {
    let keys = keys();
    assert!(!passes(&keys, &header(&keys), &Claims { iss: "somebody".into(), ..claims() }));
    assert!(!passes(&keys, &header(&keys), &Claims { aud: "another service".into(), ..claims() }));
    for claim in ["iss", "aud", "sub", "sid", "ver", "iat", "nbf", "exp", "jti"] {
        let mut all = serde_json::to_value(claims()).unwrap();
        all.as_object_mut().unwrap().remove(claim);
        assert!(!passes(&keys, &header(&keys), &all), "without {claim}");
    }
}

#[test]
fn another_key_or_algorithm_is_refused() {
    let (keys, others) = (keys(), self::keys());
    let forged = Header { kid: Some(keys.kid.clone()), ..header(&others) };
    let token = jsonwebtoken::encode(&forged, &claims(), &others.signing).unwrap();
    assert!(keys.verify(&token, NOW).is_err());
    // The public key as an HMAC secret: the classic confusion.
    let public = keys.published().keys[0].x.clone();
    let confused = Header { alg: Algorithm::HS256, ..header(&keys) };
    let secret = EncodingKey::from_secret(public.as_bytes());
    assert!(keys.verify(&jsonwebtoken::encode(&confused, &claims(), &secret).unwrap(), NOW).is_err());
}

#[test]
fn a_changed_character_or_no_signature_is_refused() {
    let keys = keys();
    let token = keys.sign(&claims()).unwrap().reveal().to_owned();
    let body = base64url(serde_json::to_string(&Claims { ver: 9, ..claims() }).unwrap().as_bytes());
    let parts: Vec<_> = token.split('.').collect();
    assert!(keys.verify(&[parts[0], &body, parts[2]].join("."), NOW).is_err());
    assert!(keys.verify(&[parts[0], parts[1], ""].join("."), NOW).is_err());
    let none = base64url(json!({"alg": "none", "typ": TYPE, "kid": keys.kid}).to_string().as_bytes());
    assert!(keys.verify(&[&none, parts[1], ""].join("."), NOW).is_err());
}

#[test]
fn what_is_remembered_is_bounded() {
    let keys = keys();
    for n in 0..=REMEMBERED as u64 {
        let mut fingerprint = [0; 32];
        fingerprint[..8].copy_from_slice(&n.to_be_bytes());
        keys.remember(fingerprint, claims());
    }
    assert!(keys.remembered().len() <= REMEMBERED);
}

#[test]
fn the_published_key_has_no_private_part() {
    let published: Value = json!(keys().published());
    assert!(published["keys"][0].get("d").is_none());
    assert_eq!(published["keys"][0]["use"], "sig");
}
