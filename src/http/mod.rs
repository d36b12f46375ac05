//! The API: routes, extractors, answers. The only floor that knows actix-web.
mod accounts;
mod acting;
pub mod body;
pub mod clock;
mod codes;
pub mod contract;
pub mod db;
mod devices;
mod docs;
mod envelope;
mod etag;
mod fallback;
mod flags;
mod health;
mod imports;
mod inbox;
mod language;
mod lists;
mod organisations;
mod page;
mod people;
mod policies;
pub mod problem;
mod query;
mod records;
mod regions;
pub mod server;
mod session;
mod sync;
mod upload;
mod welcome;

use crate::services::index::Index;
use crate::services::keys::Keys;
use crate::services::passwords::Hasher;
use crate::store::{Store, StoreError};
use actix_web::web::{Data, PathConfig, QueryConfig};
use problem::Problem;
use std::sync::Arc;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// What every handler may ask for.
#[derive(Clone)]
pub struct Shared {
    pub store: Store,
    pub keys: Arc<Keys>,
    pub hasher: Hasher,
    pub index: Arc<Index>,
}

impl Shared {
    /// Reads the keys of the platform (at its very first start: makes them) and starts the hashing
    /// threads. Blocks: to be called before the server runs, not inside it.
    pub fn open(store: Store) -> Result<Self, StoreError> {
        let keys = store.write_now(|conn| Keys::open(conn, clock::now()))?;
        let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let index = Arc::<Index>::default();
        warm(&index, &store)?;
        Ok(Self { store, keys: Arc::new(keys), hasher: Hasher::start(threads)?, index })
    }
}

/// Reads the records' facets in the background, so that the first wide list need not.
fn warm(index: &Arc<Index>, store: &Store) -> Result<(), StoreError> {
    let (index, store) = (index.clone(), store.clone());
    let read = move || {
        if let Err(failure) = index.warm(&store) {
            tracing::warn!("the index is not warm: {failure}");
        }
    };
    std::thread::Builder::new().name("warm".into()).spawn(read)?;
    Ok(())
}

/// The endpoints with what they ask for.
pub fn routes(shared: &Shared) -> impl FnOnce(&mut ServiceConfig) + use<> {
    let Shared { store, keys, hasher, index } = shared.clone();
    move |api| {
        api.app_data(Data::new(store))
            .app_data(Data::from(keys))
            .app_data(Data::new(hasher))
            .app_data(Data::from(index))
            .app_data(PathConfig::default().error_handler(|error, _| Problem::bad_request("path", error).into()))
            .app_data(QueryConfig::default().error_handler(|error, _| Problem::bad_request("query", error).into()))
            .configure(endpoints);
    }
}

/// Every endpoint of the API, in one place. The OpenAPI document is collected from here.
pub fn endpoints(api: &mut ServiceConfig) {
    api.service(accounts::get_keys)
        .service(welcome::show_welcome)
        .service(health::check_liveness)
        .service(health::check_readiness)
        .service(
            scope::scope("/v1")
                .configure(account_routes)
                .configure(region_routes)
                .configure(sync_routes)
                .configure(record_routes),
        );
}

/// Who people are, and what they answer for.
fn account_routes(api: &mut ServiceConfig) {
    api.service(accounts::sign_in)
        .service(accounts::refresh_tokens)
        .service(accounts::sign_out)
        .service(accounts::change_password)
        .service(accounts::redeem_invitation)
        .service(accounts::get_me)
        .service(organisations::list_organisations)
        .service(organisations::create_organisation)
        .service(organisations::get_organisation)
        .service(people::list_persons)
        .service(people::create_person)
        .service(people::get_person)
        .service(people::give_duty)
        .service(people::end_duty)
        .service(people::reissue_invitation)
        .service(people::deactivate_person)
        .service(people::activate_person)
        .service(devices::list_devices)
        .service(devices::revoke_device);
}

/// Where everything is, which limits hold there, and what the codes mean.
fn region_routes(api: &mut ServiceConfig) {
    api.service(regions::list_regions)
        .service(regions::create_region)
        .service(regions::get_region)
        .service(regions::recode_region)
        .service(regions::close_region)
        .service(codes::list_code_lists)
        .service(codes::get_code_list)
        .service(policies::get_policy)
        .service(policies::list_policy_versions)
        .service(policies::set_policy);
}

/// What devices did goes up, what they may see comes down.
fn sync_routes(api: &mut ServiceConfig) {
    api.service(sync::push_acts).service(sync::pull_changes).service(inbox::list_inbox);
}

/// The ledger online: records, and acts on them.
fn record_routes(api: &mut ServiceConfig) {
    api.service(acting::create_record)
        .service(acting::act_on_record)
        .service(imports::import_enterprises)
        .service(lists::list_records)
        .service(records::get_record)
        .service(records::get_history)
        .service(records::list_open_acts)
        .service(flags::try_flag_round)
        .service(flags::compute_flag_round)
        .service(flags::recompute_flag_round);
}
