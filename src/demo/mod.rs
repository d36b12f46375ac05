//! The main job, shown: a sample prefecture, then two phones that sync a township's ledger over
//! real HTTP. Everything is made through the API, by people who sign in.
mod people;
mod sample;
mod story;

use crate::phone::{Line, PhoneError};
use people::Cast;
use std::fmt::Display;

/// The prefecture of the sample: 赣州市.
pub const PREFECTURE: &str = "360700000000";

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Phone(#[from] PhoneError),
    /// The server answered something that the demo does not expect: a bug, told plainly.
    #[error("the demo expected {0}")]
    Unexpected(String),
}

pub type Told = Result<(), DemoError>;

/// Says a line in both languages.
fn say(chinese: impl Display, english: impl Display) {
    println!("  {chinese}\n    {english}");
}

fn expect(holds: bool, what: &str) -> Told {
    if holds { Ok(()) } else { Err(DemoError::Unexpected(what.to_owned())) }
}

/// Fills the prefecture and plays the two phones' day. `welcome` is the first administrator's
/// one-time token.
pub fn run(url: &str, welcome: &str) -> Result<Vec<Account>, DemoError> {
    println!("\n样本 / sample");
    let mut cast = Cast::assemble(url, welcome)?;
    sample::fill(&mut cast)?;
    println!("\n两部手机 / two phones");
    story::play(&mut cast)?;
    Ok(cast.accounts())
}

/// How to sign in after the demo.
#[derive(Debug, Clone)]
pub struct Account {
    pub login: String,
    pub password: String,
    pub what: String,
}

/// Signs a person in on a device and returns the line that it speaks through.
fn sign_in(
    url: &str,
    login: &str,
    password: &str,
    device: &serde_json::Value,
) -> Result<(Line, serde_json::Value), DemoError> {
    let body = serde_json::json!({ "login": login, "password": password, "device": device });
    let tokens = Line::new(url, "").post("/v1/auth/sign-in", &body)?;
    let token = tokens["access_token"].as_str().unwrap_or_default();
    Ok((Line::new(url, token), tokens))
}
