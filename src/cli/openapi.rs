//! `openapi`: the contract, without a database.
use super::Done;
use crate::http::contract;

pub fn print() -> Done {
    print!("{}", contract::text());
    Ok(())
}
