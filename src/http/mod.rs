//! The API: routes, extractors, answers. The only floor that knows actix-web.
mod accounts;
mod acting;
mod audit;
pub mod body;
mod campaigns;
pub mod chores;
pub mod clock;
mod codes;
mod config;
pub mod contract;
pub mod db;
mod devices;
mod docs;
mod envelope;
mod etag;
mod events;
mod exports;
mod exposures;
mod fallback;
mod filters;
mod flags;
mod health;
mod imports;
mod inbox;
mod language;
pub mod limits;
mod lists;
mod measures;
mod organisations;
mod oversight;
mod page;
mod people;
mod policies;
pub mod problem;
mod programs;
mod query;
mod records;
mod regions;
mod reports;
pub mod server;
mod session;
mod streaming;
pub mod sweeper;
mod sync;
mod upload;
mod warnings;
mod welcome;
mod witness;

use crate::services::exports::Turns;
use crate::services::index::Index;
use crate::services::keys::Keys;
use crate::services::measures::Measures;
use crate::services::passwords::Hasher;
use crate::services::pokes::Pokes;
use crate::services::pull::{Segments, Texts};
use crate::services::push::Lanes;
use crate::services::territories::Territories;
use crate::store::{Bell, Store, StoreError};
use actix_web::web::{Data, PathConfig, QueryConfig};
use limits::{Gate, Limits, Pace};
use problem::Problem;
use std::sync::Arc;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// So many bytes of first syncs are kept, compressed.
const SEGMENTS: u64 = 32 << 20;
/// And so many of pulls' answers, as text.
const TEXTS: u64 = 32 << 20;

/// What every handler may ask for.
#[derive(Clone)]
pub struct Shared {
    pub store: Store,
    pub keys: Arc<Keys>,
    pub hasher: Hasher,
    pub index: Arc<Index>,
    pub measures: Arc<Measures>,
    pub territories: Arc<Territories>,
    pub lanes: Lanes,
    pub segments: Arc<Segments>,
    pub texts: Arc<Texts>,
    pub exports: Turns,
    /// Rung after a commit that may concern acts that wait.
    pub bell: Bell,
    pub pokes: Arc<Pokes>,
    pub gate: Arc<Gate>,
    pub pace: Pace,
}

impl Shared {
    /// Reads the keys of the platform (at its very first start: makes them) and starts the hashing
    /// threads. Blocks: to be called before the server runs, not inside it.
    pub fn open(store: Store) -> Result<Self, StoreError> {
        let keys = store.write_now(|conn| Keys::open(conn, clock::now()))?;
        let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let (index, measures) = (Arc::<Index>::default(), Arc::<Measures>::default());
        warm(&index, &measures, &store)?;
        Ok(Self {
            keys: Arc::new(keys),
            hasher: Hasher::start(threads)?,
            index,
            measures,
            territories: Arc::default(),
            lanes: Lanes::open(store.clone(), clock::now),
            segments: Arc::new(Segments::within(SEGMENTS)),
            texts: Arc::new(Texts::within(TEXTS)),
            exports: Turns::default(),
            bell: Bell::default(),
            pokes: Arc::default(),
            gate: Arc::new(Limits::default().into()),
            pace: Pace::of(store.clone()),
            store,
        })
    }

    /// The same with another bound on streams of events.
    pub fn with_streams(self, pokes: Pokes) -> Self {
        Self { pokes: Arc::new(pokes), ..self }
    }

    /// The same with limits on what comes in; without, there are none.
    pub fn limited(self, limits: Limits) -> Self {
        Self { gate: Arc::new(limits.into()), ..self }
    }
}

/// Reads the records' facets and measures in the background, so that the first who asks widely need not.
fn warm(index: &Arc<Index>, measures: &Arc<Measures>, store: &Store) -> Result<(), StoreError> {
    let (index, measures, store) = (index.clone(), measures.clone(), store.clone());
    let read = move || {
        if let Err(failure) = measures.warm(&store).and_then(|()| index.warm(&store)) {
            tracing::warn!("what is held in memory is not warm: {failure}");
        }
    };
    std::thread::Builder::new().name("warm".into()).spawn(read)?;
    Ok(())
}

/// The endpoints with what they ask for.
pub fn routes(shared: &Shared) -> impl FnOnce(&mut ServiceConfig) + use<> {
    let Shared {
        store,
        keys,
        hasher,
        index,
        measures,
        territories,
        lanes,
        segments,
        texts,
        exports,
        bell,
        pokes,
        gate,
        pace,
    } = shared.clone();
    move |api| {
        api.app_data(Data::new(store))
            .app_data(Data::from(keys))
            .app_data(Data::new(hasher))
            .app_data(Data::from(index))
            .app_data(Data::from(measures))
            .app_data(Data::from(territories))
            .app_data(Data::new(lanes))
            .app_data(Data::from(segments))
            .app_data(Data::from(texts))
            .app_data(Data::new(exports))
            .app_data(Data::new(bell))
            .app_data(Data::from(pokes))
            .app_data(Data::from(gate))
            .app_data(Data::new(pace))
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
        .service(policies::set_policy)
        .service(policies::try_policy);
}

/// What devices did goes up, what they may see comes down.
fn sync_routes(api: &mut ServiceConfig) {
    api.service(sync::push_acts)
        .service(sync::pull_changes)
        .service(streaming::stream_changes)
        .service(sync::verify_held)
        .service(events::listen_to_events)
        .service(config::get_sync_config)
        .service(inbox::list_inbox)
        .service(inbox::resolve_item);
}

/// The ledger online: records, and acts on them.
fn record_routes(api: &mut ServiceConfig) {
    api.service(acting::create_record)
        .service(acting::act_on_record)
        .service(imports::import_enterprises)
        .service(lists::list_records)
        .service(exports::export_records)
        .service(audit::list_audit_reads)
        .service(records::get_record)
        .service(records::get_history)
        .service(records::list_open_acts)
        .service(warnings::get_warnings)
        .service(warnings::list_warnings)
        .service(measures::list_measures)
        .service(measures::list_measured_records)
        .service(exposures::list_exposures)
        .service(exposures::get_exposure)
        .service(oversight::report_coverage)
        .service(oversight::report_blind_zones)
        .service(oversight::report_overdue)
        .service(reports::get_ranking)
        .service(reports::get_report)
        .service(flags::try_flag_round)
        .service(flags::compute_flag_round)
        .service(flags::recompute_flag_round)
        .service(programs::get_program_progress)
        .service(campaigns::list_campaign_problems)
        .service(campaigns::list_campaign_measures)
        .service(campaigns::get_campaign_completeness);
}
