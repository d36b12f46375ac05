//! Why a whole request was not carried out: the published list of codes.
use super::spelled::spelled;
use serde_json::{Map, Value};

spelled! {
    /// Why a request was not carried out. Codes are added, never renamed.
    FaultCode {
        /// The request is not what the operation asks for; `pointer` says where.
        BadRequest = "bad-request" ("请求有误", "Bad request"),
        /// No token, or one that is invalid, expired or of a session that ended.
        Unauthenticated = "unauthenticated" ("未登录", "Not signed in"),
        /// Login or password are wrong, or there were too many attempts.
        InvalidCredentials = "invalid-credentials" ("账号或密码有误", "Wrong login or password"),
        /// The refresh token or the one-time link is unknown, used, expired or was withdrawn.
        InvalidToken = "invalid-token" ("令牌无效", "Invalid token"),
        /// The device was revoked, or belongs to somebody else.
        DeviceRevoked = "device-revoked" ("设备不可用", "Not with this device"),
        /// The person's duties do not include this.
        Forbidden = "forbidden" ("没有权限", "Forbidden"),
        /// Nothing here, or nothing that this person may see.
        NotFound = "not-found" ("未找到", "Not found"),
        MethodNotAllowed = "method-not-allowed" ("不支持的请求方法", "Method not allowed"),
        /// The body did not arrive in time.
        RequestTimeout = "request-timeout" ("请求超时", "Request timeout"),
        /// The acts do not continue the device's sequence; `expected_client_seq` says where it stands.
        OutOfOrder = "out-of-order" ("操作不连续", "Out of order"),
        /// The same `client_seq` carried another act before: the device was restored from a backup.
        DeviceFork = "device-fork" ("设备数据分叉", "Device forked"),
        /// The device speaks a schema that this server does not know yet.
        SchemaNewerThanServer = "schema-newer-than-server" ("服务器版本过旧", "Server too old"),
        /// The cursor is ahead of the ledger: the database was restored from a backup.
        CursorAhead = "cursor-ahead" ("游标超前", "Cursor ahead of the ledger"),
        /// Something of this name or identity is there already.
        AlreadyExists = "already-exists" ("已存在", "Already exists"),
        /// What it names does not allow it in its present state.
        Conflict = "conflict" ("与当前状态冲突", "Conflict"),
        /// `If-Match` does not name the record as it stands; `current` is how it stands.
        PreconditionFailed = "precondition-failed" ("记录已被修改", "Precondition failed"),
        /// An act on a record must say, with `If-Match`, which state of it was seen.
        PreconditionRequired = "precondition-required" ("缺少前提条件", "Precondition required"),
        PayloadTooLarge = "payload-too-large" ("内容过大", "Payload too large"),
        UnsupportedMediaType = "unsupported-media-type" ("不支持的内容类型", "Unsupported media type"),
        /// Well-formed, but a rule of the domain refuses it; `pointer` says where.
        Invalid = "invalid" ("内容不符合规定", "Invalid"),
        TooManyRequests = "too-many-requests" ("请求过于频繁", "Too many requests"),
        Internal = "internal" ("服务器内部错误", "Internal error"),
        /// Try again after `Retry-After` seconds.
        Busy = "busy" ("系统繁忙", "Busy"),
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
