//! The page behind a one-time link: one self-contained document that sets a password.
use super::problem::Problem;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use actix_web::{HttpResponse, get};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
static PAGE: LazyLock<String> =
    LazyLock::new(|| include_str!("page.html").replace("{{style}}", STYLE).replace("{{script}}", SCRIPT));

/// Nothing is loaded and nothing runs but what stands in the page itself, told by its hash.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
});

/// Show welcome
///
/// A page for people: `/welcome#<token>` asks for a password and redeems the one-time link.
#[utoipa::path(tag = "accounts",
    responses((status = 200, description = "The page", body = String, content_type = "text/html"), (status = "4XX", response = Problem)))]
#[get("/welcome")]
pub async fn show_welcome() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, POLICY.as_str()))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(PAGE.as_str())
}
