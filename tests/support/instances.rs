//! Servers as processes of their own, several on one database: they can be killed.
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A server that is started anew whenever it was killed, on the same address.
#[derive(Clone)]
pub struct Instance {
    pub address: SocketAddr,
    database: String,
    child: Arc<Mutex<Child>>,
}

impl Instance {
    pub fn start(database: &str) -> Self {
        // Somebody may take the port in between; then the start fails, and the test with it.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = Arc::new(Mutex::new(spawn(address, database)));
        let instance = Self { address, database: database.to_owned(), child };
        instance.wait();
        instance
    }

    /// Ends it at once, whatever it is doing (SIGKILL), and starts it again; does not wait for that.
    pub fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        *child = spawn(self.address, &self.database);
    }

    /// Stops it as an operator does (SIGTERM), and waits for its end.
    pub fn stop(&self) {
        let mut child = self.child.lock().unwrap();
        Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        assert!(child.wait().unwrap().success());
    }

    pub fn start_again(&self) {
        *self.child.lock().unwrap() = spawn(self.address, &self.database);
        self.wait();
    }

    /// Until it answers. One that found no database when it started has ended; an operator's
    /// supervisor starts it again, and so does this.
    pub fn wait(&self) {
        let end = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(self.address).is_err() {
            assert!(Instant::now() < end, "the server at {} does not start", self.address);
            let mut child = self.child.lock().unwrap();
            if child.try_wait().unwrap().is_some() {
                *child = spawn(self.address, &self.database);
            }
            drop(child);
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What it says of itself, and whether its process lives: for tests that give up on it.
    pub fn state(&self) -> String {
        let ended = self.child.lock().unwrap().try_wait();
        let ask = || -> std::io::Result<String> {
            let mut line = TcpStream::connect(self.address)?;
            line.set_read_timeout(Some(Duration::from_secs(5)))?;
            line.write_all(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
            let mut answer = String::new();
            line.read_to_string(&mut answer)?;
            Ok(answer)
        };
        format!("{}: ended {ended:?}, ready {:?}", self.address, ask())
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        if Arc::strong_count(&self.child) == 1 {
            let mut child = self.child.lock().unwrap();
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn spawn(address: SocketAddr, database: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hazard-ledger"));
    command.args(["serve", "--listen", &address.to_string(), "--database-url", database, "--log", "off"]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}
