//! Clients that cost little: kept connections, requests made beforehand, answers only measured.
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Barrier;
use std::time::{Duration, Instant};

pub struct Answered {
    pub status: u16,
    pub body: Vec<u8>,
}

/// Whole requests, as they go over the wire.
pub fn post(path: &str, token: &str, more: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n{more}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

pub struct Connection(BufReader<TcpStream>);

impl Connection {
    pub fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::with_capacity(1 << 16, stream))
    }

    pub fn send(&mut self, request: &[u8]) -> Answered {
        self.0.get_mut().write_all(request).unwrap();
        let (mut status, mut length, mut is_chunked) = (0, 0, false);
        loop {
            let line = self.line();
            let lower = line.to_ascii_lowercase();
            if lower.starts_with("http/1.1 ") {
                status = lower[9..12].parse().unwrap();
            }
            if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            is_chunked |= lower.starts_with("transfer-encoding:");
            if line.is_empty() {
                break;
            }
        }
        let body = if is_chunked { self.chunks() } else { self.exactly(length) };
        Answered { status, body }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }
    fn exactly(&mut self, length: usize) -> Vec<u8> {
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        body
    }
    fn chunks(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        loop {
            let length = usize::from_str_radix(&self.line(), 16).unwrap();
            body.extend(self.exactly(length));
            self.line();
            if length == 0 {
                return body;
            }
        }
    }
}

/// Each client sends its requests one after the other on a connection of its own, all clients at
/// once. Tells how long it took, and checks every answer.
pub fn run(address: SocketAddr, clients: Vec<Vec<Vec<u8>>>, check: impl Fn(&Answered) + Sync) -> Duration {
    let barrier = Barrier::new(clients.len() + 1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = clients
            .into_iter()
            .map(|requests| {
                let (barrier, check) = (&barrier, &check);
                scope.spawn(move || {
                    let mut connection = Connection::open(address);
                    barrier.wait();
                    requests.iter().for_each(|request| check(&connection.send(request)));
                })
            })
            .collect();
        barrier.wait();
        let began = Instant::now();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        began.elapsed()
    })
}

pub fn is_ok(answered: &Answered) {
    assert_eq!(answered.status, 200, "{}", String::from_utf8_lossy(&answered.body));
}
