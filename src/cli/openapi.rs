//! `openapi` and `manual`: what the program says of itself, without a database.
use super::Done;
use crate::domain::access::manual;
use crate::http::contract;

pub fn print() -> Done {
    print!("{}", contract::text());
    Ok(())
}

pub fn print_manual() -> Done {
    print!("{}", manual::page());
    Ok(())
}
