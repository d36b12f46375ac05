//! `regions`: the official divisions, and what a bureau adds to them.
use super::{Done, Failed};
use crate::domain::{Line, NATION, Region, RegionCode, RegionLevel};
use crate::http::clock;
use crate::services::Failure;
use crate::services::regions::{self, NewLocalRegion, divisions};
use crate::settings::Settings;
use crate::store::Store;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Load official divisions with all above and below them; what is there already stays
    ///
    /// Example: hazard-ledger regions load 360700000000
    Load {
        /// Codes; the whole country when none is given
        codes: Vec<RegionCode>,
    },
    /// List the regions directly below one
    ///
    /// Example: hazard-ledger regions list 360702000000
    List {
        /// A code; the nation when none is given
        parent: Option<RegionCode>,
    },
    /// Add a region that has no official code
    ///
    /// Example: hazard-ledger regions add 360790000000 蓉江新区 --level county --parent 360700000000
    Add {
        code: RegionCode,
        #[arg(value_parser = line)]
        name: Line,
        /// nation, province, prefecture, county, subdistrict, town, township, park or farm
        #[arg(long)]
        level: RegionLevel,
        /// The code of the region above
        #[arg(long)]
        parent: RegionCode,
    },
}

pub(super) fn line(text: &str) -> Result<Line, String> {
    Line::try_from(text.to_owned()).map_err(|error| error.to_string())
}

impl Command {
    pub fn run(self, settings: &Settings) -> Done {
        let store = Store::open(&settings.store())?;
        match self {
            Self::Load { codes } => load(&store, codes),
            Self::List { parent } => list(&store, parent),
            Self::Add { code, name, level, parent } => add(&store, NewLocalRegion { code, name, level, parent }),
        }
    }
}

fn load(store: &Store, codes: Vec<RegionCode>) -> Done {
    let added = store.write_now(move |conn| divisions::load(conn, &codes))?;
    println!("{added} regions added");
    Ok(())
}

fn list(store: &Store, parent: Option<RegionCode>) -> Done {
    let all = move |conn: &mut _| regions::list(conn, parent.as_ref(), NATION, 100_000);
    store.read_now::<_, Failure>(all)?.items.iter().for_each(show);
    Ok(())
}

fn add(store: &Store, new: NewLocalRegion) -> Result<(), Failed> {
    show(&store.write_now(move |conn| regions::add(conn, None, new, clock::now()))?);
    Ok(())
}

fn show(region: &Region) {
    println!("{} {:<11} {}", region.code, region.level.as_str(), region.name);
}
