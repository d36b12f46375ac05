//! Who is calling: `Subject` among a handler's arguments asks for a signed-in person, `AdminGrant`
//! for an administrator, `PolicyGrant` for who sets policy, `AuditGrant` for who sees who looked at what.
use super::clock;
use super::problem::Problem;
use super::witness::Reader;
use crate::domain::Instant;
use crate::domain::access::{AdminGrant, AuditGrant, PolicyGrant, administer, govern, inspect};
use crate::domain::fault::FaultCode;
use crate::domain::scope::Subject;
use crate::services::keys::{Claims, Keys};
use crate::services::sessions;
use crate::store::Store;
use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::sync::Arc;

type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

impl FromRequest for Subject {
    type Error = Problem;
    type Future = Answer<Self>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        Box::pin(subject(request.clone()))
    }
}

impl FromRequest for AdminGrant {
    type Error = Problem;
    type Future = Answer<Self>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let subject = subject(request).await?;
            administer(&subject).ok_or_else(|| Problem::new(FaultCode::Forbidden, "only for administrators"))
        })
    }
}

impl FromRequest for PolicyGrant {
    type Error = Problem;
    type Future = Answer<Self>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let told = "only for territorial managers of county level or above";
            govern(&subject(request).await?).ok_or_else(|| Problem::new(FaultCode::Forbidden, told))
        })
    }
}

impl FromRequest for AuditGrant {
    type Error = Problem;
    type Future = Answer<Self>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let told = "only for auditors and administrators";
            inspect(&subject(request).await?).ok_or_else(|| Problem::new(FaultCode::Forbidden, told))
        })
    }
}

/// A token that is valid now, for handlers that ask who is behind it in their own unit of work; again
/// before each step, if there are more.
#[derive(Clone)]
pub struct Caller {
    token: String,
    keys: Data<Keys>,
}

impl Caller {
    /// What the token says, while it is valid.
    pub fn claims(&self) -> Result<Arc<Claims>, Problem> {
        Ok(self.keys.verify(&self.token, clock::now())?)
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let caller = || {
            let caller = Self { token: bearer(request)?.to_owned(), keys: shared::<Keys>(request)?.clone() };
            caller.claims().map(|_valid| caller)
        };
        ready(caller())
    }
}

/// When the access token of the request expires.
pub struct Expiry(pub Instant);

impl FromRequest for Expiry {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(claims(request, clock::now()).map(|claims| Self(Instant::from_millis(claims.exp * 1000))))
    }
}

fn claims(request: &HttpRequest, now: Instant) -> Result<Arc<Claims>, Problem> {
    Ok(shared::<Keys>(request)?.verify(bearer(request)?, now)?)
}

async fn subject(request: HttpRequest) -> Result<Subject, Problem> {
    let now = clock::now();
    let claims = claims(&request, now)?;
    let store = shared::<Store>(&request)?.get_ref().clone();
    let subject = store.read(move |conn| sessions::subject(conn, &claims, now)).await?;
    Reader::of(&subject).enter(&request);
    Ok(subject)
}

pub fn shared<T: 'static>(request: &HttpRequest) -> Result<&Data<T>, Problem> {
    request.app_data::<Data<T>>().ok_or_else(|| Problem::internal("not in app_data"))
}

fn bearer(request: &HttpRequest) -> Result<&str, Problem> {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token =
        header.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    token.map(|(_, token)| token.trim()).ok_or_else(|| Problem::new(FaultCode::Unauthenticated, "sign in first"))
}
