//! `serve` and `migrate`: from settings to a running server.
use super::{Done, Failed};
use crate::http::limits::{Limits, Trusted};
use crate::http::{Shared, chores, clock, server, sweeper};
use crate::services::pokes::Pokes;
use crate::services::regions::divisions;
use crate::services::restoring;
use crate::settings::Settings;
use crate::store::Store;
use actix_web::rt::System;
use actix_web::rt::signal::unix::{Signal, SignalKind, signal};
use std::net::{SocketAddr, TcpListener};
use std::time::Instant;

pub fn migrate(settings: &Settings) -> Done {
    Store::open(&settings.store())?;
    println!("the database has this program's schema");
    Ok(())
}

pub fn restored(settings: &Settings) -> Done {
    let store = Store::open(&settings.store())?;
    let ledgers = store.write_now(|conn| restoring::restored(conn, clock::now()))?;
    println!("{ledgers} ledgers have a new epoch: every device will compare what it holds");
    Ok(())
}

/// Listens first: a port that is taken is told before anything is done to a database.
pub fn serve(settings: &Settings) -> Done {
    let (listener, address) = listen(settings)?;
    let shared = open(settings)?;
    chores::start(&shared.store)?;
    println!("listening on http://{address}");
    run(&shared, listener, settings)
}

pub fn listen(settings: &Settings) -> Result<(TcpListener, SocketAddr), Failed> {
    let failed = |error| Failed::Io(format!("cannot listen on {}", settings.listen), error);
    let listener = TcpListener::bind(settings.listen).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// The database, migrated and with its regions, and what else handlers ask for.
pub fn open(settings: &Settings) -> Result<Shared, Failed> {
    let store = Store::open(&settings.store())?;
    load_regions(&store, settings)?;
    let Settings { device_rate, address_rate, event_streams, .. } = *settings;
    let limits = Limits { device_rate, address_rate, trusted: Trusted(settings.trusted_proxies.clone()) };
    Ok(Shared::open(store)?.limited(limits).with_streams(Pokes::with_at_most(event_streams)))
}

fn load_regions(store: &Store, settings: &Settings) -> Done {
    let (began, roots) = (Instant::now(), settings.regions.clone());
    let added = store.write_now(move |conn| divisions::load_if_empty(conn, &roots))?;
    if added > 0 {
        tracing::info!("loaded {added} regions in {} ms", began.elapsed().as_millis());
    }
    Ok(())
}

/// Serves until the process is asked to end; requests under way are answered.
pub fn run(shared: &Shared, listener: TcpListener, settings: &Settings) -> Done {
    let failed = |error| Failed::Io("the server".to_owned(), error);
    sweeper::start(shared).map_err(failed)?;
    let serve = async {
        let ending = ending()?;
        server::start(shared, listener, settings.http_threads.max(1), ending)?.await
    };
    System::new().block_on(serve).map_err(failed)
}

/// SIGTERM from whoever runs the service, SIGINT from the keyboard.
fn ending() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let came = |mut signal: Signal| async move {
        signal.recv().await;
    };
    Ok(async move {
        let (terminate, interrupt) = (Box::pin(came(terminate)), Box::pin(came(interrupt)));
        futures_util::future::select(terminate, interrupt).await;
        tracing::info!("stopping");
    })
}
