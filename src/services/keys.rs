//! Access tokens: short JWTs, signed with a key that all instances share and anybody may verify.
use super::Outcome;
use super::tokens::{base64url, random};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::{
    DeviceId, Instant, IssuedToken, KeyPurpose, Layer, OrganisationId, PersonId, RegionId, Role, SessionId,
};
use crate::store::signing_key::{self, SigningKey as StoredKey};
use crate::store::{Conn, StoreError};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::ToSchema;
use uuid::Uuid;

pub const ISSUER: &str = "hazard-ledger";
pub const AUDIENCE: &str = "hazard-ledger";
/// RFC 9068: an access token says that it is one.
const TYPE: &str = "at+jwt";
/// How long an access token lives.
pub const LIFE_SECONDS: i64 = 600;
/// How far two clocks may differ.
const LEEWAY_SECONDS: i64 = 5;
/// Verified tokens that are remembered, so that most requests cost no signature check.
const REMEMBERED: usize = 4096;

/// What an access token says. The duties are for third parties; the ledger asks its database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    pub aud: String,
    pub sub: PersonId,
    pub sid: SessionId,
    pub did: Option<DeviceId>,
    /// The person's scope version.
    pub ver: i64,
    pub duties: Vec<DutyClaim>,
    pub iat: i64,
    pub nbf: i64,
    pub exp: i64,
    pub jti: Uuid,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DutyClaim {
    pub role: Role,
    pub layer: Layer,
    pub org: OrganisationId,
    pub region: RegionId,
}

/// The public keys (RFC 7517), so that others can verify access tokens.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KeySet {
    pub keys: Vec<PublicKey>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicKey {
    #[schema(example = "OKP")]
    pub kty: &'static str,
    #[schema(example = "Ed25519")]
    pub crv: &'static str,
    #[schema(example = "EdDSA")]
    pub alg: &'static str,
    #[serde(rename = "use")]
    #[schema(example = "sig")]
    pub usage: &'static str,
    pub kid: String,
    /// The public key, base64url.
    pub x: String,
}

/// The platform's keys, and the tokens verified of late.
pub struct Keys {
    kid: String,
    signing: EncodingKey,
    verifying: HashMap<String, DecodingKey>,
    published: KeySet,
    pub(super) refresh: Vec<u8>,
    verified: Mutex<HashMap<[u8; 32], Arc<Claims>>>,
}

impl Keys {
    /// Reads the keys; at the first start of all, makes them.
    pub fn open(conn: &mut Conn, now: Instant) -> Result<Self, StoreError> {
        for purpose in [KeyPurpose::Access, KeyPurpose::Refresh] {
            signing_key::offer(conn, &fresh(purpose, now)?)?;
        }
        let access = signing_key::all_for(conn, KeyPurpose::Access)?;
        let refresh = signing_key::all_for(conn, KeyPurpose::Refresh)?.into_iter().next();
        let refresh = refresh.ok_or_else(|| StoreError::Damaged("no refresh key".into()))?.secret;
        Self::of(&access, refresh)
    }

    fn of(access: &[StoredKey], refresh: Vec<u8>) -> Result<Self, StoreError> {
        let pairs = access.iter().map(pair).collect::<Result<Vec<_>, _>>()?;
        let (kid, current) = pairs.first().ok_or_else(|| StoreError::Damaged("no signing key".into()))?;
        let der = current.to_pkcs8_der().map_err(|error| StoreError::Damaged(format!("signing key: {error}")))?;
        let verifying = pairs.iter().map(|(kid, key)| {
            let public = DecodingKey::from_ed_der(key.verifying_key().as_bytes());
            (kid.clone(), public)
        });
        Ok(Self {
            kid: kid.clone(),
            signing: EncodingKey::from_ed_der(der.as_bytes()),
            verifying: verifying.collect(),
            published: KeySet { keys: pairs.iter().map(|(kid, key)| public(kid, key)).collect() },
            refresh,
            verified: Mutex::default(),
        })
    }

    pub fn published(&self) -> KeySet {
        self.published.clone()
    }

    pub fn sign(&self, claims: &Claims) -> Result<IssuedToken, StoreError> {
        let header = Header { typ: Some(TYPE.into()), kid: Some(self.kid.clone()), ..Header::new(Algorithm::EdDSA) };
        let token = jsonwebtoken::encode(&header, claims, &self.signing);
        Ok(token.map_err(|error| StoreError::Damaged(format!("signing: {error}")))?.into())
    }

    /// Takes a token of ours, of this moment; refuses anything else without saying why.
    pub fn verify(&self, token: &str, now: Instant) -> Outcome<Arc<Claims>> {
        let fingerprint: [u8; 32] = Sha256::digest(token).into();
        let known = self.remembered().get(&fingerprint).cloned();
        let claims = match known {
            Some(claims) => claims,
            None => self.remember(fingerprint, self.decode(token).ok_or_else(unauthenticated)?),
        };
        let seconds = now.millis().div_euclid(1000);
        let is_of_now = seconds < claims.exp + LEEWAY_SECONDS && claims.nbf <= seconds + LEEWAY_SECONDS;
        if is_of_now { Ok(claims) } else { Err(unauthenticated().into()) }
    }

    /// The header may choose among our keys, never bring one of its own.
    fn decode(&self, token: &str) -> Option<Claims> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let brings_a_key = header.jku.is_some() || header.jwk.is_some() || header.x5u.is_some() || header.x5c.is_some();
        if header.typ.as_deref() != Some(TYPE) || brings_a_key || header.crit.is_some() {
            return None;
        }
        let key = self.verifying.get(&header.kid?)?;
        jsonwebtoken::decode::<Claims>(token, key, &expected()).ok().map(|data| data.claims)
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], Arc<Claims>>> {
        self.verified.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remember(&self, fingerprint: [u8; 32], claims: Claims) -> Arc<Claims> {
        let claims = Arc::new(claims);
        let mut verified = self.remembered();
        if verified.len() >= REMEMBERED {
            verified.clear();
        }
        verified.insert(fingerprint, claims.clone());
        claims
    }
}

/// One algorithm, one issuer, one audience. Time is judged by us: it comes as a parameter.
fn expected() -> Validation {
    let mut expected = Validation::new(Algorithm::EdDSA);
    expected.set_issuer(&[ISSUER]);
    expected.set_audience(&[AUDIENCE]);
    expected.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
    expected.validate_exp = false;
    expected
}

pub(super) fn unauthenticated() -> Fault {
    Fault::new(FaultCode::Unauthenticated, "sign in first: no token, or one that is not valid now")
}

fn fresh(purpose: KeyPurpose, now: Instant) -> Result<StoredKey, StoreError> {
    let secret = random::<32>()?;
    let kid = base64url(&Sha256::digest(SigningKey::from_bytes(&secret).verifying_key().as_bytes())[..12]);
    Ok(StoredKey { kid, purpose, secret: secret.to_vec(), created_at: now, retired_at: None })
}

fn pair(stored: &StoredKey) -> Result<(String, SigningKey), StoreError> {
    let seed = stored.secret.as_slice().try_into();
    let seed = seed.map_err(|error: std::array::TryFromSliceError| StoreError::Damaged(error.to_string()))?;
    Ok((stored.kid.clone(), SigningKey::from_bytes(seed)))
}

fn public(kid: &str, key: &SigningKey) -> PublicKey {
    let x = base64url(key.verifying_key().as_bytes());
    PublicKey { kty: "OKP", crv: "Ed25519", alg: "EdDSA", usage: "sig", kid: kid.to_owned(), x }
}

#[cfg(test)]
mod tests;
