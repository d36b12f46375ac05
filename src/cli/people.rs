//! `people`: the first administrator, who lets everybody else in.
use super::regions::line;
use super::{Done, serve};
use crate::domain::{Line, Login, RegionCode};
use crate::http::clock;
use crate::services::tokens::InvitationToken;
use crate::services::{Outcome, accounts, regions};
use crate::settings::Settings;
use crate::store::Conn;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Make the first administrator and print a one-time link
    ///
    /// Refused once an administrator has signed in; asked again before that, it makes a new link.
    ///
    /// Example: hazard-ledger people first-admin --login zhang.san --name 张三 --region 360700000000
    FirstAdmin(FirstAdmin),
}

#[derive(Debug, clap::Args)]
pub struct FirstAdmin {
    /// 3 to 64 characters of a-z, 0-9 and . _ - @
    #[arg(long, value_parser = login)]
    login: Login,
    /// The person's name
    #[arg(long, value_parser = line)]
    name: Line,
    /// The region to administer, with all below it
    #[arg(long)]
    region: RegionCode,
}

fn login(text: &str) -> Result<Login, String> {
    Login::try_from(text.to_owned()).map_err(|error| error.to_string())
}

impl Command {
    pub fn run(self, settings: &Settings) -> Done {
        let Self::FirstAdmin(first) = self;
        let store = serve::open(settings)?.store;
        let invitation = store.write_now(move |conn| first.invite(conn))?;
        tell(&invitation, &settings.public_url());
        Ok(())
    }
}

impl FirstAdmin {
    fn invite(self, conn: &mut Conn) -> Outcome<InvitationToken> {
        let Self { login, name, region } = self;
        let region = regions::find(conn, &region)?.region.id;
        accounts::first_administrator(conn, login, name, region, clock::now())
    }
}

fn tell(invitation: &InvitationToken, url: &str) {
    let token = invitation.token.reveal();
    println!("The one-time link, until {}:\n\n  {url}/welcome#{token}\n", invitation.expires_at);
    println!("Or without a browser:\n");
    println!("  curl {url}/v1/auth/redeem --json '{{\"token\":\"{token}\",\"new_password\":\"…\"}}'");
}
