//! The one error shape of the API (RFC 9457), and the table of its codes.
use crate::domain::Language;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::said::told;
use crate::domain::spelled::Spelled;
use crate::services::Failure;
use crate::store::StoreError;
use actix_web::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt;
use utoipa::{ToResponse, ToSchema};

/// `code` is for programs, `title` and `detail` for people. Causes go to the log, never to the client.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, ToResponse)]
#[response(description = "The request was not carried out", content_type = "application/problem+json")]
pub struct Problem {
    /// `about:blank`: what went wrong is told by `code`.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    kind: &'static str,
    /// The code in words, in the language of the answer.
    title: &'static str,
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    code: FaultCode,
    detail: String,
    /// The place in the body (a JSON pointer), or the name of a parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// What a program needs besides, by code; for example `expected_client_seq`.
    #[serde(flatten)]
    #[schema(value_type = Object, inline)]
    extra: Map<String, Value>,
    #[serde(skip)]
    allow: Vec<Method>,
    /// Seconds after which to ask again, where that is known.
    #[serde(skip)]
    pause: Option<u64>,
}

/// code -> status. Who must act: 4xx the client, 5xx the operator, 503 nobody: try again.
fn status_of(code: FaultCode) -> StatusCode {
    use FaultCode::*;
    match code {
        BadRequest => StatusCode::BAD_REQUEST,
        Unauthenticated | InvalidCredentials | InvalidToken => StatusCode::UNAUTHORIZED,
        DeviceRevoked | Forbidden => StatusCode::FORBIDDEN,
        NotFound => StatusCode::NOT_FOUND,
        MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        RequestTimeout => StatusCode::REQUEST_TIMEOUT,
        OutOfOrder | DeviceFork | SchemaNewerThanServer | CursorAhead | AlreadyExists | Conflict => {
            StatusCode::CONFLICT
        }
        PreconditionFailed => StatusCode::PRECONDITION_FAILED,
        PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
        PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Busy => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn title_of(code: FaultCode, language: Language) -> &'static str {
    let (chinese, english) = code.labels().unwrap_or((code.as_str(), code.as_str()));
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// Seconds after which a busy server is asked again.
const PAUSE: u64 = 2;

impl Problem {
    pub fn new(code: FaultCode, detail: impl Into<String>) -> Self {
        Fault::new(code, detail).into()
    }
    pub fn bad_request(pointer: &str, cause: impl fmt::Display) -> Self {
        Fault::new(FaultCode::BadRequest, cause.to_string()).at(pointer).into()
    }
    pub fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!("{cause}");
        Self::new(FaultCode::Internal, "something went wrong on our side")
    }
    /// The same problem for a person who reads another language; `code` and `pointer` stay.
    pub fn told_in(self, language: Language) -> Self {
        Self { title: title_of(self.code, language), detail: told(&self.detail, language), ..self }
    }
    /// The same, to be asked again after so many seconds.
    pub fn after(self, seconds: u64) -> Self {
        Self { pause: Some(seconds), ..self }
    }
    /// Another method is allowed here.
    pub fn method_not_allowed(allow: Vec<Method>) -> Self {
        Self { allow, ..Self::new(FaultCode::MethodNotAllowed, "this resource does not know the method") }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

/// A stream that breaks off ends with one.
impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        status_of(self.code)
    }
    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        match self.code {
            FaultCode::Busy | FaultCode::TooManyRequests => {
                answer.insert_header((RETRY_AFTER, self.pause.unwrap_or(PAUSE)))
            }
            FaultCode::Unauthenticated => answer.insert_header((WWW_AUTHENTICATE, "Bearer")),
            FaultCode::MethodNotAllowed => {
                let methods: Vec<_> = self.allow.iter().map(Method::as_str).collect();
                answer.insert_header(("Allow", methods.join(", ")))
            }
            _ => &mut answer,
        };
        answer.content_type("application/problem+json").body(serde_json::to_string(self).unwrap_or_default())
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let Fault { code, detail, pointer, extra } = fault;
        let status = status_of(code);
        let title = title_of(code, Language::English);
        Self {
            kind: "about:blank",
            title,
            status: status.as_u16(),
            code,
            detail,
            pointer,
            extra,
            allow: Vec::new(),
            pause: None,
        }
    }
}
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(cause) => {
                tracing::warn!("busy: {cause}");
                Self::new(FaultCode::Busy, "try again shortly")
            }
            // It was open when the server began to serve: the database is away for a while.
            StoreError::Open(cause) => {
                tracing::error!("no connection to the database: {cause}");
                Self::new(FaultCode::Busy, "try again shortly")
            }
            error => Self::internal(error),
        }
    }
}
impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Fault(fault) => fault.into(),
            Failure::Store(error) => error.into(),
        }
    }
}
