//! The API: routes, extractors, answers. The only floor that knows actix-web.
pub mod body;
pub mod contract;
pub mod db;
mod docs;
mod envelope;
mod fallback;
pub mod health;
pub mod problem;
pub mod server;

use crate::store::Store;
use actix_web::web::{Data, PathConfig, QueryConfig};
use problem::Problem;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// What every handler may ask for.
#[derive(Clone)]
pub struct Shared {
    pub store: Store,
}

/// The endpoints with what they ask for.
pub fn routes(shared: &Shared) -> impl FnOnce(&mut ServiceConfig) + use<> {
    let Shared { store } = shared.clone();
    move |api| {
        api.app_data(Data::new(store))
            .app_data(PathConfig::default().error_handler(|error, _| Problem::bad_request("path", error).into()))
            .app_data(QueryConfig::default().error_handler(|error, _| Problem::bad_request("query", error).into()))
            .configure(endpoints);
    }
}

/// Every endpoint of the API, in one place. The OpenAPI document is collected from here.
pub fn endpoints(api: &mut ServiceConfig) {
    api.service(health::check_liveness).service(health::check_readiness).service(scope::scope("/v1"));
}
