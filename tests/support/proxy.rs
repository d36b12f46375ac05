//! A bad line: it cuts, delays, doubles and half-opens the connections that it passes on.
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What befalls a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// Closed before anything passes.
    Refused,
    /// Closed after so many bytes of what the client sends.
    CutUp(usize),
    /// Closed after so many bytes of the answer.
    CutDown(usize),
    /// Everything waits so many milliseconds.
    Late(u64),
    /// All that the client sends goes to two servers; the answer is the first one's.
    Twice,
    /// The request arrives, and the client hears nothing more, not even that it was cut.
    HalfOpen,
}

/// A proxy before some servers; each connection goes to the next of them, with the next fault.
pub struct Proxy {
    pub address: SocketAddr,
    faults: Arc<Mutex<Vec<Fault>>>,
}

impl Proxy {
    pub fn start(servers: Vec<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let faults: Arc<Mutex<Vec<Fault>>> = Arc::default();
        let (coming, next) = (faults.clone(), AtomicUsize::new(0));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let server = servers[n % servers.len()];
                let other = servers[(n + 1) % servers.len()];
                let fault = coming.lock().unwrap().pop().unwrap_or(Fault::None);
                std::thread::spawn(move || pass(client, server, other, fault));
            }
        });
        Self { address, faults }
    }

    /// The fault of the next connection.
    pub fn next(&self, fault: Fault) {
        *self.faults.lock().unwrap() = vec![fault];
    }
}

/// Whatever breaks here is a line that broke.
fn pass(mut client: TcpStream, server: SocketAddr, other: SocketAddr, fault: Fault) -> Option<()> {
    if fault == Fault::Refused {
        return None;
    }
    if let Fault::Late(millis) = fault {
        std::thread::sleep(Duration::from_millis(millis));
    }
    let mut up = TcpStream::connect(server).ok()?;
    let mut second = if fault == Fault::Twice { TcpStream::connect(other).ok() } else { None };
    let (mut to, mut from) = (up.try_clone().ok()?, client.try_clone().ok()?);
    std::thread::spawn(move || {
        let mut passed = 0;
        let mut bytes = [0; 4096];
        while let Ok(many @ 1..) = from.read(&mut bytes) {
            passed += many;
            if matches!(fault, Fault::CutUp(most) if passed > most) {
                break;
            }
            if to.write_all(&bytes[..many]).is_err() {
                break;
            }
            if let Some(second) = &mut second {
                let _ = second.write_all(&bytes[..many]);
            }
        }
        let _ = (to.shutdown(Shutdown::Both), from.shutdown(Shutdown::Both));
    });
    let mut passed = 0;
    let mut bytes = [0; 4096];
    while let Ok(many @ 1..) = up.read(&mut bytes) {
        passed += many;
        match fault {
            Fault::HalfOpen => continue,
            Fault::CutDown(most) if passed > most => break,
            _ => client.write_all(&bytes[..many]).ok()?,
        }
    }
    if fault == Fault::HalfOpen {
        // The client must find out by itself.
        std::thread::sleep(Duration::from_secs(20));
    }
    client.shutdown(Shutdown::Both).ok()
}
