//! Bodies: plain, gzip or zstd, of a limited size when decoded, arriving in limited time.
use super::problem::Problem;
use crate::domain::canonical::bad_json;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::objects::Objects;
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::io::Read;
use std::pin::Pin;
use std::time::Duration;

/// The most bytes of a body, sent as well as decoded.
pub const MOST_BYTES: usize = 1 << 20;
/// How a body may be sent, plain besides.
pub const ENCODINGS: &[&str] = &["gzip", "zstd"];
/// The longest that a body may take to arrive.
const DEADLINE: Duration = Duration::from_secs(30);
/// A zstd frame may ask for a window of this many bytes (2^n), not more.
const LARGEST_WINDOW: u32 = 23;

/// A body that was read into its type, or answered with the place of the error.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let coding = json_coding(request);
        let payload = payload.take();
        Box::pin(async move {
            let coding = coding?;
            let bytes = arrived(payload, MOST_BYTES).await?;
            read(&coding.decode(bytes, MOST_BYTES)?).map(Body)
        })
    }
}

/// The bytes of a body that arrives in time.
pub async fn arrived(payload: Payload, most: usize) -> Result<Vec<u8>, Problem> {
    let bytes = tokio::time::timeout(DEADLINE, collect(payload, most));
    bytes.await.map_err(|_late: tokio::time::error::Elapsed| {
        Problem::new(FaultCode::RequestTimeout, "the body did not arrive within 30 seconds")
    })?
}

#[derive(Debug, Clone, Copy)]
pub enum Coding {
    Identity,
    Gzip,
    Zstd,
}

fn header(request: &HttpRequest, name: HeaderName) -> Option<String> {
    request.headers().get(name).map(|value| value.to_str().unwrap_or("?").to_ascii_lowercase())
}

/// The body's type, without parameters.
pub fn media_type(request: &HttpRequest) -> Option<String> {
    let media = header(request, CONTENT_TYPE)?;
    media.split(';').next().map(|media| media.trim().to_owned())
}

fn json_coding(request: &HttpRequest) -> Result<Coding, Problem> {
    match media_type(request).as_deref() {
        None | Some("application/json") => coding_of(request),
        Some(_) => Err(Problem::new(FaultCode::UnsupportedMediaType, "the body's type must be application/json")),
    }
}

pub fn coding_of(request: &HttpRequest) -> Result<Coding, Problem> {
    match header(request, CONTENT_ENCODING).as_deref() {
        None | Some("identity") => Ok(Coding::Identity),
        Some("gzip") => Ok(Coding::Gzip),
        Some("zstd") => Ok(Coding::Zstd),
        Some(_) => Err(Problem::new(FaultCode::UnsupportedMediaType, "the body's encoding must be gzip or zstd")),
    }
}

impl Coding {
    pub fn decode(self, bytes: Vec<u8>, most: usize) -> Result<Vec<u8>, Problem> {
        match self {
            Self::Identity => Ok(bytes),
            Self::Gzip => limited(flate2::read::MultiGzDecoder::new(bytes.as_slice()), most),
            Self::Zstd => {
                let mut decoder = zstd::Decoder::with_buffer(bytes.as_slice()).map_err(undecodable)?;
                decoder.window_log_max(LARGEST_WINDOW).map_err(undecodable)?;
                limited(decoder, most)
            }
        }
    }
}

fn undecodable(_: std::io::Error) -> Problem {
    Problem::new(FaultCode::BadRequest, "the body is not what its Content-Encoding says")
}

fn too_large(most: usize) -> Problem {
    Problem::new(FaultCode::PayloadTooLarge, format!("a body has at most {} MiB when decoded", most >> 20))
}

fn limited(decoder: impl Read, most: usize) -> Result<Vec<u8>, Problem> {
    let mut decoded = Vec::new();
    decoder.take(most as u64 + 1).read_to_end(&mut decoded).map_err(undecodable)?;
    if decoded.len() > most { Err(too_large(most)) } else { Ok(decoded) }
}

async fn collect(mut payload: Payload, most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| Problem::bad_request("", error))?;
        if bytes.len() + chunk.len() > most {
            return Err(too_large(most));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Problem::bad_request("", format!("the body is not UTF-8 after byte {}", error.valid_up_to()))
    })?;
    if !text.trim_start().starts_with('{') {
        return Err(Problem::bad_request("", "the body must be a JSON object"));
    }
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(Objects(&mut json)).map_err(|error| Fault::from(bad_json(error)))?;
    json.end().map_err(|error| Problem::bad_request("", error))?;
    Ok(value)
}
