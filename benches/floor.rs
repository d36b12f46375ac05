//! What the machine does without the server: the same rows written by multi-row statements, the
//! same bytes served by a handler that does nothing else.
use super::support::TestApp;
use actix_web::web::Bytes;
use actix_web::{App, HttpResponse, HttpServer, web};
use hazard_ledger::domain::{ActId, RecordId};
use hazard_ledger::services::Failure;
use hazard_ledger::store::birth::{self, BirthRow};
use hazard_ledger::store::entry::{self, EntryRow};
use hazard_ledger::store::ledger;
use hazard_ledger::store::receipt::{self, ReceiptRow};
use hazard_ledger::store::record::{self, RecordRow};
use hazard_ledger::store::{Conn, digest};
use std::net::{SocketAddr, TcpListener};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

/// The rows of one act, as the server wrote them.
#[derive(Clone)]
pub struct Written {
    pub entry: EntryRow,
    pub record: RecordRow,
    pub receipt: ReceiptRow,
}

/// Writes the rows of `transactions` times `acts` acts, from `threads` threads, each transaction
/// durable; with the ledger's head and counts as the server keeps them. The rows are made before.
pub fn write(app: &TestApp, one: &Written, transactions: usize, acts: usize, threads: usize) -> Duration {
    static NEXT: AtomicI64 = AtomicI64::new(1_000_000);
    let batch = || {
        let rows = (0..acts).map(|_| {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let (act, id) = (ActId::new(), RecordId::new());
            let Written { entry, record, receipt } = one.clone();
            Written {
                entry: EntryRow { seq: number, act_id: act, record: id, ..entry },
                record: RecordRow { id, seq: number, ..record },
                receipt: ReceiptRow { client_seq: number, act_id: act, ..receipt },
            }
        });
        rows.collect::<Vec<_>>()
    };
    let batches: Mutex<Vec<_>> = Mutex::new((0..transactions).map(|_| batch()).collect());
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some(batch) = batches.lock().unwrap().pop() else { return };
                    app.store.write_now(move |conn| write_one(conn, batch)).unwrap();
                }
            });
        }
    });
    began.elapsed()
}

fn write_one(conn: &mut Conn, rows: Vec<Written>) -> Result<(), Failure> {
    let of = rows[0].record.ledger;
    let heads = ledger::lock(conn, &[of])?;
    let births: Vec<_> = rows.iter().map(|row| BirthRow { record: row.record.id, ledger: of }).collect();
    let entries: Vec<_> = rows.iter().map(|row| row.entry.clone()).collect();
    let records: Vec<_> = rows.iter().map(|row| row.record.clone()).collect();
    let receipts: Vec<_> = rows.iter().map(|row| row.receipt.clone()).collect();
    let cells = digest::of_ledgers(conn, &[of])?;
    birth::add(conn, &births)?;
    entry::append(conn, &entries)?;
    record::save(conn, &records)?;
    digest::save(conn, &cells)?;
    ledger::save(conn, &heads)?;
    receipt::add(conn, &receipts)?;
    Ok(())
}

/// Serves these bytes to whoever posts, on as many threads as the server under test has.
pub fn serve(bytes: Vec<u8>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let bytes = Bytes::from(bytes);
    let run = move || {
        actix_web::rt::System::new().block_on(async move {
            let app = move || {
                let bytes = bytes.clone();
                // The body is read, or the connection would not be kept.
                let answer = move |_body: Bytes| {
                    let bytes = bytes.clone();
                    async move { HttpResponse::Ok().content_type("application/json").body(bytes) }
                };
                App::new().default_service(web::post().to(answer))
            };
            HttpServer::new(app).workers(1).listen(listener).unwrap().run().await.unwrap();
        });
    };
    std::thread::spawn(run);
    address
}
