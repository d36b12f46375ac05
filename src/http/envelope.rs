//! What happens around every request: HEAD is routed as GET, an id is given, a line is logged.
use actix_web::Error;
use actix_web::body::{BodySize, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use std::time::Instant;
use tracing::Instrument;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Handlers know GET only; the connection remembers that it was HEAD and sends no body. A stream,
/// which nobody would ever read, ends here.
pub async fn head_as_get<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, ()>>, Error> {
    let is_head = request.method() == Method::HEAD;
    if is_head {
        request.head_mut().method = Method::GET;
    }
    let answer = next.call(request).await?;
    match is_head && answer.response().body().size() == BodySize::Stream {
        true => Ok(answer.map_body(|_, _| EitherBody::right(()))),
        false => Ok(answer.map_into_left_body()),
    }
}

/// One line a request. The route, not the path: paths, headers and bodies may hold what is nobody's business.
pub async fn log<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let began = Instant::now();
    let id = Uuid::now_v7();
    let method = request.method().clone();
    let span = tracing::info_span!("request", %id);
    let mut answer = next.call(request).instrument(span.clone()).await?;
    let route = answer.request().match_pattern().unwrap_or_else(|| "-".into());
    let (status, ms) = (answer.status().as_u16(), began.elapsed().as_millis());
    span.in_scope(|| tracing::info!(%method, route, status, ms));
    if let Ok(id) = HeaderValue::try_from(id.to_string()) {
        answer.headers_mut().insert(REQUEST_ID, id);
    }
    Ok(answer)
}
