//! The language of an answer: negotiated for each request, told with each text for people.
use super::problem::Problem;
use crate::domain::Language;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, HeaderMap, HeaderValue, VARY};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;
use std::convert::Infallible;
use std::future::{Ready, ready};

/// `Language` among a handler's arguments is the one that the request prefers.
impl FromRequest for Language {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(preferred(request.headers())))
    }
}

/// Several fields are one list.
fn preferred(headers: &HeaderMap) -> Language {
    let fields = headers.get_all(ACCEPT_LANGUAGE).filter_map(|value| value.to_str().ok());
    Language::preferred(&fields.collect::<Vec<_>>().join(","))
}

/// Says every problem in the language of its request.
pub async fn translate<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let language = preferred(request.headers());
    let answer = next.call(request).await?;
    let thrown = answer.response().error().and_then(|error| error.as_error::<Problem>());
    match thrown.cloned() {
        None => Ok(answer.map_into_left_body()),
        Some(thrown) => {
            let told = in_language(HttpResponse::from_error(thrown.told_in(language)), language);
            Ok(answer.into_response(told).map_into_right_body())
        }
    }
}

/// A problem, in the language that the request prefers.
pub fn problem(asked: &HeaderMap, problem: Problem) -> HttpResponse {
    let language = preferred(asked);
    in_language(HttpResponse::from_error(problem.told_in(language)), language)
}

/// JSON with texts in a language.
pub fn json(value: &impl Serialize, language: Language) -> HttpResponse {
    in_language(HttpResponse::Ok().json(value), language)
}

pub fn in_language(mut answer: HttpResponse, language: Language) -> HttpResponse {
    let headers = answer.headers_mut();
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.as_str()));
    headers.append(VARY, HeaderValue::from_static("accept-language"));
    answer
}
