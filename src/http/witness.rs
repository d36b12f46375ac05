//! The witness: what an auditor reads, and every export, is noted before its answer goes out. What
//! cannot be noted is not answered. It stands around all handlers: an operation that is new is
//! witnessed without a line of its own.
use super::clock;
use super::language;
use super::limits::Class;
use super::problem::Problem;
use crate::domain::access::is_read_logged;
use crate::domain::scope::Subject;
use crate::domain::{PersonId, SessionId};
use crate::services::audit::{self, Read};
use crate::store::Store;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, Responder};
use std::collections::HashMap;
use utoipa::openapi::OpenApi;

/// Operations that show nothing of the ledger: one's own session, codes, regions and limits.
const NOT_THE_LEDGER: &[&str] = &[
    "get_me",
    "list_devices",
    "list_regions",
    "get_region",
    "list_code_lists",
    "get_code_list",
    "get_policy",
    "list_policy_versions",
    "get_sync_config",
    "listen_to_events",
];

/// Whose request it is: left by the session for the witness.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    person: PersonId,
    session: SessionId,
    is_logged: bool,
}

impl Reader {
    pub fn of(subject: &Subject) -> Self {
        Self { person: subject.person, session: subject.session, is_logged: is_read_logged(subject) }
    }
    pub fn enter(self, request: &HttpRequest) {
        request.extensions_mut().insert(self);
    }
}

/// How many rows an answer tells, and whether it is noted whoever reads it.
#[derive(Debug, Clone, Copy)]
struct Told {
    rows: i64,
    to_anybody: bool,
}

/// An answer of so many rows.
pub struct Counted<R> {
    told: Told,
    answer: R,
}

impl<R> Counted<R> {
    pub fn new(rows: i64, answer: R) -> Self {
        Self { told: Told { rows, to_anybody: false }, answer }
    }
    /// An answer that is noted whoever reads it.
    pub fn export(rows: i64, answer: R) -> Self {
        Self { told: Told { rows, to_anybody: true }, answer }
    }
}

impl<R: Responder> Responder for Counted<R> {
    type Body = R::Body;
    fn respond_to(self, request: &HttpRequest) -> HttpResponse<R::Body> {
        let mut answer = self.answer.respond_to(request);
        answer.extensions_mut().insert(self.told);
        answer
    }
}

/// The operation of each route.
pub struct Operations(HashMap<(Method, String), String>);

impl Operations {
    pub fn from(contract: &OpenApi) -> Self {
        let operations = contract.paths.paths.iter().flat_map(|(path, item)| {
            let of = |method: Method, operation: &Option<utoipa::openapi::path::Operation>| {
                let id = operation.as_ref()?.operation_id.clone()?;
                Some(((method, path.clone()), id))
            };
            [of(Method::GET, &item.get), of(Method::POST, &item.post)]
        });
        Self(operations.flatten().collect())
    }
    /// Its id; of a route that is not in the contract, its pattern.
    fn of(&self, method: &Method, route: String) -> String {
        let key = (method.clone(), route);
        self.0.get(&key).cloned().unwrap_or(key.1)
    }
}

pub async fn witness<B: MessageBody>(
    store: Data<Store>,
    operations: Data<Operations>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let answer = next.call(request).await?;
    let Some(read) = read(&answer, &operations) else { return Ok(answer.map_into_left_body()) };
    match store.write(move |conn| audit::note(conn, read, clock::now())).await {
        Ok(()) => Ok(answer.map_into_left_body()),
        Err(failure) => {
            let told = language::problem(answer.request().headers(), Problem::from(failure));
            Ok(answer.into_response(told).map_into_right_body())
        }
    }
}

/// What is to be noted of an answer, if anything is.
fn read<B>(answer: &ServiceResponse<B>, operations: &Operations) -> Option<Read> {
    let request = answer.request();
    let status = answer.status();
    let reader = request.extensions().get::<Reader>().copied()?;
    let told = answer.response().extensions().get::<Told>().copied();
    let is_answered = status.is_success() || status == StatusCode::NOT_MODIFIED;
    let is_read = Class::of(request.method(), request.path()) == Class::Read;
    let operation = operations.of(request.method(), request.match_pattern()?);
    let shows_ledger = !NOT_THE_LEDGER.contains(&operation.as_str());
    let is_noted = told.is_some_and(|told| told.to_anybody) || (reader.is_logged && is_read && shows_ledger);
    let Reader { person, session, .. } = reader;
    let filter = request.uri().to_string();
    (is_answered && is_noted).then(|| Read { person, session, operation, filter, rows: told.map(|told| told.rows) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::contract;

    #[test]
    fn whatever_is_not_witnessed_is_there() {
        let known: Vec<_> = Operations::from(&contract::openapi()).0.into_values().collect();
        for operation in NOT_THE_LEDGER {
            assert!(known.iter().any(|known| known == operation), "{operation}");
        }
    }
}
