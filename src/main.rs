//! The program.
use std::process::ExitCode;

fn main() -> ExitCode {
    hazard_ledger::cli::run()
}
