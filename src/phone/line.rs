//! The line between a phone and the server: requests, and what they come to.
use crate::domain::RegionId;
use crate::services::pull::stream;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Debug, thiserror::Error)]
pub enum PhoneError {
    #[error("no answer: {0}")]
    Unreachable(String),
    /// The whole request was answered with a problem.
    #[error("{status}: {problem}")]
    Refused { status: u16, problem: Value },
    /// What the phone holds is not what the server says it must hold.
    #[error("the digest of {kind} in {ledger} does not agree")]
    Diverged { ledger: RegionId, kind: String },
}

/// Where the server is, and under which token the phone speaks.
#[derive(Debug, Clone)]
pub struct Line {
    pub url: String,
    pub token: String,
    agent: ureq::Agent,
    bytes: Arc<AtomicU64>,
}

impl Line {
    pub fn new(url: impl Into<String>, token: impl Into<String>) -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        Self {
            url: url.into(),
            token: token.into(),
            agent: ureq::Agent::new_with_config(config),
            bytes: Arc::default(),
        }
    }
    /// The bytes of bodies that went up and came down, not compressed.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
    /// A line over which no answer is waited for any longer than this.
    pub fn with_patience(self, patience: std::time::Duration) -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(patience)).build();
        Self { agent: ureq::Agent::new_with_config(config), ..self }
    }
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, PhoneError> {
        let request = self
            .agent
            .post(format!("{}{path}", self.url))
            .header("authorization", format!("Bearer {}", self.token))
            .header("accept-language", "en");
        let body = body.to_string();
        self.count(&body);
        self.read(request.content_type("application/json").send(body))
    }
    /// The lines of a streamed answer, as far as they came.
    pub fn stream(&self, path: &str, body: &Value) -> Result<Vec<stream::Line>, PhoneError> {
        let request = self
            .agent
            .post(format!("{}{path}", self.url))
            .header("authorization", format!("Bearer {}", self.token))
            .header("accept-language", "en")
            .send_json(body);
        let unreachable = |error: ureq::Error| PhoneError::Unreachable(error.to_string());
        let mut answer = request.map_err(unreachable)?;
        let text = answer.body_mut().with_config().limit(1 << 30).read_to_string().map_err(unreachable)?;
        match answer.status().as_u16() {
            200 => text.lines().map(|line| typed(serde_json::from_str(line).unwrap_or_default())).collect(),
            status => Err(PhoneError::Refused { status, problem: serde_json::from_str(&text).unwrap_or_default() }),
        }
    }
    pub fn get(&self, path: &str) -> Result<Value, PhoneError> {
        let request = self
            .agent
            .get(format!("{}{path}", self.url))
            .header("authorization", format!("Bearer {}", self.token))
            .header("accept-language", "en");
        self.read(request.call())
    }

    fn read(&self, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, PhoneError> {
        let unreachable = |error: ureq::Error| PhoneError::Unreachable(error.to_string());
        let mut answer = answer.map_err(unreachable)?;
        let status = answer.status().as_u16();
        let text = answer.body_mut().with_config().limit(1 << 28).read_to_string().map_err(unreachable)?;
        self.count(&text);
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        if status < 300 { Ok(json) } else { Err(PhoneError::Refused { status, problem: json }) }
    }
    fn count(&self, body: &str) {
        self.bytes.fetch_add(body.len() as u64, Ordering::Relaxed);
    }
}

pub(super) fn typed<T: serde::de::DeserializeOwned>(json: Value) -> Result<T, PhoneError> {
    serde_json::from_value(json).map_err(|error| PhoneError::Unreachable(format!("an unknown answer: {error}")))
}
