//! Signing in and out, tokens, passwords, and who I am.
use super::body::Body;
use super::clock;
use super::db::Db;
use super::problem::Problem;
use crate::domain::Secret;
use crate::domain::fault::FaultCode;
use crate::domain::scope::Subject;
use crate::services::accounts;
use crate::services::keys::{KeySet, Keys};
use crate::services::passwords::Hasher;
use crate::services::sessions::{self, Me, SignIn, Tokens};
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, get, post};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    pub refresh_token: Secret,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    pub current_password: Secret,
    /// 10 to 128 characters that are hard to guess.
    pub new_password: Secret,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Redemption {
    /// The one-time link's token.
    pub token: Secret,
    /// 10 to 128 characters that are hard to guess.
    pub new_password: Secret,
}

/// The same for a wrong login, a wrong password and a locked account.
const WRONG: (FaultCode, &str) =
    (FaultCode::InvalidCredentials, "login or password are wrong, or there were too many attempts");
const STALE: (FaultCode, &str) =
    (FaultCode::InvalidToken, "the refresh token is unknown, used, expired or was withdrawn");

/// Tokens are for their device alone: no cache keeps them.
fn told(tokens: Option<Tokens>, refusal: (FaultCode, &str)) -> Result<HttpResponse, Problem> {
    let tokens = tokens.ok_or_else(|| Problem::new(refusal.0, refusal.1))?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(tokens))
}

/// Sign in
///
/// Five wrong passwords in a row close the account for 15 minutes; the answer does not tell.
#[utoipa::path(tag = "accounts", request_body = SignIn,
    responses((status = 200, description = "Signed in on this device", body = Tokens), (status = "4XX", response = Problem)))]
#[post("/auth/sign-in")]
pub async fn sign_in(
    request: Body<SignIn>,
    keys: Data<Keys>,
    hasher: Data<Hasher>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let SignIn { login, password, device } = request.0;
    let account = db.read(move |conn| accounts::known(conn, &login)).await?;
    let attempt = hasher.try_password(account, password).await?;
    let now = clock::now();
    let tokens = db.write(move |conn| sessions::sign_in(conn, &keys, &attempt, device, now)).await?;
    told(tokens, WRONG)
}

/// Refresh tokens
///
/// A refresh token is good once. If the answer was lost, the same token may be sent again within
/// 60 seconds and gets the same successor; any older one ends the session.
#[utoipa::path(tag = "accounts", request_body = Refresh,
    responses((status = 200, description = "The next pair of tokens", body = Tokens), (status = "4XX", response = Problem)))]
#[post("/auth/refresh")]
pub async fn refresh_tokens(request: Body<Refresh>, keys: Data<Keys>, db: Db) -> Result<HttpResponse, Problem> {
    let token = request.0.refresh_token;
    let now = clock::now();
    let tokens = db.write(move |conn| sessions::refresh(conn, &keys, &token, now)).await?;
    told(tokens, STALE)
}

/// Sign out
///
/// Ends this session; its access token is void at once.
#[utoipa::path(tag = "accounts", security(("bearer" = [])),
    responses((status = 204, description = "Signed out"), (status = "4XX", response = Problem)))]
#[post("/auth/sign-out")]
pub async fn sign_out(subject: Subject, db: Db) -> Result<HttpResponse, Problem> {
    db.write(move |conn| sessions::sign_out(conn, &subject, clock::now())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Change password
///
/// Ends the person's other sessions.
#[utoipa::path(tag = "accounts", request_body = PasswordChange, security(("bearer" = [])),
    responses((status = 204, description = "The password is changed"), (status = "4XX", response = Problem)))]
#[post("/auth/password")]
pub async fn change_password(
    subject: Subject,
    request: Body<PasswordChange>,
    hasher: Data<Hasher>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let PasswordChange { current_password, new_password } = request.0;
    let (person, session, now) = (subject.person, subject.session, clock::now());
    let account = db.read(move |conn| accounts::of(conn, person)).await?;
    let new = hasher.hash_new(&account, new_password).await?;
    let attempt = hasher.try_password(Some(account), current_password).await?;
    let is_changed = db.write(move |conn| accounts::change_password(conn, &attempt, &new, session, now)).await?;
    is_changed.then(|| HttpResponse::NoContent().finish()).ok_or_else(|| Problem::new(WRONG.0, WRONG.1))
}

/// Redeem invitation
///
/// Sets a password with a one-time link. Ends all sessions that the person had.
#[utoipa::path(tag = "accounts", request_body = Redemption,
    responses((status = 204, description = "The password is set: sign in"), (status = "4XX", response = Problem)))]
#[post("/auth/redeem")]
pub async fn redeem_invitation(
    request: Body<Redemption>,
    hasher: Data<Hasher>,
    db: Db,
) -> Result<HttpResponse, Problem> {
    let Redemption { token, new_password } = request.0;
    let (shown, now) = (token.clone(), clock::now());
    let account = db.read(move |conn| accounts::invited(conn, &shown, now)).await?;
    let new = hasher.hash_new(&account, new_password).await?;
    db.write(move |conn| accounts::redeem(conn, &token, &new, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Get me
///
/// The person that is signed in, with its device and the duties in force.
#[utoipa::path(tag = "accounts", security(("bearer" = [])),
    responses((status = 200, description = "The person that is signed in", body = Me), (status = "4XX", response = Problem)))]
#[get("/me")]
pub async fn get_me(subject: Subject, db: Db) -> Result<Json<Me>, Problem> {
    Ok(Json(db.read(move |conn| sessions::me(conn, subject)).await?))
}

/// Get keys
///
/// The public keys (RFC 7517) with which anybody may verify an access token.
#[utoipa::path(tag = "accounts",
    responses((status = 200, description = "The keys that sign access tokens", body = KeySet), (status = "4XX", response = Problem)))]
#[get("/.well-known/jwks.json")]
pub async fn get_keys(keys: Data<Keys>) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=600")).json(keys.published())
}
