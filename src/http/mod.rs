//! The API: routes, extractors, answers. The only floor that knows actix-web.
pub mod body;
pub mod db;
mod fallback;
pub mod problem;

use crate::store::Store;
use actix_web::web::{Data, PathConfig, QueryConfig};
use problem::Problem;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// What the routes cannot say themselves: the title, the error shape, the bearer token.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Hazard Ledger",
        description = "Sync of per-township hazard ledgers (隐患台账) and their rectification.",
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT")
    ),
    components(responses(Problem)),
    modifiers(&Bearer)
)]
pub struct Contract;

struct Bearer;
impl Modify for Bearer {
    fn modify(&self, contract: &mut utoipa::openapi::OpenApi) {
        let jwt = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        contract.components.get_or_insert_default().add_security_scheme("bearer", SecurityScheme::Http(jwt));
    }
}

/// What every handler may ask for.
#[derive(Clone)]
pub struct Shared {
    pub store: Store,
}

/// Every route of the API, in one place. The OpenAPI document is collected from here.
pub fn routes(shared: &Shared) -> impl FnOnce(&mut ServiceConfig) + use<> {
    let Shared { store } = shared.clone();
    move |api| {
        api.app_data(Data::new(store))
            .app_data(PathConfig::default().error_handler(|error, _| Problem::bad_request("path", error).into()))
            .app_data(QueryConfig::default().error_handler(|error, _| Problem::bad_request("query", error).into()))
            .service(scope::scope("/v1"));
    }
}
