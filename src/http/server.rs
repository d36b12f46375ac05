//! The server: every route, and what surrounds each of them.
use super::envelope::{head_as_get, log};
use super::fallback::{self, Known};
use super::language::translate;
use super::limits::guard;
use super::witness::{Operations, witness};
use super::{Shared, contract, docs, events, routes};
use actix_web::dev::Server;
use actix_web::middleware::{Compress, DefaultHeaders, from_fn};
use actix_web::web::{self, Data};
use actix_web::{App, HttpServer};
use std::future::Future;
use std::net::TcpListener;
use std::time::Duration;
use utoipa_actix_web::AppExt;

/// A client that has not sent its headers by then is answered with 408.
const HEADERS_DEADLINE: Duration = Duration::from_secs(5);
/// An idle connection is kept this long for the next request.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// Requests under way are given this many seconds when the server stops.
const LAST_SECONDS: u64 = 10;

/// Starts to serve on a socket that is bound already. The server ends, gracefully, with `shutdown`.
pub fn start(
    shared: &Shared,
    listener: TcpListener,
    workers: usize,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<Server> {
    events::start_watch(&shared.pokes, &shared.store)?;
    let shared = shared.clone();
    let pokes = shared.pokes.clone();
    // Streams would hold the server up to its last second.
    let shutdown = async move {
        shutdown.await;
        pokes.close();
    };
    let contract = contract::openapi();
    let known = Data::new(Known::from(&contract));
    let operations = Data::new(Operations::from(&contract));
    let document = Data::new(docs::Document::from(&contract));
    let app = move || {
        let (app, _) = App::new().into_utoipa_app().configure(routes(&shared)).split_for_parts();
        app.app_data(known.clone())
            .app_data(document.clone())
            .app_data(operations.clone())
            .configure(docs::pages)
            .default_service(web::to(fallback::refuse))
            .wrap(from_fn(witness))
            .wrap(from_fn(translate))
            .wrap(from_fn(guard))
            .wrap(from_fn(head_as_get))
            .wrap(Compress::default())
            .wrap(security_headers())
            .wrap(from_fn(log))
    };
    let server = HttpServer::new(app)
        .workers(workers)
        // An answer that is compressed goes out in pieces: none of them waits for the other side's word.
        .tcp_nodelay(true)
        .client_request_timeout(HEADERS_DEADLINE)
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(LAST_SECONDS)
        .shutdown_signal(shutdown);
    Ok(server.listen(listener)?.run())
}

/// Nothing of ours is framed, sniffed or kept by a cache that was not told so.
fn security_headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("X-Frame-Options", "DENY"))
        .add(("Referrer-Policy", "no-referrer"))
        .add(("Cache-Control", "no-store"))
        .add(("Content-Security-Policy", POLICY))
}

const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
