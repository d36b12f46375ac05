//! The contract, served: the document itself, and a page to read and try it that needs no internet.
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::web::{Bytes, Data, ServiceConfig, get};
use actix_web::{HttpResponse, Responder};
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// The document's text, made once.
pub struct Document(Bytes);

impl Document {
    pub fn from(contract: &OpenApi) -> Self {
        Self(contract.to_json().unwrap_or_default().into())
    }
}

pub fn pages(app: &mut ServiceConfig) {
    let page = SwaggerUi::new("/docs/{_:.*}").config(Config::from("/openapi.json"));
    app.route("/openapi.json", get().to(document)).route("/docs", get().to(to_page)).service(page);
}

async fn document(document: Data<Document>) -> impl Responder {
    let mut answer = HttpResponse::Ok();
    answer.content_type("application/json").insert_header((CACHE_CONTROL, "no-cache")).body(document.0.clone())
}

async fn to_page() -> impl Responder {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/docs/")).finish()
}
