//! Limits on what comes in: so much for each device and for each address, and no more than the
//! database can answer soon.
mod address;
mod bucket;
mod load;

pub use address::Trusted;
pub use load::{Class, NEXT_POLL, Pace};

use super::clock;
use super::language;
use super::problem::Problem;
use crate::domain::fault::FaultCode;
use crate::services::keys::Keys;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web::Data};
use bucket::{Buckets, Standing};
use std::net::IpAddr;
use uuid::Uuid;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STATE: HeaderName = HeaderName::from_static("ratelimit");

/// What an operator may set.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// Requests a second of one device, in the long run; ten seconds' worth may come at once. None where 0.
    pub device_rate: u32,
    /// The same for one address.
    pub address_rate: u32,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted: Trusted,
}

/// The buckets of everybody who has come of late.
pub struct Gate {
    devices: Option<Buckets<Uuid>>,
    addresses: Option<Buckets<IpAddr>>,
    trusted: Trusted,
}

impl From<Limits> for Gate {
    fn from(limits: Limits) -> Self {
        let Limits { device_rate, address_rate, trusted } = limits;
        Self { devices: Buckets::of("device", device_rate), addresses: Buckets::of("address", address_rate), trusted }
    }
}

impl Gate {
    /// Takes a token from each bucket that the request is of. A signed-in device is told of its own
    /// bucket, anybody else of its address's.
    fn pass(&self, request: &ServiceRequest) -> Vec<Standing> {
        let peer = request.peer_addr().map(|peer| peer.ip());
        let address = peer.map(|peer| self.trusted.client(peer, request.headers()));
        let of_address = self.addresses.as_ref().zip(address).map(|(buckets, address)| buckets.take(address));
        let of_device = self.devices.as_ref().zip(device(request)).map(|(buckets, device)| buckets.take(device));
        of_device.into_iter().chain(of_address).collect()
    }
}

/// The device that the token was issued to, or the session where it has none. A token that is not
/// valid is nobody's.
fn device(request: &ServiceRequest) -> Option<Uuid> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    let keys = request.app_data::<Data<Keys>>().filter(|_| scheme.eq_ignore_ascii_case("bearer"))?;
    let claims = keys.verify(token.trim(), clock::now()).ok()?;
    Some(claims.did.map_or_else(|| *claims.sid.as_uuid(), |device| *device.as_uuid()))
}

/// Lets a request in, or says when to come again. Whoever watches over the server is never kept out.
pub async fn guard<B: MessageBody>(
    gate: Data<Gate>,
    pace: Data<Pace>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let class = Class::of(request.method(), request.path());
    if class == Class::Watch {
        return next.call(request).await.map(ServiceResponse::map_into_left_body);
    }
    let standings = gate.pass(&request);
    let refusal = standings.iter().find_map(Standing::refusal).or_else(|| pace.refusal(class));
    let mut answer = match refusal {
        None => next.call(request).await?.map_into_left_body(),
        Some(problem) => {
            let told = language::problem(request.headers(), problem);
            request.into_response(told).map_into_right_body()
        }
    };
    tell(&standings, answer.headers_mut());
    Ok(answer)
}

/// RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10): a list of what holds.
fn tell(standings: &[Standing], headers: &mut HeaderMap) {
    let list = |item: fn(&Standing) -> String| standings.iter().map(item).collect::<Vec<_>>().join(", ");
    for (name, value) in [(POLICY, list(Standing::policy)), (STATE, list(Standing::state))] {
        if let Some(value) = HeaderValue::try_from(value).ok().filter(|value| !value.is_empty()) {
            headers.insert(name, value);
        }
    }
}

fn too_many(seconds: u64) -> Problem {
    Problem::new(FaultCode::TooManyRequests, "too many requests: wait as long as Retry-After says").after(seconds)
}
