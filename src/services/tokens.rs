//! Refresh tokens and one-time links: opaque, random, kept only as hashes.
use super::Outcome;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::{Instant, Secret, SessionId};
use crate::store::StoreError;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use utoipa::ToSchema;
use uuid::Uuid;

const UUID_BYTES: usize = 16;

/// Bytes that nobody can guess.
pub(super) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Damaged(format!("no randomness: {error}")))?;
    Ok(bytes)
}

pub(super) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Text of our own making is never empty nor too long to be a secret.
pub(super) fn secret(text: String) -> Result<Secret, StoreError> {
    Secret::try_from(text).map_err(|bad| StoreError::Damaged(bad.to_string()))
}

/// Equal, in a time that tells nothing.
pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

/// What lets a device ask for new tokens: the session's id and 32 bytes.
pub(super) struct RefreshToken {
    pub session: SessionId,
    bytes: [u8; 32],
}

impl RefreshToken {
    pub fn first(session: SessionId) -> Result<Self, StoreError> {
        Ok(Self { session, bytes: random()? })
    }
    pub fn parse(token: &Secret) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(token.reveal()).ok()?;
        let (session, rest) = bytes.split_at_checked(UUID_BYTES)?;
        Some(Self { session: SessionId::from_uuid(Uuid::from_slice(session).ok()?), bytes: rest.try_into().ok()? })
    }
    fn joined(&self) -> Vec<u8> {
        [self.session.as_uuid().as_bytes().as_slice(), &self.bytes].concat()
    }
    pub fn text(&self) -> Result<Secret, StoreError> {
        secret(base64url(&self.joined()))
    }
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.joined()).to_vec()
    }
    /// Derived, not drawn: a device whose answer was lost gets the very same successor again.
    pub fn successor(&self, key: &[u8]) -> Result<Self, StoreError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(key)
            .map_err(|error| StoreError::Damaged(format!("refresh key: {error}")))?;
        mac.update(&self.joined());
        Ok(Self { session: self.session, bytes: mac.finalize().into_bytes().into() })
    }
}

/// A one-time link's token, told once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InvitationToken {
    /// Goes into the link as its fragment: `/welcome#<token>`.
    pub token: Secret,
    pub expires_at: Instant,
}

impl InvitationToken {
    pub(super) fn draw(expires_at: Instant) -> Result<Self, StoreError> {
        Ok(Self { token: secret(base64url(&random::<32>()?))?, expires_at })
    }
}

/// What is kept of a one-time link's token.
pub(super) fn invitation_hash(token: &Secret) -> Outcome<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(token.reveal()).ok().filter(|bytes| bytes.len() == 32);
    Ok(Sha256::digest(bytes.ok_or_else(unusable)?).to_vec())
}

/// The same for a token that is unknown, used, expired or withdrawn.
pub(super) fn unusable() -> Fault {
    Fault::new(FaultCode::InvalidToken, "the token is unknown, used, expired or was withdrawn")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_its_text_and_has_one_successor() {
        let token = RefreshToken::first(SessionId::new()).unwrap();
        let again = RefreshToken::parse(&token.text().unwrap()).unwrap();
        assert_eq!(token.hash(), again.hash());
        let successor = token.successor(&[7; 32]).unwrap();
        assert_eq!(successor.hash(), again.successor(&[7; 32]).unwrap().hash());
        assert_ne!(successor.hash(), again.successor(&[8; 32]).unwrap().hash());
        assert_ne!(successor.hash(), token.hash());
    }

    #[test]
    fn what_is_no_token_is_none() {
        for text in ["x", "AAAA", "äöü", &"A".repeat(65), &"A".repeat(63)] {
            assert!(RefreshToken::parse(&Secret::try_from(text.to_owned()).unwrap()).is_none(), "{text}");
        }
    }
}
