//! `demo`: the main job on an embedded database in a folder of its own, then a server to try.
use super::{Done, Failed, serve};
use crate::demo::{self, Account, PREFECTURE};
use crate::domain::{Line, Login, RegionCode};
use crate::http::{Shared, clock};
use crate::services::{Failure, accounts, regions};
use crate::settings::Settings;
use crate::store::{Conn, StoreError};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct Command {
    /// The folder for the sample database; what an earlier demo left there is replaced
    #[arg(long, default_value = "hazard-ledger-demo", value_name = "FOLDER")]
    folder: PathBuf,
    /// End after the story instead of going on to serve
    #[arg(long)]
    once: bool,
}

const DATABASE: &str = "demo.sqlite";

impl Command {
    pub fn run(self, settings: &Settings) -> Done {
        let settings = self.settings(settings)?;
        let (listener, address) = listen(&settings)?;
        println!("赣州市，{} / Ganzhou, in {}", DATABASE, self.folder.display());
        let shared = serve::open(&settings)?;
        let welcome = first_administrator(&shared)?;
        let serving = serving(&shared, listener, &settings);
        let url = format!("http://{address}");
        let accounts = demo::run(&url, &welcome).map_err(Failed::Demo)?;
        tell(&url, &accounts);
        if self.once {
            return Ok(());
        }
        println!("\nCtrl-C 结束 / ends it.");
        serving.join().unwrap_or(Ok(()))
    }

    /// The demo's own settings: its folder, its prefecture, a quiet log.
    fn settings(&self, settings: &Settings) -> Result<Settings, Failed> {
        let failed = |error| Failed::Io(self.folder.display().to_string(), error);
        std::fs::create_dir_all(&self.folder).map_err(failed)?;
        let file = self.folder.join(DATABASE);
        for suffix in ["", "-wal", "-shm"] {
            forget(&PathBuf::from(format!("{}{suffix}", file.display()))).map_err(failed)?;
        }
        let regions = PREFECTURE.parse::<RegionCode>().into_iter().collect();
        Ok(Settings { database_url: file.display().to_string(), regions, ..settings.clone() })
    }
}

fn forget(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The address of the settings; any other port if that one is taken.
fn listen(settings: &Settings) -> Result<(TcpListener, SocketAddr), Failed> {
    serve::listen(settings).or_else(|_: Failed| {
        let free = SocketAddr::new(settings.listen.ip(), 0);
        serve::listen(&Settings { listen: free, ..settings.clone() })
    })
}

fn first_administrator(shared: &Shared) -> Result<String, Failed> {
    let invite = |conn: &mut Conn| {
        let broken = |detail: String| Failure::Store(StoreError::Damaged(detail));
        let login = Login::try_from("admin".to_owned()).map_err(|bad| broken(bad.to_string()))?;
        let name = Line::try_from("平台管理员".to_owned()).map_err(|bad| broken(bad.to_string()))?;
        let code: RegionCode =
            PREFECTURE.parse().map_err(|bad: crate::domain::BadRegionCode| broken(bad.to_string()))?;
        let region = regions::find(conn, &code)?.region.id;
        accounts::first_administrator(conn, login, name, region, clock::now())
    };
    Ok(shared.store.write_now(invite)?.token.reveal().to_owned())
}

fn serving(shared: &Shared, listener: TcpListener, settings: &Settings) -> std::thread::JoinHandle<Done> {
    let (shared, settings) = (shared.clone(), settings.clone());
    std::thread::spawn(move || serve::run(&shared, listener, &settings))
}

fn tell(url: &str, accounts: &[Account]) {
    println!("\n可以试用 / to try");
    println!("  {url}/docs   API 文档 / the API");
    println!("  登录 / sign-ins (只属于这次演示 / of this demo alone):");
    for Account { login, password, what } in accounts {
        println!("    {login:<11} {password}   {what}");
    }
    let Some(account) = accounts.iter().find(|account| account.login == "county") else {
        return;
    };
    println!("  首次同步 / a first sync:");
    println!(
        "    T=$(curl -s {url}/v1/auth/sign-in --json '{{\"login\":\"{}\",\"password\":\"{}\",\"device\":{{\"id\":\"0198c0de-0000-7000-8000-000000000001\",\"name\":\"curl\",\"platform\":\"cli\"}}}}' | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')",
        account.login, account.password
    );
    println!(
        "    curl -s {url}/v1/sync/pull -H \"authorization: Bearer $T\" --json '{{\"device_id\":\"0198c0de-0000-7000-8000-000000000001\",\"schema\":1,\"limit\":2}}'"
    );
}
