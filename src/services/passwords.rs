//! Password hashing: argon2id on threads of its own, so that a burst of sign-ins slows nothing else.
use super::accounts::Account;
use super::{Failure, Outcome};
use crate::crew::{Crew, Overloaded};
use crate::domain::fault::Fault;
use crate::domain::{Secret, judge_new_password};
use crate::store::StoreError;
use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

/// OWASP: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Sign-ins that may wait for a thread before the answer is `busy`.
const WAITING: usize = 256;

/// A password as the database keeps it (a PHC string).
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub(super) String);

/// A password held against an account, right or wrong. Only `Hasher::try_password` makes one.
pub struct Attempt {
    account: Option<Account>,
    is_right: bool,
}

impl Attempt {
    /// The account whose password this is.
    pub fn right(&self) -> Option<&Account> {
        self.account.as_ref().filter(|_| self.is_right)
    }
    /// The account that was named, if it exists.
    pub fn named(&self) -> Option<&Account> {
        self.account.as_ref()
    }
}

#[derive(Clone)]
pub struct Hasher {
    crew: Crew<Argon2<'static>>,
    /// What an unknown login is held against, so that its answer takes as long as any other.
    nobodys: PasswordHash,
}

impl Hasher {
    pub fn start(threads: usize) -> Result<Self, StoreError> {
        let nobodys = hash(&argon2id()?, &super::tokens::random::<32>()?)?;
        Ok(Self { crew: Crew::start("hash", threads, WAITING, argon2id)?, nobodys })
    }

    /// Holds a password against an account, or against nobody's.
    pub async fn try_password(&self, account: Option<Account>, password: Secret) -> Outcome<Attempt> {
        let known = account.as_ref().and_then(|account| account.password_hash.clone());
        let is_known = known.is_some();
        let against = known.unwrap_or_else(|| self.nobodys.clone());
        let matches = self.crew.run(move |argon2| verify(argon2, &password, &against)).await?;
        Ok(Attempt { account, is_right: is_known && matches })
    }

    /// Judges a new password of an account, and hashes it.
    pub async fn hash_new(&self, account: &Account, password: Secret) -> Outcome<PasswordHash> {
        let Account { login, name, .. } = account.clone();
        let work = move |argon2: &mut Argon2<'static>| {
            judge_new_password(&password, &[login.as_str(), &name])
                .map_err(|bad| Fault::invalid("/new_password", bad.to_string()))?;
            Ok(hash(argon2, password.reveal().as_bytes())?)
        };
        self.crew.run(work).await?
    }
}

impl From<Overloaded> for Failure {
    fn from(overloaded: Overloaded) -> Self {
        Self::Store(overloaded.into())
    }
}

fn argon2id() -> Result<Argon2<'static>, StoreError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|error| StoreError::Damaged(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(argon2: &Argon2<'static>, password: &[u8]) -> Result<PasswordHash, StoreError> {
    let hashed: Phc = argon2.hash_password(password).map_err(|error| StoreError::Damaged(error.to_string()))?;
    Ok(PasswordHash(hashed.to_string()))
}

fn verify(argon2: &Argon2<'static>, password: &Secret, known: &PasswordHash) -> bool {
    let parsed = Phc::new(&known.0);
    parsed.is_ok_and(|phc| argon2.verify_password(password.reveal().as_bytes(), &phc).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_tells_its_parameters_and_takes_only_its_password() {
        let secret = |text: &str| Secret::try_from(text.to_owned()).unwrap();
        let argon2 = argon2id().unwrap();
        let known = hash(&argon2, b"lantern orbit 47 gravel").unwrap();
        assert!(known.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", known.0);
        assert!(verify(&argon2, &secret("lantern orbit 47 gravel"), &known));
        assert!(!verify(&argon2, &secret("lantern orbit 47 grave"), &known));
        assert!(!verify(&argon2, &secret("x"), &PasswordHash("damaged".into())));
    }
}
