//! Accounts: logins, secrets, the states of a person and the reasons why a session ends.
use super::spelled::spelled;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

spelled! {
    /// Whether a person may sign in.
    PersonState {
        /// Created; has not set a password yet.
        Invited = "invited",
        Active = "active",
        /// Locked by an administrator.
        Deactivated = "deactivated",
    }
}

spelled! {
    /// What a key of the platform is for.
    KeyPurpose { Access = "access", Refresh = "refresh" }
}

spelled! {
    /// Why a one-time link was made.
    InvitationPurpose {
        FirstAdministrator = "first_administrator",
        NewPerson = "new_person",
        NewPassword = "new_password",
    }
}

spelled! {
    /// Why a session ended before its time.
    SessionEnd {
        SignedOut = "signed_out",
        /// The same device signed in again.
        SignedInAgain = "signed_in_again",
        /// A refresh token came back that had been replaced: somebody holds a copy.
        TokenReplayed = "token_replayed",
        PasswordChanged = "password_changed",
        DeviceRevoked = "device_revoked",
        PersonDeactivated = "person_deactivated",
    }
}

spelled! {
    /// What stands in the log of administration.
    AdminAction {
        CreateOrganisation = "create_organisation",
        CreatePerson = "create_person",
        GiveDuty = "give_duty",
        EndDuty = "end_duty",
        ReissueInvitation = "reissue_invitation",
        DeactivatePerson = "deactivate_person",
        ActivatePerson = "activate_person",
        RevokeDevice = "revoke_device",
        RefuseSignIn = "refuse_sign_in",
        EndReplayedSession = "end_replayed_session",
        RedeemInvitation = "redeem_invitation",
        ChangePassword = "change_password",
        CreateRegion = "create_region",
        RecodeRegion = "recode_region",
        CloseRegion = "close_region",
        SetPolicy = "set_policy",
        RestoreDatabase = "restore_database",
    }
}

/// A login: 3 to 64 lower-case letters, digits and `. _ - @`; a staff number, a phone number, an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(try_from = "String", into = "String")]
#[diesel(sql_type = diesel::sql_types::Text)]
#[schema(value_type = String, pattern = "^[a-z0-9._@-]{3,64}$", example = "zhang.san")]
pub struct Login(String);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a login has 3 to 64 characters of a-z, 0-9 and . _ - @")]
pub struct BadLogin;

impl Login {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl TryFrom<String> for Login {
    type Error = BadLogin;
    fn try_from(text: String) -> Result<Self, BadLogin> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-@".contains(&b);
        let is_login = (3..=64).contains(&text.len()) && text.bytes().all(allowed);
        is_login.then_some(Self(text)).ok_or(BadLogin)
    }
}
impl From<Login> for String {
    fn from(login: Login) -> Self {
        login.0
    }
}
impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for Login
where
    str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        self.0.as_str().to_sql(out)
    }
}
impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for Login
where
    String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        Ok(Self::try_from(String::from_sql(bytes)?)?)
    }
}

/// A password or a token on its way: never printed, not even by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, format = Password, min_length = 1, max_length = 1024)]
pub struct Secret(String);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("has 1 to 1024 bytes")]
pub struct BadSecret;

impl Secret {
    /// The text itself, for whoever hashes it or sends it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}
impl TryFrom<String> for Secret {
    type Error = BadSecret;
    fn try_from(text: String) -> Result<Self, BadSecret> {
        (1..=1024).contains(&text.len()).then_some(Self(text)).ok_or(BadSecret)
    }
}
impl From<Secret> for String {
    fn from(secret: Secret) -> Self {
        secret.0
    }
}
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// A token of the server's own making on its way out: as little printed, and as long as it must be. One that
/// names sixteen duties is longer than any secret that comes in.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(value_type = String, format = Password)]
pub struct IssuedToken(String);

impl IssuedToken {
    /// The text itself, for whoever sends it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}
impl From<String> for IssuedToken {
    fn from(text: String) -> Self {
        Self(text)
    }
}
impl fmt::Debug for IssuedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(token)")
    }
}

/// Why a new password is refused (ASVS: length and guessability; no composition rules).
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPassword {
    #[error("a password has 10 to 128 characters")]
    Length,
    #[error("too easy to guess: take a longer one, or words that do not belong together")]
    Guessable,
}

/// Judges a new password; `about` is what an attacker would try first: login, name.
pub fn judge_new_password(password: &Secret, about: &[&str]) -> Result<(), BadPassword> {
    let text = password.reveal();
    if !(10..=128).contains(&text.chars().count()) {
        return Err(BadPassword::Length);
    }
    let score = zxcvbn::zxcvbn(text, about).score();
    if score >= zxcvbn::Score::Three { Ok(()) } else { Err(BadPassword::Guessable) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn a_secret_is_never_printed() {
        assert_eq!(format!("{:?}", secret("hunter2 hunter2")), "(secret)");
    }

    #[test]
    fn a_new_password_is_long_and_hard_to_guess() {
        assert_eq!(judge_new_password(&secret("Tr0ub4dor"), &[]), Err(BadPassword::Length));
        assert_eq!(judge_new_password(&secret(&"隐".repeat(129)), &[]), Err(BadPassword::Length));
        assert_eq!(judge_new_password(&secret("password123"), &[]), Err(BadPassword::Guessable));
        assert_eq!(judge_new_password(&secret("zhangsan.ganzhou"), &["zhangsan.ganzhou"]), Err(BadPassword::Guessable));
        assert_eq!(judge_new_password(&secret("lantern orbit 47 gravel"), &["zhang.san"]), Ok(()));
    }

    #[test]
    fn a_login_has_one_spelling() {
        assert!(Login::try_from("zhang.san@360702".to_owned()).is_ok());
        for text in ["Zhang", "zs", "zhang san", "张三丰"] {
            assert_eq!(Login::try_from(text.to_owned()), Err(BadLogin), "{text}");
        }
    }
}
