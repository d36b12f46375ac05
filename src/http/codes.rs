//! Code lists: public data, which apps keep until it changes.
use super::problem::Problem;
use crate::domain::code_lists::{self, CodeList};
use crate::domain::fault::Fault;
use actix_web::http::header::{CACHE_CONTROL, ETAG, EntityTag, Header, IfNoneMatch};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// How long a copy is used without asking; after it, the copy's tag is sent along.
const KEPT: &str = "public, max-age=3600";

/// A list by its name.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeListName {
    #[schema(example = "sector")]
    pub name: &'static str,
    /// One more with every change of the list.
    pub version: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CodeListNames {
    pub items: Vec<CodeListName>,
}

/// List code lists
///
/// Names and versions. Public, as the lists are.
#[utoipa::path(tag = "codes", params(("If-None-Match" = Option<String>, Header, description = "The tag of a copy")),
    responses((status = 200, description = "The names; `ETag` is set", body = CodeListNames), (status = 304, description = "The copy is current")))]
#[get("/codes")]
pub async fn list_code_lists(request: HttpRequest) -> HttpResponse {
    let names = code_lists::all().into_iter().map(|CodeList { name, version, .. }| CodeListName { name, version });
    unless_kept(&request, &CodeListNames { items: names.collect() })
}

/// Get code list
///
/// The values of one list in the order in which they are to be shown, each in Chinese and English.
/// Values are added, never renamed.
#[utoipa::path(tag = "codes", params(("list" = String, Path, description = "Its name", example = "sector"),
        ("If-None-Match" = Option<String>, Header, description = "The tag of a copy")),
    responses((status = 200, description = "The list; `ETag` is set", body = CodeList), (status = 304, description = "The copy is current"),
        (status = "4XX", response = Problem)))]
#[get("/codes/{list}")]
pub async fn get_code_list(request: HttpRequest, name: Path<String>) -> Result<HttpResponse, Problem> {
    let list = code_lists::find(&name).ok_or_else(|| Fault::not_found("no such code list"))?;
    Ok(unless_kept(&request, &list))
}

/// The answer, or 304 if the caller's copy is the same. The tag is weak: compressed or not, it is one copy.
fn unless_kept(request: &HttpRequest, value: &impl Serialize) -> HttpResponse {
    let text = serde_json::to_string(value).unwrap_or_default();
    let hash = Sha256::digest(&text);
    let tag = EntityTag::new_weak(hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect());
    let is_kept = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(kept)) => kept.iter().any(|kept| kept.weak_eq(&tag)),
        Err(_) => false,
    };
    let mut answer = if is_kept { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, tag.to_string())).insert_header((CACHE_CONTROL, KEPT));
    if is_kept { answer.finish() } else { answer.content_type("application/json").body(text) }
}
