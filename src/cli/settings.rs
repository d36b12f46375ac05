//! `settings`: what holds, and why.
use super::Done;
use crate::settings::{Shown, Sourced};

pub fn show(sourced: &Sourced) -> Done {
    for Shown { name, value, source } in &sourced.shown {
        println!("{name:<20} {value:<44} {source}");
    }
    Ok(())
}
