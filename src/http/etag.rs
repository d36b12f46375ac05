//! Entity tags of records: strong, from the revision and the document's hash.
use super::problem::Problem;
use crate::domain::fault::FaultCode;
use crate::store::record::RecordRow;
use actix_web::HttpRequest;
use actix_web::http::header::{EntityTag, Header, IfMatch, IfNoneMatch};

pub fn of(rev: i64, hash: &[u8]) -> EntityTag {
    let head: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    EntityTag::new_strong(format!("{rev}-{head}"))
}

/// What the caller saw of a record, as `If-Match` says; required.
pub fn seen(request: &HttpRequest) -> Result<impl Fn(&RecordRow) -> bool + Send + 'static, Problem> {
    if !request.headers().contains_key("if-match") {
        return Err(Problem::new(
            FaultCode::PreconditionRequired,
            "say with If-Match which state of the record you saw",
        ));
    }
    let given = IfMatch::parse(request).map_err(|error| Problem::bad_request("If-Match", error))?;
    Ok(move |row: &RecordRow| match &given {
        IfMatch::Any => true,
        IfMatch::Items(tags) => tags.iter().any(|tag| tag.strong_eq(&of(row.rev, &row.hash))),
    })
}

/// Whether the caller has what this tag stands for, as `If-None-Match` says.
pub fn is_held(request: &HttpRequest, tag: &EntityTag) -> Result<bool, Problem> {
    if !request.headers().contains_key("if-none-match") {
        return Ok(false);
    }
    let given = IfNoneMatch::parse(request).map_err(|error| Problem::bad_request("If-None-Match", error))?;
    Ok(match given {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) => tags.iter().any(|held| held.weak_eq(tag)),
    })
}
