//! Why a whole request was not carried out: the published list of codes.
use super::spelled::spelled;
use serde_json::{Map, Value};

spelled! {
    /// Why a request was not carried out. Codes are added, never renamed.
    FaultCode {
        /// The request is not what the operation asks for; `pointer` says where.
        BadRequest = "bad-request",
        /// No token, or one that is invalid, expired or of a session that ended.
        Unauthenticated = "unauthenticated",
        /// Login or password are wrong, or there were too many attempts.
        InvalidCredentials = "invalid-credentials",
        /// The refresh token or the one-time link is unknown, used, expired or was withdrawn.
        InvalidToken = "invalid-token",
        /// The device was revoked, or belongs to somebody else.
        DeviceRevoked = "device-revoked",
        /// The person's duties do not include this.
        Forbidden = "forbidden",
        /// Nothing here, or nothing that this person may see.
        NotFound = "not-found",
        MethodNotAllowed = "method-not-allowed",
        /// The body did not arrive in time.
        RequestTimeout = "request-timeout",
        /// The acts do not continue the device's sequence; `expected_client_seq` says where it stands.
        OutOfOrder = "out-of-order",
        /// The same `client_seq` carried another act before: the device was restored from a backup.
        DeviceFork = "device-fork",
        /// The device speaks a schema that this server does not know yet.
        SchemaNewerThanServer = "schema-newer-than-server",
        /// The cursor is ahead of the ledger: the database was restored from a backup.
        CursorAhead = "cursor-ahead",
        /// Something of this name or identity is there already.
        AlreadyExists = "already-exists",
        /// What it names does not allow it in its present state.
        Conflict = "conflict",
        /// `If-Match` does not name the record as it stands; `current` is how it stands.
        PreconditionFailed = "precondition-failed",
        /// An act on a record must say, with `If-Match`, which state of it was seen.
        PreconditionRequired = "precondition-required",
        PayloadTooLarge = "payload-too-large",
        UnsupportedMediaType = "unsupported-media-type",
        /// Well-formed, but a rule of the domain refuses it; `pointer` says where.
        Invalid = "invalid",
        TooManyRequests = "too-many-requests",
        Internal = "internal",
        /// Try again after `Retry-After` seconds.
        Busy = "busy",
    }
}

/// One fault: a code for programs, a sentence for people, the place in the input.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    pub code: FaultCode,
    pub detail: String,
    /// A JSON pointer into the body, or the name of a parameter.
    pub pointer: Option<String>,
    /// What a program needs besides, such as `expected_client_seq`.
    pub extra: Map<String, Value>,
}

impl Fault {
    pub fn new(code: FaultCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), pointer: None, extra: Map::new() }
    }
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(FaultCode::NotFound, detail)
    }
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(FaultCode::Forbidden, detail)
    }
    /// A rule of the domain refuses what stands at this place of the body.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(FaultCode::Invalid, detail).at(pointer)
    }
}

impl From<super::canonical::BadJson> for Fault {
    fn from(bad: super::canonical::BadJson) -> Self {
        Self::new(FaultCode::BadRequest, bad.detail).at(bad.pointer)
    }
}
