//! `measures`: whether the numbers of reports are those that the ledgers make, and making them anew.
use super::{Done, Failed};
use crate::domain::RegionId;
use crate::services::measures::recount::{self, Difference};
use crate::settings::Settings;
use crate::store::Store;

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Command {
    /// Compare the postings with what the entries make; exit code 1 where they differ
    #[arg(long)]
    check: bool,
    /// Make the postings anew from the entries, ledger by ledger, while the server runs
    ///
    /// Needed where a new version counts otherwise, and once for databases from before there were postings.
    #[arg(long)]
    rebuild: bool,
}

impl Command {
    pub fn run(&self, settings: &Settings) -> Done {
        let store = Store::open(&settings.store())?;
        let ledgers = store.read_now(recount::ledgers)?;
        if self.rebuild { rebuild(&store, &ledgers) } else { check(&store, &ledgers) }
    }
}

/// A snapshot for each ledger: what is posted meanwhile is in it whole, or not at all.
fn check(store: &Store, ledgers: &[RegionId]) -> Done {
    let mut differing = 0;
    for ledger in ledgers.iter().copied() {
        let differences = store.read_now(move |conn| recount::check(conn, ledger))?;
        differing += usize::from(!differences.is_empty());
        differences.iter().for_each(show);
    }
    match differing {
        0 => {
            println!("{} ledgers are as their entries make them", ledgers.len());
            Ok(())
        }
        _ => Err(Failed::Differs(differing)),
    }
}

fn show(difference: &Difference) {
    let Difference { ledger, name, missing, surplus } = difference;
    println!("{ledger} {name}: {missing} missing, {surplus} too many");
}

fn rebuild(store: &Store, ledgers: &[RegionId]) -> Done {
    let mut posted = 0;
    for ledger in ledgers.iter().copied() {
        posted += store.write_now(move |conn| recount::rebuild(conn, ledger))?;
    }
    println!("{posted} postings in {} ledgers", ledgers.len());
    Ok(())
}
